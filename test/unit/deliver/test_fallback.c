/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of destinations, fallback relays and the relayhost: when they are
 * tried, and what their own trouble means (deliver/delivery.c).
 */
#include "unit/deliver/scene.h"

#define FALLBACK "smtp_fallback_relay = "
#define SENT_BY_B "sent 2.0.0 b.test: 250 2.0.0 stored"
#define U1_450	{ "RCPT TO:<u1@", "450 4.2.1 later" }
#define NOT_CLOSED "4.3.5 none: malformed destination \"[b\": ']' is missing"

static const struct scene scenes[] = {
	{ .name = "behaviour 58: fallback after NXDOMAIN",
	    .destination = "gone.test", .settings = FALLBACK "[b.test]",
	    .verdicts = { SENT_BY_B },
	    .attempts = "b.test end-of-data 2.0.0",
	    .servers = { { A }, { B } } },

	{ .name = "behaviour 58: after SERVFAIL",
	    .destination = "slow.test", .settings = FALLBACK "[b.test]",
	    .verdicts = { SENT_BY_B },
	    .servers = { { A }, { B } } },

	{ .name = "behaviour 23: after a null MX",
	    .destination = "null.test", .settings = FALLBACK "[b.test]",
	    .verdicts = { SENT_BY_B },
	    .servers = { { A }, { B } } },

	{ .name = "behaviour 58: after refused connections",
	    .destination = "[a.test]", .settings = FALLBACK "[b.test]",
	    .verdicts = { SENT_BY_B },
	    .attempts = "a.test connect 4.4.1, b.test end-of-data 2.0.0",
	    .servers = { { A, REFUSES }, { B } } },

	{ .name = "behaviour 58: after a soft failure",
	    .destination = "[a.test]", .settings = FALLBACK "[b.test]",
	    .verdicts = { SENT_BY_B },
	    .servers = { { A, { U1_450 } }, { B } } },

	{ .name = "behaviours 52, 58: after the session limit",
	    .destination = "two.test",
	    .settings = "smtp_mx_session_limit = 1\n" FALLBACK "[c.test]",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .servers = { { A, { U1_450 } }, { B }, { C } },
	    .heard = { NULL, "", ALL_FOR_U1 } },

	{ .name = "behaviour 58: not after 550",
	    .destination = "[a.test]", .settings = FALLBACK "[b.test]",
	    .verdicts = { "bounced 5.1.1 a.test: host a.test[127.0.0.1] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)" },
	    .servers = { { A, { { "RCPT", "550 5.1.1 who?" } } }, { B } },
	    .heard = { NULL, "" } },

	{ .name = "behaviour 58: nor after a delivery",
	    .destination = "[a.test]", .settings = FALLBACK "[b.test]",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .servers = { { A }, { B } },
	    .heard = { NULL, "" } },

	{ .name = "behaviour 58: several of them, in turn",
	    .destination = "gone.test",
	    .settings = FALLBACK "[a.test], gone.test, [b.test]",
	    .verdicts = { SENT_BY_B },
	    .attempts = "a.test rcpt 4.2.1, b.test end-of-data 2.0.0",
	    .servers = { { A, { U1_450 } }, { B } } },

	{ .name = "behaviour 57: what a fallback relay says for now",
	    .destination = "[a.test]", .settings = FALLBACK "[b.test]",
	    .verdicts = { "deferred 4.2.1 b.test: host b.test[127.0.0.2] "
		"said: 450 4.2.1 later (in reply to RCPT TO command)" },
	    .servers = { { A, REFUSES }, { B, { U1_450 } } } },

	{ .name = "behaviour 57: a fallback relay's 550 bounces",
	    .destination = "[a.test]", .settings = FALLBACK "[b.test]",
	    .verdicts = { "bounced 5.1.1 b.test: host b.test[127.0.0.2] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)" },
	    .servers = { { A, REFUSES }, { B, { { "RCPT",
		"550 5.1.1 who?" } } } } },

	{ .name = "behaviour 57: a fallback relay that is not found",
	    .destination = "null.test", .settings = FALLBACK "gone.test",
	    .verdicts = { "deferred 4.3.5 none: " GONE } },

	{ .name = "behaviour 57: also after 450, with its words",
	    .destination = "[a.test]", .settings = FALLBACK "gone.test",
	    .verdicts = { "deferred 4.3.5 none: " GONE },
	    .servers = { { A, { U1_450 } } } },

	{ .name = "behaviour 57: temporary trouble keeps its status",
	    .destination = "gone.test", .settings = FALLBACK "slow.test",
	    .verdicts = { "deferred 4.4.3 none: Host or domain name not "
		"found. Name service error for name=slow.test type=MX: Host "
		"not found, try again" } },

	{ .name = "behaviour 57: the relayhost is not found",
	    .destination = NULL, .settings = "relayhost = gone.test",
	    .verdicts = { "deferred 4.3.5 none: " GONE } },

	{ .name = "behaviour 57: the same when it is named with -d",
	    .destination = "gone.test", .settings = "relayhost = gone.test",
	    .verdicts = { "deferred 4.3.5 none: " GONE } },

	{ .name = "behaviour 57: not in another spelling",
	    .destination = "gone.test",
	    .settings = "relayhost = [gone.test]",
	    .verdicts = { "bounced 5.4.4 none: " GONE } },

	{ .name = "behaviour 57: not when it is a list",
	    .destination = NULL,
	    .settings = "relayhost = null.test, gone.test",
	    .verdicts = { "bounced 5.4.4 none: " GONE } },

	{ .name = "behaviour 57: the first of the list counts",
	    .destination = "null.test, gone.test",
	    .settings = "relayhost = null.test",
	    .verdicts = { "deferred 4.3.5 none: " GONE } },

	{ .name = "behaviour 57: and no other one",
	    .destination = "null.test, gone.test",
	    .settings = "relayhost = gone.test",
	    .verdicts = { "bounced 5.4.4 none: " GONE } },

	{ .name = "behaviour 57: the relayhost's own 550 bounces",
	    .destination = NULL, .settings = "relayhost = [a.test]",
	    .verdicts = { "bounced 5.1.1 a.test: host a.test[127.0.0.1] "
		"said: 550 5.1.1 who? (in reply to RCPT TO command)" },
	    .servers = { { A, { { "RCPT", "550 5.1.1 who?" } } } } },

	{ .name = "D24: a later member is malformed, the first takes it",
	    .destination = "[a.test], [b",
	    .verdicts = { "sent 2.0.0 a.test: 250 2.0.0 stored" },
	    .servers = { { A } } },

	{ .name = "D24: a later member is malformed and reached",
	    .destination = "[a.test], [b",
	    .verdicts = { "deferred " NOT_CLOSED },
	    .attempts = "a.test rcpt 4.2.1",
	    .servers = { { A, { U1_450 } } } },

	{ .name = "D24: and those behind it are tried",
	    .destination = "[a.test], [b, [b.test]",
	    .verdicts = { SENT_BY_B },
	    .servers = { { A, { U1_450 } }, { B } } },

	{ .name = "D24: a malformed fallback relay",
	    .destination = "gone.test", .settings = FALLBACK "[b",
	    .verdicts = { "deferred " NOT_CLOSED } },
};

/* LMTP knows no relayhost to be softened (57 as observed). */

static void
lmtp(void)
{
	struct trial_setup setup = { .recipients = "u1@x.test",
	    .destination = "gone.test", .rows = scene_world,
	    .settings = "relayhost = gone.test" };
	struct trial t;

	trial_open(&t, &setup);
	t.params.protocol = PROTOCOL_LMTP;
	trial_run(&t);
	is_text(trial_verdict(&t, 0), "bounced 5.4.4 none: " GONE,
	    "behaviour 57: LMTP softens nothing for the relayhost");
	trial_close(&t);
	setup.settings = FALLBACK "gone.test";
	trial_open(&t, &setup);
	t.params.protocol = PROTOCOL_LMTP;
	trial_run(&t);
	is_text(trial_verdict(&t, 0), "deferred 4.3.5 none: " GONE,
	    "behaviour 57: but for a fallback relay");
	trial_close(&t);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		scene_play(&scenes[i]);
	lmtp();
	return tap_done();
}
