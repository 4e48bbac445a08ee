/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/table/scenes.h"

#define SKIPPED "; it is skipped\n"

/* Scenes that mean the same in both types; `type` stands for either. */
static const struct table_scene common[] = {
	{ "a pattern", "", "/^a/ first\n/b/ second\n", "ab", "first", NULL,
	    false },
	{ "the first that matches counts", "", NULL, "bab", "second", NULL,
	    false },
	{ "none matches", "", NULL, "c", "-", NULL, false },
	{ "any case", "", NULL, "AB", "first", NULL, false },
	{ "i: this case only", "", "/^a/i first\n/b/ second\n", "AB",
	    "second", NULL, false },
	{ "i twice", "", "/^a/ii first\n", "AB", "first", NULL, false },
	{ "behaviour 244: keys are not folded", "", "/^([a-z]*)/i <$1>\n",
	    "abCd", "<ab>", NULL, false },
	{ "groups", "", "/^(.*)@(.*)$/ $2 ${1} $(2)\n", "user@example.org",
	    "example.org user example.org", NULL, false },
	{ "a dollar", "", "/a/ $$1 a$$b $$\n", "a", "$1 a$b $", NULL,
	    false },
	{ "a dollar and a group", "", "/(a)/ $$$1$${1}$$\n", "a", "$a${1}$",
	    NULL, false },
	{ "a group that took no part is empty", "", "/^(a)|(b)$/ <$1$2>\n",
	    "b", "<b>", NULL, false },
	{ "a group that matched nothing", "", "/^a(x*)b/ <$1>\n", "ab",
	    "<>", NULL, false },
	{ "behaviour 243: a result that is empty is trouble", "",
	    "/^a(x*)b/ $1\n/c/ other\n", "abc", "! look up \"abc\" in %: its "
	    "value is empty", NULL, false },
	{ "no result", "", "/a/\n/b/ b\n", "a", "! look up \"a\" in %: its "
	    "value is empty", "line 1: no result stands behind the pattern: "
	    "a key that matches is trouble\n", false },
	{ "other keys are not concerned", "", NULL, "b", "b", "line 1: no "
	    "result stands behind the pattern: a key that matches is "
	    "trouble\n", false },
	{ "ten groups", "", "/(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)/ $10$9$1\n",
	    "abcdefghij", "jia", NULL, false },
	{ "not", "", "!/^a/ other\n", "b", "other", NULL, false },
	{ "not that", "", NULL, "a", "-", NULL, false },
	{ "blanks behind the !", "", "! /^a/ other\n", "b", "other", NULL,
	    false },
	{ "not not", "", "!!/^a/ same\n", "a", "same", NULL, false },
	{ "other delimiters", "", "#^a/b# one\n|c| two\n", "a/b", "-", NULL,
	    false },
	{ "of which # is none", "", NULL, "c", "two", NULL, false },
	{ "commas and quotes", "", ",^a, one\n\"b\" two\n%c% three\n", "a",
	    "one", NULL, false },
	{ "quotes", "", NULL, "b", "two", NULL, false },
	{ "percent", "", NULL, "c", "three", NULL, false },
	{ "a delimiter inside, behind a backslash", "", "/a\\/b/ one\n",
	    "a/b", "one", NULL, false },
	{ "blanks inside", "", "/a b/ one two\n", "xa bx", "one two", NULL,
	    false },
	{ "a line that goes on", "", "/a\n b/ one\n  two\n", "a b",
	    "one  two", NULL, false },
	{ "comments and empty lines", "", "# /a/ no\n\n  # /a/ no\n/a/ yes\n",
	    "a", "yes", NULL, false },
	{ "a # in a pattern", "", "/#/ yes\n", "a#b", "yes", NULL, false },
	{ "if", "", "if /a/\n/b/ ab\nendif\n/b/ b\n", "ab", "ab", NULL,
	    false },
	{ "not met", "", NULL, "b", "b", NULL, false },
	{ "met, but nothing in it", "", NULL, "a", "-", NULL, false },
	{ "if not", "", "if !/a/\n/b/ b\nendif\n/b/ ab\n", "ab", "ab", NULL,
	    false },
	{ "met by others", "", NULL, "b", "b", NULL, false },
	{ "if with flags, in any case", "", "IF /A/i\n/b/ one\nEndIf\n"
	    "/b/ two\n", "ab", "two", NULL, false },
	{ "right behind the word", "", "if/a/\n/b/ one\nendif\n/b/ two\n",
	    "b", "two", NULL, false },
	{ "if in if", "", "if /a/\nif /b/\n/c/ abc\nendif\n/c/ ac\nendif\n"
	    "/c/ c\n", "abc", "abc", NULL, false },
	{ "only the outer one", "", NULL, "ac", "ac", NULL, false },
	{ "only the inner one", "", NULL, "bc", "c", NULL, false },
	{ "one behind the other", "", "if /a/\n/c/ one\nendif\nif /b/\n"
	    "/c/ two\nendif\n", "bc", "two", NULL, false },
	{ "an if without endif goes on to the end", "", "if /a/\nif /b/\n"
	    "/c/ c\n", "c", "-", "line 2: no endif belongs to this if\n"
	    "line 1: no endif belongs to this if\n", false },
	{ "and holds there", "", NULL, "abc", "c", "line 2: no endif belongs "
	    "to this if\nline 1: no endif belongs to this if\n", false },
	{ "an endif without if", "", "endif\n/a/ a\n", "a", "a",
	    "line 1: no if belongs to this endif" SKIPPED, false },
	{ "an endif with something behind it", "", "if /b/\nendif x\n/a/ a\n",
	    "a", "a", "line 2: what stands behind the endif is ignored\n",
	    false },
	{ "a rule in an if that begins with a blank goes on with the if", "",
	    "if /a/\n  /b/ b\nendif\n/c/ c\n", "ab", "-", "line 1: what "
	    "stands behind the if is ignored; if it was a line of its own, "
	    "it must not begin with a blank\n", false },
	{ "what is no rule", "", "a b\nifx\nendify\n/a/ a\n", "a", "a",
	    "line 1: a pattern such as /text/, if or endif is wanted at its "
	    "beginning" SKIPPED "line 2: a pattern such as /text/, if or "
	    "endif is wanted at its beginning" SKIPPED "line 3: a pattern "
	    "such as /text/, if or endif is wanted at its beginning"
	    SKIPPED, false },
	{ "no pattern", "", "!\nif\nif !\n/a/ a\n", "a", "a",
	    "line 1: there is no pattern" SKIPPED "line 2: there is no "
	    "pattern" SKIPPED "line 3: there is no pattern" SKIPPED, false },
	{ "a pattern without an end", "", "/a\n/a\\/ b\nif #a/\n/a/ a\n",
	    "a", "a", "line 1: the pattern has no second \"/\" to end it"
	    SKIPPED "line 2: the pattern has no second \"/\" to end it"
	    SKIPPED "line 3: the pattern has no second \"#\" to end it"
	    SKIPPED, false },
	{ "groups in the result of a not", "", "!/(b)/ $1\n/a/ a\n", "a",
	    "a", "line 1: the result names a group, but a pattern behind "
	    "\"!\" has none when it counts" SKIPPED, false },
	{ "a group that is not there", "", "/(a)/ $2\n/a/ a\n", "a", "a",
	    "line 1: the result names group 2, and the pattern has 1"
	    SKIPPED, false },
	{ "no group", "", "/(a)/ $0\n/(a)/ $1x\n/(a)/ $1_\n/(a)/ ${x}\n"
	    "/(a)/ ${1?x}\n/(a)/ $100\n/a/ a\n", "a", "a",
	    "line 1: \"$0\" in the result: groups are $1 to $99" SKIPPED
	    "line 2: \"$1x\" in the result is no number of a group; "
	    "\"${1}x\" is group 1 and an x" SKIPPED
	    "line 3: \"$1_\" in the result is no number of a group; "
	    "\"${1}x\" is group 1 and an x" SKIPPED
	    "line 4: \"$x\" in the result is no number of a group; "
	    "\"${1}x\" is group 1 and an x" SKIPPED
	    "line 5: \"$1?x\" in the result is no number of a group; "
	    "\"${1}x\" is group 1 and an x" SKIPPED
	    "line 6: \"$100\" in the result: groups are $1 to $99" SKIPPED,
	    false },
	{ "a lonely dollar", "", "/(a)/ $\n/(a)/ a$ b\n/(a)/ ${}\n/(a)/ ${1\n"
	    "/(a)/ $(1}\n/a/ a\n", "a", "a",
	    "line 1: a \"$\" in the result has no number behind it; \"$$\" "
	    "is a dollar" SKIPPED
	    "line 2: a \"$\" in the result has no number behind it; \"$$\" "
	    "is a dollar" SKIPPED
	    "line 3: a \"$\" in the result has no number behind it; \"$$\" "
	    "is a dollar" SKIPPED
	    "line 4: the \"${\" in the result is not closed" SKIPPED
	    "line 5: the \"$(\" in the result is not closed" SKIPPED,
	    false },
	{ "DUNNO is a result like others", "", "/a/ DUNNO\n/./ other\n", "a",
	    "DUNNO", NULL, false },
	{ "a line feed in the key", "", "/^Subject: a\n b/ yes\n",
	    "Subject: a\n b", "-", NULL, false },
	{ "nothing in it", "", "", "a", "-", NULL, false },
	{ "an address", "", "/^(.+)@old\\.example$/ $1@new.example\n",
	    "a.b+c@old.example", "a.b+c@new.example", NULL, false },
	{ "alternatives", "", "/^(450|550) 4\\.7\\.(1|2)/ 450 4.7.$2 later\n",
	    "550 4.7.2 no", "450 4.7.2 later", NULL, false },
};

