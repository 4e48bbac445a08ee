/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/pairs.h"

#include "unit/tap.h"

static void
test_pairs(void)
{
	struct pairs *pairs = mem_new(1, sizeof(*pairs));
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span value;

	ok(pairs_find(pairs, SPAN("a")) == NULL, "nothing is in it");
	pairs_put(pairs, SPAN("a"), SPAN("1"), 10);
	pairs_put(pairs, SPAN("A"), SPAN("2"), 20);
	pairs_put(pairs, SPAN("b"), SPAN(""), 30);
	is_text(pairs_find(pairs, SPAN("a"))->value, "1", "a pair");
	is_number(pairs_find(pairs, SPAN("a"))->line, 10, "its line");
	is_text(pairs_find(pairs, SPAN("A"))->value, "2", "case counts");
	pairs_put(pairs, SPAN("a"), SPAN("3"), 40);
	is_text(pairs_find(pairs, SPAN("a"))->value, "3", "it is replaced");
	is_number(pairs_find(pairs, SPAN("a"))->line, 40, "and its line");
	is_number(pairs->list.len, 3, "not added");
	ok(pairs_answer(pairs, SPAN("A"), &value, &why), "an answer");
	is_text(value, "2", "is the value");
	ok(pairs_answer(pairs, SPAN("c"), &value, &why) && value.at == NULL,
	    "none is no trouble");
	ok(pairs_answer(pairs, SPAN("b"), &value, &why) && value.len == 0 &&
	    value.at != NULL, "an empty one is there");
	pairs_drop(pairs);
	arena_free(&arena);
}

static void
test_fold(void)
{
	struct arena *arena = arena_new();
	struct span lower = SPAN_INIT("abc@x.example");

	is_text(pairs_fold(arena, SPAN("AbC@X.Example")), "abc@x.example",
	    "behaviour 244: lower case");
	ok(pairs_fold(arena, lower).at == lower.at, "no copy without need");
	is_text(pairs_fold(arena, SPAN("Z[`{\xc3\x89")), "z[`{\xc3\x89",
	    "letters of US-ASCII only");
	is_text(pairs_fold(arena, SPAN("")), "", "nothing");
	arena_free(&arena);
}

int
main(void)
{
	test_pairs();
	test_fold();
	return tap_done();
}
