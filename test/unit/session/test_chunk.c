/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BDAT (RFC 3030): chunks, and a message that shares a flight with MAIL and
 * RCPT.
 */
#include "unit/session/scene.h"

#define QUIT	"C: QUIT"
#define STORED	"S: 250 2.0.0 stored"
#define BYE		"S: 221 2.0.0 bye"
#define LAST	"C: BDAT 7 LAST", "C: hello"
#define BEFORE	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok"

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define WHO	{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, NULL, 550, false }
#define LATER	{ FATE_OPEN, "4.2.1", STAGE_RCPT, NULL, 450, false }
#define LOST	{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "lost connection " \
	WITH " while sending end of data" ONCE_MORE, 0, true }
#define EXTRA(what) { FATE_OPEN, "4.5.0", STAGE_END_OF_DATA, "protocol " \
	"error: " HOST " gave more answers than there are commands: " what \
	ONCE_MORE, 0, true }
#define UNSENT	{ FATE_OPEN, "4.4.2", STAGE_MESSAGE, "lost connection " \
	WITH " while sending message body", 0, false }

static void
yes(struct bench *b)
{
	b->params.use_chunking = CHUNKING_YES;
}

static void
automatic(struct bench *b)
{
	b->params.use_chunking = CHUNKING_AUTO;
}

static void
automatic_lmtp(struct bench *b)
{
	automatic(b);
	b->params.protocol = PROTOCOL_LMTP;
}

static const struct scene plain[] = {
	{ "RFC 3030: BDAT in the place of DATA, and no dot",
	    .script = SCRIPT(BEFORE, LAST, STORED, QUIT),
	    .arrange = yes, .want = { OK } },

	{ "behaviour 180: QUIT right behind it, once RCPT was answered",
	    .script = SCRIPT(MAIL, RCPT(0), "S: 250 ok", "S: 250 ok", LAST,
		QUIT, STORED), .offers = CAP_PIPELINING, .arrange = yes,
	    .want = { OK } },

	{ "RFC 3030: dots are not doubled, the line ends are CRLF",
	    .script = SCRIPT(BEFORE, "C: BDAT 11 LAST", "C: .", "C: ..",
		"C: .a", STORED, QUIT),
	    .message = ".\n..\n.a", .arrange = yes, .want = { OK } },

	{ "without PIPELINING auto is as yes",
	    .script = SCRIPT(BEFORE, LAST, STORED, QUIT),
	    .arrange = automatic, .want = { OK } },

	{ "it is refused: behaviour 74's text names the command",
	    .script = SCRIPT(BEFORE, LAST, "S: 554 5.7.1 spam", QUIT),
	    .arrange = yes, .want = { { FATE_BOUNCED, "5.7.1",
		STAGE_END_OF_DATA, HOST " said: 554 5.7.1 spam (in reply to "
		"BDAT command)", 554, false } } },

	{ "nobody is accepted: no BDAT",
	    .script = SCRIPT(MAIL, RCPT(0), "S: 250 ok", "S: 550 5.1.1 who?",
		"C: RSET", QUIT, "S: 250 ok"), .offers = CAP_PIPELINING,
	    .arrange = yes, .want = { WHO } },

	{ "MAIL is refused: no BDAT",
	    .script = SCRIPT(MAIL, RCPT(0), "S: 451 4.3.0 busy",
		"S: 503 5.5.1 MAIL?", "C: RSET", QUIT, "S: 250 ok"),
	    .offers = CAP_PIPELINING, .arrange = yes, .want = { {
		FATE_OPEN, "4.3.0", STAGE_MAIL, NULL, 451, false } } },

	{ "D3: lost after the last octet",
	    .script = SCRIPT(BEFORE, LAST, "hangup"), .arrange = yes,
	    .want = { LOST } },

	{ "D3: lost before it",
	    .script = SCRIPT(BEFORE, LAST, "cut 19", "reset", "hangup"),
	    .arrange = yes, .want = { UNSENT } },

	{ "D16: answered before the last octet had left",
	    .script = SCRIPT(BEFORE, LAST, "cut 19", STORED),
	    .arrange = yes, .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE,
		"protocol error: " HOST " answered before it was asked, while "
		"sending message body: 250 2.0.0 stored", 0, false } } },

	{ "behaviour 210: refused while it was written",
	    .script = SCRIPT(BEFORE, LAST, "cut 4", "reset",
		"S: 552 5.3.4 too big", "hangup"), .arrange = yes,
	    .want = { { FATE_BOUNCED, "5.3.4", STAGE_MESSAGE, HOST " said: "
		"552 5.3.4 too big (in reply to BDAT command)", 552,
		false } } },
};

