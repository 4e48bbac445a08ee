/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/field_word.h"

#include "base/str.h"
#include "unit/tap.h"

enum { SHOWN_MAX = 1000 };

static const struct {
	const char *name, *text;
	const char *words;	/* "|" before each, " |" if it stands apart */
	bool broken;
} scenes[] = {
	{ "nothing", "", "", false },
	{ "blanks and folds alone", " \t\r\n ", "", false },
	{ "atoms, with their dots", "a b.c\n =?x?=", "|a |b.c |=?x?=", false },
	{ "a dot by itself", "a . b", "|a |. |b", false },
	{ "special characters, one by one", "<a@b>,c:d;",
	    "|<|a|@|b|>|,|c|:|d|;", false },
	{ "a quoted-string, whole", "\"a, \\\" (b\"c", "|\"a, \\\" (b\"|c",
	    false },
	{ "comments nest", "a(b (c\\)) d)e", "|a|(b (c\\)) d)|e", false },
	{ "a literal", "a@[b c]", "|a|@|[b c]", false },
	{ "what closes nothing", ") ] \\", "|) |] |\\", false },
	{ "octets beyond US-ASCII", "\xc3\xa9 \xff", "|\xc3\xa9 |\xff", false },
	{ "a quote without end", "a \"b", "|a", true },
	{ "its end is escaped", "\"b\\\"", "", true },
	{ "a comment without end", "a (b (c)", "|a", true },
	{ "a literal without end", "[a", "", true },
};

int
main(void)
{
	struct str shown;

	str_init(&shown, SHOWN_MAX);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct span rest = span_of(scenes[i].text);
		struct field_word word;
		bool broken = false;

		str_reset(&shown);
		while (field_word_next(&rest, &word, &broken)) {
			str_add(&shown, word.apart ? SPAN(" |") : SPAN("|"));
			str_add(&shown, word.text);
		}
		is_text(str_span(&shown), scenes[i].words, scenes[i].name);
		ok(broken == scenes[i].broken, scenes[i].name);
	}
	str_clear(&shown);
	return tap_done();
}
