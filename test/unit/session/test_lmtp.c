/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is different in LMTP (RFC 2033): LHLO, and an answer to the end of data
 * for each recipient who was accepted.
 */
#include "unit/session/scene.h"

#define DOT	"C: hello", "C: ."
#define QUIT	"C: QUIT"
#define BYE	"S: 221 2.0.0 bye"
#define PIPE	.offers = CAP_PIPELINING

/* Up to the message, for two, three recipients. */
#define TWO	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", RCPT(1), "S: 250 ok", \
	"C: DATA", "S: 354 go"
#define THREE	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", RCPT(1), \
	"S: 250 ok", RCPT(2), "S: 250 ok", "C: DATA", "S: 354 go"
#define FLIGHT	MAIL, RCPT(0), RCPT(1), "C: DATA", "S: 250 ok", "S: 250 ok", \
	"S: 250 ok", "S: 354 go"

#define STORED	"S: 250 2.0.0 stored"
#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define FULL	{ FATE_OPEN, "4.2.2", STAGE_END_OF_DATA, HOST " said: 452 " \
	"4.2.2 full (in reply to end of DATA command)", 452, false }
#define SPAM	{ FATE_BOUNCED, "5.7.1", STAGE_END_OF_DATA, HOST " said: 550 " \
	"5.7.1 no (in reply to end of DATA command)", 550, false }
#define LOST	{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "lost connection " \
	WITH " while sending end of data" ONCE_MORE, 0, true }
#define SILENT	{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, "conversation " \
	WITH " timed out while sending end of data" ONCE_MORE, 0, true }
#define ENDED	{ FATE_OPEN, "4.4.2", STAGE_END_OF_DATA, HOST " ended the " \
	"session instead of answering the end of data" ONCE_MORE, 0, true }
#define MISCOUNTED(what) { FATE_OPEN, "4.5.0", STAGE_END_OF_DATA, "protocol " \
	"error: " HOST " gave more answers than there are recipients: " what \
	ONCE_MORE, 0, true }

static void
lmtp(struct bench *b)
{
	b->params.protocol = PROTOCOL_LMTP;
	b->params.skip_quit_response = false;
	b->remote.port = 24;
}

static void
lmtp_skip_quit_response(struct bench *b)
{
	lmtp(b);
	b->params.skip_quit_response = true;
}

static const struct scene each[] = {
	{ "behaviour 206: an answer for each, in the order of RCPT",
	    .script = SCRIPT(THREE, DOT, STORED, "S: 452 4.2.2 full",
		"S: 550 5.7.1 no", QUIT, BYE),
	    .recipients = 3, .want = { OK, FULL, SPAM } },

	{ "behaviours 206, 208: pipelined, QUIT's answer comes last",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: 550 5.7.1 no", STORED,
		BYE), .recipients = 2, PIPE, .want = { SPAM, OK } },

	{ "behaviour 206: only who was accepted has one",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 250 ok", RCPT(2), "S: 450 4.2.1 later",
		"C: DATA", "S: 354 go", DOT, STORED, QUIT, BYE),
	    .recipients = 3, .want = {
		{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, NULL, 550, false }, OK,
		{ FATE_OPEN, "4.2.1", STAGE_RCPT, NULL, 450, false } } },

	{ "behaviour 72: 354 as one of them bounces that recipient",
	    .script = SCRIPT(TWO, DOT, "S: 354 go", STORED, QUIT, BYE),
	    .recipients = 2, .want = { { FATE_BOUNCED, "5.5.0",
		STAGE_END_OF_DATA, NULL, 354, false }, OK } },

	{ "behaviour 220: QUIT is not answered in time: nothing changes",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, STORED, "--",
		"stall 18"), .recipients = 2, PIPE, .want = { OK, OK } },

	{ "behaviours 186, 218: the connection is lost at QUIT",
	    .script = SCRIPT(TWO, DOT, STORED, STORED, QUIT, "hangup"),
	    .recipients = 2, .want = { OK, OK } },

	{ "a signal while QUIT's answer is due: nothing changes",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, STORED, "--",
		"halt"), .recipients = 2, PIPE, .want = { OK, OK } },

	{ "421 in the place of QUIT's answer is no answer to the message",
	    .script = SCRIPT(TWO, DOT, STORED, STORED, QUIT,
		"S: 421 4.3.2 too slow"),
	    .recipients = 2, .want = { OK, OK } },

	{ "behaviour 220: QUIT's answer is not waited for",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, STORED),
	    .recipients = 2, PIPE, .arrange = lmtp_skip_quit_response,
	    .want = { OK, OK } },

	{ "but heard if it is there",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, STORED, BYE),
	    .recipients = 2, PIPE, .arrange = lmtp_skip_quit_response,
	    .want = { OK, OK } },
};

