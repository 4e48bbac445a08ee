/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What nobody knows for certain, and what only looks final: doubt (D3),
 * soft words that outlive hard ones (D17), and stopping in the middle
 * (deliver/delivery.c, deliver/attempt.c).
 */
#include "unit/deliver/scene.h"

#define SENT_BY_B "sent 2.0.0 b.test: 250 2.0.0 stored"
#define AT_A	"a.test: lost connection with a.test[127.0.0.1] while " \
	"sending end of data -- message may be sent more than once"
#define LOST	{ ".", HANGUP }
#define U1_450	{ "RCPT TO:<u1@", "450 4.2.1 later" }
#define A_SAID_450 "deferred 4.2.1 a.test: host a.test[127.0.0.1] said: " \
	"450 4.2.1 later (in reply to RCPT TO command)"
#define WHO_550	{ "RCPT", "550 5.1.1 who?" }

static const struct scene scenes[] = {
	{ .name = "D3: lost after the dot, and nobody else",
	    .destination = "[a.test]",
	    .verdicts = { "unknown 4.4.2 " AT_A },
	    .attempts = "a.test end-of-data 4.4.2",
	    .servers = { { A, { LOST } } } },

	{ .name = "D3: then delivered elsewhere",
	    .destination = "two.test",
	    .verdicts = { "duplicate 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test end-of-data 4.4.2, b.test end-of-data 2.0.0",
	    .servers = { { A, { LOST } }, { B } } },

	{ .name = "D3: then refused for good elsewhere",
	    .destination = "two.test",
	    .verdicts = { "unknown 4.4.2 " AT_A },
	    .attempts = "a.test end-of-data 4.4.2, b.test rcpt 5.1.1",
	    .servers = { { A, { LOST } }, { B, { WHO_550 } } } },

	{ .name = "D3: then refused for now elsewhere",
	    .destination = "two.test",
	    .verdicts = { "unknown 4.4.2 " AT_A },
	    .servers = { { A, { LOST } }, { B, { U1_450 } } } },

	{ .name = "D3: then nobody is there",
	    .destination = "two.test, gone.test",
	    .verdicts = { "unknown 4.4.2 " AT_A },
	    .servers = { { A, { LOST } }, { B, REFUSES } } },

	{ .name = "D3: mxput_retry_in_doubt = no, nobody else is tried",
	    .destination = "two.test",
	    .settings = "mxput_retry_in_doubt = no\n"
		"smtp_fallback_relay = [c.test]",
	    .verdicts = { "unknown 4.4.2 " AT_A },
	    .attempts = "a.test end-of-data 4.4.2",
	    .servers = { { A, { LOST } }, { B }, { C } },
	    .heard = { NULL, "", "" } },

	{ .name = "D3: which is about those in doubt only",
	    .destination = "two.test",
	    .settings = "mxput_retry_in_doubt = no",
	    .recipients = "u1@x.test u2@x.test",
	    .verdicts = { SENT_BY_B, "unknown 4.4.2 " AT_A },
	    .servers = { { A, { LOST, U1_450 } }, { B } },
	    .heard = { NULL, ALL_FOR_U1 } },

	{ .name = "D3: lost before the dot is no doubt",
	    .destination = "two.test",
	    .verdicts = { SENT_BY_B },
	    .servers = { { A, { { "DATA", HANGUP } } }, { B } } },

	{ .name = "D3: no answer to the dot within the time for it",
	    .destination = "[a.test]",
	    .settings = "smtp_data_done_timeout = 1s",
	    .verdicts = { "unknown 4.4.2 a.test: conversation with "
		"a.test[127.0.0.1] timed out while sending end of data -- "
		"message may be sent more than once" },
	    .servers = { { A, { { ".", STALL } } } } },

	{ .name = "D3: an answer to the dot ends the doubt",
	    .destination = "two.test",
	    .verdicts = { SENT_BY_B },
	    .servers = { { A, { { ".", "451 4.3.0 later" } } }, { B } } },

	{ .name = "D17: 450, then NXDOMAIN",
	    .destination = "[a.test], gone.test",
	    .verdicts = { A_SAID_450 },
	    .attempts = "a.test rcpt 4.2.1",
	    .servers = { { A, { U1_450 } } } },

	{ .name = "D17: refused, then a null MX",
	    .destination = "[a.test], null.test",
	    .verdicts = { "deferred 4.4.1 none: connect to "
		"a.test[127.0.0.1]:PORT: Connection refused" },
	    .servers = { { A, REFUSES } } },

	{ .name = "D17: SERVFAIL, then NXDOMAIN",
	    .destination = "slow.test, gone.test",
	    .verdicts = { "deferred 4.4.3 none: Host or domain name not "
		"found. Name service error for name=slow.test type=MX: Host "
		"not found, try again" } },

	{ .name = "D17: NXDOMAIN, then SERVFAIL",
	    .destination = "gone.test, slow.test",
	    .verdicts = { "deferred 4.4.3 none: Host or domain name not "
		"found. Name service error for name=slow.test type=MX: Host "
		"not found, try again" } },

	{ .name = "D17: only hard words, the last one",
	    .destination = "null.test, gone.test",
	    .verdicts = { "bounced 5.4.4 none: " GONE } },

	{ .name = "D17: refused, then no SMTPUTF8",
	    .destination = "two.test", .utf8 = true,
	    .verdicts = { "deferred 4.4.1 none: connect to "
		"a.test[127.0.0.1]:PORT: Connection refused" },
	    .attempts = "a.test connect 4.4.1, b.test hello 5.6.7",
	    .servers = { { A, REFUSES }, { B } } },

	{ .name = "behaviour 93: no SMTPUTF8 anywhere",
	    .destination = "two.test", .utf8 = true,
	    .verdicts = { "bounced 5.6.7 b.test: message requires SMTPUTF8, "
		"but no server was found that supports SMTPUTF8. The last "
		"attempted server was b.test[127.0.0.2]" },
	    .servers = { { A }, { B } } },

	{ .name = "D17: 450, then a server's own 550 for the recipient",
	    .destination = "two.test",
	    .verdicts = { "bounced 5.1.1 b.test: host b.test[127.0.0.2] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)" },
	    .servers = { { A, { U1_450 } }, { B, { WHO_550 } } } },

	{ .name = "stopped by a signal: who is open is delayed",
	    .destination = "two.test",
	    .recipients = "u1@x.test u2@x.test u3@x.test",
	    .verdicts = { "bounced 5.1.1 a.test: host a.test[127.0.0.1] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)",
		"deferred 4.3.0 a.test: interrupted by a signal",
		"deferred 4.3.0 a.test: interrupted by a signal" },
	    .attempts = "a.test rcpt 5.1.1",
	    .servers = { { A, { { "RCPT TO:<u1@", "550 5.1.1 who?" },
		{ "RCPT TO:<u2@", SIGNAL STALL } } }, { B } },
	    .heard = { "EHLO MAIL u1@x.test u2@x.test /", "" } },

	{ .name = "stopped by a signal: an earlier word is no verdict",
	    .destination = "three.test",
	    .verdicts = { "deferred 4.3.0 b.test: interrupted by a "
		"signal" },
	    .attempts = "a.test rcpt 4.2.1, b.test mail 4.3.0",
	    .servers = { { A, { U1_450 } }, { B, { { "MAIL",
		SIGNAL STALL } } }, { C } },
	    .heard = { NULL, NULL, "" } },

	{ .name = "stopped by a signal: the answer to the dot still counts",
	    .destination = "two.test",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .servers = { { A, { { ".", SIGNAL "250 2.0.0 stored" } } },
		{ B } },
	    .heard = { NULL, "" } },

	{ .name = "D3: stopped by a signal, in doubt stays in doubt",
	    .destination = "two.test",
	    .verdicts = { "unknown 4.4.2 " AT_A },
	    .servers = { { A, { { ".", SIGNAL HANGUP } } }, { B } },
	    .heard = { NULL, "" } },
};

/*
 * The end of --timeout, which counts from the start of the run, while a
 * server says nothing. How far things are by then is a matter of chance.
 */

static void
timeout(void)
{
	struct trial_setup setup = { .recipients = "u1@x.test u2@x.test",
	    .destination = "two.test", .rows = scene_world,
	    .servers = { { A, { { "RCPT TO:<u2@", STALL } } }, { B } },
	    .timeout = 3600000 };
	struct trial t;

	trial_open(&t, &setup);
	t.run.started -= setup.timeout;
	trial_run(&t);
	ok(trial_is_whole(&t), "stopped by the time: everybody is told once");
	for (size_t i = 0; i < 2; i++)
		ok(span_starts(trial_verdict(&t, i), SPAN("deferred 4.4.7 ")),
		    "stopped by the time: who is open is delayed");
	is_text(str_span(&t.servers[1].heard), "",
	    "stopped by the time: nobody else is tried");
	trial_close(&t);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		scene_play(&scenes[i]);
	timeout();
	return tap_done();
}
