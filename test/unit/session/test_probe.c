/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/session/scene.h"

#define EHLO		"C: EHLO me.example"
#define GREETING	"S: 220 mx.example ESMTP", EHLO
#define HELLO		GREETING, "S: 250-mx.example", "S: 250 SIZE 1000"
#define PIPELINE	GREETING, "S: 250-mx.example", "S: 250 PIPELINING"
#define LEAVE		"C: RSET", "S: 250 2.0.0 ok", "C: QUIT"
#define LEAVE_AT_ONCE	"C: RSET", "C: QUIT", "S: 250 2.0.0 ok"
#define SILENCE		((const char *const []){ NULL })

#define GOOD(status, stage, text, code) \
	{ FATE_DELIVERABLE, status, stage, text, code, false }
#define TAKEN		GOOD("2.1.5", STAGE_RCPT, "250 2.1.5 ok", 250)
#define NOBODY		{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, HOST \
	" said: 550 5.1.1 who? (in reply to RCPT TO command)", 550, false }
#define LATER		{ FATE_OPEN, "4.2.1", STAGE_RCPT, HOST \
	" said: 450 4.2.1 later (in reply to RCPT TO command)", 450, false }
#define GO_AHEAD	GOOD("2.0.0", STAGE_DATA, "354 go ahead", 354)

/* There is none, and nobody is anybody before RCPT. */

static void
without_message(struct bench *b)
{
	b->survey = (struct survey){ 0 };
	source_free(&b->source);
	b->envelope.body = BODY_NONE;
}

static void
without_recipient(struct bench *b)
{
	without_message(b);
	envelope_clear(&b->envelope);
	b->envelope.sender = (struct address){ SPAN("a"), SPAN("x.example") };
	envelope_add_nobody(&b->envelope);
	b->at[0] = &b->envelope.recipients.at[0];
}

static void
at_a_socket(struct bench *b)
{
	b->remote = (struct remote){ .name = SPAN("mx.example"),
	    .address = SPAN("/run/lmtp") };
	b->candidate.address = b->remote.address;
	b->candidate.addr = (struct netaddr){ .family = NET_UNIX };
}

static void
hears_quit(struct bench *b)
{
	without_message(b);
	b->params.skip_quit_response = false;
}

static void
as_a_delivery(struct bench *b)
{
	b->params.skip_5xx_greeting = true;
}

static void
soft_bounce(struct bench *b)
{
	without_message(b);
	b->params.soft_bounce = true;
}

static void
needs_utf8(struct bench *b)
{
	without_message(b);
	b->envelope.smtputf8 = b->envelope.utf8_header = true;
}

static void
declares(struct bench *b)
{
	without_message(b);
	b->envelope.body = BODY_8BITMIME;
}

