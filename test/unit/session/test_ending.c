/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/session/scene.h"

/* The conversation up to the message, and the message with its dot. */
#define BEFORE	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA", "S: 354 go"
#define FLIGHT	MAIL, RCPT(0), "C: DATA", "S: 250 ok", "S: 250 ok", "S: 354 go"
#define DOT	"C: hello", "C: ."
#define QUIT	"C: QUIT"
#define PIPE	.offers = CAP_PIPELINING

enum {
	UP_TO_DOT = 10,		/* octets of the message and its dot */
};

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define LOST	{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "lost connection " \
	WITH " while sending end of data" ONCE_MORE, 0, true }
#define UNSENT	{ FATE_OPEN, "4.4.2", STAGE_MESSAGE, "lost connection " \
	WITH " while sending message body", 0, false }
#define EARLY(text) { FATE_OPEN, "4.5.0", STAGE_MESSAGE, "protocol error: " \
	HOST " answered before it was asked, while sending message body: " \
	text, 0, false }
#define ENDED	{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, HOST " ended the " \
	"session instead of answering the end of data" ONCE_MORE, 0, true }

static void
soft_bounce(struct bench *b)
{
	b->params.soft_bounce = true;
}

static void
one_deadline(struct bench *b)
{
	b->params.per_request_deadline = true;
}

/* An earlier server had the whole message and did not answer. */

static void
doubt_before(struct bench *b)
{
	struct dsn lost = DSN_IN(b->arena);

	dsn_fail(&lost, "4.4.2", "lost");
	recipient_doubt(b->at[0]);
	recipient_remember(b->at[0], &lost);
}

static const struct scene answered[] = {
	{ "behaviour 205: one answer for all who were accepted",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", RCPT(1),
		"S: 250 ok", "C: DATA", "S: 354 go", DOT,
		"S: 250 2.0.0 stored", QUIT),
	    .recipients = 2, .want = { OK, OK } },

	{ "behaviours 180, 205: the same, pipelined with QUIT behind the dot",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: 250 2.0.0 stored"),
	    PIPE, .want = { OK } },

	{ "behaviour 205: 2.0.0 if there is no other status",
	    .script = SCRIPT(BEFORE, DOT, "S: 251 forwarded", QUIT),
	    .want = { { FATE_SENT, "2.0.0", STAGE_END_OF_DATA,
		"251 forwarded", 251, false } } },

	{ "behaviours 205, 227: the whole answer is the text, its status",
	    .script = SCRIPT(BEFORE, DOT, "S: 250-2.6.0 one", "--",
		"S: 250 2.6.0 two", QUIT),
	    .want = { { FATE_SENT, "2.6.0", STAGE_END_OF_DATA,
		"250-2.6.0 one 250 2.6.0 two", 250, false } } },

	{ "behaviour 205: 4xx",
	    .script = SCRIPT(BEFORE, DOT, "S: 452 4.3.1 full", QUIT),
	    .want = { { FATE_OPEN, "4.3.1", STAGE_END_OF_DATA, HOST " said: "
		"452 4.3.1 full (in reply to end of DATA command)", 452,
		false } } },

	{ "behaviour 205: 5xx",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: 554 5.7.1 spam"), PIPE,
	    .want = { { FATE_BOUNCED, "5.7.1", STAGE_END_OF_DATA, HOST
		" said: 554 5.7.1 spam (in reply to end of DATA command)",
		554, false } } },

	{ "behaviour 72: 354 to the dot bounces with 5.5.0",
	    .script = SCRIPT(BEFORE, DOT, "S: 354 go", QUIT),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_END_OF_DATA, NULL, 354,
		false } } },

	{ "behaviour 63: soft_bounce",
	    .script = SCRIPT(BEFORE, DOT, "S: 554 5.7.1 spam", QUIT),
	    .arrange = soft_bounce,
	    .want = { { FATE_OPEN, "4.7.1", STAGE_END_OF_DATA, NULL, 554,
		false } } },

	{ "who was refused has no part in the answer",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 250 ok", RCPT(2), "S: 450 4.2.1 later",
		"C: DATA", "S: 354 go", DOT, "S: 452 4.3.1 full", QUIT),
	    .recipients = 3, .want = {
		{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, NULL, 550, false },
		{ FATE_OPEN, "4.3.1", STAGE_END_OF_DATA, NULL, 452, false },
		{ FATE_OPEN, "4.2.1", STAGE_RCPT, NULL, 450, false } } },

	{ "behaviour 205: an answer more after the dot's changes nothing",
	    .script = SCRIPT(BEFORE, DOT, "S: 250 2.0.0 stored",
		"S: 554 5.7.1 spam", QUIT), .want = { OK } },

	{ "behaviours 186, 218: nor does a connection lost at QUIT",
	    .script = SCRIPT(BEFORE, DOT, "S: 250 2.0.0 stored", "reset"),
	    .want = { OK } },

	{ "behaviours 186, 215: nor a server that does not take QUIT",
	    .script = SCRIPT(BEFORE, DOT, "S: 250 2.0.0 stored", "stall 18"),
	    .want = { OK } },

	{ "D3: delivered after an earlier server was left in doubt",
	    .script = SCRIPT(BEFORE, DOT, "S: 250 2.0.0 stored", QUIT),
	    .arrange = doubt_before,
	    .want = { { FATE_SENT, "2.0.0", STAGE_END_OF_DATA,
		"250 2.0.0 stored", 250, true } } },

	{ "D3: refused after that: still in doubt, and settled",
	    .script = SCRIPT(BEFORE, DOT, "S: 554 5.7.1 spam", QUIT),
	    .arrange = doubt_before,
	    .want = { { FATE_DEFERRED, "5.7.1", STAGE_END_OF_DATA, NULL, 554,
		true } } },
};

