/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/dsn_fields.h"

#include "unit/tap.h"

#define ADDRESS(l, d)	{ SPAN_INIT(l), SPAN_INIT(d) }

static const struct visit mx = { .remote = { .name = SPAN_INIT(
    "mx1.example.net"), .address = SPAN_INIT("192.0.2.1"), .port = 25 },
    .opened = true };
static const struct visit v4 = { .remote = { .name = SPAN_INIT("192.0.2.1"),
    .address = SPAN_INIT("192.0.2.1"), .port = 25 }, .opened = true };
static const struct visit v6 = { .remote = { .name = SPAN_INIT("2001:db8::1"),
    .address = SPAN_INIT("2001:db8::1"), .port = 25 }, .opened = true };

static void
test_message(void)
{
	static const struct row {
		const char *name, *envid, *want;
	} rows[] = {
		{ "RFC 3464 sections 2.2.2, 2.2.5: Reporting-MTA, Arrival-Date",
		    "", "Reporting-MTA: dns; here.test\n"
		    "Arrival-Date: Wed, 25 Nov 2026 21:04:05 +0000\n" },
		{ "RFC 3464 section 2.2.1: Original-Envelope-Id is decoded",
		    "a+2Bb+3Dc", "Reporting-MTA: dns; here.test\n"
		    "Original-Envelope-Id: a+b=c\n"
		    "Arrival-Date: Wed, 25 Nov 2026 21:04:05 +0000\n" },
		{ "a line end in ENVID begins no field",
		    "a+0D+0AX:+20y", "Reporting-MTA: dns; here.test\n"
		    "Original-Envelope-Id: a? X: y\n"
		    "Arrival-Date: Wed, 25 Nov 2026 21:04:05 +0000\n" },
	};
	struct str to;

	str_init(&to, 10000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct envelope envelope = { .arrival =
		    INT64_C(1795640645678), .envid = span_of(rows[i].envid) };
		struct dsn_report report = dsn_report_for(SPAN("here.test"),
		    &envelope);

		str_reset(&to);
		dsn_fields_add_message(&to, &report);
		is_text(str_span(&to), rows[i].want, rows[i].name);
	}
	str_clear(&to);
}

#define REFUSED	.fate = FATE_BOUNCED, .dsn = { .status = "5.1.1", \
	.code = 550, .text = SPAN_INIT("host said"), \
	.reply = SPAN_INIT("550 5.1.1 no") }
#define DATE	"Last-Attempt-Date: Wed, 25 Nov 2026 21:04:05 +0000\n"

