/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/record.h"

#include "unit/report/well_formed.h"
#include "unit/tap.h"

static const struct visit mx = { .remote = { .name = SPAN_INIT(
    "mx1.example.net"), .address = SPAN_INIT("192.0.2.1"), .port = 25 },
    .opened = true, .protocol = "esmtp" };

static const struct visit closed = { .remote = { .name = SPAN_INIT(
    "mx2.example.net"), .address = SPAN_INIT("2001:db8::2"), .port = 25 },
    .protocol = "esmtp" };

static const struct visit unix_socket = { .remote = { .name = SPAN_INIT(
    "client.example"), .address = SPAN_INIT("/run/lmtp") },
    .opened = true, .protocol = "lmtp" };

static const struct attempt second = { .visit = &mx, .dsn = {
    .status = "2.0.0", .stage = STAGE_END_OF_DATA,
    .text = SPAN_INIT("250 2.0.0 Ok") } };

static const struct attempt first = { .visit = &closed, .dsn = {
    .status = "4.4.1", .stage = STAGE_CONNECT,
    .text = SPAN_INIT("connect to mx2.example.net[2001:db8::2]:25: "
    "Connection refused") }, .next = &second };

static const struct recipient sent = {
	.given = SPAN_INIT("bob@example.net"), .fate = FATE_SENT,
	.dsn = { .status = "2.0.0", .code = 250, .stage = STAGE_END_OF_DATA,
	    .text = SPAN_INIT("250 2.0.0 Ok"),
	    .reply = SPAN_INIT("250-2.0.0 one\n250 2.0.0 Ok") },
};

static const struct recipient bounced = {
	.given = SPAN_INIT("eve@example.net"), .fate = FATE_BOUNCED,
	.orcpt = SPAN_INIT("rfc822;eve+2Bold@example.org"),
	.dsn = { .status = "5.1.1", .code = 550, .stage = STAGE_RCPT,
	    .text = SPAN_INIT("host mx1.example.net[192.0.2.1]:25 said: 550 "
	    "5.1.1 who? (in reply to RCPT TO command)"),
	    .reply = SPAN_INIT("550 5.1.1 who?") },
};

static const struct recipient delayed = {
	.given = SPAN_INIT("carol@nowhere.example"), .fate = FATE_DEFERRED,
	.dsn = { .status = "4.4.3", .stage = STAGE_DNS,
	    .text = SPAN_INIT("Host not found, try again") },
};

static const struct recipient unknown = {
	.given = SPAN_INIT("dan@example.net"), .fate = FATE_DEFERRED,
	.was_in_doubt = true,
	.dsn = { .status = "4.4.2", .stage = STAGE_END_OF_DATA,
	    .text = SPAN_INIT("lost connection") },
};

static const struct recipient deliverable = {
	.given = SPAN_INIT("gus@example.net"), .fate = FATE_DELIVERABLE,
	.dsn = { .status = "2.1.5", .code = 250, .stage = STAGE_RCPT,
	    .text = SPAN_INIT("250 2.1.5 Ok"),
	    .reply = SPAN_INIT("250 2.1.5 Ok") },
};

static const struct recipient nobody = {
	.nobody = true, .fate = FATE_DELIVERABLE,
	.dsn = { .status = "2.0.0", .stage = STAGE_CONNECT,
	    .text = SPAN_INIT("connected to mx1.example.net[192.0.2.1]:25") },
};

static const struct recipient twice = {
	.given = SPAN_INIT("ann@example.net"), .fate = FATE_SENT,
	.was_in_doubt = true,
	.dsn = { .status = "2.0.0", .code = 250, .stage = STAGE_END_OF_DATA,
	    .text = SPAN_INIT("250 Ok"), .reply = SPAN_INIT("250 Ok") },
};

static const struct recipient at_home = {
	.given = SPAN_INIT("ann"), .fate = FATE_SENT,
	.dsn = { .status = "2.0.0", .code = 250, .stage = STAGE_END_OF_DATA,
	    .final = true, .text = SPAN_INIT("250 Saved"),
	    .reply = SPAN_INIT("250 Saved") },
};

static const struct recipient hostile = {
	.given = SPAN_INIT("\"a\033b\"@example.net"), .fate = FATE_BOUNCED,
	.dsn = { .status = "5.0.0", .code = 554, .stage = STAGE_MAIL,
	    .text = SPAN_INIT("said: \xff\x1b[2J"),
	    .reply = SPAN_INIT("554 \xff\x1b[2J\x80") },
};

