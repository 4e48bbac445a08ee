/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* MAP_ANONYMOUS and madvise are not in POSIX.1-2008 */
#include "os/secret.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/secret_reveal.h"

struct secret {
	char *at;		/* whole pages */
	size_t len;
	size_t room;		/* octets that may be in it, without the NUL */
	size_t size;		/* octets of the pages */
};

/* hide - what cannot be had of this is no reason to stop: a small limit on
 * locked memory, or a system without one of these */

static void
hide(char *at, size_t size)
{
	mlock(at, size);
#ifdef MADV_DONTDUMP
	madvise(at, size, MADV_DONTDUMP);
#endif
#ifdef MADV_WIPEONFORK
	madvise(at, size, MADV_WIPEONFORK);
#endif
}

struct secret *
secret_new(size_t room)
{
	struct secret *secret = mem_new(1, sizeof(*secret));
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *at;

	must(room < SIZE_MAX / 2);
	secret->room = room;
	secret->size = (room + page) / page * page;
	at = mmap(NULL, secret->size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		mem_none();
	hide(at, secret->size);
	secret->at = at;
	return secret;
}

struct secret *
secret_copy(struct span from)
{
	struct secret *secret = secret_new(from.len);

	if (from.len > 0)
		memcpy(secret->at, from.at, from.len);
	secret->len = from.len;
	return secret;
}

void
secret_free(struct secret **secret)
{
	if (*secret == NULL)
		return;
	mem_wipe((*secret)->at, (*secret)->size);
	munmap((*secret)->at, (*secret)->size);
	mem_free(secret);
}

size_t
secret_len(const struct secret *secret)
{
	return secret->len;
}

struct span
secret_reveal(const struct secret *secret)
{
	return span_from(secret->at, secret->len);
}

char *
secret_room(struct secret *secret, size_t *room)
{
	*room = secret->room - secret->len;
	return secret->at + secret->len;
}

void
secret_grow(struct secret *secret, size_t n)
{
	must(n <= secret->room - secret->len);
	secret->len += n;
}

void
secret_keep(struct secret *secret, size_t n)
{
	must(n <= secret->len);
	mem_wipe(secret->at + n, secret->len - n);
	secret->len = n;
}

bool
secret_publish(bool good, struct secret *found, struct secret **secret)
{
	if (good)
		*secret = found;
	else
		secret_free(&found);
	return good;
}
