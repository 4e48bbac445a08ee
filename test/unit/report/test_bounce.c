/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/bounce.h"

#include "unit/report/texts.h"
#include "unit/tap.h"

enum { PEOPLE_MAX = 8 };

#define MESSAGE	"From: ann@here.test\nSubject: hello\n\nHello.\n"

/* What a report is made of. */
struct scene {
	struct arena *arena;
	struct envelope envelope;
	struct outcome outcomes[PEOPLE_MAX];
	const struct outcome *taken[PEOPLE_MAX];
	struct survey survey;
	struct source *source;
	FILE *file;
	struct bounce bounce;
};

static const struct dsn refused = { .status = "5.1.1", .code = 550,
    .text = SPAN_INIT("host said: 550 5.1.1 no"),
    .reply = SPAN_INIT("550 5.1.1 no") };
static const struct dsn put_off = { .status = "4.2.2", .code = 452,
    .text = SPAN_INIT("host said: 452 4.2.2 full"),
    .reply = SPAN_INIT("452 4.2.2 full") };
static const struct dsn taken = { .status = "2.0.0", .code = 250,
    .text = SPAN_INIT("250 ok"), .reply = SPAN_INIT("250 ok") };

/* set_fate - (f)ailed, (d)elayed, (u)nknown, (s)ent, by a server that
 * (r)eports, to a (m)ailbox, (p)robed */

static void
set_fate(struct recipient *r, char fate)
{
	r->was_in_doubt = fate == 'u';
	if (fate == 'f') {
		r->fate = FATE_BOUNCED;
		r->dsn = refused;
	} else if (fate == 'd' || fate == 'u') {
		r->fate = FATE_DEFERRED;
		r->dsn = put_off;
	} else {
		r->fate = fate == 'p' ? FATE_DELIVERABLE : FATE_SENT;
		r->dsn = taken;
		r->dsn.reports = fate == 'r';
		r->dsn.final = fate == 'm';
	}
}

/* add - one more recipient, r0@x.test and so on */

static void
add(struct scene *s, char fate, unsigned notify)
{
	size_t n = s->envelope.recipients.len;
	struct recipient r = { .notify = notify, .address = {
	    arena_text(s->arena, "r%zu", n), SPAN("x.test") } };

	r.given = arena_text(s->arena, "r%zu@x.test", n);
	set_fate(&r, fate);
	envelope_add(&s->envelope, &r);
}

static void
begin(struct scene *s, struct span message)
{
	*s = (struct scene){ .arena = arena_new() };
	s->envelope.sender = (struct address){ SPAN("ann"),
	    SPAN("here.test") };
	s->file = texts_source(s->arena, message, &s->survey, &s->source);
	s->bounce = (struct bounce){ .source = s->source,
	    .survey = &s->survey, .id = SPAN("1d"), .outcomes = s->taken,
	    .now = INT64_C(1795640645678) };
}

static bool
is_due(struct scene *s)
{
	struct envelope *envelope = &s->envelope;

	for (size_t i = 0; i < envelope->recipients.len; i++) {
		s->outcomes[i].recipient = &envelope->recipients.at[i];
		s->taken[i] = &s->outcomes[i];
	}
	s->bounce.len = envelope->recipients.len;
	s->bounce.report = dsn_report_for(SPAN("mx.here.test"), envelope);
	return bounce_is_due(&s->bounce);
}

static struct span
written(struct scene *s)
{
	struct dsn why = DSN_IN(s->arena);
	FILE *out = tmpfile();

	must(is_due(s));
	must(bounce_write(&s->bounce, out, &why));
	return texts_written(s->arena, &out);
}

static void
end(struct scene *s)
{
	source_free(&s->source);
	fclose(s->file);
	envelope_clear(&s->envelope);
	arena_free(&s->arena);
}

static bool
has(struct span text, const char *what)
{
	size_t len = strlen(what);

	for (; text.len >= len; text = span_from_octet(text, 1))
		if (span_starts(text, span_from(what, len)))
			return true;
	return false;
}

/* Whether somebody is told of. */
static const struct {
	const char *name;
	char fate;
	unsigned notify;
	bool want;
} rows[] = {
	{ "RFC 3461 section 4.1: failed", 'f', 0, true },
	{ "RFC 3461 section 4.1: delayed", 'd', 0, true },
	{ "RFC 3461 section 4.1: unknown", 'u', 0, true },
	{ "RFC 3461 section 4.1: sent", 's', 0, false },
	{ "failed, NOTIFY=FAILURE", 'f', NOTIFY_FAILURE, true },
	{ "failed, NOTIFY=DELAY,SUCCESS", 'f', NOTIFY_DELAY | NOTIFY_SUCCESS,
	    false },
	{ "failed, NOTIFY=NEVER", 'f', NOTIFY_NEVER, false },
	{ "delayed, NOTIFY=DELAY", 'd', NOTIFY_DELAY, true },
	{ "delayed, NOTIFY=FAILURE", 'd', NOTIFY_FAILURE, false },
	{ "delayed, NOTIFY=NEVER", 'd', NOTIFY_NEVER, false },
	{ "unknown, NOTIFY=FAILURE", 'u', NOTIFY_FAILURE, false },
	{ "behaviour 212: sent, NOTIFY=SUCCESS", 's', NOTIFY_SUCCESS, true },
	{ "behaviour 212: delivered, NOTIFY=SUCCESS", 'm', NOTIFY_SUCCESS,
	    true },
	{ "behaviour 212: sent, but the server reports", 'r', NOTIFY_SUCCESS,
	    false },
	{ "sent, NOTIFY=FAILURE,DELAY", 's', NOTIFY_FAILURE | NOTIFY_DELAY,
	    false },
	{ "behaviour 224: deliverable", 'p', NOTIFY_SUCCESS, false },
};

