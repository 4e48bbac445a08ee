/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/expand.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

static const struct {
	const char *name, *value;
} names[] = {
	{ "one", "1" },
	{ "two", "$one$one" },
	{ "empty", "" },
	{ "via_empty", "$empty" },
	{ "name_9", "nine" },
	{ "level", "3.6" },
	{ "mydomain", "b\xc3\xbc" "cher.example" },
	{ "self", "x$self" },
	{ "ping", "${pong}" },
	{ "pong", "$(ping)" },
	{ "to_ping", "$one$ping" },
	{ "broken", "$one ${one" },
	{ "via_broken", "$broken" },
	{ "dollars", "$$one" },
	{ "braces", "}{" },
	/* Each doubles the one before it. */
	{ "b0", "0123456789abcdef" },
	{ "b1", "$b0$b0$b0$b0$b0$b0$b0$b0" },
	{ "b2", "$b1$b1$b1$b1$b1$b1$b1$b1" },
	{ "b3", "$b2$b2$b2$b2$b2$b2$b2$b2" },
	{ "b4", "$b3$b3$b3$b3$b3$b3$b3$b3" },
	{ "b5", "$b4$b4$b4$b4$b4$b4$b4$b4" },
	{ "n0", "" },
	{ "n1", "$n0$n0$n0$n0$n0$n0$n0$n0" },
	{ "n2", "$n1$n1$n1$n1$n1$n1$n1$n1" },
	{ "n3", "$n2$n2$n2$n2$n2$n2$n2$n2" },
	{ "n4", "$n3$n3$n3$n3$n3$n3$n3$n3" },
	{ "n5", "$n4$n4$n4$n4$n4$n4$n4$n4" },
};

static void
look_up(void *self, struct span name, struct span *value)
{
	(void)self;
	*value = SPAN("");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal(span_of(names[i].name), name))
			*value = span_of(names[i].value);
}

static const struct good {
	const char *text, *expanded;
} goods[] = {
	{ "", "" },
	{ "nothing to do", "nothing to do" },
	{ "$one", "1" },
	{ "a$one.b", "a1.b" },
	{ "${one}2 $(one)2", "12 12" },
	{ "$name_9!", "nine!" },
	{ "$two", "11" },
	{ "[$unknown]", "[]" },
	{ "$$", "$" },
	{ "$$one", "$one" },
	{ "$dollars", "$one" },		/* not expanded once more */
	{ "/^x(.*)/ $$1", "/^x(.*)/ $1" },

	{ "${one?yes}", "yes" },
	{ "${one:yes}", "" },
	{ "${empty?yes}", "" },
	{ "${empty:no}", "no" },
	{ "${unknown:no}", "no" },
	{ "${via_empty?set}", "set" },	/* its value is not expanded first */
	{ "${one?a:b}", "a:b" },	/* without braces to the end */
	{ "${one? a }", " a " },
	{ "${one?$two}", "11" },
	{ "${one?}", "" },
	{ "${one?{a}:{b}}", "a" },
	{ "${empty?{a}:{b}}", "b" },
	{ "${empty ? {a}:{b}}", "b" },
	{ "${ one }", "1" },		/* blanks around names and braces */
	{ "$( one ? {a})", "a" },
	{ "${one?{ a }}", " a " },	/* but those inside are the text's */
	{ "${empty?{a}: b}", " b" },
	{ "${empty?{a}:b:c}", "b:c" },
	{ "${one? {a} : {b} }", "a" },
	{ "${empty? {a} : {b} }", "b" },
	{ "${empty?{a}}", "" },
	{ "${empty:{b}}", "b" },
	{ "${one?{${empty?{a}:{b}}}:{c}}", "b" },
	{ "${one?{{nested} braces}:{c}}", "{nested} braces" },
	{ "${empty?{$self}:{b}}", "b" },	/* what is not chosen is not
						 * expanded */

	{ "${{a} == {a} ? {yes} : {no}}", "yes" },
	{ "${{a}=={b}?{yes}:{no}}", "no" },
	{ "${{$two} == {11} ? {yes} : {no}}", "yes" },
	{ "${{a} == {b} ? {yes}}", "" },
	{ "${{a} == {b} : {no}}", "no" },
	{ "${{a} == {a}}", "true" },
	{ "${{a} != {a}}", "" },
	{ "${{$level} <level {3.11} ? {old} : {new}}", "old" },
	{ "${ {$level} ==level { 3.6} ? {equal} }", "equal" },
	{ "${{ a } == {a} ? {same} : {not}}", "not" },
	{ "${{$unknown} == {} ? {empty} : {not}}", "empty" },
	{ "${{a} == {a} ? text}", " text" },

	{ "${domain_to_ascii{example.org}}", "example.org" },
	{ "${domain_to_ascii{$mydomain}}", "xn--bcher-kva.example" },
	{ "${ domain_to_ascii {Example.ORG} }", "Example.ORG" },
	{ "${domain_to_ascii{}}", "" },
	{ "${domain_to_ascii{no domain!}}", "no domain!" },
	{ "{.${domain_to_ascii{$mydomain}}=x}, y",
	    "{.xn--bcher-kva.example=x}, y" },
	{ "inline:{ {a = b} }", "inline:{ {a = b} }" },
};

