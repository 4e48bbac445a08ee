/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/content.h"

#include <stdint.h>

#include "unit/message/noise.h"
#include "unit/message/outbox.h"

#define EIGHT		"Content-Transfer-Encoding: 8bit\n"
#define QP		"Content-Transfer-Encoding: quoted-printable\r\n"

static bool
send(const struct content_setup *setup, struct span in, size_t each,
    struct dsn *why)
{
	struct content *content = content_new(setup);
	bool good = true;

	outbox_empty(setup->self);
	while (good && in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		good = content_feed(content, span_first(in, n), why);
		in = span_from_octet(in, n);
	}
	good = good && content_end(content, why);
	content_free(&content);
	return good;
}

/* is_sent - whole and in pieces the same comes out */

static void
is_sent(const struct content_setup *setup, struct span in, const char *out,
    const char *name)
{
	struct outbox *box = setup->self;
	struct dsn why = { 0 };
	bool good;

	must(send(setup, in, SIZE_MAX, &why));
	is_text(str_span(&box->octets), out, name);
	good = true;
	for (size_t each = 1; each < 4; each++)
		good &= send(setup, in, each, &why) &&
		    span_equal(str_span(&box->octets), span_of(out));
	ok(good, name);
}

static const char *const bcc[] = { "Bcc", NULL };

static void
test_chain(struct outbox *box)
{
	static const char *const checks[] = { "X: y", "IGNORE",
	    "Return-Path: <r@x>", "REPLACE Return-Path: <s@x>", "d=E9",
	    "REPLACE checked", NULL };
	static const char *const outside[] = { "a@x", "b@y", NULL };
	const struct pairs answers = { checks, NULL };
	const struct pairs names = { outside, NULL };
	struct content_setup set = outbox_setup(box);

	is_sent(&set, SPAN("A : b\nno field\n.\xe9"), "A : b\r\nno field\r\n"
	    "..\xe9\r\n", "behaviour 192: what is not asked for is not done");
	set.added = SPAN("Return-Path: <r@x>\nX-Original-To: a@x\n");
	is_sent(&set, SPAN("A: b\n\nc\n"), "Return-Path: <r@x>\r\n"
	    "X-Original-To: a@x\r\nA: b\r\n\r\nc\r\n",
	    "behaviour 3: fields that are put before it");
	is_sent(&set, SPAN(""), "Return-Path: <r@x>\r\nX-Original-To: a@x\r\n",
	    "even if there is nothing else");
	set.omit = bcc;
	is_sent(&set, SPAN("Bcc: a@x\nA: b\n\nBcc: c\n"),
	    "Return-Path: <r@x>\r\nX-Original-To: a@x\r\nA: b\r\n\r\nBcc: c"
	    "\r\n", "fields that are left out");
	set.generic.map = pairs_mapping(&names);
	is_sent(&set, SPAN("Bcc: a@x\nFrom: a@x\nX: y\n\nFrom: a@x\xe9\n.\n"),
	    "Return-Path: <r@x>\r\nX-Original-To: a@x\r\nFrom: b@y\r\nX: y"
	    "\r\n\r\nFrom: a@x\xe9\r\n..\r\n",
	    "behaviour 192: with generic maps, the header only");
	set.omit = NULL;
	set.added = SPAN("");
	is_sent(&set, SPAN("Content-Type: multipart/x; boundary=x\n\n--x\n"
	    "X : y\n"), "Content-Type: multipart/x; boundary=x\r\n\r\n--x\r\n"
	    "X : y\r\n", "behaviour 192: not that of a part");
	is_sent(&set, SPAN("A: b\r\r\n\r\n\rc\r\r\n"),
	    "A: b \r\n\r\n c \r\n",
	    "D26: a CR that is no part of a line end is not lost");
	set.omit = bcc;
	set.added = SPAN("Return-Path: <r@x>\nX-Original-To: a@x\n");
	for (size_t i = 0; i < CHECKS; i++)
		set.checks[i] = (struct checks){ pairs_mapping(&answers),
		    "checks" };
	set.converts = true;
	is_sent(&set, SPAN("Bcc: a@x\n" EIGHT "From: a@x\nX: y\n\nd\xe9\n.\n"),
	    "Return-Path: <s@x>\r\nX-Original-To: a@x\r\nFrom: b@y\r\n" QP
	    "\r\nchecked\r\n..\r\n",
	    "all together: checks see what conversion has made");
	is_sent(&set, SPAN("\nc\r\r\n"), "Return-Path: <s@x>\r\n"
	    "X-Original-To: a@x\r\n\r\nc \r\n",
	    "D26: also where all of it is taken apart");
}