static void
test_due(void)
{
	struct scene s;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin(&s, SPAN(MESSAGE));
		add(&s, rows[i].fate, rows[i].notify);
		ok(is_due(&s) == rows[i].want, rows[i].name);
		end(&s);
	}
	begin(&s, SPAN(MESSAGE));
	s.envelope.sender = (struct address){ { 0 }, { 0 } };
	add(&s, 'f', 0);
	ok(!is_due(&s), "RFC 3464 section 2: not to the null sender");
	end(&s);
}

static void
test_whole(void)
{
	struct scene s;

	begin(&s, SPAN(MESSAGE));
	s.envelope.ret = RET_FULL;
	add(&s, 'f', 0);
	add(&s, 's', 0);
	is_text(written(&s),
	    "From: Mail Delivery <MAILER-DAEMON@mx.here.test>\n"
	    "To: <ann@here.test>\n"
	    "Subject: Your message could not be delivered\n"
	    "Date: Wed, 25 Nov 2026 21:04:05 +0000\n"
	    "Message-ID: <1d@mx.here.test>\n"
	    "Auto-Submitted: auto-replied\n"
	    "MIME-Version: 1.0\n"
	    "Content-Transfer-Encoding: 7bit\n"
	    "Content-Type: multipart/report;\n"
	    "\treport-type=delivery-status;\n"
	    "\tboundary=\"=_1d-0\"\n\n"
	    "\n--=_1d-0\nContent-Type: text/plain; charset=us-ascii\n"
	    "Content-Description: Explanation\n"
	    "Content-Transfer-Encoding: 7bit\n\n"
	    "This is a report of the mail program at host\n"
	    "mx.here.test about a message of yours.\n\n"
	    "It could not be delivered, and will not be, to:\n\n"
	    "  r0@x.test\n      host said: 550 5.1.1 no\n\n"
	    "Your message is attached.\n"
	    "\n--=_1d-0\nContent-Type: message/delivery-status\n"
	    "Content-Description: Delivery status\n"
	    "Content-Transfer-Encoding: 7bit\n\n"
	    "Reporting-MTA: dns; mx.here.test\n"
	    "Arrival-Date: Thu, 1 Jan 1970 00:00:00 +0000\n\n"
	    "Final-Recipient: rfc822; r0@x.test\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n"
	    "Last-Attempt-Date: Thu, 1 Jan 1970 00:00:00 +0000\n"
	    "\n--=_1d-0\nContent-Type: message/rfc822\n"
	    "Content-Description: Your message\n"
	    "Content-Transfer-Encoding: 7bit\n\n"
	    MESSAGE "\n--=_1d-0--\n",
	    "RFC 6522, RFC 3464: a report with all of the message");
	end(&s);
}

/* What comes back, and how. */
static const struct {
	const char *name;
	char fate;
	enum ret ret;
	const char *message, *want;
	bool utf8;
} returns[] = {
	{ "RFC 3461 section 4.3: no RET", 'f', RET_NONE, MESSAGE,
	    "text/rfc822-headers\n"
	    "Content-Description: The header of your message\n"
	    "Content-Transfer-Encoding: 7bit\n\n"
	    "From: ann@here.test\nSubject: hello\n\n\n--=_1d-0--\n", false },
	{ "RFC 3461 section 4.3: RET=HDRS", 'f', RET_HDRS, MESSAGE,
	    "text/rfc822-headers\n", false },
	{ "RFC 3461 section 4.3: RET=FULL, but nothing failed", 'd',
	    RET_FULL, MESSAGE, "text/rfc822-headers\n", false },
	{ "8bit in the body: the header is 7bit", 'f', RET_HDRS,
	    "A: b\n\n\351\n", "Content-Transfer-Encoding: 7bit\n\nA: b\n",
	    false },
	{ "8bit in the body, all of it", 'f', RET_FULL, "A: b\n\n\351\n",
	    "Content-Transfer-Encoding: 8bit\n\nA: b\n\n\351\n\n--", false },
	{ "8bit in the header", 'f', RET_HDRS, "A: \351\n\nx\n",
	    "Content-Transfer-Encoding: 8bit\n\nA: \351\n", false },
	{ "RFC 6533 section 6: message/global-headers", 'f', RET_HDRS,
	    "A: \303\251\n\nx\n", "message/global-headers\n", true },
	{ "RFC 6533 section 6: message/global", 'f', RET_FULL,
	    "A: \303\251\n\nx\n", "message/global\n", true },
	{ "RFC 6533 section 4: message/global-delivery-status", 'f',
	    RET_FULL, "A: \303\251\n\nx\n",
	    "message/global-delivery-status\n", true },
	{ "RFC 6522 section 3: report-type is the subtype", 'f', RET_FULL,
	    "A: \303\251\n\nx\n", "report-type=global-delivery-status;",
	    true },
	{ "RFC 2046 section 5.1.1: another boundary", 'f', RET_FULL,
	    "A: b\n\n--=_1d-0--\n--=_1d-1\n",
	    "boundary=\"=_1d-2\"", false },
	{ "RFC 2046 section 5.1.1: not for what stays away", 'f', RET_HDRS,
	    "A: b\n\n--=_1d-0--\n", "boundary=\"=_1d-0\"", false },
	{ "a subject for a delay", 'd', RET_NONE, MESSAGE,
	    "Subject: Your message is delayed\n", false },
	{ "D3: a subject for doubt", 'u', RET_NONE, MESSAGE,
	    "Subject: Your message may not have been delivered\n", false },
};

