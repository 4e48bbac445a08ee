/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/memory.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

struct memo {
	const struct answer *answer;	/* NULL: it is being asked for */
};

struct memory {
	pthread_mutex_t lock;	/* never held over I/O */
	pthread_cond_t news;	/* an answer was kept */
	struct arena *arena;
	struct map places;	/* of questions among the memos */
	VEC(struct memo *) memos;
};

struct memory *
memory_new(void)
{
	struct memory *m = mem_new(1, sizeof(*m));

	must(pthread_mutex_init(&m->lock, NULL) == 0);
	must(pthread_cond_init(&m->news, NULL) == 0);
	m->arena = arena_new();
	return m;
}

void
memory_free(struct memory **memory)
{
	struct memory *m = *memory;

	if (m == NULL)
		return;
	map_clear(&m->places);
	vec_clear(&m->memos);
	arena_free(&m->arena);
	pthread_cond_destroy(&m->news);
	pthread_mutex_destroy(&m->lock);
	mem_free(memory);
}

static void
add_key(struct str *text, const struct memory_key *key)
{
	str_addf(text, "%u/%d%d%d/", (unsigned)key->type, key->dnssec,
	    key->search, key->probe);
	for (size_t i = 0; i < key->name.len; i++)
		str_add_char(text, ascii_lower(key->name.at[i]));
}

/* memo_of - the memo of a key, made if there is none; under the lock */

static struct memo *
memo_of(struct memory *m, struct span key, bool *fresh)
{
	size_t place;

	*fresh = !map_get(&m->places, key, &place);
	if (*fresh) {
		place = m->memos.len;
		*vec_add(&m->memos) = arena_get(m->arena, 1,
		    sizeof(struct memo));
		map_put(&m->places, arena_copy(m->arena, key), place);
	}
	return m->memos.at[place];
}

bool
memory_claim(struct memory *memory, const struct memory_key *key,
    struct memo **memo)
{
	struct str text;
	bool fresh;

	str_init(&text, key->name.len + 32);
	add_key(&text, key);
	pthread_mutex_lock(&memory->lock);
	*memo = memo_of(memory, str_span(&text), &fresh);
	pthread_mutex_unlock(&memory->lock);
	str_clear(&text);
	return fresh;
}

void
memory_keep(struct memory *memory, struct memo *memo,
    const struct answer *answer)
{
	pthread_mutex_lock(&memory->lock);
	must(memo->answer == NULL);
	memo->answer = answer_copy(memory->arena, answer);
	pthread_cond_broadcast(&memory->news);
	pthread_mutex_unlock(&memory->lock);
}

const struct answer *
memory_await(struct memory *memory, const struct memo *memo)
{
	const struct answer *answer;

	pthread_mutex_lock(&memory->lock);
	while (memo->answer == NULL)
		pthread_cond_wait(&memory->news, &memory->lock);
	answer = memo->answer;
	pthread_mutex_unlock(&memory->lock);
	return answer;
}
