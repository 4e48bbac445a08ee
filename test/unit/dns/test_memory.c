/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/memory.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

static const struct answer *
answer_of(struct arena *arena, const char *name)
{
	struct answer *answer = arena_get(arena, 1, sizeof(*answer));

	answer->name = span_of(name);
	answer->type = RR_MX;
	return answer;
}

/* claim - a question without any of the marks */

static bool
claim(struct memory *m, struct span name, enum rr_type type,
    struct memo **memo)
{
	const struct memory_key key = { .name = name, .type = type };

	return memory_claim(m, &key, memo);
}

static void
test_keys(struct arena *arena)
{
	static const struct memory_key marked[] = {
		{ .name = SPAN_INIT("x.test"), .type = RR_MX,
		    .dnssec = true },
		{ .name = SPAN_INIT("x.test"), .type = RR_MX,
		    .search = true },
		{ .name = SPAN_INIT("x.test"), .type = RR_MX,
		    .dnssec = true, .probe = true },
	};
	struct memory *m = memory_new();
	struct memo *memo, *other, *unwanted;

	ok(claim(m, SPAN("x.test"), RR_MX, &memo), "new");
	ok(!claim(m, SPAN("x.test"), RR_MX, &other) &&
	    other == memo, "known");
	ok(!claim(m, SPAN("X.Test"), RR_MX, &other) &&
	    other == memo, "in any case");
	ok(claim(m, SPAN("x.test"), RR_A, &other),
	    "another type");
	memory_keep(m, other, answer_of(arena, "other"));
	for (size_t i = 0; i < sizeof(marked) / sizeof(marked[0]); i++) {
		ok(memory_claim(m, &marked[i], &other), "another mark");
		ok(!memory_claim(m, &marked[i], &unwanted) &&
		    unwanted == other, "known by it");
		memory_keep(m, other, answer_of(arena, "other"));
	}
	ok(claim(m, SPAN("x.tes"), RR_MX, &other),
	    "another name");
	memory_keep(m, other, answer_of(arena, "other"));
	ok(claim(m, SPAN(""), RR_MX, &other), "no name");
	memory_keep(m, other, answer_of(arena, "other"));

	memory_keep(m, memo, answer_of(arena, "x.test"));
	is_text(memory_await(m, memo)->name, "x.test", "an answer");
	ok(memory_await(m, memo) == memory_await(m, memo), "always the same");
	memory_free(&m);
	ok(m == NULL, "freed");
	memory_free(&m);
}

enum { THREADS = 4, NAMES = 200 };

struct crew {
	struct memory *memory;
	_Atomic unsigned started;
	_Atomic unsigned found;
	_Atomic unsigned wrong;
};

static struct span
name_of(struct arena *arena, unsigned i)
{
	return arena_text(arena, "n%u.test", i);
}

/* Each thread wants all answers, in an order of its own, and finds those that
 * nobody has claimed. */

static void *
work(void *self)
{
	struct crew *crew = self;
	struct arena *arena = arena_new();
	struct memo *memos[NAMES];
	unsigned start = atomic_fetch_add(&crew->started, 1) * NAMES /
	    THREADS;

	for (unsigned n = 0; n < NAMES; n++) {
		unsigned i = (start + n * 7) % NAMES;
		struct span name = name_of(arena, i);

		if (!claim(crew->memory, name, RR_A, &memos[i]))
			continue;
		atomic_fetch_add(&crew->found, 1);
		memory_keep(crew->memory, memos[i],
		    answer_of(arena, name.at));
	}
	for (unsigned i = 0; i < NAMES; i++)
		if (!span_equal(memory_await(crew->memory, memos[i])->name,
		    name_of(arena, i)))
			atomic_fetch_add(&crew->wrong, 1);
	arena_free(&arena);
	return NULL;
}

static void
test_threads(void)
{
	struct crew crew = { .memory = memory_new() };
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		must(pthread_create(&threads[i], NULL, work, &crew) == 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	is_number(crew.found, NAMES, "each answer is found once");
	is_number(crew.wrong, 0, "and everybody gets the right one");
	memory_free(&crew.memory);
}

/* Somebody waits for an answer before it is there: often enough in so many
 * rounds. If nobody wakes him the alarm does. */

struct waiter {
	struct memory *memory;
	const struct memo *memo;
	pthread_barrier_t *together;
	const struct answer *answer;
};

static void *
await(void *self)
{
	struct waiter *w = self;

	pthread_barrier_wait(w->together);
	w->answer = memory_await(w->memory, w->memo);
	return NULL;
}

static bool
wait_once(struct arena *arena, struct memory *m, unsigned i)
{
	struct span name = name_of(arena, i);
	pthread_barrier_t together;
	struct memo *memo;
	struct waiter w = { .memory = m, .together = &together };
	pthread_t thread;

	must(claim(m, name, RR_A, &memo));
	must(pthread_barrier_init(&together, NULL, 2) == 0);
	w.memo = memo;
	must(pthread_create(&thread, NULL, await, &w) == 0);
	pthread_barrier_wait(&together);
	for (unsigned n = 0; n < i; n++)
		sched_yield();
	memory_keep(m, memo, answer_of(arena, name.at));
	pthread_join(thread, NULL);
	pthread_barrier_destroy(&together);
	return span_equal(w.answer->name, name);
}

static void
test_waiting(struct arena *arena)
{
	struct memory *m = memory_new();
	unsigned right = 0;

	for (unsigned i = 0; i < NAMES; i++)
		right += wait_once(arena, m, i);
	is_number(right, NAMES, "who waits is woken");
	memory_free(&m);
}

int
main(void)
{
	struct arena *arena = arena_new();

	alarm(60);
	test_keys(arena);
	test_threads();
	test_waiting(arena);
	arena_free(&arena);
	return tap_done();
}
