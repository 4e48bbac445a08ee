/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/header_address.h"

#include "base/mem.h"
#include "mail/address.h"
#include "unit/tap.h"

/* A list and its addresses, a blank between. */
static const struct good {
	const char *name, *list, *want;
} lists[] = {
	{ "nothing", "", "" },
	{ "an address", "a@x", "a@x" },
	{ "RFC 5322 A.1.1: a display name", " John Doe <jdoe@machine.example>",
	    "jdoe@machine.example" },
	{ "RFC 5322 A.1.2: all kinds of mailboxes",
	    " \"Joe Q. Public\" <john.q.public@example.com>,\r\n"
	    " Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>,\n"
	    " <boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@x.net>",
	    "john.q.public@example.com mary@x.test jdoe@example.org "
	    "one@y.test boss@nil.test sysservices@x.net" },
	{ "RFC 5322 A.1.3: a group", " A Group:Ed Jones <c@a.test>,joe@where."
	    "test,John <jdoe@one.test>;",
	    "c@a.test joe@where.test jdoe@one.test" },
	{ "RFC 5322 A.1.3: an empty group", " Undisclosed recipients:;", "" },
	{ "RFC 5322 A.5: comments and folds everywhere",
	    "A Group(Some people)\r\n"
	    "     :Chris Jones <c@(Chris's host.)public.example>,\r\n"
	    "         joe@example.org,\r\n"
	    "  John <jdoe@one.test> (my dear friend); (the end of the group)",
	    "c@public.example joe@example.org jdoe@one.test" },
	{ "RFC 5322 A.6.1: a name with dots, a route, an empty member",
	    "Mary Smith <@node.test:mary@example.net>, , jdoe@test  . "
	    "example, Joe Q. Public <j@x>",
	    "mary@example.net jdoe@test.example j@x" },
	{ "a longer route", "<@a,@b.c , @d:\r\n me@e>", "me@e" },
	{ "RFC 5322 A.6.3: blanks and comments in an address",
	    "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
	    "pete@silly.test" },
	{ "comments nest", "(a (b) \\( c) x@y ((()))", "x@y" },
	{ "only comments", "(nobody) , (nobody (at all))", "" },
	{ "a comment that names the address", "ann@x (Ann <b@y>, c@z)",
	    "ann@x" },
	{ "folds and blanks around dots and @", "a .\r\n\tb @ c\n . d",
	    "a.b@c.d" },
	{ "a quoted local part", "\"a b\"@x, \"c,d;e:f<g>\"@y",
	    "\"a b\"@x \"c,d;e:f<g>\"@y" },
	{ "escapes in quotes", "\"a\\\"b\\\\\"@x, <\"c\\>d\"@y>",
	    "\"a\\\"b\\\\\"@x \"c\\>d\"@y" },
	{ "quotes are unfolded", "\"a\r\n b\"@x, \"c\n\td\"@y",
	    "\"a b\"@x \"c\td\"@y" },
	{ "words with dots between", "\"a\".b.\"c d\"@x",
	    "\"a\".b.\"c d\"@x" },
	{ "an address literal", "a@[192.0.2.1], b@[ IPv6:2001:db8::1\n ]",
	    "a@[192.0.2.1] b@[IPv6:2001:db8::1]" },
	{ "no domain", "root, Ann <ann>, <\"b c\">", "root ann \"b c\"" },
	{ "dots where they should not be are the address's",
	    "a..b@x, c.@y", "a..b@x c.@y" },
	{ "UTF-8", "J\xc3\xbcrgen <j\xc3\xbcrgen@b\xc3\xbc" "cher.example>",
	    "j\xc3\xbcrgen@b\xc3\xbc" "cher.example" },
	{ "a name in Latin-1", "J\xfcrgen <j@x>", "j@x" },
	{ "an encoded name", "=?utf-8?q?Sm=C3=AEth?= <s@x>", "s@x" },
	{ "RFC 5321 does not care what is before a %", "a%b@x, c!d@y",
	    "a%b@x c!d@y" },

	{ "empty members", ",, a@x,, ,b@y,", "a@x b@y" },
	{ "the null address", "<>, Nobody <>, a@x, < (c) >", "a@x" },
	{ "several groups", "A: a@x; B: b@y, c@z;, d@w", "a@x b@y c@z d@w" },
	{ "a group without an end", "A: a@x, b@y", "a@x b@y" },
	{ "a group in a group", "A: B: a@x; b@y;", "a@x b@y" },
	{ "semicolons for commas", "a@x; b@y ;", "a@x b@y" },
	{ "an address for a name", "ann@x.example <ann@x.example>",
	    "ann@x.example" },
	{ "a name with specials in it", "Ann 2) <ann@x>, A \\] <b@y>",
	    "ann@x b@y" },
	{ "a name with an @", "Ann @ work <ann@x>", "ann@x" },
	{ "a name in brackets", "[ANNOUNCE] news) <news@x>", "news@x" },
	{ "a smiley", "Ann :-) <ann@x>", "ann@x" },
	{ "a name right before the <", "Ann<ann@x>", "ann@x" },
	{ "a quoted name right before the <", "\"Ann, B.\"<ann@x>", "ann@x" },
	{ "an empty name", "\"\" <ann@x>", "ann@x" },
	{ "an empty local part in quotes", "\"\"@x", "\"\"@x" },
	{ "a comma in a name that is not quoted: two addresses",
	    "Smith, Ann <ann@x>", "Smith ann@x" },
	{ "octets of no meaning in a name", "A\001\x7f\x80 <a@x>", "a@x" },
};

