/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/maillog.h"

#include <stdlib.h>

#include "report/record.h"
#include "unit/tap.h"

/* Times and how they are shown; milliseconds, as the clock has them. */
static const struct {
	const char *name;
	msec_t time;
	int decimals;
	const char *want;
} times[] = {
	{ "behaviour 226: nothing is 0", 0, 2, "0" },
	{ "behaviour 226: below the resolution: 0", 4, 2, "0" },
	{ "behaviour 226: up at half", 5, 2, "0.01" },
	{ "behaviour 226: 0.034", 34, 2, "0.03" },
	{ "behaviour 226: 0.035", 35, 2, "0.04" },
	{ "behaviour 226: two digits", 123, 2, "0.12" },
	{ "behaviour 226: trailing zeros are cut", 100, 2, "0.1" },
	{ "behaviour 226: also those that rounding makes", 97, 2, "0.1" },
	{ "behaviour 226: 0.994", 994, 2, "0.99" },
	{ "behaviour 226: rounded into the next second", 995, 2, "1" },
	{ "behaviour 226: a second", 1000, 2, "1" },
	{ "behaviour 226: 1.04", 1040, 2, "1" },
	{ "behaviour 226: 1.25, up at half", 1250, 2, "1.3" },
	{ "behaviour 226: 1.249", 1249, 2, "1.2" },
	{ "behaviour 226: 9.949", 9949, 2, "9.9" },
	{ "behaviour 226: 9.95 is 10", 9950, 2, "10" },
	{ "behaviour 226: two digits are whole seconds", 12499, 2, "12" },
	{ "behaviour 226: up at half a second", 12500, 2, "13" },
	{ "behaviour 226: 99.5", 99500, 2, "100" },
	{ "behaviour 226: 125.7", 125700, 2, "126" },
	{ "behaviour 226: a day", 86400499, 2, "86400" },

	{ "behaviour 226: no decimals: whole seconds", 499, 0, "0" },
	{ "behaviour 226: no decimals, up at half", 500, 0, "1" },
	{ "behaviour 226: no decimals above a second", 1499, 0, "1" },
	{ "behaviour 226: one decimal", 49, 1, "0" },
	{ "behaviour 226: one decimal, up at half", 50, 1, "0.1" },
	{ "behaviour 226: one decimal, 0.34", 340, 1, "0.3" },
	{ "behaviour 226: three decimals", 4, 3, "0.004" },
	{ "behaviour 226: three decimals, two digits", 34, 3, "0.034" },
	{ "behaviour 226: but no third digit", 345, 3, "0.35" },
	{ "behaviour 226: three decimals, 0.099", 99, 3, "0.099" },
	{ "behaviour 226: six decimals", 1, 6, "0.001" },
	{ "behaviour 226: six decimals, two digits", 128, 6, "0.13" },
	{ "behaviour 226: the limit does not count above a second", 1250, 6,
	    "1.3" },
	{ "behaviour 226: nor does one", 1250, 1, "1.3" },
	{ "a clock that went back", -5, 2, "0" },
};

static void
test_times(void)
{
	struct str to;

	str_init(&to, 100);
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		str_reset(&to);
		maillog_add_seconds(&to, times[i].time, times[i].decimals);
		is_text(str_span(&to), times[i].want, times[i].name);
	}
	str_clear(&to);
}

static const struct visit mx = { .remote = { .name = SPAN_INIT(
    "mx1.example.net"), .address = SPAN_INIT("192.0.2.1"), .port = 25 },
    .opened = true, .protocol = "esmtp" };

static const struct visit closed = { .remote = { .name = SPAN_INIT(
    "mx2.example.net"), .address = SPAN_INIT("2001:db8::2"), .port = 25 } };

static const struct visit unix_socket = { .remote = { .name = SPAN_INIT(
    "client.example"), .address = SPAN_INIT("/run/lmtp") }, .opened = true };

#define ADDRESS(l, d)	.address = { SPAN_INIT(l), SPAN_INIT(d) }