static const struct table_scene regexp[] = {
	{ "regexp: of all ways to match the longest counts", "regexp",
	    "/^(a|ab)(c|bcd)?/ <$1><$2>\n", "abcd", "<a><bcd>", NULL,
	    false },
	{ "regexp: not the first that is found", "regexp", "/(a|ab)/ <$1>\n",
	    "xab", "<ab>", NULL, false },
	{ "regexp: classes", "regexp", "/^[[:alpha:]]+[^[:digit:]]$/ yes\n",
	    "ab-", "yes", NULL, false },
	{ "regexp: x is a basic expression", "regexp",
	    "/^a\\{2\\}(b)\\(c\\)$/x <$1>\n", "aa(b)c", "<c>", NULL, false },
	{ "regexp: m, lines in the key", "regexp", "/^b/ whole\n/^b$/m line\n",
	    "a\nb\nc", "line", NULL, false },
	{ "regexp: without it a dot is any octet", "regexp", "/a.b$/ whole\n",
	    "a\nb", "whole", NULL, false },
	{ "regexp: with it, no line feed", "regexp", "/a.b/m whole\n",
	    "a\nb", "-", NULL, false },
	{ "regexp: one and not another", "regexp", "/a/!/b/ only a\n"
	    "/c/i!/D/i only c\n", "a", "only a", NULL, false },
	{ "regexp: the other is there", "regexp", NULL, "ab", "-", NULL,
	    false },
	{ "regexp: each has its flags", "regexp", NULL, "cd", "only c", NULL,
	    false },
	{ "regexp: groups of the first", "regexp", "/(a.)!/!!/b/ $1\n",
	    "-", "-", NULL, false },
	{ "regexp: groups and a second pattern", "regexp", "/(a.)/!/b(.)/ $1\n",
	    "axy", "ax", NULL, false },
	{ "regexp: a second pattern that is none", "regexp", "/a/!b c\n"
	    "/a/!/b/s c\n/a/ a\n", "a", "a", "line 1: the pattern has no "
	    "second \"b\" to end it" SKIPPED "line 2: the flag \"s\" behind "
	    "the pattern is none of i, m and x" SKIPPED, false },
	{ "regexp: an unknown flag", "regexp", "/a/s one\n/a/ two\n", "a",
	    "two", "line 1: the flag \"s\" behind the pattern is none of i, "
	    "m and x" SKIPPED, false },
	{ "regexp: an if that is none: what it should guard holds", "regexp",
	    "if /a/q\n/b/ b\nendif\n", "b", "b", "line 1: the flag \"q\" "
	    "behind the pattern is none of i, m and x; what it should guard "
	    "holds for every key" SKIPPED "line 3: no if belongs to this "
	    "endif" SKIPPED, false },
	{ "regexp: a group again", "regexp", "/^(.)\\1$/ twice $1\n", "aa",
	    "twice a", NULL, false },
};