/* list_of - what is read; "malformed" on failure */

static struct span
list_of(struct span list, struct arena *arena, struct dsn *why)
{
	struct span address, text;
	struct str all;
	bool good;

	str_init(&all, 10000);
	while ((good = header_address_next(&list, &address, why)) &&
	    address.len > 0)
		str_addf(&all, "%s%.*s", all.len == 0 ? "" : " ",
		    SPAN_ARG(address));
	text = good ? arena_copy(arena, str_span(&all)) : SPAN("malformed");
	str_clear(&all);
	return text;
}

static void
test_lists(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct dsn why = DSN_IN(arena);

		is_text(list_of(span_of(lists[i].list), arena, &why),
		    lists[i].want, lists[i].name);
	}
	arena_free(&arena);
}

#define MALFORMED(text)	"malformed address \"" text "\": "

static const struct bad {
	const char *list, *why;
} bad_lists[] = {
	{ "a b@x", MALFORMED("a b@x") "words stand side by side" },
	{ "Ann Smith ann@x",
	    MALFORMED("Ann Smith ann@x") "words stand side by side" },
	{ "\"Ann\" ann@x",
	    MALFORMED("\"Ann\" ann@x") "words stand side by side" },
	{ "a@x b@y", MALFORMED("a@x b@y") "words stand side by side" },
	{ "a(b)c@x", MALFORMED("a(b)c@x") "words stand side by side" },
	{ "\"a\"b@x", MALFORMED("\"a\"b@x") "words stand side by side" },
	{ "Ann <ann@x", MALFORMED("Ann <ann@x") "nothing ends the <" },
	{ "<a@x, b@y>", MALFORMED("<a@x") "nothing ends the <" },
	{ "<<a@x>>", MALFORMED("<") "nothing ends the <" },
	{ "<a:b@x>", MALFORMED("<a") "nothing ends the <" },
	{ "<a@x> b", MALFORMED("<a@x>") "something stands behind the >" },
	{ "<a@x> <b@y>",
	    MALFORMED("<a@x>") "something stands behind the >" },
	{ "<a@x>>", MALFORMED("<a@x>") "something stands behind the >" },
	{ "good@x, \"a@x", MALFORMED("\"a@x") "a quote has no end" },
	{ "\"a\\\"", MALFORMED("\"a\\\"") "a quote has no end" },
	{ "a@x (b", MALFORMED("a@x (b") "a comment has no end" },
	{ "a@x (b\\)", MALFORMED("a@x (b\\)") "a comment has no end" },
	{ "<a@x> (b", MALFORMED("<a@x> (b") "a comment has no end" },
	{ "a@[192.0.2.1", MALFORMED("a@[192.0.2.1") "a [ has no end" },
	{ "Ann [2 <a@x>", MALFORMED("Ann [2 <a@x>") "a [ has no end" },
	{ "a)b@x", MALFORMED("a)b@x")
	    "a special character stands outside of quotes" },
	{ ")@x", MALFORMED(")@x")
	    "a special character stands outside of quotes" },
	{ "\\a@x", MALFORMED("\\a@x")
	    "a special character stands outside of quotes" },
	{ "a@x>", MALFORMED("a@x")
	    "a special character stands outside of quotes" },
	{ "a@x: b@y;", MALFORMED("a@x")
	    "a colon stands outside of quotes" },
	{ ": b@y;", MALFORMED("") "a colon stands outside of quotes" },
	{ "\"Ann Smith\"", MALFORMED("\"Ann Smith\"")
	    "it is a name without an address" },
	{ "=?utf-8?q?Smith,_Ann?= <a@x>", MALFORMED("=?utf-8?q?Smith")
	    "it is a name without an address" },
};