static const struct recipient sent = { .given = SPAN_INIT("bob"),
	ADDRESS("bob", "example.net"), .fate = FATE_SENT,
	.dsn = { .status = "2.0.0", .code = 250,
	    .text = SPAN_INIT("250 2.0.0 Ok: queued as 4X") },
};

static const struct recipient bounced = {
	ADDRESS("eve", "example.net"), .fate = FATE_BOUNCED,
	.orcpt = SPAN_INIT("rfc822;eve+2Bold@example.org"),
	.dsn = { .status = "5.1.1", .code = 550,
	    .text = SPAN_INIT("host mx1.example.net[192.0.2.1] said: 550 "
	    "5.1.1 who? (in reply to RCPT TO command)") },
};

static const struct recipient deferred = {
	ADDRESS("carol", "Nowhere.Example"), .fate = FATE_DEFERRED,
	.orcpt = SPAN_INIT("rfc822;CAROL@nowhere.example"),
	.dsn = { .status = "4.4.3", .text = SPAN_INIT("try again") },
};

static const struct recipient soft = {
	ADDRESS("dan", "example.net"), .fate = FATE_DEFERRED,
	.dsn = { .status = "4.1.1", .softened = true,
	    .text = SPAN_INIT("no dan") },
};

static const struct recipient unknown = {
	ADDRESS("fay", "example.net"), .fate = FATE_DEFERRED,
	.was_in_doubt = true,
	.dsn = { .status = "4.4.2", .softened = true,
	    .text = SPAN_INIT("lost") },
};

static const struct recipient quoted = {
	ADDRESS("a \"b\" \033", "example.net"), .fate = FATE_SENT,
	.dsn = { .status = "2.0.0", .text = SPAN_INIT("\xff\x1b[2J\nok") },
};

static const struct recipient local = {
	ADDRESS("gus", ""), .fate = FATE_SENT,
	.dsn = { .status = "2.1.5", .text = SPAN_INIT("Ok") },
};

static const struct recipient verified = {
	ADDRESS("hal", "example.net"), .fate = FATE_DELIVERABLE,
	.dsn = { .status = "2.1.5", .text = SPAN_INIT("Ok") },
};

static const struct recipient nobody = {
	.nobody = true, .fate = FATE_DEFERRED,
	.dsn = { .status = "4.4.1", .text = SPAN_INIT("refused") },
};

#define HEAD	"Nov 25 21:04:05 client.example postfix/smtp[4711]: " \
		"6543210701267: to=<"
#define NO_TIME	"delay=0, delays=0/0/0/0, dsn="

static const struct scene {
	const char *name;
	struct outcome outcome;
	const char *line;
} scenes[] = {
	{ "behaviours 225 to 227: sent", { .recipient = &sent, .visit = &mx,
	    .delay = 61258, .delays = { 60000, 1, 1250, 7 } },
	    HEAD "bob@example.net>, relay=mx1.example.net[192.0.2.1]:25, "
	    "delay=61, delays=60/0/1.3/0.01, dsn=2.0.0, status=sent (250 "
	    "2.0.0 Ok: queued as 4X)" },
	{ "behaviour 225: bounced, with the original recipient",
	    { .recipient = &bounced, .visit = &mx },
	    HEAD "eve@example.net>, orig_to=<eve+old@example.org>, relay="
	    "mx1.example.net[192.0.2.1]:25, " NO_TIME "5.1.1, status="
	    "bounced (host mx1.example.net[192.0.2.1] said: 550 5.1.1 who? "
	    "(in reply to RCPT TO command))" },
	{ "behaviour 225: the same in another case is no other",
	    { .recipient = &deferred },
	    HEAD "carol@Nowhere.Example>, relay=none, " NO_TIME
	    "4.4.3, status=deferred (try again)" },
	{ "behaviour 228: a host without a session is no relay",
	    { .recipient = &deferred, .visit = &closed },
	    HEAD "carol@Nowhere.Example>, relay=none, " NO_TIME
	    "4.4.3, status=deferred (try again)" },
	{ "behaviour 63: soft_bounce", { .recipient = &soft, .visit = &mx },
	    HEAD "dan@example.net>, relay=mx1.example.net[192.0.2.1]:25, "
	    NO_TIME "4.1.1, status=SOFTBOUNCE (no dan)" },
	{ "D3: what is unknown is deferred, and nothing else",
	    { .recipient = &unknown, .visit = &mx },
	    HEAD "fay@example.net>, relay=mx1.example.net[192.0.2.1]:25, "
	    NO_TIME "4.4.2, status=deferred (lost)" },
	{ "a socket has no port", { .recipient = &sent,
	    .visit = &unix_socket },
	    HEAD "bob@example.net>, relay=client.example[/run/lmtp], "
	    NO_TIME "2.0.0, status=sent (250 2.0.0 Ok: queued as 4X)" },
	{ "addresses are quoted, controls are replaced",
	    { .recipient = &quoted },
	    HEAD "\"a \\\"b\\\" ?\"@example.net>, relay=none, " NO_TIME
	    "2.0.0, status=sent (??[2J ok)" },
	{ "an address without a domain", { .recipient = &local },
	    HEAD "gus>, relay=none, " NO_TIME "2.1.5, status=sent (Ok)" },
};