static const struct table_scene pcre[] = {
	{ "pcre: the first alternative that leads to a match counts", "pcre",
	    "/(a|ab)/ <$1>\n", "xab", "<a>", NULL, false },
	{ "pcre: its own syntax", "pcre", "/^\\d{3} (?=x)(?:a|x+?)(.*)/ $1\n",
	    "550 xxy", "xy", NULL, false },
	{ "pcre: a dot is any octet", "pcre", "/a.b/ yes\n", "a\nb", "yes",
	    NULL, false },
	{ "pcre: s, but not a line feed", "pcre", "/a.b/s yes\n", "a\nb",
	    "-", NULL, false },
	{ "pcre: m, lines in the key", "pcre", "/^b/ whole\n/^b$/m line\n",
	    "a\nb\nc", "line", NULL, false },
	{ "pcre: x, blanks and comments", "pcre", "/ ^ a b # c/x yes\n",
	    "ab", "yes", NULL, false },
	{ "pcre: A, at the beginning only", "pcre", "/b/A one\n/b/ two\n",
	    "ab", "two", NULL, false },
	{ "pcre: A, there", "pcre", NULL, "ba", "one", NULL, false },
	{ "pcre: $ before a last line feed", "pcre", "/a$/ yes\n", "a\n",
	    "yes", NULL, false },
	{ "pcre: E, at the end only", "pcre", "/a$/E yes\n", "a\n", "-",
	    NULL, false },
	{ "pcre: U, the shortest", "pcre", "/^(a+)/U $1\n", "aaa", "a", NULL,
	    false },
	{ "pcre: X has no meaning any more", "pcre", "/a/X yes\n", "a",
	    "yes", NULL, false },
	{ "pcre: an unknown flag", "pcre", "/a/g one\n/a/ two\n", "a",
	    "two", "line 1: the flag \"g\" behind the pattern is none of i, "
	    "m, s, x, A, E and U" SKIPPED, false },
	{ "pcre: no second pattern", "pcre", "/a/!/b/ one\n/a/ two\n", "a",
	    "two", "line 1: the flag \"!\" behind the pattern is none of i, "
	    "m, s, x, A, E and U" SKIPPED, false },
	{ "pcre: what is no pattern", "pcre", "/a(/ one\n/*/ two\n/a/ a\n",
	    "a", "a", "line 1: the pattern is wrong at its octet 3: missing "
	    "closing parenthesis" SKIPPED "line 2: the pattern is wrong at "
	    "its octet 1: quantifier does not follow a repeatable item"
	    SKIPPED, false },
	{ "pcre: settings stay at the beginning", "pcre",
	    "/(*UCP)(*UTF)^.$/ one character\n", "\xc3\xa9", "one character",
	    NULL, false },
	{ "pcre: octets otherwise", "pcre", "/^..$/ two octets\n", "\xc3\xa9",
	    "two octets", NULL, false },
	{ "pcre: alternatives to a comment in it", "pcre",
	    "/(?x) a # b|c/ yes\n", "a", "yes", NULL, false },
	{ "pcre: names", "pcre", "/(?<n>a)/ <$1>\n", "a", "<a>", NULL,
	    false },
	{ "pcre: recursion", "pcre", "/^(\\((?:[^()]|(?1))*\\))$/ $1\n",
	    "(a(b)c)", "(a(b)c)", NULL, false },
	{ "pcre: the whole pattern again", "pcre", "/^a(?R)?b$|x/ yes\n",
	    "x", "yes", NULL, false },
};