static const struct security proved = { .state = SECURITY_KEPT,
	.asked = TLS_HALF_DANE, .level = TLS_HALF_DANE, .on = true,
	.matched = true, .version = SPAN_INIT("TLSv1.3"),
	.cipher = SPAN_INIT("TLS_AES_256_GCM_SHA384"),
	.peer = STANDING_TRUSTED, .match = SPAN_INIT("3 1 1 ABCD"),
};

static const struct visit logged_in = {
	.remote = { SPAN_INIT("mx1.example.net"), SPAN_INIT("192.0.2.1"), 25 },
	.opened = true, .protocol = "esmtp",
	.login = { "PLAIN", SPAN_INIT("an\xffn") },
};

static const struct security in_the_clear = { .state = SECURITY_KEPT,
	.asked = TLS_MAY, .level = TLS_NONE };

static const struct scene {
	const char *name;
	struct outcome outcome;
	const char *text;
} scenes[] = {
	{ "behaviour 211: what was taken is relayed",
	    { .recipient = &sent, .visit = &mx },
	    "bob@example.net: relayed 2.0.0 via mx1.example.net[192.0.2.1]:25"
	    ": 250 2.0.0 Ok" },
	{ "behaviour 211: by a last server it is delivered",
	    { .recipient = &at_home, .visit = &mx },
	    "ann: delivered 2.0.0 via mx1.example.net[192.0.2.1]:25"
	    ": 250 Saved" },
	{ "what was refused for good has failed",
	    { .recipient = &bounced, .visit = &mx },
	    "eve@example.net: failed 5.1.1 via mx1.example.net[192.0.2.1]:25"
	    ": host mx1.example.net[192.0.2.1]:25 said: 550 5.1.1 who? (in "
	    "reply to RCPT TO command)" },
	{ "behaviour 228: no via when no session was open",
	    { .recipient = &delayed },
	    "carol@nowhere.example: delayed 4.4.3: Host not found, try again" },
	{ "no via when the host could not be reached",
	    { .recipient = &delayed, .visit = &closed },
	    "carol@nowhere.example: delayed 4.4.3: Host not found, try again" },
	{ "D3: nobody knows: unknown", { .recipient = &unknown, .visit = &mx },
	    "dan@example.net: unknown 4.4.2 via mx1.example.net[192.0.2.1]:25"
	    ": lost connection" },
	{ "D3: delivered after a doubt is relayed",
	    { .recipient = &twice, .visit = &mx },
	    "ann@example.net: relayed 2.0.0 via mx1.example.net[192.0.2.1]:25"
	    ": 250 Ok" },
	{ "behaviour 224: an address that was verified is deliverable",
	    { .recipient = &deliverable, .visit = &mx },
	    "gus@example.net: deliverable 2.1.5 via mx1.example.net"
	    "[192.0.2.1]:25: 250 2.1.5 Ok" },
	{ "nobody: the destination takes the recipient's place",
	    { .recipient = &nobody, .visit = &mx,
	    .destination = SPAN_INIT("[mx1.example.net], other\033.test") },
	    "[mx1.example.net], other?.test: deliverable 2.0.0 via "
	    "mx1.example.net[192.0.2.1]:25: connected to mx1.example.net"
	    "[192.0.2.1]:25" },
	{ "version, level and peer, where it was TLS", { .recipient = &sent,
	    .visit = &mx, .security = &proved },
	    "bob@example.net: relayed 2.0.0 via mx1.example.net[192.0.2.1]:25"
	    " (TLSv1.3, half-dane trusted): 250 2.0.0 Ok" },
	{ "not where it was none", { .recipient = &sent, .visit = &mx,
	    .security = &in_the_clear },
	    "bob@example.net: relayed 2.0.0 via mx1.example.net[192.0.2.1]:25"
	    ": 250 2.0.0 Ok" },
	{ "nor where no session was open", { .recipient = &delayed,
	    .visit = &closed, .security = &proved },
	    "carol@nowhere.example: delayed 4.4.3: Host not found, try again" },
	{ "a socket has no port", { .recipient = &sent,
	    .visit = &unix_socket },
	    "bob@example.net: relayed 2.0.0 via client.example[/run/lmtp]: "
	    "250 2.0.0 Ok" },
	{ "controls are replaced", { .recipient = &hostile },
	    "\"a?b\"@example.net: failed 5.0.0: said: ??[2J" },
};