static void
test_bad_lists(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(bad_lists) / sizeof(bad_lists[0]); i++) {
		const struct bad *bad = &bad_lists[i];
		struct dsn why = DSN_IN(arena);

		is_text(list_of(span_of(bad->list), arena, &why),
		    "malformed", bad->list);
		is_text(why.text, bad->why, "what is wrong");
	}
	arena_free(&arena);
}

/* What is refused here or by address_parse, which is to judge what is read. */

static void
test_controls(void)
{
	static const struct span controls[] = { SPAN_INIT("a\0@x"),
	    SPAN_INIT("a\001@x"), SPAN_INIT("\"a\rb\"@x"),
	    SPAN_INIT("\"a\0b\"@x"), SPAN_INIT("a@x\0"),
	    SPAN_INIT("a\xff@x"), SPAN_INIT("@x"), SPAN_INIT("a@b@c"),
	    SPAN_INIT("a@x."), SPAN_INIT("a@"), SPAN_INIT("a@\"x\""),
	    SPAN_INIT("<@a>"), SPAN_INIT("<@a, b@c>"), SPAN_INIT("[a]@x"),
	    SPAN_INIT("<a@x\0>"), SPAN_INIT("a]@x") };
	struct arena *arena = arena_new();
	unsigned wrong = 0;

	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++) {
		struct span rest = controls[i], text;
		struct dsn why = DSN_IN(arena);
		struct address address;

		if (header_address_next(&rest, &text, &why) &&
		    text.len > 0 && address_parse(text, &address, &why)) {
			printf("# %zu: taken as %.*s\n", i, SPAN_ARG(text));
			wrong++;
		}
	}
	is_number(wrong, 0, "what no address can hold becomes none");
	arena_free(&arena);
}

static void
test_comment(void)
{
	is_number(header_comment_length(SPAN("(a (b) \\) c) d)")), 12,
	    "a comment is as long as to its own end");
	is_number(header_comment_length(SPAN("(a (b) \\)")), 0,
	    "one that has no end has no length");
	is_number(header_comment_length(SPAN("(a\\")), 0,
	    "nor one that ends in a backslash");
}

static void
test_long(void)
{
	enum { MUCH = 1000000 };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span rest, text;
	struct str list;

	str_init(&list, 3 * MUCH);
	for (int i = 0; i < MUCH; i++)
		str_add_char(&list, '(');
	rest = str_span(&list);
	ok(!header_address_next(&rest, &text, &why),
	    "a million comments without end");
	str_reset(&list);
	for (int i = 0; i < MUCH; i++)
		str_add_char(&list, 'a');
	str_add(&list, SPAN(" <a@x>"));
	rest = str_span(&list);
	ok(header_address_next(&rest, &text, &why),
	    "a name may be of any length");
	is_text(text, "a@x", "and does not count");
	rest = span_first(str_span(&list), ADDRESS_MAX + 1);
	ok(!header_address_next(&rest, &text, &why) &&
	    strstr(why.text.at, "it is too long") != NULL,
	    "an address may not");
	rest = span_first(str_span(&list), ADDRESS_MAX);
	ok(header_address_next(&rest, &text, &why) &&
	    text.len == ADDRESS_MAX, "but for what address_parse takes");
	str_clear(&list);
	arena_free(&arena);
}

static void
test_rest(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span rest = SPAN("a@x, b c, d@y"), text = { 0 };

	ok(header_address_next(&rest, &text, &why), "the first is good");
	is_text(rest, " b c, d@y", "the rest begins behind the comma");
	ok(!header_address_next(&rest, &text, &why), "the second is not");
	is_text(rest, " b c, d@y", "the rest stays where it is");
	is_text(text, "a@x", "and so does the address");
	is_text(span_of(why.status), "5.1.3", "the status is 5.1.3");
	arena_free(&arena);
}

int
main(void)
{
	test_lists();
	test_bad_lists();
	test_controls();
	test_comment();
	test_long();
	test_rest();
	return tap_done();
}