static const struct scene unanswered[] = {
	{ "D3, behaviour 213: lost after the dot",
	    .script = SCRIPT(BEFORE, DOT, "hangup"), .want = { LOST } },

	{ "D3: lost after the dot and QUIT",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "hangup"), PIPE,
	    .want = { LOST } },

	{ "D3, behaviours 64, 213: lost inside the line of the answer",
	    .script = SCRIPT(BEFORE, DOT, "R: 250 2.0.0 stored", "hangup"),
	    .want = { LOST } },

	{ "D3: lost after a line that goes on",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: 250-2.0.0 stored",
		"hangup"), PIPE, .want = { LOST } },

	{ "D3, behaviour 215: no answer in time",
	    .script = SCRIPT(BEFORE, DOT, "stall 16"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "conversation "
		WITH " timed out while sending end of data" ONCE_MORE, 0,
		true } } },

	{ "D3, behaviour 216: a whole answer by one deadline",
	    .script = SCRIPT(BEFORE, DOT, "S: 250-2.0.0 stored", "stall 16"),
	    .arrange = one_deadline,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, NULL, 0,
		true } } },

	{ "D3: only who was accepted is in doubt",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), RCPT(2), "C: DATA",
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok",
		"S: 450 4.2.1 later", "S: 354 go", DOT, QUIT, "hangup"),
	    .recipients = 3, PIPE, .want = {
		{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, NULL, 550, false },
		LOST,
		{ FATE_OPEN, "4.2.1", STAGE_RCPT, NULL, 450, false } } },

	{ "D1, D3: a line that is no answer to the dot",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: stored, thanks",
		"S: 221 2.0.0 Bye"), PIPE,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_END_OF_DATA, "protocol "
		"error: " HOST " answered with \"stored, thanks\" while "
		"sending end of data" ONCE_MORE, 0, true } } },

	{ "D1, D3: a line that is no answer inside of one",
	    .script = SCRIPT(BEFORE, DOT, "S: 250-2.0.0 stored", "S: 2"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_END_OF_DATA, NULL, 0,
		true } } },

	{ "D3, D16: 221, the answer to QUIT, is none to the dot",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: 221 2.0.0 Bye"), PIPE,
	    .want = { ENDED } },

	{ "D3, D16: nor without a QUIT",
	    .script = SCRIPT(BEFORE, DOT, "S: 221 2.0.0 Bye"),
	    .want = { ENDED } },

	{ "D3, D16: nor is 421",
	    .script = SCRIPT(BEFORE, DOT, "S: 421 4.3.2 shutting down"),
	    .want = { ENDED } },

	{ "a signal while the answer is due: it comes in the time of grace",
	    .script = SCRIPT(BEFORE, DOT, "grace", "S: 250 2.0.0 stored",
		QUIT), .want = { OK } },

	{ "D3: it does not come in the time of grace: 4.3.0, in doubt",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "spent"), PIPE,
	    .want = { { FATE_OPEN, "4.3.0", STAGE_END_OF_DATA,
		"interrupted by a signal", 0, true } } },

	{ "D3: in doubt for the second time",
	    .script = SCRIPT(BEFORE, DOT, "hangup"), .arrange = doubt_before,
	    .want = { LOST } },
};