/*
 * What was published as SMTP smuggling (D26): sequences of octets that one
 * server takes for the end of the message and another does not. Whatever
 * the filters do with them, what leaves has no line that is a dot, no CR
 * without LF and no LF without CR.
 */

static const struct span ends[] = {
	SPAN_INIT("\r\n.\r\n"), SPAN_INIT("\n.\n"), SPAN_INIT("\n.\r\n"),
	SPAN_INIT("\r\n.\n"), SPAN_INIT("\r.\r"), SPAN_INIT("\r.\n"),
	SPAN_INIT("\r.\r\n"), SPAN_INIT("\n.\r"), SPAN_INIT("\r\n.\r"),
	SPAN_INIT("\r\r\n.\r\r\n"), SPAN_INIT("\n\r.\n\r"),
	SPAN_INIT("\r\n\0.\r\n"), SPAN_INIT("\0\n.\0\n"),
	SPAN_INIT("\r\n.\0\r\n"), SPAN_INIT("\r\0\n.\r\0\n"),
	SPAN_INIT("\n\n.\r\r\n"), SPAN_INIT("\r\n.\r\r\n"),
	SPAN_INIT("\n."), SPAN_INIT("\r\n."), SPAN_INIT("\r\n.\r\n.\r\n"),
	SPAN_INIT("\x0b.\x0b"), SPAN_INIT("\xc2\x85.\xc2\x85"),
};

static bool
is_safe(struct span out)
{
	while (out.len > 0) {
		size_t lf = span_find(out, '\n');
		struct span line = span_cut(&out, '\n');

		if (lf == 0 || line.at[lf - 1] != '\r' ||
		    span_find(line, '\r') < lf - 1 ||
		    span_equal(line, SPAN(".\r")) ||
		    (line.at[0] == '.' && line.at[1] != '.'))
			return false;
	}
	return true;
}

static const struct span before[] = {
	SPAN_INIT("A: b\n\nc"), SPAN_INIT("A: b\r\n\r\nc"), SPAN_INIT(""),
	SPAN_INIT("A: b"), SPAN_INIT("Subject: c\r\n\t"),
	SPAN_INIT(EIGHT "\nc"), SPAN_INIT("Content-Type: multipart/x; "
	    "boundary=x\n" EIGHT "\n--x\n" EIGHT "\nc\n--x\nA: b"),
};

static void
test_smuggling(const struct content_setup *setup, const char *name)
{
	struct outbox *box = setup->self;
	struct dsn why = { 0 };
	struct str text;
	bool safe = true;

	str_init(&text, OUTBOX_MAX);
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
			str_reset(&text);
			str_add(&text, before[i]);
			str_add(&text, ends[k]);
			str_add(&text, SPAN("MAIL FROM:<evil@x>\r\n"));
			safe &= send(setup, str_span(&text), SIZE_MAX, &why)
			    && is_safe(str_span(&box->octets));
			safe &= send(setup, str_span(&text), 1, &why) &&
			    is_safe(str_span(&box->octets));
		}
	str_clear(&text);
	ok(safe, name);
}

/* The same of messages by chance. */

static void
test_noise(const struct content_setup *setup, const char *name)
{
	struct outbox *box = setup->self;
	struct dsn why = { 0 };
	uint64_t state = 26;
	char room[64];
	bool safe = true;

	for (unsigned i = 0; i < 20000; i++)
		safe &= send(setup, noise_message(&state, room, sizeof(room)),
		    1 + noise(&state, 9), &why) &&
		    is_safe(str_span(&box->octets));
	ok(safe, name);
}

