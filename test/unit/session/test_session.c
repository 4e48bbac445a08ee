/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/halted.h"
#include "unit/listing.h"
#include "unit/session/scene.h"

#define HELLO	"S: 220 mx ESMTP", "C: EHLO me.example"
#define BEFORE	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA", "S: 354 go"
#define DOT	"C: hello", "C: ."
#define QUIT	"C: QUIT"

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }

static void
wait_for_quit(struct bench *b)
{
	b->params.skip_quit_response = false;
}

static void
wait_for_quit_at_once(struct bench *b)
{
	b->params.skip_quit_response = false;
	b->params.per_request_deadline = true;
}

static void
undeclared(struct bench *b)
{
	b->envelope.body = BODY_NONE;
}

static void
soft_bounce(struct bench *b)
{
	b->params.soft_bounce = true;
}

static const struct listing no_stored[] = { { "250 stored", NULL },
    { NULL, NULL } };

static void
filter_trouble(struct bench *b)
{
	b->params.maps.reply_filter = listing_of(no_stored);
}

static const struct listing refuses_r0[] = { { "250 r0", "550 5.7.1 mine" },
    { NULL, NULL } };

static void
filter_refuses(struct bench *b)
{
	b->params.maps.reply_filter = listing_of(refuses_r0);
}

static const struct scene whole[] = {
	{ "behaviour 99: the example",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250-PIPELINING",
		"S: 250-SIZE 10240000", "S: 250 8BITMIME",
		"C: MAIL FROM:<a@x.example> SIZE=7 BODY=7BIT", RCPT(0),
		"C: DATA", "S: 250 ok", "S: 250 ok", "S: 354 go", DOT, QUIT,
		"S: 250 2.0.0 stored"), .protocol = "esmtp", .want = { OK } },

	{ "behaviour 76: a recipient who is refused by a table",
	    .script = SCRIPT(HELLO, "S: 250 mx", MAIL, "S: 250 ok", RCPT(0),
		"S: 250 r0", RCPT(1), "S: 250 r1", "C: DATA", "S: 354 go",
		DOT, "S: 250 2.0.0 stored", QUIT), .recipients = 2,
	    .arrange = filter_refuses, .want = { { FATE_BOUNCED, "5.7.1",
		STAGE_RCPT, "host mx.example[192.0.2.1] said: 550 5.7.1 mine "
		"(in reply to RCPT TO command)", 550, false }, OK } },

	{ "behaviour 76, D3: a table that cannot say about the dot",
	    .script = SCRIPT(HELLO, "S: 250 mx", BEFORE, DOT, "S: 250 stored",
		QUIT), .arrange = filter_trouble,
	    .want = { { FATE_OPEN, "4.3.0", STAGE_END_OF_DATA, "local data "
		"error while talking to mx.example[192.0.2.1]", 0, true } } },

	{ "behaviours 84, 178: without extensions after HELO",
	    .script = SCRIPT(HELLO, "S: 502 what?", "C: HELO me.example",
		"S: 250 mx", BEFORE, DOT, "S: 250 2.0.0 stored", QUIT),
	    .protocol = "smtp", .want = { OK } },

	{ "behaviour 77: nothing is said to a server that turns us away",
	    .script = SCRIPT("S: 421 4.3.2 busy", QUIT), .no_mail = true,
	    .want = { { FATE_OPEN, "4.3.2", STAGE_BANNER, NULL, 421,
		false } } },

	{ "behaviours 98, 221: too large: nothing is said, not even QUIT",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250 SIZE 6"),
	    .recipients = 2, .want = { { FATE_BOUNCED, "5.3.4", STAGE_MAIL,
		"message size 7 exceeds size limit 6 of server "
		"mx.example[192.0.2.1]", 0, false }, { FATE_BOUNCED, "5.3.4",
		STAGE_MAIL, NULL, 0, false } } },

	{ "behaviour 98: as large as may be",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250 SIZE 7",
		"C: MAIL FROM:<a@x.example> SIZE=7", "S: 250 ok", RCPT(0),
		"S: 250 ok", "C: DATA", "S: 354 go", DOT,
		"S: 250 2.0.0 stored", QUIT), .want = { OK } },

	{ "behaviour 89: SIZE 0 is no limit",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250 SIZE 0",
		"C: MAIL FROM:<a@x.example> SIZE=7", "S: 250 ok", RCPT(0),
		"S: 250 ok", "C: DATA", "S: 354 go", DOT,
		"S: 250 2.0.0 stored", QUIT), .want = { OK } },

	{ "behaviours 89, 98: the limit holds where SIZE= is not said too",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250 SIZE 6"),
	    .arrange = undeclared, .want = { { FATE_BOUNCED, "5.3.4",
		STAGE_MAIL, NULL, 0, false } } },

	{ "behaviours 63, 98: too large, with soft_bounce",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250 SIZE 6"),
	    .arrange = soft_bounce, .want = { { FATE_OPEN, "4.3.4",
		STAGE_MAIL, NULL, 0, false } } },

	{ "behaviour 220: the answer to QUIT is waited for if that is set",
	    .script = SCRIPT(HELLO, "S: 250 mx", BEFORE, DOT,
		"S: 250 2.0.0 stored", QUIT, "S: 221 bye"),
	    .arrange = wait_for_quit, .want = { OK } },

	{ "behaviours 186, 215: so long, and it does not matter",
	    .script = SCRIPT(HELLO, "S: 250 mx", BEFORE, DOT,
		"S: 250 2.0.0 stored", QUIT, "stall 18"),
	    .arrange = wait_for_quit, .want = { OK } },

	{ "behaviours 186, 216: so long, by one deadline",
	    .script = SCRIPT(HELLO, "S: 250 mx", BEFORE, DOT,
		"S: 250 2.0.0 stored", QUIT, "S: 221-so", "stall 18"),
	    .arrange = wait_for_quit_at_once, .want = { OK } },

	{ "behaviours 186, 220: behind the dot too",
	    .script = SCRIPT(HELLO, "S: 250-mx", "S: 250 PIPELINING", MAIL,
		RCPT(0), "C: DATA", "S: 250 ok", "S: 250 ok", "S: 354 go",
		DOT, QUIT, "S: 250 2.0.0 stored", "S: hm"),
	    .arrange = wait_for_quit, .want = { OK } },

	{ "behaviour 221: no QUIT on a connection that is lost",
	    .script = SCRIPT(HELLO, "S: 250 mx", MAIL, "hangup"),
	    .arrange = wait_for_quit, .want = { { FATE_OPEN, "4.4.2",
		STAGE_MAIL, NULL, 0, false } } },

	{ "behaviour 221: nor after a time-out",
	    .script = SCRIPT(HELLO, "S: 250 mx", MAIL, "stall 12"),
	    .arrange = wait_for_quit, .untold = "said 0 QUIT",
	    .want = { { FATE_OPEN, "4.4.2",
		STAGE_MAIL, NULL, 0, false } } },

	{ "D1, D16: nor to a server that is out of step",
	    .script = SCRIPT(HELLO, "S: 250 mx", MAIL, "S: 250 ok",
		"S: 250 ok"), .arrange = wait_for_quit,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_RCPT, NULL, 0, false } } },
};

