/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/generic.h"

#include "base/mem.h"
#include "unit/message/pairs.h"
#include "unit/tap.h"

enum { ASKED_MAX = 4096 };

#define MAPS(...)	(const char *const[]){ __VA_ARGS__, NULL }

struct scene {
	const char *name;
	const char *local, *domain;
	const char *const *pairs;
	const char *want;	/* NULL: 4.3.0 */
	const char *delimiters;	/* NULL: none */
	bool propagates;
};

static const struct scene scenes[] = {
	{ "behaviour 202: what no table has stays", "a", "x.example",
	    MAPS("b@x.example", "c@y.example"), .want = "a@x.example" },
	{ "behaviour 202: user@domain", "a", "x.example",
	    MAPS("a@x.example", "b@y.example"), .want = "b@y.example" },
	{ "behaviour 202: @domain keeps the user", "a", "x.example",
	    MAPS("@x.example", "@y.example"), .want = "a@y.example" },
	{ "behaviour 202: a user alone gets the origin", "a", "x.example",
	    MAPS("a@x.example", "b"), .want = "b@here.example" },
	{ "behaviour 202: of several the first counts", "a", "x.example",
	    MAPS("a@x.example", "b@y.example, c@y.example"),
	    .want = "b@y.example" },
	{ "behaviour 202 as observed: blanks part them too", "a",
	    "x.example", MAPS("a@x.example", "b c@y.example"),
	    .want = "b@here.example" },
	{ "a user is not asked for alone in a foreign domain", "a",
	    "x.example", MAPS("a", "b@y.example"), .want = "a@x.example" },
	{ "in our own it is", "a", "Here.Example",
	    MAPS("a", "b@y.example"), .want = "b@y.example" },
	{ "and in those of mydestination", "a", "local.example",
	    MAPS("a", "b@y.example"), .want = "b@y.example" },
	{ "the address comes before the user, the user before the domain",
	    "a", "here.example", MAPS("@here.example", "no@x", "a",
	    "yes@x"), .want = "yes@x" },
	{ "an address without a domain", "a", "", MAPS("a", "b@y.example"),
	    .want = "b@y.example" },
	{ "the null address stays", "", "", MAPS("", "b@y.example"),
	    .want = "" },
	{ "no delimiter, no extension", "a+b", "x.example",
	    MAPS("a@x.example", "c@y.example"), .want = "a+b@x.example" },
	{ "the extension first", "a+b", "x.example", MAPS("a+b@x.example",
	    "c@y.example", "a@x.example", "no@x"), .want = "c@y.example",
	    .delimiters = "+" },
	{ "then without", "a+b", "x.example", MAPS("a@x.example",
	    "c@y.example"), .want = "c@y.example", .delimiters = "+" },
	{ "behaviour 202: it comes back where it is propagated", "a+b",
	    "x.example", MAPS("a@x.example", "c@y.example"),
	    .want = "c+b@y.example", .delimiters = "+",
	    .propagates = true },
	{ "but not if it was looked up", "a+b", "x.example",
	    MAPS("a+b@x.example", "c@y.example"), .want = "c@y.example",
	    .delimiters = "+",
	    .propagates = true },
	{ "behaviour 202 as observed: @domain keeps all of it", "a+b",
	    "x.example", MAPS("a@x.example", "@y.example"),
	    .want = "a+b@y.example", .delimiters = "+" },
	{ "any of the delimiters, the first of them", "a-b+c", "x.example",
	    MAPS("a@x.example", "c@y.example"), .want = "c@y.example",
	    .delimiters = "+-" },
	{ "the mail system has no extension", "mailer-daemon", "x.example",
	    MAPS("mailer@x.example", "c@y.example"),
	    .want = "mailer-daemon@x.example", .delimiters = "-" },
	{ "nor has the owner of a list", "owner-list", "x.example",
	    MAPS("owner@x.example", "c@y.example"),
	    .want = "owner-list@x.example",
	    .delimiters = "-" },
	{ "an extension has a user", "+b", "x.example",
	    MAPS("@x.example", "c@y.example"), .want = "c@y.example",
	    .delimiters = "+" },
	{ "quotes are asked for as they are", "a b", "x.example",
	    MAPS("\"a b\"@x.example", "c@y.example"), .want = "c@y.example" },
	{ "then as they are meant", "a b", "x.example",
	    MAPS("a b@x.example", "c@y.example"), .want = "c@y.example" },
	{ "a value with quotes", "a", "x.example", MAPS("a@x.example",
	    "\"b, c\"@y.example"), .want = "b, c@y.example" },
	{ "a table that cannot say", "a", "x.example",
	    MAPS("a@x.example", "!"), .want = NULL },
	{ "or not of the domain", "a", "x.example", MAPS("@x.example", "!"),
	    .want = NULL },
	{ "a value that is no address", "a", "x.example",
	    MAPS("a@x.example", "b@@y"), .want = NULL },
	{ "a domain that is none", "a", "x.example",
	    MAPS("a@x.example", "@y..example"), .want = NULL },
	{ "a value of nothing", "a", "x.example",
	    MAPS("a@x.example", " , "), .want = NULL },
};

static struct generic
generic_of(const struct scene *scene, const struct pairs *pairs)
{
	return (struct generic){ .map = pairs_mapping(pairs),
	    .delimiters = span_of(scene->delimiters),
	    .propagates = scene->propagates,
	    .origin = SPAN("here.example"),
	    .local = SPAN("localhost, local.example") };
}

static void
test_scene(const struct scene *scene)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	const struct pairs pairs = { scene->pairs, NULL };
	const struct generic generic = generic_of(scene, &pairs);
	const struct address in = { span_of(scene->local),
	    span_of(scene->domain) };
	struct address out = { SPAN("untouched"), { 0 } };
	struct str text;

	str_init(&text, ADDRESS_QUOTED_MAX);
	if (scene->want == NULL) {
		ok(!generic_map(&generic, &in, &out, &why) &&
		    span_equal(out.local, SPAN("untouched")) &&
		    strcmp(why.status, "4.3.0") == 0, scene->name);
	} else {
		must(generic_map(&generic, &in, &out, &why));
		address_add(&text, &out, false);
		is_text(str_span(&text), scene->want, scene->name);
	}
	str_clear(&text);
	arena_free(&arena);
}

/* What is asked for, and how: tables of patterns see whole addresses only. */

static void
test_questions(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct str asked;
	struct scene scene = { .pairs = MAPS("x", "y"), .delimiters = "+" };
	const struct pairs pairs = { scene.pairs, &asked };
	const struct generic generic = generic_of(&scene, &pairs);
	struct address in = { SPAN("a b+c"), SPAN("here.example") }, out;

	str_init(&asked, ASKED_MAX);
	ok(generic_map(&generic, &in, &out, &why), "questions");
	is_text(str_span(&asked), "whole \"a b+c\"@here.example\n"
	    "whole a b+c@here.example\npart \"a b\"@here.example\n"
	    "part a b@here.example\npart \"a b+c\"\npart a b+c\n"
	    "part \"a b\"\npart a b\npart @here.example\n",
	    "their order, and which are about whole addresses");
	str_reset(&asked);
	in = (struct address){ SPAN("a"), SPAN("x.example") };
	ok(generic_map(&generic, &in, &out, &why), "where nothing is quoted");
	is_text(str_span(&asked), "whole a@x.example\npart @x.example\n",
	    "nothing is asked twice");
	str_clear(&asked);
	arena_free(&arena);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		test_scene(&scenes[i]);
	test_questions();
	return tap_done();
}
