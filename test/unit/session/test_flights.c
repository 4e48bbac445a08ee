/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The transaction where the server offers PIPELINING.
 */
#include <stdarg.h>

#include "unit/session/scene.h"

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define NOBODY	{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, HOST \
	" said: 550 5.1.1 who? (in reply to RCPT TO command)", 550, false }
#define LATER	{ FATE_OPEN, "4.2.1", STAGE_RCPT, HOST \
	" said: 450 4.2.1 later (in reply to RCPT TO command)", 450, false }
#define BANNED	{ FATE_BOUNCED, "5.1.8", STAGE_MAIL, HOST \
	" said: 550 5.1.8 no (in reply to MAIL FROM command)", 550, false }

#define PIPE	.offers = CAP_PIPELINING

static const struct scene in_flights[] = {
	{ "behaviours 99, 179, 180: one write to DATA, one with dot and QUIT",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 250 ok", "S: 354 go", "C: hello", "C: .",
		"C: QUIT", "S: 250 2.0.0 stored"),
	    .recipients = 2, PIPE, .want = { OK, OK } },

	{ "behaviour 181: MAIL and the rest are refused: RSET and QUIT at once",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 550 5.1.8 no",
		"S: 503 mail?", "S: 503 mail?", "C: RSET", "C: QUIT",
		"S: 250 ok"), PIPE, .want = { BANNED } },

	{ "behaviour 181: MAIL is refused, its echoes accept: a lone dot",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), "C: DATA",
		"S: 550 5.1.8 no", "S: 250 ok", "S: 550 5.1.1 who?",
		"S: 354 go", "C: .", "C: QUIT", "S: 554 none"),
	    .recipients = 2, PIPE, .want = { BANNED, BANNED } },

	{ "behaviour 181: MAIL is refused for now, its echoes for good",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 451 4.3.0 busy",
		"S: 503 mail?", "S: 503 mail?", "C: RSET", "C: QUIT",
		"S: 250 ok"), PIPE,
	    .want = { { FATE_OPEN, "4.3.0", STAGE_MAIL, NULL, 451, false } } },

	{ "behaviour 182: each recipient has its own answer",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), RCPT(2), "C: DATA",
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok",
		"S: 450 4.2.1 later", "S: 354 go", "C: hello", "C: .",
		"C: QUIT", "S: 250 2.0.0 stored"),
	    .recipients = 3, PIPE, .want = { NOBODY, OK, LATER } },

	{ "behaviour 183: nobody is accepted, DATA is refused",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 554 5.5.1 no", "C: RSET", "C: QUIT",
		"S: 250 ok"), PIPE, .want = { NOBODY } },

	{ "behaviour 183: nobody is accepted, yet 354: an empty message",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 354 go", "C: .", "C: QUIT",
		"S: 250 2.0.0 stored"), PIPE, .want = { NOBODY } },

	{ "behaviour 186, D8: no answer to the empty one changes nothing",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 354 go", "C: .", "C: QUIT",
		"stall 17"), PIPE, .want = { NOBODY } },

	{ "behaviour 184: DATA is refused: RSET and QUIT in one write",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 451 4.3.0 no", "C: RSET", "C: QUIT",
		"S: 250 ok"), PIPE,
	    .want = { { FATE_OPEN, "4.3.0", STAGE_DATA, NULL, 451, false } } },

	{ "behaviour 185: DATA is answered with 250",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 250 odd", "C: RSET", "C: QUIT",
		"S: 250 ok"), PIPE,
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_DATA, NULL, 250,
		false } } },

	{ "behaviour 187: lost within the answers of a flight",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), RCPT(2), "C: DATA",
		"S: 250 ok", "S: 250 ok", "S: 421 4.3.2 closing", "hangup"),
	    .recipients = 3, PIPE,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, "lost connection "
		WITH " while sending RCPT TO", 0, false },
		{ FATE_OPEN, "4.3.2", STAGE_RCPT, HOST " said: 421 4.3.2 "
		    "closing (in reply to RCPT TO command)", 421, false },
		{ FATE_OPEN, "4.4.2", STAGE_RCPT, NULL, 0, false } } },

	{ "behaviour 187: 421 to MAIL, then lost: 421 is the word",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA",
		"S: 421 4.3.2 closing", "hangup"), PIPE,
	    .want = { { FATE_OPEN, "4.3.2", STAGE_MAIL, HOST " said: 421 4.3.2 "
		"closing (in reply to MAIL FROM command)", 421, false } } },

	{ "behaviours 214, 215: the stage is the one whose answer is due",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 250 ok", "stall 14"), PIPE,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_DATA, "conversation " WITH
		" timed out while sending DATA command", 0, false } } },

	{ "behaviour 215: and its own limit is waited for",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"stall 13"), PIPE,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, NULL, 0, false } } },

	{ "D1: garbage among the answers: who is decided stays so",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: spam", "S: 250 ok", "S: 354 go"),
	    .recipients = 2, PIPE, .want = { NOBODY,
		{ FATE_OPEN, "4.5.0", STAGE_RCPT, NULL, 0, false } } },

	{ "D16: an answer was there before the flight left",
	    .script = SCRIPT("--", "S: 250 early"), PIPE,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MAIL, NULL, 0, false } } },

	{ "D16: an answer more to the flight: no message",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 354 go", "S: 250 2.0.0 stored"), PIPE,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, "protocol error: "
		HOST " answered before it was asked, while sending message "
		"body: 250 2.0.0 stored", 0, false } } },

	{ "D16: an answer more in the flight: who is refused is not known",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 250 ok",
		"S: 354 go"), .recipients = 2, PIPE,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_DATA, NULL, 0, false },
		{ FATE_OPEN, "4.5.0", STAGE_DATA, NULL, 0, false } } },

	{ "D16: so that a refusal passes for DATA's answer",
	    .script = SCRIPT(MAIL, RCPT(0), RCPT(1), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 250 ok", "S: 550 5.1.1 who?", "S: 354 go"),
	    .recipients = 2, PIPE,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_DATA, "protocol error: "
		HOST " answered before it was asked, while sending DATA "
		"command: 354 go", 0, false },
		{ FATE_OPEN, "4.5.0", STAGE_DATA, NULL, 0, false } } },

	{ "D16: an unasked 421 behind the 354",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 250 ok", "S: 354 go", "--", "S: 421 4.3.2 closing"), PIPE,
	    .want = { { FATE_OPEN, "4.3.2", STAGE_MESSAGE, NULL, 421,
		false } } },
};