static const struct scene early[] = {
	{ "connect: nothing is said, and nothing is waited for",
	    .script = SILENCE, .quit_after = STAGE_CONNECT,
	    .arrange = hears_quit, .no_mail = true,
	    .want = { GOOD("2.0.0", STAGE_CONNECT,
		"connected to mx.example[192.0.2.1]:25", 0) } },

	{ "connect: a socket has no port",
	    .script = SILENCE, .quit_after = STAGE_CONNECT,
	    .arrange = at_a_socket, .no_mail = true,
	    .want = { GOOD("2.0.0", STAGE_CONNECT,
		"connected to mx.example[/run/lmtp]", 0) } },

	{ "banner: the greeting is the answer, and QUIT follows",
	    .script = SCRIPT("S: 220-mx.example", "S: 220 ready", "C: QUIT"),
	    .quit_after = STAGE_BANNER, .arrange = without_message,
	    .no_mail = true, .recipients = 2,
	    .want = { GOOD("2.0.0", STAGE_BANNER,
		"220-mx.example 220 ready", 220), GOOD("2.0.0", STAGE_BANNER,
		"220-mx.example 220 ready", 220) } },

	{ "banner: for nobody",
	    .script = SCRIPT("S: 220 ready", "C: QUIT"),
	    .quit_after = STAGE_BANNER, .arrange = without_recipient,
	    .no_mail = true,
	    .want = { GOOD("2.0.0", STAGE_BANNER, "220 ready", 220) } },

	{ "behaviour 224: a greeting with 554 is undeliverable 4.7.1",
	    .script = SCRIPT("S: 554 5.7.1 go away", "C: QUIT"),
	    .quit_after = STAGE_BANNER, .arrange = as_a_delivery,
	    .no_mail = true,
	    .want = { { FATE_OPEN, "4.7.1", STAGE_BANNER, HOST
		" refused to talk to me: 554 5.7.1 go away", 554, false } } },

	{ "banner: a server that says nothing is waited for as long as ever",
	    .script = SCRIPT("stall 11"), .quit_after = STAGE_BANNER,
	    .no_mail = true,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_BANNER, "conversation "
		WITH " timed out while receiving the initial server "
		"greeting", 0, false } } },

	{ "hello: the answer to EHLO",
	    .script = SCRIPT(GREETING, "S: 250 2.3.4 mx.example", "C: QUIT"),
	    .quit_after = STAGE_HELLO, .arrange = without_message,
	    .no_mail = true, .protocol = "esmtp",
	    .want = { GOOD("2.3.4", STAGE_HELLO, "250 2.3.4 mx.example",
		250) } },

	{ "hello: or to HELO",
	    .script = SCRIPT(GREETING, "S: 502 what?", "C: HELO me.example",
		"S: 250 mx.example", "C: QUIT"),
	    .quit_after = STAGE_HELLO, .arrange = without_recipient,
	    .no_mail = true, .protocol = "smtp",
	    .want = { GOOD("2.0.0", STAGE_HELLO, "250 mx.example", 250) } },

	{ "behaviour 93: hello is not reached where SMTPUTF8 is needed",
	    .script = SCRIPT(HELLO, "C: QUIT"), .quit_after = STAGE_HELLO,
	    .arrange = needs_utf8, .no_mail = true,
	    .want = { { FATE_OPEN, "5.6.7", STAGE_HELLO, NULL, 0,
		false } } },

	{ "mail: RSET and QUIT; no SIZE where there is no message",
	    .script = SCRIPT(HELLO, MAIL, "S: 250 2.1.0 fine", LEAVE),
	    .quit_after = STAGE_MAIL, .arrange = without_message,
	    .recipients = 2,
	    .want = { GOOD("2.1.0", STAGE_MAIL, "250 2.1.0 fine", 250),
		GOOD("2.1.0", STAGE_MAIL, "250 2.1.0 fine", 250) } },

	{ "mail: for nobody, pipelined",
	    .script = SCRIPT(PIPELINE, MAIL, "S: 250 2.1.0 fine",
		LEAVE_AT_ONCE),
	    .quit_after = STAGE_MAIL, .arrange = without_recipient,
	    .want = { GOOD("2.1.0", STAGE_MAIL, "250 2.1.0 fine", 250) } },

	{ "mail: BODY only as it was asked for",
	    .script = SCRIPT(GREETING, "S: 250-mx.example", "S: 250-SIZE",
		"S: 250 8BITMIME", MAIL " BODY=8BITMIME", "S: 250 ok", LEAVE),
	    .quit_after = STAGE_MAIL, .arrange = declares,
	    .want = { GOOD("2.0.0", STAGE_MAIL, "250 ok", 250) } },

	{ "mail: refused as in a delivery",
	    .script = SCRIPT(HELLO, MAIL, "S: 550 5.1.8 no", LEAVE),
	    .quit_after = STAGE_MAIL, .arrange = without_message,
	    .want = { { FATE_BOUNCED, "5.1.8", STAGE_MAIL, HOST " said: 550 "
		"5.1.8 no (in reply to MAIL FROM command)", 550, false } } },
};

