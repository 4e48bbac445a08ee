/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transactions that follow one another in one session, because one may have
 * so many recipients only.
 */
#include "unit/session/scene.h"

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define NOBODY	{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, HOST \
	" said: 550 5.1.1 who? (in reply to RCPT TO command)", 550, false }
#define LATER	{ FATE_OPEN, "4.2.1", STAGE_RCPT, HOST \
	" said: 450 4.2.1 later (in reply to RCPT TO command)", 450, false }

/* All of a transaction for one recipient, one by one. */
#define TAKES(n)	MAIL, "S: 250 ok", RCPT(n), "S: 250 ok", "C: DATA", \
	"S: 354 go", "C: hello", "C: .", "S: 250 2.0.0 stored"

/* MAIL is refused to it. */
#define BUSY	MAIL, "S: 451 4.3.0 busy"
#define WAITS	{ FATE_OPEN, "4.3.0", STAGE_MAIL, HOST " said: 451 4.3.0 " \
	"busy (in reply to MAIL FROM command)", 451, false }

static void
one_is_settled(struct bench *b)
{
	struct dsn gone = DSN_IN(b->arena);

	dsn_fail(&gone, "5.1.0", "settled before");
	recipient_judge(b->at[1], &gone);
	b->settled[1] = 1;	/* by somebody else */
}