static const struct scene at_once[] = {
	{ "a message and its envelope in one flight",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", STORED, BYE), .want = { OK } },

	{ "each recipient's own answer, and then the message's",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), RCPT(2), LAST, QUIT,
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok",
		"S: 450 4.2.1 later", STORED, BYE), .recipients = 3,
	    .want = { WHO, OK, LATER } },

	{ "nobody was accepted: its answer says nothing",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 503 5.5.1 RCPT?", BYE),
	    .want = { WHO } },

	{ "MAIL was refused: all others are echoes",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT,
		"S: 551 5.7.1 not you", "S: 503 5.5.1 MAIL?",
		"S: 503 5.5.1 MAIL?", BYE), .want = { { FATE_BOUNCED, "5.7.1",
		STAGE_MAIL, NULL, 551, false } } },

	{ "D16: an answer more to RCPT passes for the message's",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", "S: 250 ok", "S: 552 5.2.2 full", BYE),
	    .want = { EXTRA("552 5.2.2 full") } },

	{ "D16: and who is refused may be somebody else",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok", STORED, BYE),
	    .recipients = 2, .want = { EXTRA("250 2.0.0 stored"),
		EXTRA("250 2.0.0 stored") } },

	{ "D16: nor is it clear that nobody was accepted",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 250 ok", STORED, BYE),
	    .want = { EXTRA("250 2.0.0 stored") } },

	{ "D16: seen while the message leaves: nobody is refused",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "cut 60",
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, NULL, 0,
		false } } },

	{ "behaviour 220: QUIT is not answered in time: nothing changes",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", "S: 550 5.1.1 who?", STORED, "--", "stall 18"),
	    .recipients = 2, .want = { OK, WHO } },

	{ "behaviours 186, 218: the connection is lost at QUIT",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", STORED, "hangup"), .want = { OK } },

	{ "D3: lost before any answer: all may have it",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), LAST, QUIT, "hangup"),
	    .recipients = 2, .want = {
		{ FATE_OPEN, "4.4.2", STAGE_MAIL, "lost connection " WITH
		" while sending MAIL FROM" ONCE_MORE, 0, true },
		{ FATE_OPEN, "4.4.2", STAGE_MAIL, NULL, 0, true } } },

	{ "D3: who was refused before is in no doubt",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), RCPT(2), LAST, QUIT,
		"S: 250 ok", "S: 450 4.2.1 later", "S: 250 ok", "hangup"),
	    .recipients = 3, .want = { LATER,
		{ FATE_OPEN, "4.4.2", STAGE_RCPT, "lost connection " WITH
		" while sending RCPT TO" ONCE_MORE, 0, true },
		{ FATE_OPEN, "4.4.2", STAGE_RCPT, NULL, 0, true } } },

	{ "D3: lost before the message's answer",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", "hangup"), .want = { LOST } },

	{ "D16: 221 is not its answer",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", "S: 221 2.0.0 bye"), .want = { { FATE_OPEN,
		"4.4.2", STAGE_END_OF_DATA, HOST " ended the session instead "
		"of answering the end of data" ONCE_MORE, 0, true } } },

	{ "D1, D3: garbage in the place of RCPT's answer",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: hm"), .want = { { FATE_OPEN, "4.5.0", STAGE_RCPT, NULL,
		0, true } } },

	{ "answers to MAIL and RCPT may come while the message leaves",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "cut 60",
		"T: 250 ok", "T: 250 ok", "rest", STORED, BYE),
	    .want = { OK } },

	{ "D16: but not its own",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "cut 60",
		"S: 250 ok", "S: 250 ok", STORED), .want = { { FATE_OPEN,
		"4.5.0", STAGE_MESSAGE, "protocol error: " HOST " answered "
		"before it was asked, while sending message body: 250 2.0.0 "
		"stored", 0, false } } },

	{ "refused by then, the message goes on all the same",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), LAST, QUIT, "cut 60",
		"T: 250 ok", "T: 550 5.1.1 who?", "rest", "S: 250 ok",
		STORED, BYE), .recipients = 2, .want = { WHO, OK } },

	{ "D3: the flight did not leave whole: nobody is in doubt",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "cut 60", "reset",
		"S: 250 ok", "S: 250 ok", "hangup"), .want = { UNSENT } },

	{ "D3: nor are they if it was closed before",
	    .script = SCRIPT("hangup"), .want = { { FATE_OPEN, "4.4.2",
		STAGE_MAIL, "lost connection " WITH " while sending MAIL FROM",
		0, false } } },

	{ "behaviour 215: it is not taken in time",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "cut 60",
		"stall 15"), .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE,
		NULL, 0, false } } },

	{ "D16: something was there before MAIL was said",
	    .script = SCRIPT("S: 250 hm"), .want = { { FATE_OPEN, "4.5.0",
		STAGE_MAIL, "protocol error: " HOST " answered before it was "
		"asked, while sending MAIL FROM: 250 hm", 0, false } } },

	{ "two transactions: QUIT behind the last one only",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, "S: 250 ok", "S: 250 ok",
		STORED, MAIL, RCPT(1), LAST, QUIT, "S: 250 ok", "S: 250 ok",
		STORED, BYE), .recipients = 2, .limit = 1,
	    .want = { OK, OK } },

	{ "between two, one that nobody was accepted for is forgotten",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 503 5.5.1 RCPT?", "C: RSET",
		"S: 250 ok", MAIL, RCPT(1), LAST, QUIT, "S: 250 ok",
		"S: 250 ok", STORED, BYE), .recipients = 2, .limit = 1,
	    .want = { WHO, OK } },
};

