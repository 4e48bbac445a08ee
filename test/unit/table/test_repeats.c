/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/repeats.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

/* size - the least number that the pattern fits into, 0 when there is none */

static unsigned long
size(const char *pattern, bool extended)
{
	unsigned long low = 0, high = 1ul << 31;

	if (!repeats_fit(span_of(pattern), extended, high))
		return 0;
	while (low < high) {
		unsigned long middle = low + (high - low) / 2;

		if (repeats_fit(span_of(pattern), extended, middle))
			high = middle;
		else
			low = middle + 1;
	}
	return high;
}

static const struct {
	const char *name, *pattern;
	unsigned long extended, basic;
} scenes[] = {
	{ "characters", "abc", 3, 3 },
	{ "a set is one", "[abc]", 1, 1 },
	{ "with a bracket in it", "[]abc]d", 2, 2 },
	{ "and not", "[^]abc]d", 2, 2 },
	{ "and a class", "[[:alpha:]x]d", 2, 2 },
	{ "a set has no repeats", "[a{9}]", 1, 1 },
	{ "an open one goes on to the end", "a[b{9}", 2, 2 },
	{ "an open class too", "a[[:b{9}", 2, 2 },
	{ "repeats", "a{9}", 9, 4 },
	{ "up to", "a{2,9}", 9, 6 },
	{ "at least", "a{9,}", 10, 5 },
	{ "none", "ab{0}", 2, 5 },
	{ "of the last piece only", "ab{9}c", 11, 6 },
	{ "of a set", "[ab]{9}", 9, 4 },
	{ "of brackets", "(ab){9}", 27, 7 },
	{ "in brackets", "(a{3}){5}", 20, 9 },
	{ "repeats of repeats", "a{3}{5}", 15, 7 },
	{ "one or more is dear", "(a+)+", 20, 5 },
	{ "over and over", "a*+++++", 1024, 6 },
	{ "a star writes nothing out", "(a*)*", 2, 3 },
	{ "nor does a question", "(a?)?", 2, 5 },
	{ "what is repeated may have a star", "a*{9}b", 10, 5 },
	{ "a star behind a backslash is a character", "a\\*{9}", 10, 5 },
	{ "behind a backslash it is a character", "a\\{9}", 4, 9 },
	{ "brackets too", "\\(ab\\){9}", 12, 6 },
	{ "and basic repeats", "\\(ab\\)\\{9\\}", 7, 27 },
	{ "closing what is not open", "a)b", 2, 3 },
	{ "a backslash at the end", "a\\", 2, 2 },
	{ "a great many", "((((a{99}){99}){99}){99}){99}", 1ul << 30, 29 },
	{ "of nothing", "(){255}", 255, 7 },
};

static void
test_depth(void)
{
	struct str text;

	str_init(&text, 1000);
	for (int i = 0; i < REPEATS_DEPTH_MAX; i++)
		str_add_char(&text, '(');
	ok(repeats_fit(str_span(&text), true, 1000), "as deep as may be");
	str_add_char(&text, '(');
	ok(!repeats_fit(str_span(&text), true, 1000), "deeper");
	ok(repeats_fit(str_span(&text), false, 1000),
	    "in a basic expression they are no brackets");
	str_clear(&text);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		is_number(size(scenes[i].pattern, true), scenes[i].extended,
		    scenes[i].name);
		is_number(size(scenes[i].pattern, false), scenes[i].basic,
		    "as a basic expression");
	}
	test_depth();
	return tap_done();
}