/* A session that says nothing at all, and none. */

static void
empty(void)
{
	const struct scene scene = { .name = "a session that is not opened",
	    .script = SCRIPT(QUIT), .no_mail = true };
	struct session *none = NULL;
	struct bench b;

	bench_set(&b, &scene);
	bench_open(&b);
	session_free(&b.session);
	ok(b.session == NULL, "a session is freed");
	session_free(&none);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

/* facts - what is known while somebody is being settled */

struct seen {
	struct bench *b;
	const char *protocol;
	msec_t mail_at;
};

static void
look(void *self, struct recipient *r)
{
	struct seen *seen = self;

	seen->b->settled[r->number]++;
	seen->protocol = seen->b->facts.protocol;
	seen->mail_at = seen->b->facts.mail_at;
}

static void
facts(void)
{
	const struct scene scene = { .name = "behaviour 226: and at the end",
	    .script = SCRIPT("S: 220 mx", "C: EHLO me.example", "S: 250 mx",
		BEFORE, DOT, "S: 250 2.0.0 stored", QUIT),
	    .protocol = "esmtp", .want = { OK } };
	struct seen seen = { 0 };
	struct bench b;
	msec_t began;

	bench_set(&b, &scene);
	seen.b = &b;
	began = script_time;
	b.script.pace = 1000;
	bench_open(&b);
	b.session->setup.settled = look;
	b.session->setup.self = &seen;
	ok(session_open(b.session), "a session with facts");
	is_number(b.facts.mail_at, 0, "MAIL is not yet due");
	bench_deliver(&b, 0);
	session_free(&b.session);
	is_number(seen.mail_at - began, 2000,
	    "behaviour 226: when MAIL was due is known when one is settled");
	is_number(b.at[0]->dsn.at - began, 6000, "and when that was");
	is_text(span_of(seen.protocol), "esmtp", "so is the protocol");
	scene_judge(&b, &scene);
	bench_clear(&b);
}

/* A server that takes everything at once is no reason to miss a signal. */

static void
signalled(void)
{
	const struct scene scene = { .name =
	    "a signal is obeyed before the next window of the message",
	    .script = SCRIPT(BEFORE),
	    .want = { { FATE_OPEN, "4.3.0", STAGE_MESSAGE,
		"interrupted by a signal", 0, false } } };
	struct bench b;
	struct dsn why;

	bench_set(&b, &scene);
	why = DSN_IN(b.arena);
	must(halt_new(&b.halt, &why));
	halted_by(b.halt, SIGTERM);
	bench_open(&b);
	bench_deliver(&b, 0);
	session_free(&b.session);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		scene_play(&whole[i]);
	empty();
	facts();
	signalled();
	return tap_done();
}