static const struct scene lmtp[] = {
	{ "RFC 2033 section 4.3: an answer for each who was accepted",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), RCPT(2), LAST, QUIT,
		"S: 250 ok", "S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok",
		STORED, "S: 452 4.2.2 full", BYE), .recipients = 3,
	    .want = { OK, WHO, { FATE_OPEN, "4.2.2", STAGE_END_OF_DATA,
		HOST " said: 452 4.2.2 full (in reply to BDAT command)", 452,
		false } } },

	{ "RFC 2033 section 4.3: none if nobody was",
	    .script = SCRIPT(MAIL, RCPT(0), LAST, QUIT, "S: 250 ok",
		"S: 550 5.1.1 who?", BYE), .want = { WHO } },

	{ "not in one flight if another transaction follows",
	    .script = SCRIPT(MAIL, RCPT(0), "S: 250 ok", "S: 250 ok", LAST,
		STORED, MAIL, RCPT(1), LAST, QUIT, "S: 250 ok", "S: 250 ok",
		STORED, BYE), .recipients = 2, .limit = 1,
	    .want = { OK, OK } },
};

/* Long messages. */

struct big {
	const char *name;
	size_t lines;
	const char *const *script;
	unsigned offers;
	enum chunking use;
	struct want want;
};

/* 8066 lines are 524,290 octets: two chunks and two octets. The line of a whole
 * chunk has 13 octets, the last one's also. */

