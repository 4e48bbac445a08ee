/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/lines.h"
#include "unit/table/scenes.h"

static const struct table_scene scenes[] = {
	{ "a pair", "texthash", "example.org\tencrypt\nb x y\n",
	    "example.org", "encrypt", NULL, false },
	{ "a value of several words", "texthash", NULL, "b", "x y", NULL,
	    false },
	{ "no such key", "texthash", NULL, "c", "-", NULL, false },
	{ "part of a key is no key", "texthash", NULL, "example", "-", NULL,
	    false },
	{ "a value is no key", "texthash", NULL, "encrypt", "-", NULL,
	    false },
	{ "behaviour 244: keys are folded in the file", "texthash",
	    "EXAMPLE.org Value\n", "example.org", "Value", NULL, false },
	{ "behaviour 244: and so is what is asked", "texthash", NULL,
	    "eXaMple.ORG", "Value", NULL, false },
	{ "comments, empty lines, blanks around", "texthash",
	    "# a comment\n\n   \t\n  # another\na \t b \t \r\n#b c\n", "a",
	    "b", NULL, false },
	{ "a comment is no key", "texthash", NULL, "#b", "-", NULL, false },
	{ "# inside a line is no comment", "texthash", "a b #c\n", "a",
	    "b #c", NULL, false },
	{ "a line that begins with a blank goes on with the one before",
	    "texthash", "a b\n  c\n\td\ne f\n", "a", "b  c\td", NULL, false },
	{ "the next line is one of its own", "texthash", NULL, "e", "f",
	    NULL, false },
	{ "comments and empty lines do not end a line", "texthash",
	    "a b\n# comment\n\n  # another\n  c\n", "a", "b  c", NULL,
	    false },
	{ "a value that stands on the next line", "texthash", "a\n b\n", "a",
	    "b", NULL, false },
	{ "no line end at the end", "texthash", "a b", "a", "b", NULL,
	    false },
	{ "nothing in it", "texthash", "", "a", "-", NULL, false },
	{ "a first line with a blank, and what goes on with it", "texthash",
	    "  a b\n  c d\ne f\n", "e", "f", "line 1: it begins with a "
	    "blank, but there is none before it to go on with; it is "
	    "skipped\n", false },
	{ "a key without a value", "texthash", "a b\nsecret\nc d\n", "c",
	    "d", "line 2: a key, a blank and a value are wanted, and there "
	    "is only one word; it is skipped\n", false },
	{ "a file of aliases", "texthash", "root: me\n", "root:", "me",
	    "line 1: the key \"root:\" ends with a colon: is this a file of "
	    "aliases(5)?\n", false },
	{ "a warning is about the line where it began", "texthash",
	    "\n# c\na b\n c\n\nd\n", "a", "b c", "line 6: a key, a blank and "
	    "a value are wanted, and there is only one word; it is "
	    "skipped\n", false },
	/* postmap(1) itself only warns about these; its daemons do not. */
	{ "a key that stands there twice", "texthash", "a 1\nb 2\nA 3\n",
	    "b", "! look up \"b\" in %: the key \"a\" stands in line 1 and "
	    "in line 3", NULL, true },
};

static void
test_database(const char *type)
{
	struct ears ears;
	const char *path, *table;

	ears_open(&ears);
	path = file_with(ears.arena, SPAN("Key 1\nother 2\nKEY 3\n"));
	table = arena_text(ears.arena, "%s:%s", type, path).at;
	is_text(tables_ask(&ears, table, 0, SPAN("other")), "2",
	    "a database is read from its text");
	is_text(str_span(&ears.decisions), arena_text(ears.arena,
	    "%s: read from its text %s\n", table, path).at, "which is told");
	is_text(tables_ask(&ears, table, 0, SPAN("key")), "1",
	    "its keys are in lower case, and the first of two counts");
	is_text(tables_ask(&ears, table, 0, SPAN("Key")), "-",
	    "behaviour 244: even if keys are asked as they are");
	is_text(tables_ask(&ears, table, TABLE_FOLD, SPAN("Key")), "1",
	    "or folded");
	is_text(str_span(&ears.warnings), arena_text(ears.arena,
	    "%s, line 3: the key \"key\" stands in line 1 already; it is "
	    "skipped\n%s, line 3: the key \"key\" stands in line 1 already; "
	    "it is skipped\n", table, table).at,
	    "one warning for each way to use it");
	unlink(path);
	ears_close(&ears);
}

