/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs that end early (--quit-after), at one host or at all (--all-hosts). */
#include "unit/deliver/scene.h"

#define U1_450	{ "RCPT TO:<u1@", "450 4.2.1 later" }
#define U1_550	{ "RCPT TO:<u1@", "550 5.1.1 who?" }
#define U2_550	{ "RCPT TO:<u2@", "550 5.1.1 who?" }
#define SAID_550(host, n) "host " host ".test[127.0.0." #n "] said: 550 " \
	"5.1.1 who? (in reply to RCPT TO command)"
#define REFUSED(host, n) "connect to " host ".test[127.0.0." #n \
	"]:PORT: Connection refused"
#define GOOD_AT(host) "deliverable 2.1.0 " host ".test: 250 2.1.0 ok"
#define VERIFIES_U1 "EHLO MAIL u1@x.test RSET QUIT /"

static const struct row {
	enum stage quit_after;
	bool all_hosts, nobody;
	struct scene scene;
} rows[] = {
	{ STAGE_RCPT, false, false, { .name = "behaviour 222: rcpt",
	    .destination = "two.test",
	    .verdicts = { GOOD_AT("a") },
	    .attempts = "a.test rcpt 2.1.0",
	    .servers = { { A }, { B } }, .heard = { VERIFIES_U1, "" } } },

	{ STAGE_RCPT, false, false, {
	    .name = "behaviour 222: hosts in turn until one is reached",
	    .destination = "three.test",
	    .verdicts = { GOOD_AT("c") },
	    .attempts = "a.test connect 4.4.1, b.test rcpt 4.2.1, c.test "
		"rcpt 2.1.0",
	    .servers = { { A, REFUSES }, { B, { U1_450 } }, { C } },
	    .heard = { NULL, VERIFIES_U1, VERIFIES_U1 } } },

	{ STAGE_RCPT, false, false, {
	    .name = "behaviour 224: who is refused is undeliverable",
	    .destination = "two.test",
	    .verdicts = { "bounced 5.1.1 a.test: " SAID_550("a", 1) },
	    .servers = { { A, { U1_550 } }, { B } },
	    .heard = { VERIFIES_U1, "" } } },

	{ STAGE_BANNER, false, false, {
	    .name = "behaviour 224: a greeting with 554 is 4.7.1",
	    .destination = "[a.test]",
	    .verdicts = { "deferred 4.7.1 a.test: host a.test[127.0.0.1] "
		"refused to talk to me: 554 5.7.1 no" },
	    .servers = { { A, { { "", "554 5.7.1 no" } } } },
	    .heard = { "QUIT /" } } },

	{ STAGE_CONNECT, false, false, { .name = "connect: not a word",
	    .destination = "[a.test]",
	    .verdicts = { "deliverable 2.0.0 a.test: connected to "
		"a.test[127.0.0.1]:PORT" },
	    .attempts = "a.test connect 2.0.0",
	    .servers = { { A } }, .heard = { "/" } } },

	{ STAGE_HELLO, false, true, { .name = "hello: a destination alone",
	    .destination = "two.test", .recipients = "",
	    .verdicts = { "deliverable 2.0.0 b.test: 250 mx" },
	    .attempts = "a.test banner 4.3.2, b.test hello 2.0.0",
	    .servers = { { A, { { "", "421 4.3.2 later" } } }, { B } },
	    .heard = { "QUIT /", "EHLO QUIT /" } } },

	{ STAGE_BANNER, false, true, {
	    .name = "banner: a destination that is not there",
	    .destination = "[gone.test]", .recipients = "",
	    .verdicts = { "bounced 5.4.4 none: " GONE }, .attempts = "" } },

	{ STAGE_MAIL, false, false, {
	    .name = "mail: once, whatever the limit of recipients",
	    .destination = "[a.test]",
	    .settings = "smtp_destination_recipient_limit = 1",
	    .recipients = "u1@x.test u2@x.test",
	    .verdicts = { GOOD_AT("a"), GOOD_AT("a") },
	    .attempts = "a.test mail 2.1.0",
	    .servers = { { A } }, .heard = { "EHLO MAIL RSET QUIT /" } } },

	{ STAGE_RCPT, false, false, {
	    .name = "behaviour 222: a part of the recipients at a time",
	    .destination = "[a.test]",
	    .settings = "smtp_destination_recipient_limit = 1",
	    .recipients = "u1@x.test u2@x.test",
	    .verdicts = { GOOD_AT("a"), GOOD_AT("a") },
	    .servers = { { A } }, .heard = {
		"EHLO MAIL u1@x.test RSET MAIL u2@x.test RSET QUIT /" } } },

	{ STAGE_DATA, false, false, { .name = "behaviour 223: data",
	    .destination = "[a.test]",
	    .recipients = "u1@x.test u2@x.test",
	    .verdicts = { "bounced 5.1.1 a.test: " SAID_550("a", 1),
		"deliverable 2.0.0 a.test: 354 go on" },
	    .attempts = "a.test rcpt 5.1.1",
	    .servers = { { A, { U1_550 } } },
	    .heard = { "EHLO MAIL u1@x.test u2@x.test DATA /" } } },

	{ STAGE_DATA, false, false, {
	    .name = "behaviour 223: each part has a connection of its own",
	    .destination = "[a.test]",
	    .settings = "smtp_destination_recipient_limit = 2",
	    .recipients = "u1@x.test u2@x.test u3@x.test",
	    .verdicts = { "bounced 5.1.1 a.test: " SAID_550("a", 1),
		"deliverable 2.0.0 a.test: 354 go on",
		"deliverable 2.0.0 a.test: 354 go on" },
	    .servers = { { A, { U1_550 } } },
	    .heard = { "EHLO MAIL u1@x.test u2@x.test DATA /"
		"EHLO MAIL u3@x.test DATA /" } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: dead, refusing, good",
	    .destination = "three.test",
	    .verdicts = { GOOD_AT("c") },
	    .attempts = "a.test connect 4.4.1, b.test rcpt 5.1.1, c.test "
		"rcpt 2.1.0",
	    .servers = { { A, REFUSES }, { B, { U1_550 } }, { C } },
	    .heard = { NULL, VERIFIES_U1, VERIFIES_U1 } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: good, dead, refusing; the first one counts",
	    .destination = "three.test",
	    .verdicts = { GOOD_AT("a") },
	    .attempts = "a.test rcpt 2.1.0, b.test connect 4.4.1, c.test "
		"rcpt 5.1.1",
	    .servers = { { A }, { B, REFUSES }, { C, { U1_550 } } },
	    .heard = { VERIFIES_U1, NULL, VERIFIES_U1 } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: a refusal counts more than a later",
	    .destination = "three.test",
	    .settings = "smtp_mx_session_limit = 0",
	    .verdicts = { "bounced 5.1.1 b.test: " SAID_550("b", 2) },
	    .attempts = "a.test rcpt 4.2.1, b.test rcpt 5.1.1, c.test "
		"connect 4.4.1",
	    .servers = { { A, { U1_450 } }, { B, { U1_550 } },
		{ C, REFUSES } } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: none is reached: the last word, as ever",
	    .destination = "two.test",
	    .verdicts = { "deferred 4.4.1 none: " REFUSED("b", 2) },
	    .attempts = "a.test rcpt 4.2.1, b.test connect 4.4.1",
	    .servers = { { A, { U1_450 } }, { B, REFUSES } } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: each recipient has its own verdict",
	    .destination = "two.test",
	    .recipients = "u1@x.test u2@x.test",
	    .verdicts = { GOOD_AT("b"), GOOD_AT("a") },
	    .attempts = "a.test rcpt 5.1.1, b.test rcpt 2.1.0",
	    .servers = { { A, { U1_550 } }, { B, { U2_550 } } },
	    .heard = { "EHLO MAIL u1@x.test u2@x.test RSET QUIT /",
		"EHLO MAIL u1@x.test u2@x.test RSET QUIT /" } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: of every destination, and fallback relays",
	    .destination = "[a.test], [gone.test], [b.test]",
	    .settings = "smtp_fallback_relay = [c.test]",
	    .verdicts = { GOOD_AT("a") },
	    .attempts = "a.test rcpt 2.1.0, b.test rcpt 2.1.0, c.test rcpt "
		"2.1.0",
	    .servers = { { A }, { B }, { C } },
	    .heard = { VERIFIES_U1, VERIFIES_U1, VERIFIES_U1 } } },

	{ STAGE_RCPT, true, false, {
	    .name = "behaviour 52: all hosts are more than the limits allow",
	    .destination = "three.test",
	    .verdicts = { GOOD_AT("a") },
	    .attempts = "a.test rcpt 2.1.0, b.test rcpt 2.1.0, c.test rcpt "
		"2.1.0",
	    .servers = { { A }, { B }, { C } },
	    .heard = { VERIFIES_U1, VERIFIES_U1, VERIFIES_U1 } } },

	{ STAGE_RCPT, true, false, {
	    .name = "all hosts: a signal ends it, and takes nothing back",
	    .destination = "three.test",
	    .recipients = "u1@x.test u2@x.test",
	    .verdicts = { GOOD_AT("a"), "deferred 4.3.0 b.test: "
		"interrupted by a signal" },
	    .servers = { { A, { { "RCPT TO:<u2@", "450 4.2.1 later" } } },
		{ B, { { "MAIL", SIGNAL STALL } } }, { C } },
	    .heard = { NULL, NULL, "" } } },
};

