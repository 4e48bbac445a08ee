/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/rewrite.h"

#include "base/mem.h"
#include "unit/message/pairs.h"
#include "unit/tap.h"

enum { OUT_MAX = 1 << 16, WORDS_MAX = 1000 };

#define FROM		"from@sender.test"

static const char *const outside[] = { FROM, "public@pub.test",
    "user@sender.test", "\"q q\"@pub.test", "bad@sender.test", "!", NULL };

struct scene {
	const char *name, *in;
	const char *out;	/* NULL: it stays */
};

static const struct scene scenes[] = {
	{ "behaviour 201: an address", "From: <" FROM ">",
	    "From: <public@pub.test>" },
	{ "behaviour 201: one blank behind the colon, and the name as it is",
	    "CC:\t " FROM, "CC: public@pub.test" },
	{ "what is no concern of the table stays", "To:  a@b ,  c@d", NULL },
	{ "a display name", "Cc: John  Doe   <" FROM ">",
	    "Cc: John Doe <public@pub.test>" },
	{ "a name with dots and quotes", "Cc: John Q. \"D, e\" <" FROM ">",
	    "Cc: John Q.\"D, e\" <public@pub.test>" },
	{ "a name in UTF-8", "Cc: D\xc3\xa9 <" FROM ">",
	    "Cc: D\xc3\xa9 <public@pub.test>" },
	{ "an encoded word", "Cc: =?utf-8?q?D=C3?= <" FROM ">",
	    "Cc: =?utf-8?q?D=C3?= <public@pub.test>" },
	{ "no blank before the bracket", "Cc: x<" FROM ">",
	    "Cc: x <public@pub.test>" },
	{ "blanks and folds in it", "Cc: < from @\n sender . test >",
	    "Cc: <public@pub.test>" },
	{ "as observed: no blank before a comment",
	    "Cc: <" FROM "> (a comment)", "Cc: <public@pub.test>(a comment)" },
	{ "but behind a bare address", "Cc: " FROM "(a (nested) comment)",
	    "Cc: public@pub.test (a (nested) comment)" },
	{ "a comment within it", "Cc: from(x)@sender.test",
	    "Cc: public@pub.test (x)" },
	{ "several, on one line", "Cc: a@b," FROM ",c@d",
	    "Cc: a@b, public@pub.test, c@d" },
	{ "a result that needs quotes", "Cc: user@sender.test",
	    "Cc: \"q q\"@pub.test" },
	{ "an address with quotes that need not be", "Cc: \"from\"@sender.test",
	    "Cc: public@pub.test" },
	{ "as Postfix has it: no blanks around the dots of a name",
	    "Cc: J. Q. P <" FROM ">", "Cc: J.Q.P <public@pub.test>" },
	{ "addresses beside it are written anew too",
	    "Cc: \"a\" . b @ c, <b.@c>, " FROM,
	    "Cc: a.b@c, <\"b.\"@c>, public@pub.test" },
	{ "a comment in brackets", "Cc: <from(x)@sender.test>",
	    "Cc: <public@pub.test> (x)" },
	{ "a group", "Cc: us : " FROM ", a@b ; c@d",
	    "Cc: us: public@pub.test, a@b;c@d" },
	{ "as Postfix has it: a comma behind a group",
	    "Cc: us:a@b;, x:;," FROM, "Cc: us: a@b;, x: ;, public@pub.test" },
	{ "an empty group", "Cc: undisclosed:;, " FROM,
	    "Cc: undisclosed: ;, public@pub.test" },
	{ "the null address stays", "Return-Path: <>", NULL },
	{ "also beside one that does not", "Cc: <>, " FROM,
	    "Cc: <>, public@pub.test" },
	{ "as observed: a route stays", "Cc: <@r.test:" FROM ">", NULL },
	{ "as observed: a bracket without end", "Cc: <" FROM ", a@b", NULL },
	{ "a bracket without beginning", "Cc: " FROM ">, a@b", NULL },
	{ "a quote without end", "Cc: " FROM ", \"a", NULL },
	{ "a comment without end", "Cc: " FROM " (a", NULL },
	{ "a literal without end", "Cc: " FROM ", a@[b", NULL },
	{ "words that are no address stay, those beside do not",
	    "Cc: John Doe, " FROM, "Cc: John Doe, public@pub.test" },
	{ "nothing", "Cc:", NULL },
	{ "empty members", "Cc: ," FROM ",", "Cc: , public@pub.test," },

	{ "behaviour 201: a line of 70 octets is too long, and the next one "
	    "begins with a tab",
	    "Cc: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.test, "
	    FROM ", b@c", "Cc: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@"
	    "example.test,\n\tpublic@pub.test, b@c" },
	{ "69 are not",
	    "Cc: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.test, "
	    FROM ", b@c", "Cc: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@"
	    "example.test, public@pub.test,\n\tb@c" },
};

static void
test_scene(const struct scene *scene, const struct generic *generic)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct str to;

	str_init(&to, OUT_MAX);
	must(rewrite_field(generic, span_of(scene->in), WORDS_MAX, &to,
	    &why));
	is_text(str_span(&to), scene->out == NULL ? "" : scene->out,
	    scene->name);
	str_clear(&to);
	arena_free(&arena);
}

static void
test_limits(const struct generic *generic)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct str to;

	str_init(&to, OUT_MAX);
	ok(rewrite_field(generic, SPAN("Cc: " FROM ", " FROM " ,  " FROM), 7,
	    &to, &why), "words beyond the limit");
	is_text(str_span(&to), "Cc: public@pub.test, from@sender.test ,  "
	    FROM, "stay as they are");
	str_reset(&to);
	ok(!rewrite_field(generic, SPAN("Cc: " FROM ", bad@sender.test"),
	    WORDS_MAX, &to, &why) && to.len == 0, "a table that cannot say");
	is_text(span_of(why.status), "4.3.0", "is trouble");
	str_clear(&to);
	str_init(&to, 20);
	ok(rewrite_field(generic, SPAN("Cc: " FROM ", " FROM), WORDS_MAX,
	    &to, &why) && to.len == 0, "what becomes too long stays");
	str_clear(&to);
	arena_free(&arena);
}

static void
test_names(void)
{
	ok(rewrite_concerns(SPAN("from")) && rewrite_concerns(SPAN("Sender"))
	    && rewrite_concerns(SPAN("Resent-Bcc")) &&
	    rewrite_concerns(SPAN("Return-Path")) &&
	    rewrite_concerns(SPAN("Apparently-To")),
	    "behaviour 201: fields with addresses");
	ok(!rewrite_concerns(SPAN("Subject")) &&
	    !rewrite_concerns(SPAN("X-Original-To")) &&
	    !rewrite_concerns(SPAN("Mail-Reply-To")) &&
	    !rewrite_concerns(SPAN("Delivered-To")) &&
	    !rewrite_concerns(SPAN("Envelope-To")) &&
	    !rewrite_concerns(SPAN("In-Reply-To")) &&
	    !rewrite_concerns(SPAN("")), "as observed: and others");
}

int
main(void)
{
	const struct pairs pairs = { outside, NULL };
	const struct generic generic = { .map = pairs_mapping(&pairs) };

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		test_scene(&scenes[i], &generic);
	test_limits(&generic);
	test_names();
	return tap_done();
}
