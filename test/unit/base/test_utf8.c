/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/utf8.h"

#include "unit/tap.h"

/* RFC 3629 section 3 and 4: the edges of each length, and what only looks
 * like UTF-8. octets 0: no well-formed sequence stands in front. */
static const struct {
	const char *name, *text;
	size_t octets;
	unsigned long point;
} steps[] = {
	{ "DEL is one octet", "\x7f", 1, 0x7f },
	{ "U+0080 is the least of two", "\xc2\x80", 2, 0x80 },
	{ "U+07FF is the last of two", "\xdf\xbf", 2, 0x7ff },
	{ "U+0800 is the least of three", "\xe0\xa0\x80", 3, 0x800 },
	{ "U+D7FF stands before the surrogates", "\xed\x9f\xbf", 3, 0xd7ff },
	{ "U+E000 stands behind them", "\xee\x80\x80", 3, 0xe000 },
	{ "U+FFFF is the last of three", "\xef\xbf\xbf", 3, 0xffff },
	{ "U+10000 is the least of four", "\xf0\x90\x80\x80", 4, 0x10000 },
	{ "U+10FFFF is the last of all", "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
	{ "what follows is not looked at", "\xc3\xa9\xff", 2, 0xe9 },
	{ "/ in two octets is none", "\xc0\xaf", 0, 0 },
	{ "DEL in two octets is none", "\xc1\xbf", 0, 0 },
	{ "U+07FF in three is none", "\xe0\x9f\xbf", 0, 0 },
	{ "U+FFFF in four is none", "\xf0\x8f\xbf\xbf", 0, 0 },
	{ "the first surrogate is none", "\xed\xa0\x80", 0, 0 },
	{ "the last surrogate is none", "\xed\xbf\xbf", 0, 0 },
	{ "U+110000 is none", "\xf4\x90\x80\x80", 0, 0 },
	{ "a five-octet form is none", "\xf8\x88\x80\x80\x80", 0, 0 },
	{ "FE is none", "\xfe", 0, 0 },
	{ "FF is none", "\xff", 0, 0 },
	{ "a continuation comes first", "\x80", 0, 0 },
	{ "two octets, one missing", "\xc3", 0, 0 },
	{ "three octets, one missing", "\xe2\x82", 0, 0 },
	{ "four octets, one missing", "\xf0\x9f\x98", 0, 0 },
	{ "a letter instead of a continuation", "\xc3(", 0, 0 },
	{ "a lead instead of a continuation", "\xe2\xc2\xac", 0, 0 },
	{ "nothing", "", 0, 0 },
};

static void
stepping(void)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		unsigned long point = 0;
		size_t n = utf8_step(span_of(steps[i].text), &point);

		ok(n == steps[i].octets && point == steps[i].point,
		    steps[i].name);
	}
}

static void
making(void)
{
	char octets[4];
	bool same = true;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		size_t n = utf8_make(steps[i].point, octets);

		if (steps[i].octets > 0)
			same = same && n == steps[i].octets &&
			    memcmp(octets, steps[i].text, n) == 0;
	}
	ok(same, "each code point makes the octets it was read from");
	ok(utf8_make(0xd800, octets) == 0 && utf8_make(0xdfff, octets) == 0,
	    "a surrogate makes none");
	is_number(utf8_make(0x110000, octets), 0, "nor does U+110000");
	ok(utf8_make(0, octets) == 1 && octets[0] == '\0',
	    "U+0000 is the octet NUL");
}

static void
validity(void)
{
	ok(utf8_is_valid((struct span){ 0 }), "nothing is valid");
	ok(utf8_is_valid(SPAN("us\xc3\xa9r \xf0\x9f\x93\xa7")), "text is");
	ok(!utf8_is_valid(SPAN("us\xe9r")), "Latin-1 is not");
	ok(!utf8_is_valid(SPAN("user\xc3")), "nor is a cut sequence");
	ok(utf8_is_valid(SPAN("a\0b")), "a NUL is a character");
}

static const struct {
	const char *name;
	struct span text;
	const char *printable;
} printables[] = {
	{ "plain text", SPAN_INIT("a ~"), "a ~" },
	{ "UTF-8 stays", SPAN_INIT("\xc3\xa9\xe2\x82\xac"),
	    "\xc3\xa9\xe2\x82\xac" },
	{ "controls are replaced", SPAN_INIT("a\tb\rc\033d\x7f"), "a?b?c?d?" },
	{ "NUL is one", SPAN_INIT("a\0b"), "a?b" },
	{ "a line feed becomes a blank", SPAN_INIT("a\nb"), "a b" },
	{ "C1 is one control, not two", SPAN_INIT("a\xc2\x9b" "1m"), "a?1m" },
	{ "the last C1", SPAN_INIT("\xc2\x9f"), "?" },
	{ "behind C1 comes a character", SPAN_INIT("\xc2\xa0"), "\xc2\xa0" },
	{ "each stray octet", SPAN_INIT("\xe2\x82x\xff"), "??x?" },
};

static void
printing(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(printables) / sizeof(*printables); i++)
		is_text(utf8_printable(arena, printables[i].text, '?'),
		    printables[i].printable, printables[i].name);
	is_text(utf8_printable(arena, SPAN("\a"), '.'), ".",
	    "by whatever the caller wants");
	arena_free(&arena);
}

int
main(void)
{
	stepping();
	making();
	validity();
	printing();
	return tap_done();
}