static void
test_exact(void)
{
	struct ears ears;
	const char *path, *table;

	ears_open(&ears);
	path = file_with(ears.arena, SPAN("Key 1\nkey 2\n"));
	table = arena_text(ears.arena, "texthash:%s", path).at;
	is_text(tables_ask(&ears, table, 0, SPAN("Key")), "1",
	    "behaviour 244: keys as they are");
	is_text(tables_ask(&ears, table, 0, SPAN("key")), "2", "another");
	is_text(tables_ask(&ears, table, 0, SPAN("KEY")), "-", "neither");
	unlink(path);
	ears_close(&ears);
}

static void
test_utf8(void)
{
	struct ears ears;
	const char *path, *table;

	ears_open(&ears);
	path = file_with(ears.arena, SPAN("a \xe9\nb \xc3\xa9\n\xe9 c\n"));
	table = arena_text(ears.arena, "texthash:%s", path).at;
	is_text(tables_ask(&ears, table, 0, SPAN("a")), "\xe9",
	    "octets are octets");
	is_text(tables_ask(&ears, table, 0, SPAN("\xe9")), "c",
	    "in keys too");
	is_number(ears.count, 0, "without a warning");
	is_text(tables_ask(&ears, table, TABLE_UTF8, SPAN("a")), "-",
	    "but where UTF-8 is wanted lines of others are skipped");
	is_number(ears.count, 2, "with a warning each");
	is_text(tables_ask(&ears, table, TABLE_UTF8, SPAN("b")), "\xc3\xa9",
	    "UTF-8 is UTF-8");
	is_text(tables_ask(&ears, table, TABLE_UTF8, SPAN("\xe9")), "-",
	    "and other keys are not asked");
	is_text(span_from_octet(str_span(&ears.warnings),
	    span_find_last(span_first(str_span(&ears.warnings),
	    ears.warnings.len - 1), '\n') + 1),
	    arena_text(ears.arena, "%s: the key \"\xe9\" is no UTF-8; it is "
	    "not looked up\n", table).at, "which is said");
	unlink(path);
	ears_close(&ears);
}

static void
test_absent(void)
{
	struct ears ears;

	ears_open(&ears);
	is_text(tables_ask(&ears, "texthash:/nonexistent/x", 0, SPAN("a")),
	    "! look up \"a\" in texthash:/nonexistent/x: open "
	    "/nonexistent/x: No such file or directory",
	    "behaviour 243: a file that is not there is trouble when asked");
	is_text(tables_ask(&ears, "hash:/nonexistent/x", 0, SPAN("a")),
	    "! look up \"a\" in hash:/nonexistent/x: /nonexistent/x, the "
	    "text that the database was made from, is not there; postmap -s "
	    "prints it", "the text of a database that is not there");
	is_text(tables_ask(&ears, "hash:/", 0, SPAN("a")),
	    "! look up \"a\" in hash:/: read /: Is a directory",
	    "what is no file");
	is_text(tables_ask(&ears, "texthash:{a b}", 0, SPAN("a")),
	    "! look up \"a\" in texthash:{...}: it is the name of a file; a "
	    "table in the parameter itself is inline:{key=value}",
	    "what is no file's name");
	ears_close(&ears);
}

static void
test_long(void)
{
	struct ears ears;
	const char *path;
	struct str text;

	ears_open(&ears);
	str_init(&text, 1 << 20);
	for (int i = 0; i < 5000; i++)
		str_addf(&text, "key%d value%d\nalone\n", i, i);
	path = file_with(ears.arena, str_span(&text));
	str_reset(&text);
	str_addf(&text, "texthash:%s", path);
	is_text(tables_ask(&ears, str_chars(&text), 0, SPAN("key4999")),
	    "value4999", "a long table");
	is_number(ears.count, LINES_WARNINGS + 1, "not all warnings are told");
	is_text(span_from_octet(str_span(&ears.warnings),
	    span_find_last(span_first(str_span(&ears.warnings),
	    ears.warnings.len - 1), '\n') + 1), arena_text(ears.arena,
	    "texthash:%s: 4990 more warnings like these\n", path).at,
	    "but how many there are");
	unlink(path);
	str_clear(&text);
	ears_close(&ears);
}

int
main(void)
{
	table_scenes_play(scenes, sizeof(scenes) / sizeof(scenes[0]));
	test_database("hash");
	test_database("btree");
	test_database("dbm");
	test_database("lmdb");
	test_database("cdb");
	test_exact();
	test_utf8();
	test_absent();
	test_long();
	return tap_done();
}
