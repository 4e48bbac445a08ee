/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/rule.h"

#include "base/arena.h"
#include "unit/tap.h"

/* pattern - "!<text>flags" */

static struct span
pattern(struct arena *arena, const struct rule_pattern *p)
{
	if (p->text.at == NULL)
		return SPAN("");
	return arena_text(arena, "%s<%.*s>%.*s", p->negated ? "!" : "",
	    SPAN_ARG(p->text), SPAN_ARG(p->flags));
}

static struct span
describe(struct arena *arena, const struct rule *rule)
{
	static const char *const kinds[] = {
		[RULE_MATCH] = "match",
		[RULE_IF] = "if",
		[RULE_ENDIF] = "endif",
	};
	struct span one = pattern(arena, &rule->pattern);
	struct span two = pattern(arena, &rule->second);

	return arena_text(arena, "%s %.*s %.*s [%.*s]", kinds[rule->kind],
	    SPAN_ARG(one), SPAN_ARG(two), SPAN_ARG(rule->rest));
}

#define NO_RULE "a pattern such as /text/, if or endif is wanted at its " \
	"beginning"

static const struct {
	const char *name, *line;
	bool two;
	const char *rule;
} scenes[] = {
	{ "a pattern and its result", "/a/ b c", false, "match <a>  [b c]" },
	{ "flags", "/a/iX b", false, "match <a>iX  [b]" },
	{ "no result", "/a/", false, "match <a>  []" },
	{ "an empty pattern", "// b", false, "match <>  [b]" },
	{ "negated", "!/a/ b", false, "match !<a>  [b]" },
	{ "twice, with blanks", "! !\t/a/ b", false, "match <a>  [b]" },
	{ "another delimiter", "#a/b#i c", false, "match <a/b>i  [c]" },
	{ "a delimiter behind a backslash", "/a\\/b\\\\/ c", false,
	    "match <a\\/b\\\\>  [c]" },
	{ "what else stands behind a backslash", "/\\a/ c", false,
	    "match <\\a>  [c]" },
	{ "blanks in the pattern", "/a b/\t c", false, "match <a b>  [c]" },
	{ "a second pattern", "/a/i!/b/m c", true, "match <a>i !<b>m [c]" },
	{ "negated again", "/a/!!#b# c", true, "match <a> <b> [c]" },
	{ "a third one is a flag's place", "/a/!/b/!/c/ d", true,
	    "match <a> !<b> [!/c/ d]" },
	{ "where there is no second, a flag", "/a/!/b/ c", false,
	    "match <a>!/b/  [c]" },
	{ "a second pattern needs to stand close", "/a/ !/b/ c", true,
	    "match <a>  [!/b/ c]" },
	{ "if", "if /a/", false, "if <a>  []" },
	{ "close to its pattern", "IF/a/i", false, "if <a>i  []" },
	{ "not", "if!/a/", false, "if !<a>  []" },
	{ "a second pattern is too much", "if /a/!/b/", true,
	    "if <a>  [!/b/]" },
	{ "something behind it", "if /a/ /b/ c", false, "if <a>  [/b/ c]" },
	{ "a letter as its delimiter", "if xax", false, "if <a>  []" },
	{ "endif", "endif", false, "endif   []" },
	{ "something behind it", "EndIf \t/x/", false, "endif   [/x/]" },
	{ "close to it", "endif/x/", false, "endif   [/x/]" },
	{ "a word", "a b", false, NO_RULE },
	{ "a digit", "1.2.3.4 b", false, NO_RULE },
	{ "if and more letters", "iffy", false, NO_RULE },
	{ "endif and a digit", "endif1", false, NO_RULE },
	{ "no pattern", "!", false, "there is no pattern" },
	{ "none behind an if", "if", false, "there is no pattern" },
	{ "an open pattern", "/a b", false,
	    "the pattern has no second \"/\" to end it" },
	{ "a backslash at its end", "/a\\", false,
	    "the pattern has no second \"/\" to end it" },
	{ "one delimiter", "/", false,
	    "the pattern has no second \"/\" to end it" },
	{ "a backslash cannot be one", "\\a\\ b", false,
	    "the pattern has no second \"\\\" to end it" },
	{ "an open second pattern", "/a/!/b", true,
	    "the pattern has no second \"/\" to end it" },
	{ "no second pattern", "/a/!", true, "there is no pattern" },
};

static void
test_kind(const char *line, enum rule_kind kind, const char *rest)
{
	struct span left;

	is_number(rule_kind(span_of(line), &left), kind, line);
	is_text(left, rest, "what stands behind it");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct rule rule;
		bool good = rule_read(span_of(scenes[i].line), scenes[i].two,
		    &rule, &why);

		is_text(good ? describe(arena, &rule) : why.text,
		    scenes[i].rule, scenes[i].name);
	}
	test_kind("if 1.2.3.4", RULE_IF, "1.2.3.4");
	test_kind("EndIf", RULE_ENDIF, "");
	test_kind("1.2.3.4 if", RULE_MATCH, "1.2.3.4 if");
	test_kind("ifa", RULE_MATCH, "ifa");
	test_kind("", RULE_MATCH, "");
	arena_free(&arena);
	return tap_done();
}
