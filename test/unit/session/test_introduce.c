/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/session/scene.h"

#define CLIENT	"C: XFORWARD NAME=spike.example ADDR=192.0.2.9 PORT=4711"
#define SESSION	"C: XFORWARD PROTO=ESMTP HELO=spike IDENT=4F+2B SOURCE=LOCAL"
#define REST	"C: DATA", "S: 354 go", "C: hello", "C: .", \
	"S: 250 2.0.0 stored", "C: QUIT"
#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }

static void
know(struct bench *b)
{
	b->params.send_xforward_command = true;
	b->params.xforward_name = SPAN("spike.example");
	b->params.xforward_addr = SPAN("192.0.2.9");
	b->params.xforward_port = SPAN("4711");
	b->params.xforward_proto = SPAN("ESMTP");
	b->params.xforward_helo = SPAN("spike");
	b->params.xforward_ident = SPAN("4F+");
	b->params.xforward_source = XFORWARD_FROM_LOCAL;
}

static void
know_helo(struct bench *b)
{
	b->params.send_xforward_command = true;
	b->params.xforward_helo = SPAN("spike");
}

static void
know_source(struct bench *b)
{
	b->params.send_xforward_command = true;
	b->params.xforward_source = XFORWARD_FROM_REMOTE;
}

static void
know_unasked(struct bench *b)
{
	know(b);
	b->params.send_xforward_command = false;
}

static const struct scene scenes[] = {
	{ "behaviour 168: two commands before MAIL",
	    .script = SCRIPT(CLIENT, "S: 250 ok", SESSION, "S: 250 ok", MAIL,
		"S: 250 ok", RCPT(0), "S: 250 ok", REST),
	    .arrange = know, .want = { OK } },

	{ "behaviours 168, 179: pipelined, in one flight with the rest",
	    .script = SCRIPT(CLIENT, SESSION, MAIL, RCPT(0), "C: DATA",
		"S: 250 ok", "S: 250 ok", "S: 250 ok", "S: 250 ok",
		"S: 354 go", "C: hello", "C: .", "C: QUIT",
		"S: 250 2.0.0 stored"),
	    .offers = CAP_PIPELINING, .arrange = know, .want = { OK } },

	{ "behaviour 168: a command that would say nothing is left out",
	    .script = SCRIPT("C: XFORWARD HELO=spike", "S: 250 ok", MAIL,
		"S: 250 ok", RCPT(0), "S: 250 ok", REST),
	    .arrange = know_helo, .want = { OK } },

	{ "behaviour 168: the source alone",
	    .script = SCRIPT("C: XFORWARD SOURCE=REMOTE", "S: 250 ok", MAIL,
		"S: 250 ok", RCPT(0), "S: 250 ok", REST),
	    .arrange = know_source, .want = { OK } },

	{ "behaviour 168: a refusal is a warning, and that is all",
	    .script = SCRIPT(CLIENT, "S: 550 5.7.0 not you", SESSION,
		"S: 250 ok", MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", REST),
	    .arrange = know, .want = { OK },
	    .told = "warning 0 " HOST " does not take XFORWARD: 550 5.7.0 "
		"not you" },

	{ "behaviour 168: before each transaction",
	    .script = SCRIPT("C: XFORWARD HELO=spike", "S: 250 ok", MAIL,
		"S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA", "S: 354 go",
		"C: hello", "C: .", "S: 250 2.0.0 stored",
		"C: XFORWARD HELO=spike", "S: 250 ok", MAIL, "S: 250 ok",
		RCPT(1), "S: 250 ok", REST),
	    .recipients = 2, .limit = 1, .arrange = know_helo,
	    .want = { OK, OK } },

	{ "behaviours 213, 214: lost at the first command",
	    .script = SCRIPT(CLIENT, "hangup"), .arrange = know,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_XFORWARD, "lost connection "
		WITH " while sending XFORWARD name/address", 0, false } } },

	{ "behaviours 214, 215: no answer to the second one",
	    .script = SCRIPT(CLIENT, "S: 250 ok", SESSION, "stall 20"),
	    .arrange = know, .want = { { FATE_OPEN, "4.4.2", STAGE_XFORWARD,
		"conversation " WITH " timed out while sending XFORWARD "
		"protocol/helo_name", 0, false } } },

	{ "smtp_send_xforward_command = no: not a word",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", REST),
	    .arrange = know_unasked, .want = { OK } },
};

/* All attributes are offered. */

static void
play(const struct scene *scene)
{
	struct bench b;

	bench_set(&b, scene);
	bench_open(&b);
	b.session->caps.offered = scene->offers | CAP_XFORWARD;
	b.session->caps.xforward = ~0U;
	b.session->talk.pipelining = (scene->offers & CAP_PIPELINING) != 0;
	bench_deliver(&b, scene->limit);
	session_free(&b.session);
	scene_judge(&b, scene);
	bench_clear(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	return tap_done();
}