/* Behaviour 229. */
static const struct {
	const char *name;
	struct security security;
	const char *field;
} securities[] = {
	{ "behaviour 229: the level was kept", { .state = SECURITY_KEPT,
	    .asked = TLS_DANE_ONLY, .level = TLS_DANE_ONLY }, "dane-only" },
	{ "behaviour 229: half-dane is one word", { .state = SECURITY_KEPT,
	    .asked = TLS_HALF_DANE, .level = TLS_HALF_DANE }, "halfdane" },
	{ "behaviour 229: it ended in the clear", { .state = SECURITY_KEPT,
	    .asked = TLS_MAY, .level = TLS_NONE }, "may:none" },
	{ "behaviour 229: no TLSA record could be used",
	    { .state = SECURITY_KEPT, .asked = TLS_DANE,
	    .level = TLS_ENCRYPT }, "dane:encrypt" },
	{ "behaviour 229: nobody asked for TLS", { .state = SECURITY_KEPT },
	    "none" },
	{ "behaviour 229: it was violated", { .state = SECURITY_VIOLATED,
	    .asked = TLS_SECURE, .level = TLS_SECURE }, "!secure" },
	{ "behaviour 229: it was not decided", { .state = SECURITY_UNDECIDED,
	    .asked = TLS_MAY, .level = TLS_MAY }, "may?" },
	{ "behaviour 229: there was no policy", { .state = SECURITY_UNKNOWN },
	    "unknown?" },
};

static struct maillog
maillog(void)
{
	return (struct maillog){ .host = SPAN("client.example"),
	    .program = SPAN("postfix"), .service = "smtp",
	    .started = INT64_C(0x65432107) * 1000 + 999, .process = 4711,
	    .decimals = 2, .quote = true, .with_tls = true };
}

static void
is_line(const struct maillog *m, struct outcome o, const char *want,
    const char *name)
{
	struct str line;

	str_init(&line, RECORD_SHORT_MAX);
	o.time = INT64_C(1795640645678);
	maillog_add(&line, m, &o);
	is_text(str_span(&line), want, name);
	str_clear(&line);
}

static void
test_securities(void)
{
	struct maillog m = maillog();
	struct outcome o = { .recipient = &sent };
	char line[300];

	for (size_t i = 0; i < sizeof(securities) / sizeof(securities[0]);
	    i++) {
		snprintf(line, sizeof(line), HEAD "bob@example.net>, "
		    "relay=none, delay=0, delays=0/0/0/0, tls=%s, dsn=2.0.0, "
		    "status=sent (250 2.0.0 Ok: queued as 4X)",
		    securities[i].field);
		o.security = &securities[i].security;
		is_line(&m, o, line, securities[i].name);
	}
	m.with_tls = false;
	is_line(&m, o, HEAD "bob@example.net>, relay=none, " NO_TIME "2.0.0, "
	    "status=sent (250 2.0.0 Ok: queued as 4X)",
	    "smtp_log_tls_feature_status = no: nothing of it");
}