static const struct row {
	const char *name;
	struct recipient r;
	const struct visit *visit;
	bool utf8;
	const char *want;
} rows[] = {
	{ "RFC 3464 section 2.3.3: failed; 2.3.5, 2.3.6: the server said so",
	    { .address = ADDRESS("ann", "x.test"), REFUSED }, &mx, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: failed\n"
	    "Status: 5.1.1\nRemote-MTA: dns; mx1.example.net\n"
	    "Diagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "RFC 3464 section 2.1.2: a server that is an address",
	    { .address = ADDRESS("ann", "x.test"), REFUSED }, &v4, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: failed\n"
	    "Status: 5.1.1\nRemote-MTA: dns; [192.0.2.1]\n"
	    "Diagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "RFC 5321 section 4.1.3: of IPv6",
	    { .address = ADDRESS("ann", "x.test"), REFUSED }, &v6, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: failed\n"
	    "Status: 5.1.1\nRemote-MTA: dns; [IPv6:2001:db8::1]\n"
	    "Diagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "behaviour 231: delayed, and no server said so",
	    { .address = ADDRESS("ann", "x.test"), .fate = FATE_DEFERRED,
	    .dsn = { .status = "4.4.2", .text = SPAN_INIT("lost it") } }, &mx,
	    false, "Final-Recipient: rfc822; ann@x.test\nAction: delayed\n"
	    "Status: 4.4.2\nDiagnostic-Code: x-mxput; lost it\n" DATE },
	{ "D3: unknown",
	    { .address = ADDRESS("ann", "x.test"), .fate = FATE_DEFERRED,
	    .was_in_doubt = true, .dsn = { .status = "4.4.2",
	    .text = SPAN_INIT("lost it") } }, &mx, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: delayed\n"
	    "Status: 4.4.2\nDiagnostic-Code: x-mxput; lost it\n" DATE
	    "X-Mxput-Unknown: yes\n" },
	{ "behaviour 211: relayed, and perhaps twice",
	    { .address = ADDRESS("ann", "x.test"), .fate = FATE_SENT,
	    .was_in_doubt = true, .dsn = { .status = "2.0.0", .code = 250,
	    .reply = SPAN_INIT("250 ok") } }, &mx, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: relayed\n"
	    "Status: 2.0.0\nRemote-MTA: dns; mx1.example.net\n"
	    "Diagnostic-Code: smtp; 250 ok\n" DATE
	    "X-Mxput-May-Be-Duplicate: yes\n" },
	{ "behaviour 211: delivered",
	    { .address = ADDRESS("ann", "x.test"), .fate = FATE_SENT,
	    .dsn = { .status = "2.0.0", .code = 250, .final = true,
	    .reply = SPAN_INIT("250 ok") } }, &mx, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: delivered\n"
	    "Status: 2.0.0\nRemote-MTA: dns; mx1.example.net\n"
	    "Diagnostic-Code: smtp; 250 ok\n" DATE },
	{ "RFC 3464 section 2.3.1: Original-Recipient is decoded",
	    { .address = ADDRESS("ann", "x.test"),
	    .orcpt = SPAN_INIT("rfc822;eve+2Bold@y.test"), REFUSED }, NULL,
	    false, "Original-Recipient: rfc822; eve+old@y.test\n"
	    "Final-Recipient: rfc822; ann@x.test\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "RFC 6533 section 3: of type utf-8 in US-ASCII",
	    { .address = ADDRESS("ann", "x.test"),
	    .orcpt = SPAN_INIT("utf-8;\\x{E9}@y.test"), REFUSED }, NULL,
	    false, "Original-Recipient: utf-8; \\x{E9}@y.test\n"
	    "Final-Recipient: rfc822; ann@x.test\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "RFC 6533 section 4: and in UTF-8",
	    { .address = ADDRESS("\303\251", "x.test"),
	    .orcpt = SPAN_INIT("utf-8;\\x{E9}@y.test"), REFUSED }, NULL, true,
	    "Original-Recipient: utf-8; \303\251@y.test\n"
	    "Final-Recipient: utf-8; \303\251@x.test\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "behaviour 176: a local part that must be quoted",
	    { .address = ADDRESS("a b\nc", "x.test"), REFUSED }, NULL, false,
	    "Final-Recipient: rfc822; \"a b c\"@x.test\nAction: failed\n"
	    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n" DATE },
	{ "a hostile reply: no field of its own, no group of its own",
	    { .address = ADDRESS("ann", "x.test"), .fate = FATE_BOUNCED,
	    .dsn = { .status = "5.0.0", .code = 550, .reply = SPAN_INIT(
	    "550-no\n\nFinal-Recipient: rfc822; bob@x.test\r\nAction: "
	    "delivered\n550 \303\251") } }, NULL, false,
	    "Final-Recipient: rfc822; ann@x.test\nAction: failed\n"
	    "Status: 5.0.0\n"
	    "Diagnostic-Code: smtp; 550-no  Final-Recipient: rfc822; "
	    "bob@x.test? Action:\n delivered 550 ??\n" DATE },
	{ "behaviour 224: nobody, but their destination",
	    { .nobody = true, .fate = FATE_DELIVERABLE, .dsn = {
	    .status = "2.0.0", .code = 220, .reply = SPAN_INIT("220 hi") } },
	    NULL, false,
	    "Final-Recipient: x-mxput-destination; next.test\n"
	    "Action: deliverable\nStatus: 2.0.0\n"
	    "Diagnostic-Code: smtp; 220 hi\n" DATE },
};

static void
test_recipients(void)
{
	struct str to;

	str_init(&to, 10000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct dsn_report report = { .utf8 = rows[i].utf8 };
		struct outcome outcome = { .recipient = &rows[i].r,
		    .visit = rows[i].visit, .time = INT64_C(1795640645678),
		    .destination = SPAN("next.test") };

		str_reset(&to);
		dsn_fields_add_recipient(&to, &report, &outcome);
		is_text(str_span(&to), rows[i].want, rows[i].name);
	}
	str_clear(&to);
}

static void
test_utf8(void)
{
	struct envelope envelope = { 0 };
	struct recipient r = { .address = ADDRESS("ann", "x.test") };

	envelope_add(&envelope, &r);
	ok(!dsn_report_for(SPAN("h"), &envelope).utf8, "RFC 6533: US-ASCII");
	envelope.smtputf8 = true;
	ok(!dsn_report_for(SPAN("h"), &envelope).utf8,
	    "RFC 6533: also if SMTPUTF8 was asked for without need");
	envelope.needs_smtputf8 = true;
	ok(dsn_report_for(SPAN("h"), &envelope).utf8,
	    "RFC 6533: not if it was needed");
	envelope.needs_smtputf8 = false;
	r.address.local = SPAN("\303\251");
	envelope_add(&envelope, &r);
	ok(dsn_report_for(SPAN("h"), &envelope).utf8,
	    "RFC 6533: nor if an address goes beyond it");
	envelope_clear(&envelope);
}

int
main(void)
{
	test_message();
	test_recipients();
	test_utf8();
	return tap_done();
}