static const struct scene rcpt[] = {
	{ "behaviour 222: RSET and QUIT after the last RCPT's answer",
	    .script = SCRIPT(HELLO, MAIL, "S: 250 ok", RCPT(0),
		"S: 250 2.1.5 ok", RCPT(1), "S: 550 5.1.1 who?", RCPT(2),
		"S: 450 4.2.1 later", LEAVE),
	    .quit_after = STAGE_RCPT, .arrange = without_message,
	    .recipients = 3, .want = { TAKEN, NOBODY, LATER } },

	{ "behaviour 222: pipelined",
	    .script = SCRIPT(PIPELINE, MAIL, RCPT(0), RCPT(1), "S: 250 ok",
		"S: 250 2.1.5 ok", "S: 250 2.1.5 ok", LEAVE_AT_ONCE),
	    .quit_after = STAGE_RCPT, .arrange = without_message,
	    .recipients = 2, .want = { TAKEN, TAKEN } },

	{ "behaviour 222: pipelined, and nobody is accepted",
	    .script = SCRIPT(PIPELINE, MAIL, RCPT(0), RCPT(1), "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 450 4.2.1 later", LEAVE_AT_ONCE),
	    .quit_after = STAGE_RCPT, .arrange = without_message,
	    .recipients = 2, .want = { NOBODY, LATER } },

	{ "behaviour 222: what happens to RSET changes nothing",
	    .script = SCRIPT(HELLO, MAIL, "S: 250 ok", RCPT(0),
		"S: 250 2.1.5 ok", "C: RSET", "hangup"),
	    .quit_after = STAGE_RCPT, .arrange = without_message,
	    .want = { TAKEN } },

	{ "rcpt: who was accepted stays so when the connection is lost",
	    .script = SCRIPT(PIPELINE, MAIL, RCPT(0), RCPT(1), "S: 250 ok",
		"S: 250 2.1.5 ok", "hangup"),
	    .quit_after = STAGE_RCPT, .arrange = without_message,
	    .recipients = 2, .want = { TAKEN, { FATE_OPEN, "4.4.2",
		STAGE_RCPT, "lost connection " WITH " while sending RCPT TO",
		0, false } } },

	{ "rcpt: MAIL is refused, and RCPT's 250 an echo",
	    .script = SCRIPT(PIPELINE, MAIL, RCPT(0), "S: 550 5.1.8 no",
		"S: 250 2.1.5 ok", LEAVE_AT_ONCE),
	    .quit_after = STAGE_RCPT, .arrange = without_message,
	    .want = { { FATE_BOUNCED, "5.1.8", STAGE_MAIL, NULL, 550,
		false } } },

	{ "behaviour 63: soft_bounce softens a probe's refusal",
	    .script = SCRIPT(HELLO, MAIL, "S: 250 ok", RCPT(0),
		"S: 550 5.1.1 who?", LEAVE),
	    .quit_after = STAGE_RCPT, .arrange = soft_bounce,
	    .want = { { FATE_OPEN, "4.1.1", STAGE_RCPT, NULL, 550,
		false } } },
};

static const struct scene data[] = {
	{ "behaviour 223: at 354 the line is dropped",
	    .script = SCRIPT(HELLO, MAIL " SIZE=7", "S: 250 ok", RCPT(0),
		"S: 250 ok", RCPT(1), "S: 550 5.1.1 who?", RCPT(2),
		"S: 450 4.2.1 later", "C: DATA", "S: 354 go ahead"),
	    .quit_after = STAGE_DATA, .recipients = 3,
	    .want = { GO_AHEAD, NOBODY, LATER } },

	{ "behaviour 223: pipelined",
	    .script = SCRIPT(PIPELINE, MAIL, RCPT(0), RCPT(1), "C: DATA",
		"S: 250 ok", "S: 250 ok", "S: 250 ok", "S: 354 go ahead"),
	    .quit_after = STAGE_DATA, .recipients = 2,
	    .want = { GO_AHEAD, GO_AHEAD } },

	{ "behaviour 223: and nobody is accepted: no dot either",
	    .script = SCRIPT(PIPELINE, MAIL, RCPT(0), "C: DATA",
		"S: 250 ok", "S: 550 5.1.1 who?", "S: 354 go ahead"),
	    .quit_after = STAGE_DATA, .want = { NOBODY } },

	{ "behaviour 223: one by one, and nobody is accepted: no DATA",
	    .script = SCRIPT(HELLO, MAIL " SIZE=7", "S: 250 ok", RCPT(0),
		"S: 550 5.1.1 who?", LEAVE),
	    .quit_after = STAGE_DATA, .want = { NOBODY } },

	{ "behaviour 223: a refused DATA makes them undeliverable",
	    .script = SCRIPT(HELLO, MAIL " SIZE=7", "S: 250 ok", RCPT(0),
		"S: 250 ok", "C: DATA", "S: 554 5.5.1 no", LEAVE),
	    .quit_after = STAGE_DATA,
	    .want = { { FATE_BOUNCED, "5.5.1", STAGE_DATA, HOST " said: 554 "
		"5.5.1 no (in reply to DATA command)", 554, false } } },

	{ "behaviour 98: a message that is too large is not probed with",
	    .script = SCRIPT(GREETING, "S: 250-mx.example", "S: 250 SIZE 6"),
	    .quit_after = STAGE_DATA,
	    .want = { { FATE_BOUNCED, "5.3.4", STAGE_MAIL, NULL, 0,
		false } } },
};

static void
play_all(const struct scene *scenes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		scene_play(&scenes[i]);
}

#define PLAY_ALL(scenes) \
	play_all(scenes, sizeof(scenes) / sizeof((scenes)[0]))

int
main(void)
{
	PLAY_ALL(early);
	PLAY_ALL(rcpt);
	PLAY_ALL(data);
	return tap_done();
}
