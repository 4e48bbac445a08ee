/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>

#include "unit/tap.h"

/* all_zero - what arena_get promises, whatever was written before */

static bool
all_zero(const unsigned char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] != 0)
			return false;
	return true;
}

/* Sizes around the size of a block, in an order that opens new blocks, goes
 * on with old ones, and puts large ones aside. */
static const size_t sizes[] = { 1, 0, 7, 4000, 16, 4032, 1, 5000, 3, 100000,
    8, 1008, 1009, 4033, 2 };

enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

static void
many(struct arena *arena)
{
	unsigned char *got[SIZES];
	bool zero = true, aligned = true, apart = true;

	for (size_t i = 0; i < SIZES; i++) {
		got[i] = arena_get(arena, sizes[i], 1);
		zero = zero && all_zero(got[i], sizes[i]);
		aligned = aligned &&
		    (uintptr_t)got[i] % alignof(max_align_t) == 0;
		memset(got[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < SIZES; i++)
		for (size_t n = 0; n < sizes[i]; n++)
			apart = apart && got[i][n] == i + 1;
	ok(zero, "what it gives is zeroed");
	ok(aligned, "and aligned for any type");
	ok(apart, "and no two pieces overlap");
}

static void
texts(struct arena *arena)
{
	char original[] = "text";
	struct span copy = arena_copy(arena, SPAN(original));
	struct span empty = arena_copy(arena, (struct span){ 0 });
	struct span made = arena_text(arena, "%s %05d", "a", 42);
	struct span long_one = arena_text(arena, "%*d", 9000, 1);

	original[0] = 'n';
	is_text(copy, "text", "a copy is its own");
	is_number(copy.at[copy.len], 0, "a NUL stands behind it");
	ok(empty.len == 0 && empty.at != NULL && empty.at[0] == '\0',
	    "a copy of nothing is an empty string");
	is_span(arena_copy(arena, SPAN("a\0b")), SPAN("a\0b"),
	    "any octet is copied");
	is_text(made, "a 00042", "text as printf makes it");
	is_number(made.at[made.len], 0, "with a NUL behind it");
	ok(long_one.len == 9000 && long_one.at[8999] == '1',
	    "longer than a block");
}

static void
growing(struct arena *arena)
{
	unsigned *at = NULL, *before;
	size_t moves = 0;
	bool same = true;

	for (unsigned i = 0; i < 1000; i++) {
		before = at;
		at = arena_grow(arena, at, i, sizeof(*at));
		moves += at != before;
		at[i] = i;
	}
	for (unsigned i = 0; i < 1000; i++)
		same = same && at[i] == i;
	ok(same, "an array that grows keeps what is in it");
	is_number(moves, 11, "and moves only where it doubles");
}

int
main(void)
{
	struct arena *arena = arena_new();

	many(arena);
	growing(arena);
	texts(arena);
	arena_free(&arena);
	ok(arena == NULL, "the pointer is gone with the arena");
	arena_free(&arena);
	ok(arena == NULL, "freeing none is nothing");
	arena_wipe(&arena);
	ok(arena == NULL, "nor is wiping none");
	arena = arena_new();
	arena_get(arena, 3, 5000);
	arena_copy(arena, SPAN("a secret"));
	arena_wipe(&arena);
	ok(arena == NULL, "a wiped one is gone as well");
	return tap_done();
}