static void
test_text(void)
{
	struct str line;

	str_init(&line, RECORD_SHORT_MAX);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		str_reset(&line);
		record_add_text(&line, &scenes[i].outcome);
		is_text(str_span(&line), scenes[i].text, scenes[i].name);
	}
	str_clear(&line);
}

static void
is_json(const struct outcome *outcome, const char *want, const char *name)
{
	struct str line;

	str_init(&line, RECORD_MAX);
	record_add_json(&line, outcome);
	is_text(str_span(&line), want, name);
	str_clear(&line);
}

static void
test_json(void)
{
	struct outcome o = { .recipient = &sent, .visit = &mx,
	    .destination = SPAN_INIT("example.net"), .protocol = "esmtp",
	    .attempts = &first, .delays = { 60000, 1, 1250, 7 },
	    .delay = 61258, .time = 1795640645678 };

	is_json(&o, "{\"recipient\":\"bob@example.net\","
	    "\"original_recipient\":null,\"action\":\"relayed\","
	    "\"unknown\":false,\"may_be_duplicate\":false,"
	    "\"status\":\"2.0.0\",\"code\":250,"
	    "\"reply\":\"250-2.0.0 one\\n250 2.0.0 Ok\","
	    "\"stage\":\"end-of-data\",\"detail\":\"250 2.0.0 Ok\","
	    "\"remote_mta\":{\"name\":\"mx1.example.net\","
	    "\"address\":\"192.0.2.1\",\"port\":25},"
	    "\"destination\":\"example.net\",\"protocol\":\"esmtp\","
	    "\"tls\":null,\"auth\":null,\"attempts\":["
	    "{\"name\":\"mx2.example.net\",\"address\":\"2001:db8::2\","
	    "\"port\":25,\"stage\":\"connect\",\"status\":\"4.4.1\","
	    "\"detail\":\"connect to mx2.example.net[2001:db8::2]:25: "
	    "Connection refused\"},"
	    "{\"name\":\"mx1.example.net\",\"address\":\"192.0.2.1\","
	    "\"port\":25,\"stage\":\"end-of-data\",\"status\":\"2.0.0\","
	    "\"detail\":\"250 2.0.0 Ok\"}],"
	    "\"delay\":61.258,\"delays\":{\"before\":60.000,\"setup\":0.001,"
	    "\"connect\":1.250,\"transmit\":0.007},"
	    "\"time\":\"2026-11-25T21:04:05.678Z\"}",
	    "a delivery has every key, delays have three decimals");

	o = (struct outcome){ .recipient = &delayed, .protocol = "smtp",
	    .destination = SPAN_INIT("nowhere.example") };
	is_json(&o, "{\"recipient\":\"carol@nowhere.example\","
	    "\"original_recipient\":null,\"action\":\"delayed\","
	    "\"unknown\":false,\"may_be_duplicate\":false,"
	    "\"status\":\"4.4.3\",\"code\":null,\"reply\":null,"
	    "\"stage\":\"dns\",\"detail\":\"Host not found, try again\","
	    "\"remote_mta\":null,\"destination\":\"nowhere.example\","
	    "\"protocol\":\"smtp\",\"tls\":null,\"auth\":null,"
	    "\"attempts\":[],\"delay\":0.000,\"delays\":{\"before\":0.000,"
	    "\"setup\":0.000,\"connect\":0.000,\"transmit\":0.000},"
	    "\"time\":\"1970-01-01T00:00:00.000Z\"}",
	    "a failed look-up has no reply and no remote_mta");
}

/* Does the record hold this text? */

static bool
json_has(const struct outcome *outcome, const char *text)
{
	struct str line;
	bool found;

	str_init(&line, RECORD_MAX);
	record_add_json(&line, outcome);
	found = is_one_object(str_span(&line)) &&
	    strstr(str_chars(&line), text) != NULL;
	str_clear(&line);
	return found;
}