static void
test_common(const char *type)
{
	const char *text = "";

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		struct table_scene scene = common[i];

		scene.type = type;
		if (scene.text != NULL)
			text = scene.text;
		table_scene_play(&scene, text);
	}
}

static void
test_braces(void)
{
	struct ears ears;

	ears_open(&ears);
	is_text(tables_ask(&ears, "regexp:{{/^a{2}$/ b}, { /c (.)/  d $1 }}",
	    0, SPAN("c x")), "d x", "regexp: rules in braces");
	is_text(tables_ask(&ears, "pcre:{{/^a{2}$/ b}, { /c (.)/  d $1 }}",
	    0, SPAN("aa")), "b", "pcre: rules in braces, and braces in them");
	is_text(tables_ask(&ears, "regexp:{ {if /a/} {/b/ c} {endif} }", 0,
	    SPAN("ab")), "c", "if in braces");
	is_text(tables_ask(&ears, "regexp:{ }", 0, SPAN("ab")), "-",
	    "no rules");
	is_number(ears.count, 0, "no warning");
	is_text(tables_ask(&ears, "regexp:{{/a/ b} {x}}", 0, SPAN("a")), "b",
	    "a rule that is wrong");
	is_text(str_span(&ears.warnings), "regexp:{...}, rule 2: a pattern "
	    "such as /text/, if or endif is wanted at its beginning; it is "
	    "skipped\n", "is told by its number, and its text is not");
	is_text(tables_ask(&ears, "pcre:{/a/ b}", 0, SPAN("a")),
	    "! look up \"a\" in pcre:{...}: each of its rules stands in "
	    "braces, {{rule}, {rule}}", "rules without braces");
	is_text(tables_ask(&ears, "pcre:{{/a/ b}", 0, SPAN("a")),
	    "! look up \"a\" in pcre:{...}: its last \"}\" is missing",
	    "half a table");
	is_text(tables_ask(&ears, "pcre:/nonexistent", 0, SPAN("a")),
	    "! look up \"a\" in pcre:/nonexistent: open /nonexistent: No "
	    "such file or directory", "pcre: a file that is not there");
	is_text(tables_ask(&ears, "regexp:/nonexistent", 0, SPAN("a")),
	    "! look up \"a\" in regexp:/nonexistent: open /nonexistent: No "
	    "such file or directory", "regexp: a file that is not there");
	ears_close(&ears);
}

