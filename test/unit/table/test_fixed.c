/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/table/tables.h"

static const struct scene {
	const char *name, *table, *key, *value;
	bool apart;		/* Postfix is known to differ */
} scenes[] = {
	{ "static: is one value for all", "static:may", "a", "may", false },
	{ "whatever the key", "static:may", "B c", "may", false },
	{ "in its case", "static:MAY", "a", "MAY", false },
	{ "in braces", "static:{encrypt protocols=TLSv1.3, ciphers=high}",
	    "a", "encrypt protocols=TLSv1.3, ciphers=high", false },
	{ "without the blanks at the ends", "static:{  a b\t}", "a", "a b",
	    false },
	{ "braces in it", "static:{a {b = c}}", "a", "a {b = c}", false },
	{ "braces behind its beginning", "static:a{b}", "a", "a{b}", false },
	{ "a colon in it", "static:user:secret", "a", "user:secret", false },
	{ "behaviour 243: an empty value is trouble", "static:{ }", "a",
	    "! look up \"a\" in static:{...}: its value is empty", false },
	{ "half a brace", "static:{a", "a", "! look up \"a\" in "
	    "static:{...}: its last \"}\" is missing", false },
	{ "something behind the braces", "static:{a}b", "a", "! look up "
	    "\"a\" in static:{...}: something stands behind the \"}\" that "
	    "ends it", false },
	{ "fail: is trouble", "fail:x", "a", "! look up \"a\" in fail:x: "
	    "this type of table always fails", false },
	{ "the empty key is not looked up", "static:a", "", "-", true },
	{ "not even there", "fail:x", "", "-", true },
};

int
main(void)
{
	struct ears ears;

	ears_open(&ears);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];

		is_text(tables_ask(&ears, s->table, 0, span_of(s->key)),
		    s->value, s->name);
		if (!s->apart)
			postmap_agrees(ears.arena, s->table, s->key,
			    span_of(s->value), "as Postfix says");
	}
	is_text(tables_ask(&ears, "static:\xff", TABLE_UTF8, SPAN("a")),
	    "! look up \"a\" in static:...: its value is no UTF-8",
	    "a value that is no UTF-8 is trouble where it must be");
	is_text(tables_ask(&ears, "static:\xff", 0, SPAN("a")), "\xff",
	    "and a value elsewhere");
	is_number(ears.count, 0, "no warnings");
	ears_close(&ears);
	return tap_done();
}