static void
test_facts(void)
{
	struct outcome o = { .recipient = &unknown, .protocol = "smtp" };
	struct recipient r = delayed;

	ok(json_has(&o, "\"action\":\"delayed\",\"unknown\":true,"
	    "\"may_be_duplicate\":false,\"status\":\"4.4.2\""),
	    "D3: unknown is action delayed, status 4.4.2");
	o.recipient = &twice;
	ok(json_has(&o, "\"action\":\"relayed\",\"unknown\":false,"
	    "\"may_be_duplicate\":true"), "D3: delivered after a doubt may "
	    "be a duplicate");
	o.recipient = &bounced;
	ok(json_has(&o, "\"original_recipient\":\"eve+old@example.org\","
	    "\"action\":\"failed\""), "the address of ORCPT is decoded");
	r.orcpt = SPAN("utf-8;gr\\x{FC}n@example.org");
	o.recipient = &r;
	ok(json_has(&o, "\"original_recipient\":\"gr\xc3\xbcn@example.org\","),
	    "also in the form of RFC 6533");
	o.recipient = &hostile;
	ok(json_has(&o, "\"reply\":\"554 \xef\xbf\xbd\\u001b[2J"
	    "\xef\xbf\xbd\""), "hostile octets make no bad JSON");
	o.recipient = &deliverable;
	ok(json_has(&o, "{\"recipient\":\"gus@example.net\","
	    "\"original_recipient\":null,\"action\":\"deliverable\","
	    "\"unknown\":false,\"may_be_duplicate\":false,"
	    "\"status\":\"2.1.5\",\"code\":250,"), "behaviour 224: "
	    "deliverable");
	o.recipient = &nobody;
	ok(json_has(&o, "{\"recipient\":null,\"original_recipient\":null,"
	    "\"action\":\"deliverable\","), "nobody is null");
	o.visit = &mx;
	o.security = &proved;
	ok(json_has(&o, ",\"tls\":{\"level\":\"half-dane\",\"version\":"
	    "\"TLSv1.3\",\"cipher\":\"TLS_AES_256_GCM_SHA384\",\"peer\":"
	    "\"trusted\",\"match\":\"3 1 1 ABCD\"},"), "what TLS was");
	o.security = &in_the_clear;
	ok(json_has(&o, ",\"tls\":{\"level\":\"none\",\"version\":null,"
	    "\"cipher\":null,\"peer\":\"none\",\"match\":null},"),
	    "and that it was none");
	o.visit = &logged_in;
	ok(json_has(&o, ",\"auth\":{\"mechanism\":\"PLAIN\",\"user\":"
	    "\"an\xef\xbf\xbdn\"},"), "who logged in, and how");
	o.visit = &unix_socket;
	ok(json_has(&o, "\"remote_mta\":{\"name\":\"client.example\","
	    "\"address\":\"/run/lmtp\",\"port\":null}"),
	    "the port of a socket is null");
}

/* The promise that the last words and results.c build on. */

static void
test_limits(void)
{
	static char much[100000];
	static struct attempt many[RECORD_ATTEMPTS + 1];
	struct span s = span_from(much, sizeof(much));
	struct visit visit = { .remote = { s, s, 65535 }, .opened = true };
	struct recipient r = { .given = s, .fate = FATE_BOUNCED, .orcpt =
	    SPAN_INIT("rfc822;x"), .dsn = { .status = "5.123.456",
	    .code = 599, .text = s, .reply = s } };
	struct outcome o = { .recipient = &r, .destination = s,
	    .protocol = "esmtp", .visit = &visit, .delay = INT64_MAX };
	struct str line;

	memset(much, 1, sizeof(much));
	for (size_t i = 0; i <= RECORD_ATTEMPTS; i++)
		many[i] = (struct attempt){ &visit, r.dsn, i ==
		    RECORD_ATTEMPTS ? NULL : &many[i + 1] };
	str_init(&line, RECORD_SHORT_MAX);
	record_add_json(&line, &o);
	ok(is_one_object(str_span(&line)), "long texts are cut: a record "
	    "without attempts fits RECORD_SHORT_MAX");
	str_clear(&line);
	o.attempts = many;
	r.given = SPAN("x");
	visit.remote.name = visit.remote.address = span_first(s, 255);
	str_init(&line, RECORD_MAX);
	record_add_json(&line, &o);
	ok(is_one_object(str_span(&line)), "the most attempts that are "
	    "listed fit RECORD_MAX");
	str_clear(&line);
}

int
main(void)
{
	test_text();
	test_json();
	test_facts();
	test_limits();
	return tap_done();
}