/* The dot did not leave, or not whole. */

static const struct scene unsent[] = {
	{ "behaviour 213: gone before the dot left: no doubt",
	    .script = SCRIPT(BEFORE, "hangup"), .want = { UNSENT } },

	{ "the write of message and dot fails: no doubt",
	    .script = SCRIPT(FLIGHT, "reset", "hangup"), PIPE,
	    .want = { UNSENT } },

	{ "the write fails at the last octet of the dot: no doubt",
	    .script = SCRIPT(BEFORE, DOT, "cut 9", "reset", "hangup"),
	    .want = { UNSENT } },

	{ "D3: it fails behind the last octet of the dot: doubt",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 10", "reset", "hangup"),
	    PIPE, .want = { LOST } },

	{ "D3: part of QUIT has left: doubt",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 12", "reset", "hangup"),
	    PIPE, .want = { LOST } },

	{ "QUIT fails, but the answer is there",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 10", "reset",
		"S: 250 2.0.0 stored", "hangup"), PIPE, .want = { OK } },

	{ "QUIT is not taken in time, but the answer comes",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 13", "stall 15",
		"S: 250 2.0.0 stored"), PIPE, .want = { OK } },

	{ "a signal while QUIT is not taken: the answer has its grace",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 10", "halt", "grace",
		"S: 250 2.0.0 stored"), PIPE, .want = { OK } },

	{ "the answer is there before QUIT was taken",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 10",
		"T: 250 2.0.0 stored", "rest"), PIPE, .want = { OK } },

	{ "D3: the server will say no more: the dot is not sent",
	    .script = SCRIPT(FLIGHT, "half"), PIPE, .want = { UNSENT } },

	{ "D3: it said so when half of the message had left",
	    .script = SCRIPT(BEFORE, DOT, "cut 4", "half"),
	    .want = { UNSENT } },

	{ "the message needs two writes",
	    .script = SCRIPT(BEFORE, DOT, "cut 3", "rest",
		"S: 250 2.0.0 stored", QUIT), .want = { OK } },

	{ "behaviours 213, 215: the message is not taken in time: no doubt",
	    .script = SCRIPT(BEFORE, "stall 15"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE, "conversation "
		WITH " timed out while sending message body", 0, false } } },

	{ "the last octet is not taken in time: no doubt",
	    .script = SCRIPT(BEFORE, DOT, "cut 9", "stall 15"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE, NULL, 0,
		false } } },

	{ "a signal before the last octet has left: no doubt",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 9", "halt"), PIPE,
	    .want = { { FATE_OPEN, "4.3.0", STAGE_MESSAGE,
		"interrupted by a signal", 0, false } } },

	{ "D3: no doubt here, but from an earlier server",
	    .script = SCRIPT(BEFORE, "hangup"), .arrange = doubt_before,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE, NULL, 0,
		true } } },

	{ "behaviour 210: what was said before the write failed counts: 552",
	    .script = SCRIPT(BEFORE, "reset", "S: 552 5.3.4 too big",
		"hangup"),
	    .want = { { FATE_BOUNCED, "5.3.4", STAGE_MESSAGE, HOST " said: "
		"552 5.3.4 too big (in reply to end of DATA command)", 552,
		false } } },

	{ "behaviour 210: 452",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 4", "reset",
		"S: 452 4.3.1 full", "hangup"), PIPE,
	    .want = { { FATE_OPEN, "4.3.1", STAGE_MESSAGE, NULL, 452,
		false } } },

	{ "D2: but not an acceptance",
	    .script = SCRIPT(BEFORE, "reset", "S: 250 2.0.0 stored",
		"hangup"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, "protocol error: "
		HOST " answered before it had read the message: 250 2.0.0 "
		"stored", 0, false } } },

	{ "D16: nor what is no answer to a message",
	    .script = SCRIPT(BEFORE, "reset", "S: 354 go", "hangup"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, "protocol error: "
		HOST " answered before it had read the message: 354 go", 0,
		false } } },

	{ "D2: nor one while the dot is half sent",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 8", "reset",
		"S: 250 2.0.0 stored", "hangup"), PIPE,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, NULL, 0,
		false } } },
};

