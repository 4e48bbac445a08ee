/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { BLOCK = 4096 - 64 };	/* octets; a large request gets its own */

struct block {
	struct block *next;
	size_t used, size;
	alignas(max_align_t) char octets[];
};

struct arena {
	struct block *blocks;	/* the first one is being filled */
};

struct arena *
arena_new(void)
{
	return mem_new(1, sizeof(struct arena));
}

void
arena_free(struct arena **arena)
{
	if (*arena == NULL)
		return;
	while ((*arena)->blocks != NULL) {
		struct block *b = (*arena)->blocks;

		(*arena)->blocks = b->next;
		mem_free(&b);
	}
	mem_free(arena);
}

void
arena_wipe(struct arena **arena)
{
	struct block *b = *arena == NULL ? NULL : (*arena)->blocks;

	for (; b != NULL; b = b->next)
		mem_wipe(b->octets, b->used);
	arena_free(arena);
}

static struct block *
block_new(size_t size)
{
	struct block *b = mem_new(1, sizeof(*b) + size);

	b->size = size;
	return b;
}

/* room_in - a block with room for size octets, at the head or behind it */

static struct block *
room_in(struct arena *arena, size_t size)
{
	struct block *head = arena->blocks, *b;

	if (head != NULL && head->size - head->used >= size)
		return head;
	if (head != NULL && size > BLOCK / 4) {
		b = block_new(size);
		b->next = head->next;
		head->next = b;
		return b;
	}
	b = block_new(size > BLOCK ? size : BLOCK);
	b->next = head;
	arena->blocks = b;
	return b;
}

void *
arena_get(struct arena *arena, size_t n, size_t size)
{
	size_t unit = alignof(max_align_t);
	struct block *b;
	void *p;

	must(size == 0 || n <= SIZE_MAX / 2 / size);
	size = (n * size + unit - 1) / unit * unit;
	b = room_in(arena, size);
	p = b->octets + b->used;
	b->used += size;
	return p;
}

void *
arena_grow(struct arena *arena, void *at, size_t len, size_t size)
{
	void *more;

	if ((len & (len - 1)) != 0)
		return at;
	more = arena_get(arena, len == 0 ? 1 : 2 * len, size);
	if (len > 0)
		memcpy(more, at, len * size);
	return more;
}

struct span
arena_copy(struct arena *arena, struct span s)
{
	char *copy = arena_get(arena, s.len + 1, 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return span_from(copy, s.len);
}

struct span
arena_text(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	int len;
	char *text;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	must(len >= 0);
	text = arena_get(arena, (size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return span_from(text, (size_t)len);
}