static void
test_returns(void)
{
	struct scene s;

	for (size_t i = 0; i < sizeof(returns) / sizeof(returns[0]); i++) {
		begin(&s, span_of(returns[i].message));
		s.envelope.ret = returns[i].ret;
		s.envelope.needs_smtputf8 = returns[i].utf8;
		add(&s, returns[i].fate, 0);
		ok(has(written(&s), returns[i].want), returns[i].name);
		end(&s);
	}
}

/* test_several - each under what became of it, and no others */

static void
test_several(void)
{
	struct span text;
	struct scene s;

	begin(&s, SPAN(MESSAGE));
	add(&s, 's', NOTIFY_SUCCESS);
	add(&s, 'u', 0);
	add(&s, 'd', 0);
	add(&s, 'f', NOTIFY_NEVER);
	add(&s, 'm', NOTIFY_SUCCESS);
	text = written(&s);
	ok(has(text, "again they may get it twice:\n\n  r1@x.test\n      host "
	    "said: 452 4.2.2 full\n\nIt is not yet delivered to:\n\n"
	    "  r2@x.test\n      host said: 452 4.2.2 full\n\n"
	    "It was passed on to a server that does not report deliveries, "
	    "for:\n\n  r0@x.test\n      250 ok\n\n"
	    "It was delivered to:\n\n  r4@x.test\n"), "for people");
	ok(has(text, "r0@x.test\nAction: relayed\n") &&
	    has(text, "r1@x.test\nAction: delayed\n") &&
	    has(text, "r2@x.test\nAction: delayed\n") &&
	    has(text, "r4@x.test\nAction: delivered\n"), "for programs");
	ok(!has(text, "r3@x.test"), "RFC 3461: NOTIFY=NEVER is kept to");
	end(&s);
}

/* test_troubles - the report is whole, if not what comes back */

static void
test_troubles(void)
{
	struct scene s;
	struct dsn why;
	struct span text;
	FILE *out = tmpfile();

	begin(&s, SPAN(MESSAGE));
	add(&s, 'f', 0);
	s.bounce.source = NULL;
	text = written(&s);
	ok(!has(text, "attached") && !has(text, "rfc822-headers") &&
	    has(text, "Action: failed\n") && has(text, "\n--=_1d-0--\n"),
	    "no message, nothing comes back");
	s.bounce.source = s.source;
	why = DSN_IN(s.arena);
	must(ftruncate(fileno(s.file), 2) == 0);
	ok(!bounce_write(&s.bounce, out, &why), "a message that shrank");
	text = texts_written(s.arena, &out);
	ok(!has(text, "attached") && has(text, "Action: failed\n") &&
	    has(text, "\n--=_1d-0--\n"), "and the report without it");
	end(&s);
}

/* test_hostile - a reply that looks like a boundary, and more */

static void
test_hostile(void)
{
	struct scene s;
	struct span text;

	begin(&s, SPAN(MESSAGE));
	add(&s, 'f', 0);
	s.envelope.recipients.at[0].dsn.text = s.envelope.recipients.at[0].
	    dsn.reply = SPAN("550 no\n--=_1d-0--\n\nAction: delivered");
	text = written(&s);
	ok(has(text, "      550 no --=_1d-0--  Action: delivered\n") &&
	    has(text, "smtp; 550 no --=_1d-0--  Action: delivered\n"),
	    "what a server says stays in its line");
	ok(!has(text, "\nAction: delivered"), "and makes no field");
	end(&s);
}

int
main(void)
{
	test_due();
	test_whole();
	test_returns();
	test_several();
	test_troubles();
	test_hostile();
	return tap_done();
}