static const struct bad {
	const char *text, *why;
} bads[] = {
	{ "a $", "a name is wanted behind the dollar (or a second dollar, to "
	    "mean itself) of \"$\"" },
	{ "$-x", "a name is wanted behind the dollar (or a second dollar, to "
	    "mean itself) of \"$-x\"" },
	{ "${one", "a bracket is not closed in \"{one\"" },
	{ "$(one", "a bracket is not closed in \"(one\"" },
	{ "${one?{a}", "a bracket is not closed in \"{one?{a}\"" },
	{ "${}", "a name is wanted in \"\"" },
	{ "${ }", "a name is wanted in \" \"" },
	{ "${?a}", "a name is wanted in \"?a\"" },
	{ "${one two}", "\"?\", \":\" or the end is wanted behind the name "
	    "in \"one two\"" },
	{ "${one?{a} b}", "nothing more is wanted at \"b\"" },
	{ "${one?{a}:{b} c}", "nothing more is wanted at \"c\"" },
	{ "${one:{a}?{b}}", "nothing more is wanted at \"?{b}\"" },
	{ "${{a}}", "one of == != < <= >= >, perhaps with \"level\" behind "
	    "it, is wanted at \"\"" },
	{ "${{a} = {b}}", "one of == != < <= >= >, perhaps with \"level\" "
	    "behind it, is wanted at \"= {b}\"" },
	{ "${{a} == b}", "a text in braces is wanted at \"b\"" },
	{ "${{$level} >= level {3.11}}", "a text in braces is wanted at "
	    "\"level {3.11}\"" },
	{ "${{x} <level {3.6}}", "cannot compare \"x\" <level \"3.6\"" },
	{ "${{3.6 } <level {3.6}}",
	    "cannot compare \"3.6 \" <level \"3.6\"" },
	{ "${{99999999999999999999} > {1}}",
	    "cannot compare \"99999999999999999999\" > \"1\"" },
	{ "${{a} == {b} c}", "nothing more is wanted at \"c\"" },
	{ "${domain_to_ascii{a} b}", "nothing more is wanted at \"b\"" },
	{ "${domain_to_ascii{\xff}}", "no A-label can be made of \"?\"" },
	{ "${domain_to_utf8{a}}", "\"?\", \":\" or the end is wanted behind "
	    "the name in \"domain_to_utf8{a}\"" },

	{ "$via_broken", "a bracket is not closed in \"{one\", in $broken" },
	{ "$self", "$self leads to itself: self -> self" },
	{ "$to_ping", "$ping leads to itself: ping -> pong -> ping" },
	{ "${one?{$pong}}", "$pong leads to itself: pong -> ping -> pong" },
	{ "${{$ping} == {}}", "$ping leads to itself: ping -> pong -> ping" },
};

static void
test_good(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(goods) / sizeof(goods[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct span expanded = SPAN("(untouched)");
		bool good = expand(span_of(goods[i].text), look_up, NULL,
		    &expanded, &why);

		is_number(good, goods[i].expanded != NULL, goods[i].text);
		is_text(expanded, goods[i].expanded != NULL ?
		    goods[i].expanded : "(untouched)", goods[i].text);
	}
}

static void
test_bad(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct span expanded = SPAN("(untouched)");

		ok(!expand(span_of(bads[i].text), look_up, NULL, &expanded,
		    &why), bads[i].text);
		is_text(why.text, bads[i].why, bads[i].text);
		is_text(expanded, "(untouched)", bads[i].text);
	}
}

/* refused - expand a text and see a word in the complaint */

static bool
refused(struct arena *arena, struct span text, const char *word)
{
	struct dsn why = DSN_IN(arena);
	struct span expanded;

	return !expand(text, look_up, NULL, &expanded, &why) &&
	    strstr(arena_copy(arena, why.text).at, word) != NULL;
}

/* nest - an x in n macros, each in the one before it */

static void
nest(int n, struct str *to)
{
	for (int i = 0; i < n; i++)
		str_add(to, SPAN("${one?{"));
	str_add_char(to, 'x');
	for (int i = 0; i < n; i++)
		str_add(to, SPAN("}}"));
}

static void
test_limits(struct arena *arena)
{
	struct span expanded;
	struct dsn why = DSN_IN(arena);
	struct str deep;

	ok(refused(arena, SPAN("$b5"), "too long"),
	    "what doubles often becomes too long");
	ok(refused(arena, SPAN("$n5"), "too many macros"),
	    "what doubles often is too much work even if it is empty");
	ok(expand(SPAN("$b3"), look_up, NULL, &expanded, &why),
	    "what is long but not too long is fine");
	is_number(expanded.len, 16 * 8 * 8 * 8, "and whole");

	str_init(&deep, EXPAND_MAX);
	while (!deep.full)
		str_add(&deep, SPAN("${one?"));
	ok(refused(arena, str_span(&deep), "is not closed"),
	    "deep nesting without an end");
	str_reset(&deep);
	nest(EXPAND_DEPTH, &deep);
	ok(expand(str_span(&deep), look_up, NULL, &expanded, &why),
	    "nesting as deep as Postfix takes it");
	is_text(expanded, "x", "to the bottom");
	str_reset(&deep);
	nest(EXPAND_DEPTH + 1, &deep);
	ok(refused(arena, str_span(&deep), "nested too deep"),
	    "one deeper is too deep");
	str_clear(&deep);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_good(arena);
	test_bad(arena);
	test_limits(arena);
	arena_free(&arena);
	return tap_done();
}
