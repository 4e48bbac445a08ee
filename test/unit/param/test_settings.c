/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/settings.h"

#include <string.h>

#include "base/mem.h"
#include "unit/tap.h"

static struct arena *arena;

static const char *
get(const struct settings *settings, const char *name)
{
	const struct setting *s = settings_get(settings, span_of(name));

	return s == NULL ? "(none)" : arena_copy(arena, s->value).at;
}

static void
set(struct settings *settings, const char *name, const char *value,
    enum setting_from from)
{
	const struct setting s = { .name = span_of(name),
	    .value = span_of(value), .from = from, .line = 3,
	    .file = span_of(from == SETTING_FILE ? "main.cf" : "-o") };

	settings_set(settings, &s);
}

static void
test_precedence(void)
{
	struct settings *s = settings_new();

	is_text(span_of(get(s, "a")), "(none)", "what was not set is not");
	set(s, " a ", "\t1 ", SETTING_FILE);
	is_text(span_of(get(s, "a")), "1", "blanks at the ends are removed");
	set(s, "a", "2", SETTING_FILE);
	is_text(span_of(get(s, "a")), "2", "a later file beats an earlier");
	ok(!settings_in_file(s, SPAN("b")), "no file has set b");
	set(s, "a", "3", SETTING_OPTION);
	set(s, "a", "4", SETTING_FILE);
	is_text(span_of(get(s, "a")), "3",
	    "an option beats a file, even one that is read later");
	ok(settings_in_file(s, SPAN("a")), "it is known that a file set it");
	set(s, "a", "5", SETTING_OPTION);
	is_text(span_of(get(s, "a")), "5", "a later option beats an earlier");
	set(s, "b", "", SETTING_OPTION);
	is_text(span_of(get(s, "b")), "", "empty is not the same as not set");
	ok(!settings_in_file(s, SPAN("b")), "an option is no file");
	is_text(span_of(get(s, "A")), "(none)", "names have their case");
	is_text(settings_at(s, 0)->name, "a", "in the order of first setting");
	is_text(settings_at(s, 1)->name, "b", "in the order of first setting");
	ok(settings_at(s, 2) == NULL, "and then there is none");
	settings_free(&s);
	ok(s == NULL, "freed");
	settings_free(&s);
}

static void
test_many(void)
{
	enum { MANY = 5000 };
	struct settings *s = settings_new();
	size_t good = 0;

	for (int i = 0; i < MANY; i++) {
		struct span name = arena_text(arena, "name_%d", i);

		set(s, name.at, name.at + 5, SETTING_FILE);
	}
	for (int i = 0; i < MANY; i++) {
		struct span name = arena_text(arena, "name_%d", i);

		good += strcmp(get(s, name.at), name.at + 5) == 0;
	}
	is_number(good, MANY, "thousands of settings are kept apart");
	settings_free(&s);
}

/* Each reads the text and looks at the parameter "a" and where it began. */
static const struct good {
	const char *name, *text, *value;
	unsigned line;
} goods[] = {
	{ "a line", "a = 1\n", "1", 1 },
	{ "no line end at the end", "a = 1", "1", 1 },
	{ "no blanks", "a=1", "1", 1 },
	{ "line ends of DOS", "a = 1\r\n", "1", 1 },
	{ "an empty value", "a =\n", "", 1 },
	{ "an equals sign in the value", "a = b=c\n", "b=c", 1 },
	{ "a hash in the value is no comment", "a = 1 # x\n", "1 # x", 1 },
	{ "comments and empty lines", "# a = 0\n\n  # x\n \t\na = 1\n", "1",
	    5 },
	{ "a continuation keeps its blanks", "a = 1,\n  2\n", "1,  2", 1 },
	{ "a continuation with a tab", "a = 1\n\t2\n", "1\t2", 1 },
	{ "a value that begins on the next line", "a =\n 1\n", "1", 1 },
	{ "comments and empty lines within a continuation",
	    "b = 0\na = 1\n# x\n\n 2\n # y\n 3\n", "1 2 3", 2 },
	{ "the last of several", "a = 1\na = 2\n", "2", 2 },
	{ "a form feed is a blank", "a =\f1\n\f2\f\n\v\n", "1\f2", 1 },
	{ "a byte order mark is passed over", "\xef\xbb\xbf" "a = 1\n", "1",
	    1 },
	{ "the equals sign may stand in a continuation", "a\n = 1\n", "1",
	    1 },
	{ "a comment before it", "a\n# b\n = 1\n", "1", 1 },
	{ "a backslash goes on with nothing", "a = 1\\\n 2\n", "1\\ 2", 1 },
	{ "the last line is blank and has no end", "a = 1\n ", "1", 1 },
	{ "continuation with line ends of DOS", "a = 1\r\n 2\r\n", "1 2", 1 },
};