static const struct scene some[] = {
	{ "behaviour 207: lost after the first: that stays decided",
	    .script = SCRIPT(TWO, DOT, STORED, "hangup"),
	    .recipients = 2, .want = { OK, LOST } },

	{ "behaviour 207: lost before the first",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "hangup"),
	    .recipients = 2, PIPE, .want = { LOST, LOST } },

	{ "behaviours 207, 64: lost inside the second",
	    .script = SCRIPT(TWO, DOT, "S: 550 5.7.1 no", "R: 250 2.0.0 st",
		"hangup"), .recipients = 2, .want = { SPAM, LOST } },

	{ "behaviours 207, 215: no third one in time",
	    .script = SCRIPT(THREE, DOT, STORED, STORED, "--", "stall 16"),
	    .recipients = 3, .want = { OK, OK, SILENT } },

	{ "D16: one, and then silence: it may be an answer as in SMTP",
	    .script = SCRIPT(THREE, DOT, STORED, "--", "stall 16"),
	    .recipients = 3, .want = { SILENT, SILENT, SILENT } },

	{ "D16: one is missing when QUIT is answered: whose, nobody knows",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, BYE),
	    .recipients = 2, PIPE, .want = { ENDED, ENDED } },

	{ "D16: nor whom the refusal was for",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, "S: 550 5.7.1 no", BYE),
	    .recipients = 2, PIPE, .want = { ENDED, ENDED } },

	{ "D16: 421 is no answer, but those before it are",
	    .script = SCRIPT(TWO, DOT, STORED, "S: 421 4.3.2 closing"),
	    .recipients = 2, .want = { OK, ENDED } },

	{ "D1, D3: garbage is none, but those before it are",
	    .script = SCRIPT(TWO, DOT, STORED, "S: hm"),
	    .recipients = 2, .want = { OK, { FATE_OPEN, "4.5.0",
		STAGE_END_OF_DATA, NULL, 0, true } } },

	{ "D16: one too many, QUIT already said",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, STORED,
		"S: 250 2.0.0 more"),
	    .recipients = 2, PIPE,
	    .want = { MISCOUNTED("250 2.0.0 more"),
		MISCOUNTED("250 2.0.0 more") } },

	{ "D16: one too many: nobody is refused either",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, "S: 550 5.7.1 no",
		"S: 452 4.2.2 full"),
	    .recipients = 2, PIPE,
	    .want = { MISCOUNTED("452 4.2.2 full"),
		MISCOUNTED("452 4.2.2 full") } },

	{ "D16: one too many in the place of QUIT's",
	    .script = SCRIPT(TWO, DOT, STORED, STORED, QUIT,
		"S: 250 2.0.0 more"),
	    .recipients = 2, .want = { MISCOUNTED("250 2.0.0 more"),
		MISCOUNTED("250 2.0.0 more") } },

	{ "D1, D16: garbage in the place of QUIT's",
	    .script = SCRIPT(TWO, DOT, STORED, STORED, QUIT, "S: hm"),
	    .recipients = 2, .want = { MISCOUNTED("hm"), MISCOUNTED("hm") } },

	{ "D16: one too many is seen even if QUIT's is not waited for",
	    .script = SCRIPT(FLIGHT, DOT, QUIT, STORED, STORED, STORED),
	    .recipients = 2, PIPE, .arrange = lmtp_skip_quit_response,
	    .want = { MISCOUNTED("250 2.0.0 stored"),
		MISCOUNTED("250 2.0.0 stored") } },
};

