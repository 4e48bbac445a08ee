/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/deliver/scene.h"

#define U1_450	{ "RCPT TO:<u1@", "450 4.2.1 later" }
#define MAIL_451 { "MAIL", "451 4.3.0 later" }
#define SAID_451 "said: 451 4.3.0 later (in reply to MAIL FROM command)"

static const struct scene scenes[] = {
	{ .name = "one host takes it",
	    .destination = "two.test",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .attempts = "a.test end-of-data 2.0.0",
	    .servers = { { A }, { B } },
	    .heard = { ALL_FOR_U1, "" } },

	{ .name = "behaviour 48: refused, the next one",
	    .destination = "two.test",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test connect 4.4.1, b.test end-of-data 2.0.0",
	    .servers = { { A, REFUSES }, { B } },
	    .heard = { NULL, ALL_FOR_U1 } },

	{ .name = "behaviour 48: all refuse, the last reason",
	    .destination = "two.test",
	    .verdicts = { "deferred 4.4.1 none: connect to "
		"b.test[127.0.0.2]:PORT: Connection refused" },
	    .attempts = "a.test connect 4.4.1, b.test connect 4.4.1",
	    .servers = { { A, REFUSES }, { B, REFUSES } } },

	{ .name = "behaviour 48: 450, then refused: no relay",
	    .destination = "two.test",
	    .verdicts = { "deferred 4.4.1 none: connect to "
		"b.test[127.0.0.2]:PORT: Connection refused" },
	    .attempts = "a.test rcpt 4.2.1, b.test connect 4.4.1",
	    .servers = { { A, { U1_450 } }, { B, REFUSES } } },

	{ .name = "behaviour 48: refused, then a greeting with 450",
	    .destination = "two.test",
	    .verdicts = { "deferred 4.7.9 b.test: host b.test[127.0.0.2] "
		"refused to talk to me: 450 4.7.9 busy" },
	    .attempts = "a.test connect 4.4.1, b.test banner 4.7.9",
	    .servers = { { A, REFUSES }, { B, { { "",
		"450 4.7.9 busy" } } } } },

	{ .name = "behaviour 51: the second address is the last",
	    .destination = "three.test",
	    .settings = "smtp_mx_address_limit = 2",
	    .verdicts = { "deferred 4.4.1 none: connect to "
		"b.test[127.0.0.2]:PORT: Connection refused" },
	    .servers = { { A, REFUSES }, { B, REFUSES }, { C } },
	    .heard = { NULL, NULL, "" } },

	{ .name = "behaviour 51: 0 is no limit",
	    .destination = "four.test",
	    .settings = "smtp_mx_address_limit = 0\n"
		"smtp_mx_session_limit = 0",
	    .verdicts = { "sent 2.0.0 d.test: 250 2.0.0 stored" },
	    .servers = { { A, REFUSES }, { B, REFUSES }, { C, REFUSES },
		{ D } },
	    .heard = { NULL, NULL, NULL, ALL_FOR_U1 } },

	{ .name = "behaviour 51: the limit is each destination's own",
	    .destination = "[ab.test], [c.test]",
	    .settings = "smtp_mx_address_limit = 1\n"
		"smtp_randomize_addresses = no",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .attempts = "ab.test connect 4.4.1, c.test end-of-data 2.0.0",
	    .servers = { { A, REFUSES }, { B }, { C } },
	    .heard = { NULL, "", ALL_FOR_U1 } },

	{ .name = "behaviour 51: one whose greeting is no counts as well",
	    .destination = "two.test",
	    .settings = "smtp_mx_address_limit = 1",
	    .verdicts = { "deferred 4.7.9 a.test: host a.test[127.0.0.1] "
		"refused to talk to me: 450 4.7.9 busy" },
	    .attempts = "a.test banner 4.7.9",
	    .servers = { { A, { { "", "450 4.7.9 busy" } } }, { B } },
	    .heard = { "QUIT /", "" } },

	{ .name = "behaviour 52: the second session is the last",
	    .destination = "three.test",
	    .verdicts = { "deferred 4.3.0 b.test: host b.test[127.0.0.2] "
		SAID_451 },
	    .servers = { { A, { MAIL_451 } }, { B, { MAIL_451 } }, { C } },
	    .heard = { "EHLO MAIL RSET QUIT /", "EHLO MAIL RSET QUIT /",
		"" } },

	{ .name = "behaviour 52: a refused greeting is no session",
	    .destination = "three.test",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .servers = { { A, { { "", "450 busy" } } }, { B, { MAIL_451 } },
		{ C } },
	    .heard = { "QUIT /", NULL, ALL_FOR_U1 } },

	{ .name = "behaviour 52: 0 is no limit",
	    .destination = "three.test",
	    .settings = "smtp_mx_session_limit = 0",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .servers = { { A, { MAIL_451 } }, { B, { MAIL_451 } },
		{ C } } },

	{ .name = "behaviour 52: the limit is each destination's own",
	    .destination = "[ab.test], [c.test]",
	    .settings = "smtp_mx_session_limit = 1\n"
		"smtp_randomize_addresses = no",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .servers = { { A, { MAIL_451 } }, { B }, { C } },
	    .heard = { "EHLO MAIL RSET QUIT /", "", ALL_FOR_U1 } },

	{ .name = "behaviour 54: 450 to RCPT, the next one",
	    .destination = "two.test",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test rcpt 4.2.1, b.test end-of-data 2.0.0",
	    .servers = { { A, { U1_450 } }, { B } } },

	{ .name = "behaviour 54: and 450 there, with its words",
	    .destination = "two.test",
	    .verdicts = { "deferred 4.2.9 b.test: host b.test[127.0.0.2] "
		"said: 450 4.2.9 second (in reply to RCPT TO command)" },
	    .servers = { { A, { U1_450 } }, { B, { { "RCPT",
		"450 4.2.9 second" } } } } },

	{ .name = "behaviour 54: 550 bounces, nobody else is tried",
	    .destination = "two.test",
	    .verdicts = { "bounced 5.1.1 a.test: host a.test[127.0.0.1] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)" },
	    .attempts = "a.test rcpt 5.1.1",
	    .servers = { { A, { { "RCPT", "550 5.1.1 who?" } } }, { B } },
	    .heard = { "EHLO MAIL u1@x.test RSET QUIT /", "" } },

	{ .name = "behaviour 55: only who was refused for now goes on",
	    .destination = "two.test",
	    .recipients = "u1@x.test u2@x.test u3@x.test",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored",
		"bounced 5.1.1 a.test: host a.test[127.0.0.1] said: "
		"550 5.1.1 who? (in reply to RCPT TO command)",
		"sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test end-of-data 2.0.0",
	    .servers = { { A, { { "RCPT TO:<u2@", "550 5.1.1 who?" },
		{ "RCPT TO:<u3@", "450 4.2.2 full" } } }, { B } },
	    .heard = { "EHLO MAIL u1@x.test u2@x.test u3@x.test DATA . "
		"QUIT /", "EHLO MAIL u3@x.test DATA . QUIT /" } },

	{ .name = "behaviour 55: each at another host",
	    .destination = "three.test",
	    .settings = "smtp_mx_session_limit = 0",
	    .recipients = "u1@x.test u2@x.test u3@x.test",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored",
		"sent 2.0.0 b.test: 250 2.0.0 stored",
		"sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .attempts = "a.test rcpt 4.2.1, b.test rcpt 4.2.1, "
		"c.test end-of-data 2.0.0",
	    .servers = { { A, { U1_450, { "RCPT TO:<u2@", "450 no" } } },
		{ B, { U1_450 } }, { C } },
	    .heard = { NULL, "EHLO MAIL u1@x.test u2@x.test DATA . QUIT /",
		ALL_FOR_U1 } },

	{ .name = "behaviour 56: there was no server at all",
	    .destination = ", ,",
	    .verdicts = { "deferred 4.3.0 none: server unavailable or "
		"unable to receive mail" },
	    .attempts = "" },

	{ .name = "behaviour 62: QUIT after a handshake that came to no",
	    .destination = "two.test",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .servers = { { A, { { "EHLO", "502 no" }, { "HELO",
		"450 no" } } }, { B } },
	    .heard = { "EHLO HELO QUIT /", ALL_FOR_U1 } },

	{ .name = "behaviour 62: no QUIT where the server is gone",
	    .destination = "two.test",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .servers = { { A, { { "EHLO", HANGUP } } }, { B } },
	    .heard = { "EHLO /", ALL_FOR_U1 } },

	{ .name = "behaviour 62: no QUIT where the server said nothing",
	    .destination = "two.test", .settings = "smtp_helo_timeout = 1s",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .servers = { { A, { { "EHLO", STALL } } }, { B } },
	    .heard = { "EHLO /", ALL_FOR_U1 } },

	{ .name = "behaviour 63: soft_bounce, 550 goes to the next host",
	    .destination = "two.test", .settings = "soft_bounce = yes",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test rcpt 4.1.1, b.test end-of-data 2.0.0",
	    .servers = { { A, { { "RCPT", "550 5.1.1 who?" } } },
		{ B } } },

	{ .name = "behaviour 63: soft_bounce, 550 at the last one",
	    .destination = "[a.test]", .settings = "soft_bounce = yes",
	    .verdicts = { "deferred 4.1.1 a.test: host a.test[127.0.0.1] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)" },
	    .servers = { { A, { { "RCPT", "550 5.1.1 who?" } } } } },

	{ .name = "behaviour 63: soft_bounce, no such domain",
	    .destination = "gone.test", .settings = "soft_bounce = yes",
	    .verdicts = { "deferred 4.4.4 none: " GONE },
	    .attempts = "" },

	{ .name = "behaviour 21: no such domain",
	    .destination = "gone.test",
	    .verdicts = { "bounced 5.4.4 none: " GONE },
	    .attempts = "" },

	{ .name = "behaviour 23: a null MX",
	    .destination = "null.test",
	    .verdicts = { "bounced 5.1.0 none: Domain null.test does not "
		"accept mail (nullMX)" },
	    .attempts = "" },

	{ .name = "behaviour 7: a list, each in turn",
	    .destination = "gone.test, [a.test] [b.test]",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .servers = { { A }, { B } },
	    .heard = { ALL_FOR_U1, "" } },

	{ .name = "behaviour 49: no such address here, and it matters",
	    .destination = "two.test",
	    .settings = "smtp_bind_address = 192.0.2.77\n"
		"smtp_bind_address_enforce = yes",
	    .verdicts = { "deferred 4.4.0 none: server configuration "
		"error" },
	    .attempts = "a.test connect 4.4.0, b.test connect 4.4.0",
	    .servers = { { A }, { B } },
	    .heard = { "", "" } },

	{ .name = "behaviour 49: no such address here, and it does not",
	    .destination = "[a.test]",
	    .settings = "smtp_bind_address = [192.0.2.77]",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .servers = { { A } } },
};

/* The limits are told once they keep a host from being tried. */

static void
tells_limits(void)
{
	struct trial_setup setup = { .recipients = "u1@x.test",
	    .destination = "three.test", .rows = scene_world,
	    .servers = { { A, { MAIL_451 } }, { B, { MAIL_451 } }, { C } } };
	struct trial t;

	trial_open(&t, &setup);
	trial_run(&t);
	ok(trial_said(&t, "decision: the limit of 2 sessions is reached|"),
	    "behaviour 52: it is told why a host was not tried");
	trial_close(&t);
	setup.destination = "two.test";
	trial_open(&t, &setup);
	trial_run(&t);
	ok(!trial_said(&t, "limit"),
	    "behaviour 52: but not where none was left out");
	trial_close(&t);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		scene_play(&scenes[i]);
	tells_limits();
	return tap_done();
}