static void
test_lines(void)
{
	struct maillog m = maillog();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		is_line(&m, scenes[i].outcome, scenes[i].line,
		    scenes[i].name);
	m.quote = false;
	is_line(&m, (struct outcome){ .recipient = &quoted },
	    HEAD "a \"b\" ?@example.net>, relay=none, " NO_TIME
	    "2.0.0, status=sent (??[2J ok)",
	    "info_log_address_format = internal");
}

static void
test_verification(void)
{
	static const struct {
		const struct recipient *recipient;
		const char *line, *name;
	} lines[] = {
		{ &verified, HEAD "hal@example.net>, relay=none, " NO_TIME
		    "2.1.5, status=deliverable (Ok)",
		    "behaviour 224: deliverable" },
		{ &deferred, HEAD "carol@Nowhere.Example>, relay=none, "
		    NO_TIME "4.4.3, status=undeliverable (try again)",
		    "behaviour 224: for now undeliverable" },
		{ &soft, HEAD "dan@example.net>, relay=none, " NO_TIME
		    "4.1.1, status=undeliverable (no dan)",
		    "behaviour 224: soft_bounce is undeliverable, too" },
		{ &nobody, HEAD ">, relay=none, " NO_TIME
		    "4.4.1, status=undeliverable (refused)",
		    "behaviour 224: nobody is the null address" },
	};
	struct maillog m = maillog();

	m.verifies = true;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		is_line(&m, (struct outcome){
		    .recipient = lines[i].recipient }, lines[i].line,
		    lines[i].name);
	is_line(&m, (struct outcome){ .recipient = &bounced, .visit = &mx },
	    HEAD "eve@example.net>, orig_to=<eve+old@example.org>, relay="
	    "mx1.example.net[192.0.2.1]:25, " NO_TIME "5.1.1, status="
	    "undeliverable (host mx1.example.net[192.0.2.1] said: 550 5.1.1 "
	    "who? (in reply to RCPT TO command))",
	    "behaviour 224: undeliverable");
}

static void
test_head(void)
{
	struct outcome o = { .recipient = &local,
	    .time = INT64_C(1793491445000) };
	struct maillog m = maillog();
	struct str line;

	m.host = SPAN("my host\n");
	m.program = SPAN("post fix\033");
	m.service = "lmtp";
	m.process = 0x123456;
	m.started = 1000;
	m.decimals = 6;
	o.delay = o.delays.connect = 12;
	str_init(&line, RECORD_SHORT_MAX);
	maillog_add(&line, &m, &o);
	is_text(str_span(&line), "Nov  1 00:04:05 my_host_ post_fix?/lmtp"
	    "[1193046]: 00000001123456: to=<gus>, relay=none, delay=0.012, "
	    "delays=0/0/0.012/0, dsn=2.1.5, status=sent (Ok)",
	    "names are one word each, the day has two places");
	str_clear(&line);
}

/* The promise of record.h, which the last words build on. */

static void
test_limits(void)
{
	static char much[DSN_TEXT_MAX];
	struct span s = span_from(much, sizeof(much));
	struct visit visit = { .remote = { span_first(s, 255), span_first(s,
	    255), 65535 }, .opened = true };
	struct recipient r = { .fate = FATE_BOUNCED, .dsn = { .text = s },
	    .address = { span_first(s, 1000), span_first(s, 255) } };
	struct outcome o = { .recipient = &r, .visit = &visit,
	    .delay = INT64_MAX, .delays = { INT64_MAX, INT64_MAX,
	    INT64_MAX, INT64_MAX } };
	struct maillog m = maillog();
	struct str line;

	memset(much, '"', sizeof(much));
	m.host = m.program = s;
	str_init(&line, RECORD_SHORT_MAX);
	maillog_add(&line, &m, &o);
	ok(!line.full, "the longest line fits RECORD_SHORT_MAX");
	ok(strstr(str_chars(&line), "\\\"\"@\"\"") != NULL,
	    "with the whole of its address");
	str_clear(&line);
}

int
main(void)
{
	setenv("TZ", "UTC", 1);
	test_times();
	test_lines();
	test_securities();
	test_verification();
	test_head();
	test_limits();
	return tap_done();
}
