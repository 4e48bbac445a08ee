/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/table/tables.h"

#define NEED(what)	"! look up \"a\" in inline:{...}: " what
#define NO_EQUALS	"key=value is wanted, and no \"=\" stands behind a key"
#define NO_KEY		"key=value is wanted, and no key stands before a \"=\""

/* All of them with keys folded, as postmap(1) does. */
static const struct scene {
	const char *name, *table, *key, *value;
} scenes[] = {
	{ "one pair", "inline:{a=b}", "a", "b" },
	{ "no such key", "inline:{a=b}", "b", "-" },
	{ "several", "inline:{a=1, b=2 c=3,d=4}", "c", "3" },
	{ "the last", "inline:{ a=1, b=2 c=3,d=4 }", "d", "4" },
	{ "pairs in braces", "inline:{{a = b c}, { d = e, f }}", "d",
	    "e, f" },
	{ "both", "inline:{ {a=b} c=d, {e = f} }", "c", "d" },
	{ "= in the value", "inline:{a=b=c, {d = e = f}}", "d", "e = f" },
	{ "a comma list as value", "inline:{ {192.0.2.1 = dsn, size} }",
	    "192.0.2.1", "dsn, size" },
	{ "braces in the value", "inline:{ {a = secure { match = x y }} }",
	    "a", "secure { match = x y }" },
	{ "a destination as key", "inline:{ {[mx.example]:587 = may} }",
	    "[mx.example]:587", "may" },
	{ "behaviour 244: keys are folded", "inline:{Example.ORG=A}",
	    "example.org", "A" },
	{ "on both sides", "inline:{example.org=A}", "EXAMPLE.org", "A" },
	{ "the last of two counts", "inline:{a=1, A=2}", "a", "2" },
	{ "behaviour 243: an empty value is trouble", "inline:{a=, b=c}",
	    "a", NEED("its value is empty") },
	{ "but not for other keys", "inline:{a=, b=c}", "b", "c" },
	{ "an empty value in braces", "inline:{ {a = } }", "a",
	    NEED("its value is empty") },
	{ "nothing in it", "inline:{ , }", "a", NEED("it is empty") },
	{ "nothing at all", "inline:{}", "a", NEED("it is empty") },
	{ "a key alone", "inline:{a}", "a", NEED(NO_EQUALS) },
	{ "a key and another word", "inline:{{a b = c}}", "a",
	    NEED(NO_EQUALS) },
	{ "blanks need braces", "inline:{a = b}", "a", NEED(NO_EQUALS) },
	{ "a value alone", "inline:{=b}", "a", NEED(NO_KEY) },
	{ "nothing in braces", "inline:{{}}", "a", NEED(NO_EQUALS) },
	{ "one brace too few", "inline:{{a=b}", "a",
	    NEED("its last \"}\" is missing") },
	{ "one brace too many", "inline:{a=b}}", "a",
	    NEED("something stands behind the \"}\" that ends it") },
	{ "braces that stand together", "inline:{{a=b}{c=d}}", "a",
	    NEED("something stands behind the \"}\" that ends it") },
	{ "no braces: the rest may be a secret", "inline:a=b", "a",
	    "! look up \"a\" in inline:...: a \"{\" is wanted at its "
	    "beginning" },
};

static void
test_exact(struct ears *ears)
{
	is_text(tables_ask(ears, "inline:{Key=1, key=2}", 0, SPAN("Key")),
	    "1", "behaviour 244: keys as they are");
	is_text(tables_ask(ears, "inline:{Key=1, key=2}", 0, SPAN("KEY")),
	    "-", "none of them");
	is_text(tables_ask(ears, "inline:{a=\xe9}", 0, SPAN("a")), "\xe9",
	    "any octets");
	is_text(tables_ask(ears, "inline:{a=\xe9}", TABLE_UTF8, SPAN("a")),
	    NEED("it is no UTF-8"), "but where UTF-8 is wanted");
	is_text(tables_ask(ears, "inline:{a=b}", TABLE_UTF8, SPAN("\xe9")),
	    "-", "in keys too");
	is_number(ears->count, 1, "of which is told");
}

int
main(void)
{
	struct ears ears;

	ears_open(&ears);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];

		is_text(tables_ask(&ears, s->table, TABLE_FOLD,
		    span_of(s->key)), s->value, s->name);
		postmap_agrees(ears.arena, s->table, s->key,
		    span_of(s->value), "as Postfix says");
	}
	is_number(ears.count, 0, "no warnings");
	test_exact(&ears);
	ears_close(&ears);
	return tap_done();
}