static const struct bad {
	const char *name, *text;
	size_t len;
	const char *why;
} bads[] = {
	{ "no equals sign", "b = 1\na 1\n", 0,
	    "conf:2: \"name = value\" is wanted, but there is no \"=\" in "
	    "\"a 1\"" },
	{ "no name", "= 1\n", 0,
	    "conf:1: \"name = value\" is wanted, but there is no name in "
	    "\"= 1\"" },
	{ "two names", "a b = 1\n", 0,
	    "conf:1: \"name = value\" is wanted, but more than a name stands "
	    "before the \"=\" of \"a b = 1\"" },
	{ "two names in a continuation", "a\n\tb = 1\n", 0,
	    "conf:1: \"name = value\" is wanted, but more than a name stands "
	    "before the \"=\" of \"a?b = 1\"" },
	{ "a byte order mark elsewhere", "\n\xef\xbb\xbf\n", 0,
	    "conf:2: \"name = value\" is wanted, but there is no \"=\" in "
	    "\"\xef\xbb\xbf\"" },
	{ "a continuation of nothing", "# x\n a = 1\n", 0,
	    "conf:2: the line begins with a blank, but there is none before "
	    "it to go on with" },
	{ "a NUL", "a = 1\nb = \0\n", 12,
	    "conf:2: there is a NUL in the line" },
};

static void
test_read(void)
{
	for (size_t i = 0; i < sizeof(goods) / sizeof(goods[0]); i++) {
		struct settings *s = settings_new();
		struct dsn why = DSN_IN(arena);

		ok(settings_read(s, span_of(goods[i].text), SPAN("conf"),
		    &why), goods[i].name);
		is_text(span_of(get(s, "a")), goods[i].value, goods[i].name);
		is_number(settings_get(s, SPAN("a"))->line, goods[i].line,
		    goods[i].name);
		settings_free(&s);
	}
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct settings *s = settings_new();
		struct dsn why = DSN_IN(arena);
		size_t len = bads[i].len != 0 ? bads[i].len :
		    strlen(bads[i].text);

		ok(!settings_read(s, span_from(bads[i].text, len),
		    SPAN("conf"), &why), bads[i].name);
		is_text(why.text, bads[i].why, bads[i].name);
		is_text(span_of(why.status), "5.3.5", bads[i].name);
		settings_free(&s);
	}
}

/* test_over - the line that a later one replaces */

static void
test_over(void)
{
	struct settings *s = settings_new();
	struct dsn why = DSN_IN(arena);

	ok(settings_read(s, SPAN("a = 1\nb = 1\nc = 1\na = 2\nb = 1\n"),
	    SPAN("one"), &why), "several values");
	is_number(settings_get(s, SPAN("a"))->over, 1, "another value");
	is_number(settings_get(s, SPAN("b"))->over, 0, "the same value");
	is_number(settings_get(s, SPAN("c"))->over, 0, "one value");
	ok(settings_read(s, SPAN("c = 2\n"), SPAN("two"), &why),
	    "another file");
	is_number(settings_get(s, SPAN("c"))->over, 0,
	    "a file may replace what another one says");
	settings_free(&s);
}

static void
test_origin(void)
{
	const struct setting file = { .from = SETTING_FILE,
	    .file = SPAN("main.cf"), .line = 7 };
	const struct setting option = { .from = SETTING_OPTION,
	    .file = SPAN("--helo"), .line = 7 };

	is_text(setting_origin(arena, &file), "main.cf:7", "file and line");
	is_text(setting_origin(arena, &option), "--helo", "the option");
}

int
main(void)
{
	arena = arena_new();
	test_precedence();
	test_many();
	test_read();
	test_over();
	test_origin();
	arena_free(&arena);
	return tap_done();
}
