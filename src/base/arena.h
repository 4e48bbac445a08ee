/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory of which everything is freed at once. For what lives as long as a
 * run or a delivery. Not for use by two threads at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena **arena);

/* The same, and what was in it is overwritten first. */
void arena_wipe(struct arena **arena);

/* n zeroed elements, aligned for any type; never NULL. */
void *arena_get(struct arena *arena, size_t n, size_t size);

/*
 * An array of len elements with room for one more: the same, or a copy twice
 * as long when len is a power of two or 0. For arrays that grow this way from
 * the first element on. What is new is zeroed.
 */
void *arena_grow(struct arena *arena, void *at, size_t len, size_t size);

/* A copy that lives as long as the arena; a NUL stands behind it, so that
 * .at can be given to libraries when the text itself holds none. */
struct span arena_copy(struct arena *arena, struct span s);

/* The text that printf would make, as arena_copy. */
struct span arena_text(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
