/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/span.h"

#include "unit/tap.h"

static void
compare(void)
{
	struct span none = { 0 };

	ok(span_is_empty(none), "the zero value is the empty span");
	ok(span_is_empty(span_of(NULL)), "no string is the empty span");
	ok(span_equal(none, SPAN("")), "two empty spans are equal");
	ok(span_equal(SPAN("a\0b"), span_from("a\0bc", 3)),
	    "a NUL is an octet like any other");
	ok(!span_equal(SPAN("a\0b"), SPAN("a\0c")),
	    "octets behind a NUL count");
	ok(!span_equal(SPAN("ab"), SPAN("abc")), "lengths count");
	ok(span_starts(SPAN("abc"), SPAN("ab")), "abc begins with ab");
	ok(span_starts(none, none), "nothing begins with nothing");
	ok(!span_starts(SPAN("ab"), SPAN("abc")), "ab does not with abc");
	ok(!span_starts(SPAN("abc"), SPAN("b")), "nor abc with b");
}

static void
find(void)
{
	is_number(span_find(SPAN("a.b.c"), '.'), 1, "the first dot");
	is_number(span_find_last(SPAN("a.b.c"), '.'), 3, "the last dot");
	is_number(span_find(SPAN("abc"), '.'), 3, "no dot: the length");
	is_number(span_find_last(SPAN("abc"), '.'), 3, "nor from behind");
	is_number(span_find((struct span){ 0 }, '.'), 0, "nothing in nothing");
	is_number(span_find_last(SPAN(".ab"), '.'), 0, "the last is the first");
	is_number(span_find_text(SPAN("aababab"), SPAN("bab")), 2,
	    "the first of two texts that overlap");
	is_number(span_find_text(SPAN("ab"), SPAN("ab")), 0, "the whole");
	is_number(span_find_text(SPAN("aab"), SPAN("abc")), 3,
	    "not what is only begun");
	is_number(span_find_text(SPAN(""), SPAN("a")), 0, "nor in nothing");
}

static void
cut(void)
{
	struct span rest = SPAN("a,,b");

	is_text(span_cut(&rest, ','), "a", "the first field");
	is_text(span_cut(&rest, ','), "", "an empty field");
	is_text(span_cut(&rest, ','), "b", "the last field");
	ok(span_is_empty(rest), "and nothing is left");
	is_text(span_cut(&rest, ','), "", "cutting nothing gives nothing");
	rest = SPAN("a,");
	span_cut(&rest, ',');
	ok(span_is_empty(rest), "nothing is left behind a last comma");
}

static void
parts(void)
{
	is_text(span_from_octet(SPAN("abc"), 1), "bc", "from octet 1 on");
	is_text(span_from_octet(SPAN("abc"), 3), "", "from the end on");
	is_text(span_first(SPAN("abc"), 2), "ab", "the first two");
	is_text(span_up_to(SPAN("abc"), 2), "ab", "two at most, of three");
	is_text(span_up_to(SPAN("abc"), 3), "abc", "as many as there are");
	is_text(span_up_to(SPAN("abc"), 4), "abc", "no more than there are");
	is_text(span_up_to((struct span){ 0 }, 4), "", "none of nothing");
	is_text(span_trim(SPAN(" \t\r\nab c\n\r\t ")), "ab c",
	    "blanks and line ends go from both ends, not from the middle");
	is_text(span_trim(SPAN("  ")), "", "only blanks: nothing");
	is_text(span_trim(SPAN("\va\f")), "\va\f",
	    "other controls are no blanks");
}

int
main(void)
{
	compare();
	find();
	cut();
	parts();
	return tap_done();
}