/* So many recipients that their commands do not fit into one flight. */

enum {
	MANY = 200,
	LINE_MAX = 64,
};

struct crowd {
	struct bench bench;
	struct recipient *at[MANY];
	char lines[2 * MANY + 8][LINE_MAX];
	const char *steps[2 * MANY + 16];
	size_t len;
};

PRINTF_LIKE(2, 3) static void
crowd_step(struct crowd *crowd, const char *format, ...)
{
	char *line = crowd->lines[crowd->len];
	va_list args;

	va_start(args, format);
	must(vsnprintf(line, LINE_MAX, format, args) < LINE_MAX);
	va_end(args);
	crowd->steps[crowd->len++] = line;
}

/* The answers to MAIL, if it was in the flight, and to some RCPT. */

static void
crowd_answers(struct crowd *crowd, size_t from, size_t to)
{
	if (from == 0)
		crowd_step(crowd, "S: 250 ok");
	for (; from < to; from++)
		crowd_step(crowd, "S: %s %zu", from % 7 == 3 ?
		    "550 5.1.1 no" : "250 ok", from);
}

/* crowd_script - flights of at most 4,096 octets, counted here */

static size_t
crowd_script(struct crowd *crowd)
{
	size_t octets = strlen(MAIL) - 3 + 2, first = 0, flights = 1, len;

	crowd_step(crowd, MAIL);
	for (size_t i = 0; i < MANY; i++) {
		len = i < 10 ? 24 : i < 100 ? 25 : 26;
		if (octets + len > 4096) {
			crowd_answers(crowd, first, i);
			first = i;
			octets = 0;
			flights++;
		}
		crowd_step(crowd, "C: RCPT TO:<r%zu@y.example>", i);
		octets += len;
	}
	must(octets + 6 <= 4096);
	crowd_step(crowd, "C: DATA");
	crowd_answers(crowd, first, MANY);
	crowd_step(crowd, "S: 354 go");
	crowd_step(crowd, "C: hello");
	crowd_step(crowd, "C: .");
	crowd_step(crowd, "C: QUIT");
	crowd_step(crowd, "S: 250 2.0.0 stored");
	return flights;
}