static void
test_octets(void)
{
	struct ears ears;

	ears_open(&ears);
	is_text(tables_ask(&ears, "regexp:{{/^(a.*)$/ <$1>}}", 0,
	    SPAN("ab\0cd")), "<ab>", "regexp: a key ends at a NUL");
	is_text(tables_ask(&ears, "pcre:{{/^(a.*)$/ <$1>}}", 0,
	    SPAN("ab\0cd")), "<ab>", "pcre: a key ends at a NUL");
	is_text(tables_ask(&ears, "pcre:{{/^$/ empty}, {/^/ any}}", 0,
	    SPAN("\0a")), "-", "the empty key is not looked up");
	is_text(tables_ask(&ears, "regexp:{{/^(a.c)$/ <$1>}}", 0,
	    SPAN("a\xff""c")), "<a\xff""c>", "regexp: any octet");
	is_text(tables_ask(&ears, "pcre:{{/^(a\xff""c)$/ <$1>}}", 0,
	    SPAN("a\xff""c")), "<a\xff""c>", "pcre: any octet");
	ears_close(&ears);
}

static void
test_long_value(const char *type)
{
	struct ears ears;
	struct str key, table;

	ears_open(&ears);
	str_init(&key, 1 << 17);
	str_init(&table, 1000);
	while (key.len < 1 << 16)
		str_add(&key, SPAN("0123456789abcdef"));
	str_addf(&table, "%s:{{/^([^@]*)$/ $1$1}, {/^(.*)@/ ", type);
	for (int i = 0; i < 17; i++)
		str_add(&table, SPAN("$1"));
	str_add(&table, SPAN("}}"));
	is_number(tables_ask(&ears, str_chars(&table), 0,
	    str_span(&key)).len, 1 << 17, "a long value");
	str_add_char(&key, '@');
	is_text(tables_ask(&ears, str_chars(&table), 0, str_span(&key)),
	    arena_text(ears.arena, "! look up \"0123456789abcdef"
	    "0123456789abcdef0123456789abcdef0123456789abcdef"
	    "0123456789abcdef\" in %s:{...}: its result is longer than "
	    "1048576 octets", type).at, "one that is too long");
	str_clear(&key);
	str_clear(&table);
	ears_close(&ears);
}

int
main(void)
{
	test_common("regexp");
	test_common("pcre");
	table_scenes_play(regexp, sizeof(regexp) / sizeof(regexp[0]));
	table_scenes_play(pcre, sizeof(pcre) / sizeof(pcre[0]));
	test_braces();
	test_octets();
	test_long_value("regexp");
	test_long_value("pcre");
	return tap_done();
}