static void
test_safety(struct outbox *box)
{
	static const char *const dots[] = { "c", "PREPEND .", "A: b",
	    "REPLACE .: x", ".", "REPLACE .", "MAIL FROM:<evil@x>",
	    "PREPEND \r\n.\r\n", NULL };
	const struct pairs answers = { dots, NULL };
	const struct pairs none = { dots + 8, NULL };
	struct content_setup set = outbox_setup(box);

	test_smuggling(&set, "D26: smuggling, as it is");
	test_noise(&set, "D26: by chance, as it is");
	set.fold = 2;
	test_smuggling(&set, "D26: folded");
	set.fold = 998;
	set.generic.map = pairs_mapping(&none);
	test_smuggling(&set, "D26: with generic maps");
	test_noise(&set, "D26: by chance, with generic maps");
	set.converts = true;
	test_smuggling(&set, "D26: converted");
	test_noise(&set, "D26: by chance, converted");
	for (size_t i = 0; i < CHECKS; i++)
		set.checks[i] = (struct checks){ pairs_mapping(&answers),
		    "checks" };
	test_smuggling(&set, "D26: with checks that put dots in");
	set.limits.line = 1;
	test_smuggling(&set, "D26: in pieces of lines");
	test_noise(&set, "D26: by chance, in pieces of lines");
}

/* What comes before trouble is sent as far as it came. */

static void
test_trouble(struct outbox *box)
{
	static const char *const bad[] = { "bad", "!", NULL };
	const struct pairs answers = { bad, NULL };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct content_setup set = outbox_setup(box);
	struct content *content;

	set.checks[CHECKS_BODY] = (struct checks){ pairs_mapping(&answers),
	    "checks" };
	content = content_new(&set);
	outbox_empty(box);
	ok(!content_feed(content, SPAN("A: b\n\n.c\nbad\nd\n"), &why) &&
	    content_is_stuck(content), "behaviour 200: a table fails");
	is_text(str_span(&box->octets), "A: b\r\n\r\n..c\r\n",
	    "what came before is given all the same");
	content_free(&content);

	set = outbox_setup(box);
	set.converts = true;
	set.limits.nesting = 1;
	content = content_new(&set);
	outbox_empty(box);
	ok(!content_feed(content, SPAN("Content-Type: multipart/x; boundary=a"
	    "\n\n--a\nContent-Type: multipart/x; boundary=b\n\n--b\n"
	    "Content-Type: multipart/x; boundary=c\n\n--c\n"
	    "Content-Type: multipart/x; boundary=d\n\n"), &why) &&
	    !content_is_stuck(content), "behaviour 197: nested too deep");
	is_text(span_of(why.status), "5.6.0", "is 5.6.0");
	ok(box->octets.len > 0 && is_safe(str_span(&box->octets)),
	    "what came before is given all the same");
	content_free(&content);

	set = outbox_setup(box);
	box->room = 10;
	ok(!send(&set, SPAN("A: b\n\nccccccccccc\n"), SIZE_MAX, &why) &&
	    strcmp(why.status, "4.4.2") == 0,
	    "the sink's no is passed on, and it is not asked again");
	set.converts = true;
	ok(!send(&set, SPAN("A: b\n\nccccccccccc\n"), 1, &why) &&
	    strcmp(why.status, "4.4.2") == 0, "also behind all filters");
	box->room = 0;
	outbox_empty(box);
	arena_free(&arena);
}

static void
test_converted(struct outbox *box)
{
	struct content_setup set = outbox_setup(box);
	struct content *content;
	struct dsn why = { 0 };

	set.converts = true;
	content = content_new(&set);
	ok(content_feed(content, SPAN("A: b\n\n\xe9\n"), &why) &&
	    !content_is_converted(content),
	    "behaviour 194: nothing labelled, nothing converted");
	content_free(&content);
	content = content_new(&set);
	ok(content_feed(content, SPAN(EIGHT "\n"), &why) &&
	    content_is_converted(content), "a label is, and it is known");
	content_free(&content);
}

int
main(void)
{
	struct outbox box;

	outbox_init(&box);
	test_chain(&box);
	test_safety(&box);
	test_trouble(&box);
	test_converted(&box);
	outbox_clear(&box);
	return tap_done();
}