static const struct scene one_by_one[] = {
	{ "MAIL follows the answer to the dot, QUIT the last one",
	    .script = SCRIPT(TAKES(0), TAKES(1), TAKES(2), "C: QUIT"),
	    .recipients = 3, .limit = 1, .want = { OK, OK, OK } },

	{ "two and one",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		RCPT(1), "S: 250 ok", "C: DATA", "S: 354 go", "C: hello",
		"C: .", "S: 250 2.0.0 stored", TAKES(2), "C: QUIT"),
	    .recipients = 3, .limit = 2, .want = { OK, OK, OK } },

	{ "as many as may be: one transaction",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		RCPT(1), "S: 250 ok", "C: DATA", "S: 354 go", "C: hello",
		"C: .", "S: 250 2.0.0 stored", "C: QUIT"),
	    .recipients = 2, .limit = 2, .want = { OK, OK } },

	{ "a message that is refused ends its transaction: no RSET",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 354 go", "C: hello", "C: .",
		"S: 554 5.7.1 spam", TAKES(1), "C: QUIT"),
	    .recipients = 2, .limit = 1, .want = { { FATE_BOUNCED, "5.7.1",
		STAGE_END_OF_DATA, HOST " said: 554 5.7.1 spam (in reply to "
		"end of DATA command)", 554, false }, OK } },

	{ "behaviour 183: nobody is accepted: RSET, and it must be answered",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		"C: RSET", "S: 250 ok", TAKES(1), "C: QUIT"),
	    .recipients = 2, .limit = 1, .want = { NOBODY, OK } },

	{ "behaviour 184: DATA is refused: RSET",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 451 4.3.0 full", "C: RSET", "S: 250 ok",
		TAKES(1), "C: QUIT"),
	    .recipients = 2, .limit = 1, .want = { { FATE_OPEN, "4.3.0",
		STAGE_DATA, NULL, 451, false }, OK } },

	{ "behaviour 181: MAIL is refused to one transaction, not to all",
	    .script = SCRIPT(BUSY, "C: RSET", "S: 250 ok", TAKES(1),
		"C: QUIT"),
	    .recipients = 2, .limit = 1, .want = { WAITS, OK } },

	{ "behaviour 181: the last MAIL is refused: RSET, QUIT",
	    .script = SCRIPT(TAKES(0), BUSY, "C: RSET", "S: 250 ok",
		"C: QUIT"),
	    .recipients = 2, .limit = 1, .want = { OK, WAITS } },

	{ "who is refused for now is not offered again in this session",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		RCPT(1), "S: 450 4.2.1 later", "C: DATA", "S: 354 go",
		"C: hello", "C: .", "S: 250 2.0.0 stored", TAKES(2),
		"C: QUIT"),
	    .recipients = 3, .limit = 2, .want = { OK, LATER, OK } },

	{ "behaviour 55: who is settled is offered in no transaction",
	    .script = SCRIPT(TAKES(0), TAKES(2), "C: QUIT"),
	    .arrange = one_is_settled, .recipients = 3, .limit = 2,
	    .want = { OK, { FATE_BOUNCED, NULL, 0, NULL, 0, false }, OK } },

	{ "behaviour 188: 421 to MAIL: RSET, QUIT, and no other transaction",
	    .script = SCRIPT(MAIL, "S: 421 4.3.2 closing", "C: RSET",
		"S: 421 4.3.2 closing", "C: QUIT"),
	    .recipients = 2, .limit = 1, .want = {
		{ FATE_OPEN, "4.3.2", STAGE_MAIL, HOST " said: 421 4.3.2 "
		    "closing (in reply to MAIL FROM command)", 421, false },
		{ FATE_OPEN, "4.3.2", STAGE_MAIL, NULL, 421, false } } },

	{ "421 to one RCPT: the message for the others is the last",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		RCPT(1), "S: 421 4.7.0 enough", "C: DATA", "S: 354 go",
		"C: hello", "C: .", "S: 250 2.0.0 stored", "C: QUIT"),
	    .recipients = 3, .limit = 2, .want = { OK,
		{ FATE_OPEN, "4.7.0", STAGE_RCPT, HOST " said: 421 4.7.0 "
		    "enough (in reply to RCPT TO command)", 421, false },
		{ FATE_OPEN, "4.7.0", STAGE_RCPT, NULL, 421, false } } },

	{ "421 to DATA: no other transaction",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 421 4.3.2 later", "C: RSET", "S: 250 ok",
		"C: QUIT"),
	    .recipients = 2, .limit = 1, .want = {
		{ FATE_OPEN, "4.3.2", STAGE_DATA, NULL, 421, false },
		{ FATE_OPEN, "4.3.2", STAGE_DATA, NULL, 421, false } } },

	{ "RSET is refused: the rest hears that, and QUIT is said",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		"C: RSET", "S: 502 5.5.1 what?", "C: QUIT"),
	    .recipients = 3, .limit = 1, .want = { NOBODY,
		{ FATE_OPEN, "5.5.1", STAGE_MAIL, HOST " said: 502 5.5.1 "
		    "what? (in reply to RSET command)", 502, false },
		{ FATE_OPEN, "5.5.1", STAGE_MAIL, NULL, 502, false } } },

	{ "behaviours 214, 215: no answer to RSET in time",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		"C: RSET", "stall 17"),
	    .recipients = 2, .limit = 1, .want = { NOBODY,
		{ FATE_OPEN, "4.4.2", STAGE_MAIL, "conversation " WITH
		    " timed out while sending RSET probe", 0, false } } },

	{ "behaviours 186, 187: lost at RSET: what was decided stays",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 450 4.2.1 later",
		"C: RSET", "hangup"),
	    .recipients = 2, .limit = 1, .want = { LATER,
		{ FATE_OPEN, "4.4.2", STAGE_MAIL, "lost connection " WITH
		    " while sending RSET probe", 0, false } } },

	{ "behaviour 213: lost at the second MAIL: all the rest hears it",
	    .script = SCRIPT(TAKES(0), MAIL, "hangup"),
	    .recipients = 3, .limit = 1, .want = { OK,
		{ FATE_OPEN, "4.4.2", STAGE_MAIL, "lost connection " WITH
		    " while sending MAIL FROM", 0, false },
		{ FATE_OPEN, "4.4.2", STAGE_MAIL, NULL, 0, false } } },

	{ "D3: no answer to a dot: doubt is with its own recipients",
	    .script = SCRIPT(TAKES(0), MAIL, "S: 250 ok", RCPT(1),
		"S: 250 ok", "C: DATA", "S: 354 go", "C: hello", "C: .",
		"hangup"),
	    .recipients = 3, .limit = 1, .want = { OK,
		{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "lost connection "
		    WITH " while sending end of data" ONCE_MORE, 0, true },
		{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "lost connection "
		    WITH " while sending end of data", 0, false } } },

	{ "D16: 421 in the place of the dot's answer ends the session",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 354 go", "C: hello", "C: .",
		"S: 421 4.3.2 going"),
	    .recipients = 2, .limit = 1, .want = {
		{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, NULL, 0, true },
		{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, HOST " ended the "
		    "session instead of answering the end of data", 0,
		    false } } },

	{ "D16: an answer more to the dot belongs to no MAIL",
	    .script = SCRIPT(TAKES(0), "--", "S: 250 2.0.0 stored"),
	    .recipients = 2, .limit = 1, .want = { OK,
		{ FATE_OPEN, "4.5.0", STAGE_MAIL, "protocol error: " HOST
		    " answered before it was asked, while sending MAIL FROM: "
		    "250 2.0.0 stored", 0, false } } },

	{ "D16: 421 between two transactions ends the session with its code",
	    .script = SCRIPT(TAKES(0), "--", "S: 421 4.3.2 idle"),
	    .recipients = 2, .limit = 1, .want = { OK,
		{ FATE_OPEN, "4.3.2", STAGE_MAIL, HOST " said: 421 4.3.2 "
		    "idle (before sending MAIL FROM)", 421, false } } },

	{ "D1: no reply line at the second MAIL ends the session",
	    .script = SCRIPT(TAKES(0), MAIL, "S: ok", "S: 250 ok"),
	    .recipients = 3, .limit = 1, .want = { OK,
		{ FATE_OPEN, "4.5.0", STAGE_MAIL, NULL, 0, false },
		{ FATE_OPEN, "4.5.0", STAGE_MAIL, NULL, 0, false } } },

	{ "behaviour 98: too large for one is too large for all, at once",
	    .script = SCRIPT("S: 220 mx.example ESMTP", "C: EHLO me.example",
		"S: 250-mx.example", "S: 250 SIZE 3"),
	    .recipients = 2, .limit = 1, .want = {
		{ FATE_BOUNCED, "5.3.4", STAGE_MAIL, NULL, 0, false },
		{ FATE_BOUNCED, "5.3.4", STAGE_MAIL, NULL, 0, false } } },

	{ "where MAIL is the end, one is for everybody",
	    .script = SCRIPT(BUSY, "C: RSET", "S: 250 ok", "C: QUIT"),
	    .recipients = 2, .limit = 1, .quit_after = STAGE_MAIL,
	    .want = { WAITS, WAITS } },

	{ "behaviour 210: refused while it is written: lost for the rest",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 354 go", "reset", "S: 552 5.3.4 enough",
		"hangup"),
	    .recipients = 2, .limit = 1, .want = {
		{ FATE_BOUNCED, "5.3.4", STAGE_MESSAGE, HOST " said: 552 "
		    "5.3.4 enough (in reply to end of DATA command)", 552,
		    false },
		{ FATE_OPEN, "4.4.2", STAGE_MESSAGE, "lost connection " WITH
		    " while sending message body", 0, false } } },
};

