/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/spec.h"

#include "base/arena.h"
#include "unit/tap.h"

/* words - each in angle brackets */

static struct span
words(struct arena *arena, const char *list)
{
	struct span text = SPAN_INIT(""), rest = span_of(list), word;

	while (spec_word(&rest, &word))
		text = arena_text(arena, "%.*s<%.*s>", SPAN_ARG(text),
		    SPAN_ARG(word));
	return text;
}

static const struct {
	const char *name, *list, *words;
} lists[] = {
	{ "nothing", "", "" },
	{ "separators only", " , \t\r\n,, ", "" },
	{ "one", "hash:/etc/x", "<hash:/etc/x>" },
	{ "behaviour 242: commas and blanks", " a:b, c:d e:f\tg:h\n,i:j ",
	    "<a:b><c:d><e:f><g:h><i:j>" },
	{ "behaviour 242: braces keep together", "inline:{a=b, c=d} e:f",
	    "<inline:{a=b, c=d}><e:f>" },
	{ "braces in braces", "inline:{ {a = b c}, d=e },pcre:{{/x y/ z}}",
	    "<inline:{ {a = b c}, d=e }><pcre:{{/x y/ z}}>" },
	{ "text behind braces", "a:{b c}d e:f", "<a:{b c}d><e:f>" },
	{ "a brace too many ends nothing", "a:b} c:d", "<a:b}><c:d>" },
	{ "a brace too few goes on to the end", "a:{b c:d", "<a:{b c:d>" },
};

static const struct {
	const char *name, *word, *type, *table;	/* NULL: it is none */
} specs[] = {
	{ "type and name", "hash:/etc/x", "hash", "/etc/x" },
	{ "colons in the name", "static:a:b", "static", "a:b" },
	{ "proxy: is dropped", "proxy:hash:/etc/x", "hash", "/etc/x" },
	{ "twice", "proxy:proxy:hash:/etc/x", "hash", "/etc/x" },
	{ "proxy: alone is none", "proxy:", NULL, NULL },
	{ "nor is what it was before", "proxy:/etc/x", NULL, NULL },
	{ "no colon", "/etc/x", NULL, NULL },
	{ "no type", ":/etc/x", NULL, NULL },
	{ "no name", "hash:", NULL, NULL },
	{ "nothing", "", NULL, NULL },
};

static const struct {
	const char *name, *word, *inside, *trouble;
} braces[] = {
	{ "text in braces", "{a}", "a", NULL },
	{ "without blanks at its ends", "{ \ta b\r\n}", "a b", NULL },
	{ "nothing in braces", "{}", "", NULL },
	{ "blanks in braces", "{  }", "", NULL },
	{ "braces in braces", "{{a}{b}}", "{a}{b}", NULL },
	{ "no brace", "a", NULL, "a \"{\" is wanted at its beginning" },
	{ "nothing", "", NULL, "a \"{\" is wanted at its beginning" },
	{ "a closing one", "}", NULL, "a \"{\" is wanted at its beginning" },
	{ "one brace", "{", NULL, "its last \"}\" is missing" },
	{ "one too few", "{{a}", NULL, "its last \"}\" is missing" },
	{ "text behind", "{a}b", NULL,
	    "something stands behind the \"}\" that ends it" },
	{ "one too many", "{a}}", NULL,
	    "something stands behind the \"}\" that ends it" },
};

static void
test_unbrace(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(braces) / sizeof(braces[0]); i++) {
		struct span inside = SPAN_INIT("untouched");
		struct dsn why = DSN_IN(arena);
		bool good = spec_unbrace(span_of(braces[i].word), &inside,
		    &why);

		ok(good == (braces[i].inside != NULL), braces[i].name);
		is_text(inside, good ? braces[i].inside : "untouched",
		    "what stands inside");
		if (!good) {
			is_text(why.text, braces[i].trouble, "in words");
			is_text(span_of(why.status), "4.3.5", "its status");
		}
	}
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		is_text(words(arena, lists[i].list), lists[i].words,
		    lists[i].name);
	for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++) {
		struct table_spec spec = { SPAN("-"), SPAN("-") };
		bool good = spec_read(span_of(specs[i].word), &spec);

		ok(good == (specs[i].type != NULL), specs[i].name);
		is_text(spec.type, good ? specs[i].type : "-", "its type");
		is_text(spec.name, good ? specs[i].table : "-", "its name");
	}
	ok(!spec_read(SPAN("hash:/etc/x\0y"), &(struct table_spec){ 0 }),
	    "a NUL in the name");
	test_unbrace(arena);
	is_text(spec_trim(SPAN(" \t\r\n\v\fa b\f\v\n\r\t ")), "a b",
	    "all kinds of blanks are trimmed");
	is_text(spec_trim(SPAN(" \v ")), "", "and nothing may be left");
	arena_free(&arena);
	return tap_done();
}
