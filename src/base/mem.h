/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that is there, or the program is not; and what callers guarantee.
 *
 * Both ways of ending early, a bug of ours (exit status 70) and no memory
 * (71), say the last words first: see last_words_set.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"

/* n zeroed elements of the given size; never NULL. */
void *mem_new(size_t n, size_t size);

/* p with room for n elements; what is new is not zeroed. p may be NULL. */
void *mem_grow(void *p, size_t n, size_t size);

/* A NUL-terminated copy. */
char *mem_string(struct span s);

/* slot is the address of a pointer: what it points to is freed, and the
 * pointer becomes NULL. */
void mem_free(void *slot);

/* There is no memory of some other kind either: ends as mem_new does. */
NORETURN void mem_none(void);

/* Overwrites octets so that the compiler cannot leave it out. */
void mem_wipe(void *at, size_t len);

/*
 * What is done when this program must end at once: called with the exit
 * status that follows (70 or 71), at most once, on the thread that found the
 * trouble. It must not allocate, nor wait for a lock: a thread that holds one
 * may be in trouble too, and waits for the end. NULL: nothing.
 */
void last_words_set(void (*say)(void *self, int status), void *self);

/* An assertion that is never compiled out: what callers guarantee, never
 * what comes from outside. */
#define must(cond) \
	((cond) ? (void)0 : must_fail(#cond, __FILE__, __LINE__))

NORETURN void must_fail(const char *what, const char *file, int line);

#ifdef NDEBUG
#error "must() is part of the program: do not build with NDEBUG"
#endif

#endif
