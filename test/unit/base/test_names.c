/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/names.h"

#include "unit/tap.h"

static const struct name level_rows[] = {
	{ "none", 0 },
	{ "may", 1 },
	{ "encrypt", 2 },
	{ "enforce", 2 },	/* another word for the same */
	{ NULL, 0 },
};

static const struct names levels = { .rows = level_rows };

enum { DNS = 1, NATIVE = 2, BOTH = DNS | NATIVE };

static const struct name lookup_rows[] = {
	{ "dns", DNS },
	{ "native", NATIVE },
	{ "both", BOTH },
	{ "nothing", 0 },
	{ NULL, 0 },
};

static const struct names lookups = { .rows = lookup_rows, .exact = true };

static void
one_word(void)
{
	unsigned code = 77;

	ok(names_code(&levels, SPAN("may"), &code) && code == 1,
	    "a word has its code");
	ok(names_code(&levels, SPAN("NONE"), &code) && code == 0,
	    "behaviour 245: in any case where the table says so");
	code = 77;
	ok(!names_code(&lookups, SPAN("DNS"), &code) && code == 77,
	    "behaviour 245: and not where case counts");
	ok(names_code(&lookups, SPAN("dns"), &code) && code == DNS,
	    "behaviour 245: there the same case does");
	ok(!names_code(&levels, SPAN("ma"), &code),
	    "the beginning of a word is none");
	ok(!names_code(&levels, SPAN("may "), &code), "nor one with a blank");
	ok(!names_code(&levels, SPAN(""), &code), "nor nothing");
	is_text(span_of(names_word(&levels, 2)), "encrypt",
	    "a code has its first word");
	ok(names_word(&levels, 3) == NULL, "an unknown code has none");
}

static void
many_words(void)
{
	struct span unknown = SPAN("kept");
	unsigned mask = 77;

	ok(names_mask(&lookups, SPAN("dns"), &mask, &unknown) && mask == DNS,
	    "a list of one");
	ok(names_mask(&lookups, SPAN(" native,\tdns\r\n"), &mask, &unknown) &&
	    mask == BOTH, "behaviour 242: commas and white space");
	ok(names_mask(&lookups, SPAN("dns,dns"), &mask, &unknown) &&
	    mask == DNS, "twice is once");
	ok(names_mask(&lookups, SPAN(""), &mask, &unknown) && mask == 0,
	    "an empty list is no bit");
	ok(names_mask(&lookups, SPAN(", ,"), &mask, &unknown) && mask == 0,
	    "so are commas alone");
	is_text(unknown, "kept", "nothing was unknown so far");
	mask = 77;
	ok(!names_mask(&lookups, SPAN("dns, Native, x"), &mask, &unknown),
	    "behaviour 245: a word in the wrong case is unknown");
	is_text(unknown, "Native", "and it is named");
	is_number(mask, 77, "and the mask is left alone");
}

static void
writing(void)
{
	struct str s;

	str_init(&s, 100);
	str_add(&s, SPAN("set: "));
	names_add_mask(&s, &lookups, DNS | NATIVE, ", ");
	is_text(str_span(&s), "set: dns, native, both",
	    "a mask is the words whose bits are in it, in their order");
	str_reset(&s);
	names_add_mask(&s, &lookups, NATIVE, ",");
	is_text(str_span(&s), "native", "and no others");
	str_reset(&s);
	names_add_mask(&s, &lookups, 0, ",");
	is_text(str_span(&s), "", "no bit is no word");
	names_add_all(&s, &levels, ", ");
	is_text(str_span(&s), "none, may, encrypt, enforce",
	    "all words, for a message");
	str_clear(&s);
}

int
main(void)
{
	one_word();
	many_words();
	writing();
	return tap_done();
}