/* Something is said before the dot has left. */

static const struct scene too_early[] = {
	{ "D2, D16: accepted before the message",
	    .script = SCRIPT(BEFORE, "S: 250 2.0.0 stored"),
	    .want = { EARLY("250 2.0.0 stored") } },

	{ "D16: refused before the message, in a segment of its own",
	    .script = SCRIPT(BEFORE, "--", "S: 554 5.6.0 no"),
	    .want = { EARLY("554 5.6.0 no") } },

	{ "D16: the same behind a flight",
	    .script = SCRIPT(FLIGHT, "--", "S: 250-2.0.0 is", "S: 250 it"),
	    PIPE, .want = { EARLY("250-2.0.0 is 250 it") } },

	{ "D1, D16: garbage before the message",
	    .script = SCRIPT(BEFORE, "S: hm"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, "protocol error: "
		HOST " answered with \"hm\" while sending message body", 0,
		false } } },

	{ "D16: 421 before the message has its own code",
	    .script = SCRIPT(FLIGHT, "S: 421 4.3.2 closing"), PIPE,
	    .want = { { FATE_OPEN, "4.3.2", STAGE_MESSAGE, HOST " said: 421 "
		"4.3.2 closing (before sending message body)", 421,
		false } } },

	{ "D2, D16: accepted when half of the message had left",
	    .script = SCRIPT(BEFORE, DOT, "cut 3", "S: 250 2.0.0 stored"),
	    .want = { EARLY("250 2.0.0 stored") } },

	{ "D2, D16: accepted when all but the last octet had left",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 9",
		"S: 250 2.0.0 stored"), PIPE,
	    .want = { EARLY("250 2.0.0 stored") } },

	{ "D16: 421 when half of the message had left",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "cut 5",
		"S: 421 4.3.2 closing", "hangup"), PIPE,
	    .want = { { FATE_OPEN, "4.3.2", STAGE_MESSAGE, NULL, 421,
		false } } },

	{ "gone when half of the message had left",
	    .script = SCRIPT(BEFORE, DOT, "cut 5", "hangup"),
	    .want = { UNSENT } },
};

/* Who dies while the dot leaves must know that it may have left. */

struct watcher {
	struct bench *b;
	unsigned seen, doubted;
};

static void
watch(void *self, struct span octets)
{
	struct watcher *w = self;

	if (octets.len != UP_TO_DOT)
		return;
	w->seen++;
	w->doubted += w->b->at[0]->in_doubt;
}

static void
doubt_begins_before_the_write(void)
{
	const struct scene scene = { .name = "D3: and nothing else changes",
	    .script = SCRIPT(BEFORE, DOT, "S: 250 2.0.0 stored", QUIT),
	    .want = { OK } };
	struct watcher w = { 0 };
	struct bench b;

	bench_set(&b, &scene);
	w.b = &b;
	b.script.watch = watch;
	b.script.self = &w;
	bench_open(&b);
	bench_deliver(&b, 0);
	session_free(&b.session);
	ok(w.seen == 1 && w.doubted == 1,
	    "D3: doubt begins before the dot is written");
	scene_judge(&b, &scene);
	bench_clear(&b);
}

static void
play_all(const struct scene *scenes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		scene_deliver(&scenes[i]);
}

#define PLAY_ALL(scenes) \
	play_all(scenes, sizeof(scenes) / sizeof((scenes)[0]))

int
main(void)
{
	PLAY_ALL(answered);
	PLAY_ALL(unanswered);
	PLAY_ALL(unsent);
	PLAY_ALL(too_early);
	doubt_begins_before_the_write();
	return tap_done();
}