static const struct big bigs[] = {
	{ "chunks of 256 KiB, each answered before the next one", 8066,
	    SCRIPT(BEFORE, "bulk 262157", "S: 250 ok", "bulk 262157",
		"S: 250 ok", "bulk 15", STORED, QUIT), .use = CHUNKING_YES,
	    .want = OK },

	{ "a chunk is refused: no further one", 8066,
	    SCRIPT(BEFORE, "bulk 262157", "S: 552 5.3.4 too big", "C: RSET",
		"S: 250 ok", QUIT), .use = CHUNKING_YES,
	    .want = { FATE_BOUNCED, "5.3.4", STAGE_MESSAGE, HOST " said: 552 "
		"5.3.4 too big (in reply to BDAT command)", 552, false } },

	{ "lost between chunks: in no doubt", 8066,
	    SCRIPT(BEFORE, "bulk 262157", "S: 250 ok", "bulk 262157",
		"hangup"), .use = CHUNKING_YES, .want = UNSENT },

	{ "behaviour 72: 354 to a chunk bounces with 5.5.0", 8066,
	    SCRIPT(BEFORE, "bulk 262157", "S: 354 go", "C: RSET",
		"S: 250 ok", QUIT), .use = CHUNKING_YES,
	    .want = { FATE_BOUNCED, "5.5.0", STAGE_MESSAGE, NULL, 354,
		false } },

	{ "behaviour 215: a chunk is not answered in time", 8066,
	    SCRIPT(BEFORE, "bulk 262157", "stall 15"), .use = CHUNKING_YES,
	    .want = { FATE_OPEN, "4.4.2", STAGE_MESSAGE, NULL, 0, false } },

	{ "too long for one flight with MAIL and RCPT", 1009,
	    SCRIPT(MAIL, RCPT(0), "S: 250 ok", "S: 250 ok", "bulk 65602",
		QUIT, STORED), .offers = CAP_PIPELINING,
	    .use = CHUNKING_AUTO, .want = OK },

	{ "just not too long for that", 1008,
	    SCRIPT("bulk 65586", QUIT, "S: 250 ok", "S: 250 ok", STORED,
		BYE),
	    .offers = CAP_PIPELINING, .use = CHUNKING_AUTO, .want = OK },
};

static void
play_big(const struct big *big)
{
	const struct scene scene = { .name = big->name,
	    .script = big->script, .want = { big->want } };
	struct bench b;

	bench_set(&b, &scene);
	b.params.use_chunking = big->use;
	bench_lines(&b, big->lines);
	bench_open(&b);
	b.session->caps.offered = big->offers | CAP_CHUNKING;
	b.session->talk.pipelining = (big->offers & CAP_PIPELINING) != 0;
	bench_deliver(&b, 0);
	session_free(&b.session);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

/* What is not as chunks would be. */
static const struct scene without[] = {
	{ "mxput_use_chunking = no: DATA",
	    .script = SCRIPT(BEFORE, "C: DATA", "S: 354 go", "C: hello",
		"C: .", STORED, QUIT), .offers = CAP_CHUNKING,
	    .want = { OK } },

	{ "CHUNKING is not offered: DATA",
	    .script = SCRIPT(BEFORE, "C: DATA", "S: 354 go", "C: hello",
		"C: .", STORED, QUIT), .arrange = yes, .want = { OK } },

	{ "--quit-after=data: there must be a 354",
	    .script = SCRIPT(BEFORE, "C: DATA", "S: 354 go"),
	    .offers = CAP_CHUNKING, .arrange = yes,
	    .quit_after = STAGE_DATA, .want = { { FATE_DELIVERABLE, "2.0.0",
		STAGE_DATA, NULL, 354, false } } },
};

static void
play_all(const struct scene *scenes, size_t n, unsigned offers,
    void (*arrange)(struct bench *))
{
	for (size_t i = 0; i < n; i++) {
		struct scene s = scenes[i];

		s.offers |= offers;
		if (arrange != NULL)
			s.arrange = arrange;
		scene_deliver(&s);
	}
}

#define LEN(scenes)	(sizeof(scenes) / sizeof((scenes)[0]))

int
main(void)
{
	play_all(plain, LEN(plain), CAP_CHUNKING, NULL);
	play_all(at_once, LEN(at_once), CAP_CHUNKING | CAP_PIPELINING,
	    automatic);
	play_all(lmtp, LEN(lmtp), CAP_CHUNKING | CAP_PIPELINING,
	    automatic_lmtp);
	play_all(without, LEN(without), 0, NULL);
	for (size_t i = 0; i < LEN(bigs); i++)
		play_big(&bigs[i]);
	return tap_done();
}