/* A transaction in flights: what is said and heard together. */
#define FLIGHT(n)	MAIL, RCPT(n), "C: DATA", "S: 250 ok", "S: 250 ok", \
	"S: 354 go", "C: hello", "C: ."

static const struct scene in_flights[] = {
	{ "behaviour 180: QUIT is sent behind the last dot only",
	    .script = SCRIPT(FLIGHT(0), "S: 250 2.0.0 stored", FLIGHT(1),
		"C: QUIT", "S: 250 2.0.0 stored"),
	    .recipients = 2, .limit = 1, .offers = CAP_PIPELINING,
	    .want = { OK, OK } },

	{ "behaviour 181: RSET is answered before MAIL is said again",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 451 4.3.0 busy",
		"S: 503 no", "S: 503 no", "C: RSET", "S: 250 ok", FLIGHT(1),
		"C: QUIT", "S: 250 2.0.0 stored"),
	    .recipients = 2, .limit = 1, .offers = CAP_PIPELINING,
	    .want = { WAITS, OK } },

	{ "behaviour 183: the lone dot ends a transaction: no RSET",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 354 go", "C: .", "S: 554 5.5.1 no",
		FLIGHT(1), "C: QUIT", "S: 250 2.0.0 stored"),
	    .recipients = 2, .limit = 1, .offers = CAP_PIPELINING,
	    .want = { NOBODY, OK } },

	{ "421 to the lone dot ends the session",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 354 go", "C: .", "S: 421 4.3.2 bye",
		"C: QUIT"),
	    .recipients = 2, .limit = 1, .offers = CAP_PIPELINING,
	    .want = { NOBODY, { FATE_OPEN, "4.3.2", STAGE_MAIL, HOST " said: "
		"421 4.3.2 bye (in reply to end of DATA command)", 421,
		false } } },

	{ "421 to MAIL in a flight: RSET and QUIT together, and no more",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 421 4.3.2 bye",
		"S: 503 no", "S: 503 no", "C: RSET", "C: QUIT", "S: 250 ok"),
	    .recipients = 2, .limit = 1, .offers = CAP_PIPELINING,
	    .want = { { FATE_OPEN, "4.3.2", STAGE_MAIL, NULL, 421, false },
		{ FATE_OPEN, "4.3.2", STAGE_MAIL, NULL, 421, false } } },
};