/* The message was not sent to its end. */
static const struct scene unsent[] = {
	{ "behaviour 210: a refusal before the end is for the first only",
	    .script = SCRIPT(TWO, "reset", "S: 552 5.3.4 too big", "hangup"),
	    .recipients = 2, .want = { { FATE_BOUNCED, "5.3.4",
		STAGE_MESSAGE, NULL, 552, false },
		{ FATE_OPEN, "4.4.2", STAGE_MESSAGE, "lost connection " WITH
		" while sending message body", 0, false } } },

	{ "behaviour 209, D8: nobody accepted, yet 354: not waited for long",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 354 go", "C: .", QUIT, "stall 17"),
	    PIPE, .want = { { FATE_BOUNCED, "5.1.1", STAGE_RCPT, NULL, 550,
		false } } },

	{ "behaviour 209: nor is its answer looked at",
	    .script = SCRIPT(MAIL, RCPT(0), "C: DATA", "S: 250 ok",
		"S: 550 5.1.1 who?", "S: 354 go", "C: .", QUIT,
		"S: 250 2.0.0 stored", BYE),
	    PIPE, .want = { { FATE_BOUNCED, "5.1.1", STAGE_RCPT, NULL, 550,
		false } } },
};

#define TAKES(n)	MAIL, "S: 250 ok", RCPT(n), "S: 250 ok", "C: DATA", \
	"S: 354 go", DOT, STORED

static const struct scene parts[] = {
	{ "two transactions in a session",
	    .script = SCRIPT(TAKES(0), TAKES(1), QUIT, BYE),
	    .recipients = 2, .limit = 1, .want = { OK, OK } },

	{ "D16: an answer too many between them: the first is in doubt",
	    .script = SCRIPT(TAKES(0), "S: 250 2.0.0 more"),
	    .recipients = 2, .limit = 1, .want = {
		{ FATE_OPEN, "4.5.0", STAGE_END_OF_DATA, NULL, 0, true },
		{ FATE_OPEN, "4.5.0", STAGE_END_OF_DATA, NULL, 0, false } } },

	{ "an unasked 421 between them does not touch the first",
	    .script = SCRIPT(TAKES(0), "S: 421 4.3.2 closing"),
	    .recipients = 2, .limit = 1, .want = { OK,
		{ FATE_OPEN, "4.3.2", STAGE_END_OF_DATA, NULL, 421,
		false } } },
};

/* Greeting and LHLO ---------------------------------------------------------*/

#define LHLO	"S: 220 mx", "C: LHLO me.example"

static void
pix(struct bench *b)
{
	lmtp(b);
	b->policy.pix = PIX_DISABLE_ESMTP;
	b->params.never_send_ehlo = true;
}

static const struct scene greeted[] = {
	{ "behaviour 83: LHLO whatever the greeting says",
	    .script = SCRIPT(LHLO, "S: 250 mx", QUIT, BYE),
	    .want = { { .fate = FATE_OPEN } },
	    .protocol = "lmtp", .no_mail = true },

	{ "behaviours 81, 83: even if it looks like a PIX",
	    .script = SCRIPT("S: 220 ****", "C: LHLO me.example", "S: 250 mx",
		QUIT, BYE), .arrange = pix,
	    .want = { { .fate = FATE_OPEN } },
	    .protocol = "lmtp", .no_mail = true },
};

