/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/template.h"

#include "unit/tap.h"

#define NO_NUMBER "a \"$\" in the result has no number behind it; \"$$\" is " \
	"a dollar"

static const struct {
	const char *name, *text;
	unsigned groups;
	const char *result;	/* $1 is "one", and so on; else why not */
	bool bad;
} scenes[] = {
	{ "nothing", "", 0, "", false },
	{ "text", "a b", 0, "a b", false },
	{ "a group", "$1", 1, "one", false },
	{ "in braces", "a${1}b", 1, "aoneb", false },
	{ "in brackets", "a$(1)b", 1, "aoneb", false },
	{ "several", "$2 $1,$2", 2, "two one,two", false },
	{ "the highest comes first", "$3$1", 3, "threeone", false },
	{ "close together", "$1$2${3}", 3, "onetwothree", false },
	{ "one that matched nothing", "<$4>", 4, "<>", false },
	{ "a dollar", "$$", 0, "$", false },
	{ "dollars", "$$1 $$$$ a$$", 0, "$1 $$ a$", false },
	{ "a dollar and a group", "$$$1", 1, "$one", false },
	{ "zeros before it", "$01", 1, "one", false },
	{ "a point ends the number", "$1.$2@$3-x", 3, "one.two@three-x",
	    false },
	{ "99 is the last", "${99}", 99, "", false },
	{ "not 0", "$0", 0, "\"$0\" in the result: groups are $1 to $99",
	    true },
	{ "not 100", "a${100}", 0, "\"$100\" in the result: groups are $1 to "
	    "$99", true },
	{ "not a number that no type holds", "${99999999999999999999}", 0,
	    "\"$99999999999999999999\" in the result is no number of a "
	    "group; \"${1}x\" is group 1 and an x", true },
	{ "not a letter behind it", "$1x", 0, "\"$1x\" in the result is no "
	    "number of a group; \"${1}x\" is group 1 and an x", true },
	{ "not a name", "$name", 0, "\"$name\" in the result is no number of "
	    "a group; \"${1}x\" is group 1 and an x", true },
	{ "not blanks", "${ 1}", 0, "\"$ 1\" in the result is no number of a "
	    "group; \"${1}x\" is group 1 and an x", true },
	{ "not a choice", "${1?a}", 0, "\"$1?a\" in the result is no number "
	    "of a group; \"${1}x\" is group 1 and an x", true },
	{ "not a group in a group", "${{1}}", 0, "\"${1}\" in the result is "
	    "no number of a group; \"${1}x\" is group 1 and an x", true },
	{ "nothing behind a dollar", "a$", 0, NO_NUMBER, true },
	{ "a blank behind it", "$ 1", 0, NO_NUMBER, true },
	{ "nothing in braces", "${}", 0, NO_NUMBER, true },
	{ "nothing in brackets", "$()", 0, NO_NUMBER, true },
	{ "open braces", "${1", 0, "the \"${\" in the result is not closed",
	    true },
	{ "open brackets", "$(1}", 0, "the \"$(\" in the result is not "
	    "closed", true },
	{ "one of two open", "${{1}", 0, "the \"${\" in the result is not "
	    "closed", true },
};

static const struct span group[TEMPLATE_GROUPS] = {
	[1] = SPAN_INIT("one"), [2] = SPAN_INIT("two"),
	[3] = SPAN_INIT("three"),
};

int
main(void)
{
	struct arena *arena = arena_new();
	struct str text;

	str_init(&text, 1000);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct template template = { .groups = 77 };
		struct dsn why = DSN_IN(arena);
		bool good = template_read(arena, span_of(scenes[i].text),
		    &template, &why);

		ok(good != scenes[i].bad, scenes[i].name);
		is_number(template.groups, good ? scenes[i].groups : 77,
		    "its groups");
		str_reset(&text);
		if (good)
			template_add(&template, group, &text);
		is_text(good ? str_span(&text) : why.text, scenes[i].result,
		    "what becomes of it");
	}
	str_clear(&text);
	arena_free(&arena);
	return tap_done();
}