/* 120 recipients, at most 50 a transaction. */

static void
add_takes(const char **to, size_t *n, struct arena *arena, size_t from,
    size_t len)
{
	to[(*n)++] = MAIL;
	to[(*n)++] = "S: 250 ok";
	for (size_t i = from; i < from + len; i++) {
		to[(*n)++] = arena_text(arena, "C: RCPT TO:<r%zu@y.example>",
		    i).at;
		to[(*n)++] = "S: 250 ok";
	}
	to[(*n)++] = "C: DATA";
	to[(*n)++] = "S: 354 go";
	to[(*n)++] = "C: hello";
	to[(*n)++] = "C: .";
	to[(*n)++] = "S: 250 2.0.0 stored";
}

static void
play_many(size_t len, size_t limit)
{
	const struct scene scene = { .script = SCRIPT("hangup") };
	struct recipient **at = mem_new(len, sizeof(*at));
	const char **steps = mem_new(3 * len + 16 * (len / limit + 1),
	    sizeof(*steps));
	size_t n = 0, sent = 0;
	struct bench b;

	bench_set(&b, &scene);
	envelope_clear(&b.envelope);
	b.envelope.sender = (struct address){ SPAN("a"), SPAN("x.example") };
	b.envelope.body = BODY_7BIT;
	for (size_t i = 0; i < len; i++) {
		struct recipient r = { .address = { arena_text(b.arena,
		    "r%zu", i), SPAN("y.example") } };

		envelope_add(&b.envelope, &r);
	}
	for (size_t i = 0; i < len; i++)
		at[i] = &b.envelope.recipients.at[i];
	b.letter.batch = (struct batch){ at, len };
	for (size_t i = 0; i < len; i += limit)
		add_takes(steps, &n, b.arena, i,
		    len - i < limit ? len - i : limit);
	steps[n++] = "C: QUIT";
	b.script.step = steps;
	bench_open(&b);
	b.session->setup.settled = NULL;
	bench_deliver(&b, limit);
	session_free(&b.session);
	script_finish(&b.script);
	for (size_t i = 0; i < len; i++)
		sent += at[i]->fate == FATE_SENT;
	is_number((long)sent, (long)len, "each of a crowd is sent to");
	is_text(str_span(&b.script.complaint), "",
	    "in as many transactions as that takes");
	bench_clear(&b);
	mem_free(&at);
	mem_free(&steps);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(one_by_one) / sizeof(one_by_one[0]); i++) {
		if (span_starts(span_of(one_by_one[i].script[0]), SPAN("S:")))
			scene_play(&one_by_one[i]);
		else
			scene_deliver(&one_by_one[i]);
	}
	for (i = 0; i < sizeof(in_flights) / sizeof(in_flights[0]); i++)
		scene_deliver(&in_flights[i]);
	play_many(120, 50);
	play_many(10000, 50);
	return tap_done();
}
