/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/engine.h"

#include "unit/table/tables.h"

/* is_skipped - the warning about the only pattern of a table */

static void
is_skipped(const char *pattern, const char *warning, const char *name)
{
	struct ears ears;
	const char *table, *path;

	ears_open(&ears);
	path = file_with(ears.arena, arena_text(ears.arena,
	    "%s yes\n/./ no\n", pattern));
	table = arena_text(ears.arena, "regexp:%s", path).at;
	is_text(tables_ask(&ears, table, 0, SPAN("aaaa")), "no", name);
	is_text(str_span(&ears.warnings), arena_text(ears.arena,
	    "%s, line 1: %s; it is skipped\n", table, warning).at,
	    "in words");
	unlink(path);
	ears_close(&ears);
}

static void
test_wrong(void)
{
	const struct rule_pattern open = { SPAN_INIT("a("), { 0 }, false };
	const struct rule_pattern flag = { SPAN_INIT("a"), SPAN_INIT("ixq"),
	    false };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	void *code = arena;

	ok(!ENGINE_POSIX.compile(&open, 0, &code, &why) && code == arena,
	    "what is no pattern");
	ok(span_starts(why.text, SPAN("the pattern is wrong: ")) &&
	    why.text.len > 22, "is said in the words of the library");
	is_text(span_of(why.status), "4.3.5", "its status");
	ok(!ENGINE_POSIX.compile(&flag, 0, &code, &why) && code == arena,
	    "what is no flag");
	arena_free(&arena);
}

static void
test_bounds(void)
{
	struct arena *arena = arena_new();
	struct str text;

	is_skipped("/(((a{1,99}){1,99}){1,99}){1,99}/", "the pattern repeats "
	    "too much, or its brackets are too deep",
	    "repeats that fill the memory");
	is_skipped("/\\(\\(a\\{999\\}\\)\\{999\\}\\)/x", "the pattern "
	    "repeats too much, or its brackets are too deep",
	    "basic ones too");
	str_init(&text, 1 << 20);
	for (int i = 0; i < 1000; i++)
		str_add(&text, SPAN("("));
	is_skipped(arena_text(arena, "/%.*s/", SPAN_ARG(str_span(
	    &text))).at, "the pattern repeats too much, or its brackets are "
	    "too deep", "brackets that fill the stack");
	str_reset(&text);
	while (text.len <= 1 << 14)
		str_add(&text, SPAN("abcdefgh"));
	is_skipped(arena_text(arena, "/%.*s/", SPAN_ARG(str_span(
	    &text))).at, "the pattern has more than 16384 octets",
	    "a long pattern");
	str_clear(&text);
	arena_free(&arena);
}

static void
test_long_key(void)
{
	struct ears ears;
	struct str key;

	ears_open(&ears);
	str_init(&key, 1 << 18);
	while (key.len < 1 << 17)
		str_add(&key, SPAN("0123456789abcdef"));
	is_text(tables_ask(&ears, "regexp:{{/^0.*f$/ yes}}", 0,
	    str_span(&key)), "yes", "a long key");
	str_add_char(&key, '0');
	is_text(tables_ask(&ears, "regexp:{{/^0.*f$/ yes}}", 0,
	    str_span(&key)), "! look up \"0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef0123456789abcdef\" in "
	    "regexp:{...}: a text of 131073 octets is more than the 131072 "
	    "that such a table is asked with", "a longer one");
	str_clear(&key);
	ears_close(&ears);
}

int
main(void)
{
	test_wrong();
	test_bounds();
	test_long_key();
	return tap_done();
}
