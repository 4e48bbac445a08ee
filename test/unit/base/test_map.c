/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/map.h"

#include "base/arena.h"
#include "unit/child.h"
#include "unit/tap.h"

enum { MANY = 20000 };

static void
a_few(void)
{
	struct map map = { 0 };
	size_t number = 77;

	ok(!map_get(&map, SPAN("key"), &number) && number == 77,
	    "the zero value holds nothing");
	map_put(&map, SPAN("key"), 0);
	ok(map_get(&map, SPAN("key"), &number) && number == 0,
	    "0 is a number like any other");
	number = 77;
	ok(!map_get(&map, SPAN("Key"), &number), "case counts");
	ok(!map_get(&map, SPAN("ke"), &number), "so does the length");
	ok(number == 77, "what is not there leaves the number alone");
	map_put(&map, SPAN("a\0b"), 2);
	map_put(&map, SPAN("a\0c"), 3);
	map_put(&map, SPAN(""), 4);
	ok(map_get(&map, SPAN("a\0b"), &number) && number == 2,
	    "octets behind a NUL count");
	ok(map_get(&map, SPAN("a\0c"), &number) && number == 3,
	    "for each name");
	ok(map_get(&map, SPAN(""), &number) && number == 4,
	    "the empty name is one");
	map_put(&map, SPAN("key"), 5);
	ok(map_get(&map, SPAN("key"), &number) && number == 5,
	    "the last number that was put is in force");
	is_number(map.len, 4, "putting again adds no name");
	map_clear(&map);
	ok(map.slots == NULL && !map_get(&map, SPAN("key"), &number),
	    "cleared, it is the zero value");
	map_clear(&map);
}

static struct span
name_of(struct arena *arena, int i)
{
	return arena_text(arena, i % 2 == 0 ? "%d@example" : "u@%d", i);
}

static void
many(struct arena *arena)
{
	struct map map = { 0 };
	bool found = true, absent = true;
	size_t number;

	for (int i = 0; i < MANY; i++) {
		absent = absent && !map_get(&map, name_of(arena, i), &number);
		map_put(&map, name_of(arena, i), (size_t)i);
	}
	ok(absent, "none is there before it is put, however full it is");
	is_number(map.len, MANY, "twenty thousand names");
	for (int i = 0; i < MANY; i++)
		found = found && map_get(&map, name_of(arena, i), &number) &&
		    number == (size_t)i;
	ok(found, "each has its number, however often it grew");
	for (int i = MANY; i < 2 * MANY; i++)
		absent = absent && !map_get(&map, name_of(arena, i), &number);
	ok(absent, "others are not there");
	map_clear(&map);
}

static void
nameless(void *arg)
{
	map_put(arg, (struct span){ 0 }, 1);
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct map map = { 0 };

	a_few();
	many(arena);
	is_number(child_run(nameless, &map).status, 70,
	    "a name without an address is a bug of ours");
	arena_free(&arena);
	return tap_done();
}