static void
play(const struct row *row)
{
	const struct scene *scene = &row->scene;
	struct trial_setup setup = { .settings = scene->settings,
	    .recipients = scene->recipients == NULL ? "u1@x.test" :
	    scene->recipients, .destination = scene->destination,
	    .rows = scene_world };
	struct trial t;

	memcpy(setup.servers, scene->servers, sizeof(setup.servers));
	trial_open(&t, &setup);
	if (row->nobody)
		envelope_add_nobody(&t.envelope);
	t.run.quit_after = row->quit_after;
	t.run.all_hosts = row->all_hosts;
	t.run.in_turn = true;
	trial_run(&t);
	scene_check(scene, &t);
	trial_close(&t);
}

/* What each host said is told, whatever becomes of it. */

static void
tells_each_host(void)
{
	struct trial_setup setup = { .recipients = "u1@x.test",
	    .destination = "two.test", .rows = scene_world,
	    .servers = { { A, { U1_550 } }, { B } } };
	struct trial t;

	trial_open(&t, &setup);
	for (size_t i = 0; i < t.envelope.recipients.len; i++)
		t.envelope.recipients.at[i].given = SPAN("U1");
	t.run.quit_after = STAGE_RCPT;
	t.run.all_hosts = true;
	trial_run(&t);
	ok(trial_said(&t, "|note: U1 at a.test[127.0.0.1]: rcpt, 5.1.1: "
	    SAID_550("a", 1) "|"), "all hosts: a refusal is told");
	ok(trial_said(&t, "|note: U1 at b.test[127.0.0.2]: rcpt, 2.1.0: 250 "
	    "2.1.0 ok|"), "all hosts: and what is good");
	trial_close(&t);
	trial_open(&t, &setup);
	t.run.quit_after = STAGE_RCPT;
	trial_run(&t);
	ok(!trial_said(&t, "|note: "), "but not where one is enough");
	trial_close(&t);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		play(&rows[i]);
	tells_each_host();
	return tap_done();
}