static const struct scene turned_away[] = {
	{ "behaviour 85: LHLO refused for good: no HELO, all bounce",
	    .script = SCRIPT(LHLO, "S: 550 5.5.1 SMTP here", QUIT, BYE),
	    .want = { { FATE_BOUNCED, "5.5.1", STAGE_HELLO, HOST " refused to "
		"talk to me: 550 5.5.1 SMTP here", 550, false } },
	    .protocol = "lmtp", .no_mail = true },

	{ "behaviour 85: LHLO refused for now",
	    .script = SCRIPT(LHLO, "S: 451 4.3.0 later", QUIT, BYE),
	    .want = { { FATE_OPEN, "4.3.0", STAGE_HELLO, NULL, 451, false } },
	    .no_mail = true },

	{ "behaviours 72, 85: 354 to LHLO",
	    .script = SCRIPT(LHLO, "S: 354 go", QUIT, BYE),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_HELLO, NULL, 354,
		false } }, .no_mail = true },

	{ "behaviour 214: lost at LHLO",
	    .script = SCRIPT(LHLO, "hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_HELLO, "lost connection "
		WITH " while performing the LHLO handshake", 0, false } },
	    .no_mail = true },
};

/* Final delivery (behaviour 211) --------------------------------------------*/

struct final {
	const char *name;
	bool assumed, smtp;
	unsigned flags, offers;
	bool want;
};

static const struct final finals[] = {
	{ "behaviour 211: relayed, if nobody says otherwise", .want = false },
	{ "behaviour 211: delivered with lmtp_assume_final", .assumed = true,
	    .want = true },
	{ "behaviours 6, 211: delivered with mxput_flags = X",
	    .flags = FLAG_FINAL, .want = true },
	{ "behaviour 211: not if the server sends reports itself",
	    .assumed = true, .offers = CAP_DSN, .want = false },
	{ "behaviour 6: nor in SMTP", .flags = FLAG_FINAL, .smtp = true,
	    .want = false },
};

static const char *const without_dsn[] = { TAKES(0), QUIT, BYE, NULL };
static const char *const with_dsn[] = { MAIL, "S: 250 ok",
	"C: RCPT TO:<r0@y.example> ORCPT=rfc822;r0@y.example", "S: 250 ok",
	"C: DATA", "S: 354 go", DOT, STORED, QUIT, BYE, NULL };

static void
play_final(const struct final *f)
{
	const struct scene scene = { .name = f->name, .script =
	    (f->offers & CAP_DSN) != 0 ? with_dsn : without_dsn };
	struct bench b;

	bench_set(&b, &scene);
	lmtp(&b);
	if (f->smtp)
		b.params.protocol = PROTOCOL_SMTP;
	b.params.assume_final = f->assumed;
	b.params.flags = f->flags;
	bench_open(&b);
	b.session->caps.offered = f->offers;
	bench_deliver(&b, 0);
	session_free(&b.session);
	script_finish(&b.script);
	ok(b.script.complaint.len == 0 && b.at[0]->fate == FATE_SENT &&
	    b.at[0]->dsn.final == f->want, f->name);
	ok(b.at[0]->dsn.reports == ((f->offers & CAP_DSN) != 0),
	    "behaviour 212: and who reports to the sender is known");
	printf("# %s\n", str_chars(&b.script.complaint));
	bench_clear(&b);
}

/* The scene, in LMTP if it does not say otherwise. */

static struct scene
in_lmtp(const struct scene *scene)
{
	struct scene s = *scene;

	if (s.arrange == NULL)
		s.arrange = lmtp;
	return s;
}

static void
deliver_all(const struct scene *scenes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct scene s = in_lmtp(&scenes[i]);

		scene_deliver(&s);
	}
}

static void
greet_all(const struct scene *scenes, size_t n, bool opens)
{
	for (size_t i = 0; i < n; i++) {
		const struct scene s = in_lmtp(&scenes[i]);

		scene_greet(&s, opens);
	}
}

#define LEN(scenes)	(sizeof(scenes) / sizeof((scenes)[0]))

int
main(void)
{
	deliver_all(each, LEN(each));
	deliver_all(some, LEN(some));
	deliver_all(unsent, LEN(unsent));
	deliver_all(parts, LEN(parts));
	greet_all(greeted, LEN(greeted), true);
	greet_all(turned_away, LEN(turned_away), false);
	for (size_t i = 0; i < LEN(finals); i++)
		play_final(&finals[i]);
	return tap_done();
}