static void
count_settled(void *self, struct recipient *r)
{
	size_t *settled = self;

	must(!recipient_is_open(r));
	settled[r->number]++;
}

/* crowd_as_it_should - each has its own answer, and was told once */

static bool
crowd_as_it_should(const struct crowd *crowd, const size_t *settled)
{
	for (size_t i = 0; i < MANY; i++)
		if (settled[i] != 1 || crowd->at[i]->fate !=
		    (i % 7 == 3 ? FATE_BOUNCED : FATE_SENT))
			return false;
	return true;
}

static void
play_crowd(void)
{
	const struct scene scene = { .name = "", .script = SCRIPT("--") };
	struct crowd *crowd = mem_new(1, sizeof(*crowd));
	struct bench *b = &crowd->bench;
	size_t settled[MANY] = { 0 };

	bench_set(b, &scene);
	envelope_clear(&b->envelope);
	b->envelope.sender = (struct address){ SPAN("a"), SPAN("x.example") };
	b->envelope.body = BODY_7BIT;
	for (size_t i = 0; i < MANY; i++) {
		struct recipient r = { .address = { arena_text(b->arena,
		    "r%zu", i), SPAN("y.example") } };

		envelope_add(&b->envelope, &r);
	}
	for (size_t i = 0; i < MANY; i++)
		crowd->at[i] = &b->envelope.recipients.at[i];
	b->letter.batch = (struct batch){ crowd->at, MANY };
	is_number(crowd_script(crowd), 2, "the crowd needs two flights");
	b->script.step = crowd->steps;
	bench_open(b);
	b->session->setup.settled = count_settled;
	b->session->setup.self = settled;
	b->session->talk.pipelining = true;
	bench_deliver(b, 0);
	session_free(&b->session);
	script_finish(&b->script);
	if (!ok(b->script.complaint.len == 0,
	    "behaviour 179: flights of at most 4,096 octets"))
		printf("# %s\n", str_chars(&b->script.complaint));
	ok(crowd_as_it_should(crowd, settled),
	    "behaviour 182: all of a crowd, each settled once");
	bench_clear(b);
	mem_free(&crowd);
}

/* A flight that is full to the last octet, and one octet more. */

static void
play_brim(size_t more)
{
	enum { COMMAND = 26 };	/* RCPT TO:<>, y.example, its line end */
	const struct scene scene = { .name = more == 0 ?
	    "behaviour 179: 4,096 octets are one flight" :
	    "behaviour 179: 4,097 octets are two",
	    .recipients = 2, .want = { NOBODY, NOBODY } };
	static char local[4096], line[4200];
	const char *one[] = { MAIL, RCPT(0), line, "C: DATA", "S: 250 ok",
	    "S: 550 5.1.1 who?", "S: 550 5.1.1 who?", "S: 503 no", "C: RSET",
	    "C: QUIT", "S: 250 ok", NULL };
	const char *two[] = { MAIL, RCPT(0), line, "S: 250 ok",
	    "S: 550 5.1.1 who?", "S: 550 5.1.1 who?", "C: DATA", "S: 503 no",
	    "C: RSET", "C: QUIT", "S: 250 ok", NULL };
	size_t before = strlen(MAIL) - 1 + strlen(RCPT(0)) - 1;
	size_t rest = 4096 - before - strlen("DATA\r\n") -
	    strlen("RCPT TO:<@y.example>\r\n") + more;
	struct bench b;

	memset(local, 'r', rest);
	must(snprintf(line, sizeof(line), "C: RCPT TO:<%.*s@y.example>",
	    (int)rest, local) > 0);
	bench_set(&b, &scene);
	b.at[1]->address.local = span_from(local, rest);
	b.script.step = more == 0 ? one : two;
	bench_open(&b);
	b.session->talk.pipelining = true;
	bench_deliver(&b, 0);
	session_free(&b.session);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(in_flights) / sizeof(in_flights[0]); i++)
		scene_deliver(&in_flights[i]);
	play_crowd();
	play_brim(0);
	play_brim(1);
	return tap_done();
}
