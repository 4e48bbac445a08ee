/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/session/scene.h"

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define NOBODY	{ FATE_BOUNCED, "5.1.1", STAGE_RCPT, HOST \
	" said: 550 5.1.1 who? (in reply to RCPT TO command)", 550, false }
#define LATER	{ FATE_OPEN, "4.2.1", STAGE_RCPT, HOST \
	" said: 450 4.2.1 later (in reply to RCPT TO command)", 450, false }
#define BANNED	{ FATE_BOUNCED, "5.1.8", STAGE_MAIL, HOST \
	" said: 550 5.1.8 no (in reply to MAIL FROM command)", 550, false }

static void
declare_8bit(struct bench *b)
{
	b->envelope.body = BODY_8BITMIME;
}

static void
declare_nothing(struct bench *b)
{
	b->envelope.body = BODY_NONE;
}

static void
convert_nothing(struct bench *b)
{
	b->envelope.body = BODY_NONE;
	b->params.disable_mime_output_conversion = true;
}

static void
ask_for_everything(struct bench *b)
{
	b->envelope.body = BODY_8BITMIME;
	b->envelope.envid = SPAN("id");
	b->envelope.ret = RET_HDRS;
	b->envelope.smtputf8 = true;
	b->at[0]->orcpt = SPAN("rfc822;o@y.example");
	b->at[0]->notify = NOTIFY_DELAY | NOTIFY_SUCCESS;
}

static void
odd_addresses(struct bench *b)
{
	b->envelope.sender = (struct address){ 0 };
	b->at[0]->address.local = SPAN("john doe");
	b->at[1]->address.local = SPAN("a..b");
}

static void
unquoted(struct bench *b)
{
	b->params.quote_rfc821_envelope = false;
	b->at[0]->address.local = SPAN("a..b");
}

static void
one_is_settled(struct bench *b)
{
	struct dsn gone = DSN_IN(b->arena);

	dsn_fail(&gone, "5.1.0", "settled before");
	recipient_judge(b->at[0], &gone);
	b->settled[0] = 1;	/* by somebody else */
}

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

/* An address that no command can hold: address_parse lets none through. */

static void
smuggle(struct bench *b)
{
	b->at[1]->address.local = SPAN("r1\r\nRSET");
}

static const struct scene one_by_one[] = {
	{ "behaviour 178: one command, one answer; QUIT after the dot's",
	    .script = SCRIPT(MAIL, "S: 250 2.1.0 ok", RCPT(0), "S: 250 ok",
		RCPT(1), "S: 250 ok", "C: DATA", "S: 354 go", "C: hello",
		"C: .", "S: 250 2.0.0 stored", "C: QUIT"),
	    .recipients = 2, .want = { OK, OK } },

	{ "behaviour 181: MAIL is refused: no RCPT, RSET, QUIT",
	    .script = SCRIPT(MAIL, "S: 550 5.1.8 no", "C: RSET", "S: 250 ok",
		"C: QUIT"),
	    .recipients = 2, .want = { BANNED, BANNED } },

	{ "behaviour 181: MAIL is refused for now: everybody stays open",
	    .script = SCRIPT(MAIL, "S: 451 4.3.0 busy", "C: RSET",
		"S: 250 ok", "C: QUIT"),
	    .want = { { FATE_OPEN, "4.3.0", STAGE_MAIL, HOST " said: 451 4.3.0 "
		"busy (in reply to MAIL FROM command)", 451, false } } },

	{ "behaviour 188: 421 to MAIL is an ordinary 4xx",
	    .script = SCRIPT(MAIL, "S: 421 4.3.2 closing", "C: RSET",
		"S: 421 4.3.2 closing", "C: QUIT"),
	    .want = { { FATE_OPEN, "4.3.2", STAGE_MAIL, HOST " said: 421 4.3.2 "
		"closing (in reply to MAIL FROM command)", 421, false } } },

	{ "behaviour 182: each recipient has its own answer",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 250 ok", RCPT(2), "S: 450 4.2.1 later",
		"C: DATA", "S: 354 go", "C: hello", "C: .",
		"S: 250 2.0.0 stored", "C: QUIT"),
	    .recipients = 3, .want = { NOBODY, OK, LATER } },

	{ "behaviour 183: nobody is accepted: no DATA, RSET, QUIT",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 450 4.2.1 later", "C: RSET", "S: 250 ok",
		"C: QUIT"),
	    .recipients = 2, .want = { NOBODY, LATER } },

	{ "behaviour 182: 552 to RCPT is hard",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0),
		"S: 552 5.2.2 over quota", "C: RSET", "S: 250 ok", "C: QUIT"),
	    .want = { { FATE_BOUNCED, "5.2.2", STAGE_RCPT, HOST " said: 552 "
		"5.2.2 over quota (in reply to RCPT TO command)", 552,
		false } } },

	{ "D10: 552 5.5.3 to RCPT, too many recipients, is soft",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", RCPT(1),
		"S: 552 5.5.3 too many", "C: DATA", "S: 354 go", "C: hello",
		"C: .", "S: 250 2.0.0 stored", "C: QUIT"),
	    .recipients = 2, .want = { OK, { FATE_OPEN, "4.5.3", STAGE_RCPT,
		HOST " said: 552 5.5.3 too many (in reply to RCPT TO "
		"command)", 552, false } } },

	{ "D10: 550 5.5.3 is no 552",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.5.3 no",
		"C: RSET", "S: 250 ok", "C: QUIT"),
	    .want = { { FATE_BOUNCED, "5.5.3", STAGE_RCPT, NULL, 550,
		false } } },

	{ "behaviour 72: 354 to RCPT bounces with 5.5.0",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 354 go",
		"C: RSET", "S: 250 ok", "C: QUIT"),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_RCPT, HOST " said: 354 "
		"go (in reply to RCPT TO command)", 354, false } } },

	{ "behaviour 184: DATA is refused for good",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", RCPT(1),
		"S: 450 4.2.1 later", "C: DATA", "S: 554 5.5.1 no", "C: RSET",
		"S: 250 ok", "C: QUIT"),
	    .recipients = 2, .want = { { FATE_BOUNCED, "5.5.1", STAGE_DATA,
		HOST " said: 554 5.5.1 no (in reply to DATA command)", 554,
		false }, LATER } },

	{ "behaviour 184: DATA is refused for now",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 421 4.3.2 later", "C: RSET", "S: 250 ok",
		"C: QUIT"),
	    .want = { { FATE_OPEN, "4.3.2", STAGE_DATA, HOST " said: 421 4.3.2 "
		"later (in reply to DATA command)", 421, false } } },

	{ "behaviours 73, 185: DATA is answered with 250",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 250 odd", "C: RSET", "S: 250 ok", "C: QUIT"),
	    .want = { { FATE_BOUNCED, "5.5.0", STAGE_DATA, "Protocol error: "
		HOST " said: 250 odd (in reply to DATA command)", 250,
		false } } },

	{ "behaviour 185: any 3xx is a permission",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 399-go", "S: 399 on", "C: hello", "C: .",
		"S: 250 2.0.0 stored", "C: QUIT"),
	    .want = { OK } },

	{ "behaviour 186: what becomes of RSET changes nothing",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		"C: RSET", "stall 17"),
	    .want = { NOBODY } },

	{ "behaviours 186, 218: nor a connection lost there",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		"C: RSET", "hangup"),
	    .want = { NOBODY } },

	{ "behaviour 187: lost after a refusal: what was decided stays",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 450 4.2.1 later", RCPT(2), "S: 250 ok", RCPT(3),
		"hangup"),
	    .recipients = 4, .want = { NOBODY, LATER,
		{ FATE_OPEN, "4.4.2", STAGE_RCPT, "lost connection " WITH
		    " while sending RCPT TO", 0, false },
		{ FATE_OPEN, "4.4.2", STAGE_RCPT, NULL, 0, false } } },

	{ "behaviours 213, 214: lost at MAIL",
	    .script = SCRIPT(MAIL, "hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MAIL, "lost connection "
		WITH " while sending MAIL FROM", 0, false } } },

	{ "behaviours 213, 215: no answer to MAIL in time",
	    .script = SCRIPT(MAIL, "stall 12"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MAIL, "conversation " WITH
		" timed out while sending MAIL FROM", 0, false } } },

	{ "behaviour 216: with one deadline for a whole answer",
	    .script = SCRIPT(MAIL, "S: 250-o", "--", "S: 250 k", RCPT(0),
		"stall 13"), .arrange = one_deadline,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, "conversation " WITH
		" timed out while sending RCPT TO", 0, false } } },

	{ "behaviours 213, 215: no answer to RCPT in time",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", RCPT(1),
		"stall 13"), .recipients = 2,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, "conversation " WITH
		" timed out while sending RCPT TO", 0, false },
		{ FATE_OPEN, "4.4.2", STAGE_RCPT, NULL, 0, false } } },

	{ "behaviours 213, 215: no answer to DATA in time",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "stall 14"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_DATA, "conversation " WITH
		" timed out while sending DATA command", 0, false } } },

	{ "behaviours 213, 215: a command is not taken in time",
	    .script = SCRIPT(MAIL, "S: 250 ok", "stall 13"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, "conversation " WITH
		" timed out while sending RCPT TO", 0, false } } },

	{ "behaviour 64: the server is gone inside a line",
	    .script = SCRIPT(MAIL, "R: 250 o", "hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MAIL, "lost connection "
		WITH " while sending MAIL FROM", 0, false } } },

	{ "interrupted while MAIL's answer is due: 4.3.0",
	    .script = SCRIPT(MAIL, "halt"),
	    .want = { { FATE_OPEN, "4.3.0", STAGE_MAIL,
		"interrupted by a signal", 0, false } } },

	{ "D1: a line that is no answer to MAIL",
	    .script = SCRIPT(MAIL, "S: ok", "S: 250 ok"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MAIL, "protocol error: "
		HOST " answered with \"ok\" while sending MAIL FROM", 0,
		false } } },

	{ "D1: inside an answer to RCPT",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250-o",
		"S: 2500 k"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_RCPT, NULL, 0, false } } },

	{ "D16: an answer more to MAIL, at once",
	    .script = SCRIPT(MAIL, "S: 250 ok", "S: 250 ok"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_RCPT, "protocol error: "
		HOST " answered before it was asked, while sending RCPT TO: "
		"250 ok", 0, false } } },

	{ "D16: an answer more to MAIL, a little later",
	    .script = SCRIPT(MAIL, "S: 250 ok", "--", "S: 550 no"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_RCPT, NULL, 0, false } } },

	{ "D16: an answer more to RCPT: who was refused stays so",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 250 ok", "S: 250-again", "--", "S: 250 ok"),
	    .recipients = 3, .want = { NOBODY,
		{ FATE_OPEN, "4.5.0", STAGE_RCPT, NULL, 0, false },
		{ FATE_OPEN, "4.5.0", STAGE_RCPT, NULL, 0, false } } },

	{ "D16: an answer more before DATA",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"S: 250 ok"),
	    .want = { { FATE_OPEN, "4.5.0", STAGE_DATA, NULL, 0, false } } },

	{ "D16: an answer more that has no end waits two seconds at most",
	    .script = SCRIPT(MAIL, "S: 250 ok", "R: 250 o", "stall 2"),
	    .arrange = one_deadline,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, NULL, 0, false } } },

	{ "D16: an unasked 421 ends the session with its own code",
	    .script = SCRIPT(MAIL, "S: 250 ok", "--",
		"S: 421 4.3.2 shutting down", "hangup"),
	    .want = { { FATE_OPEN, "4.3.2", STAGE_RCPT, HOST " said: 421 4.3.2 "
		"shutting down (before sending RCPT TO)", 421, false } } },

	{ "D16: an unasked 421 found when a command could not be sent",
	    .script = SCRIPT(MAIL, "S: 250 ok", "reset",
		"S: 421 4.3.2 shutting down", "hangup"),
	    .want = { { FATE_OPEN, "4.3.2", STAGE_RCPT, NULL, 421, false } } },

	{ "a command that cannot be sent: lost",
	    .script = SCRIPT(MAIL, "S: 250 ok", "reset", "hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_RCPT, "lost connection "
		WITH " while sending RCPT TO", 0, false } } },

	{ "a recipient that would smuggle a command ends the session: 5.5.2",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok"),
	    .recipients = 2, .arrange = smuggle,
	    .want = { { FATE_OPEN, "5.5.2", STAGE_RCPT, NULL, 0, false },
		{ FATE_OPEN, "5.5.2", STAGE_RCPT, NULL, 0, false } } },

	{ "behaviour 55: only who is open is offered",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(1), "S: 250 ok",
		"C: DATA", "S: 354 go", "C: hello", "C: .",
		"S: 250 2.0.0 stored", "C: QUIT"),
	    .recipients = 2, .arrange = one_is_settled,
	    .want = { { FATE_BOUNCED, NULL, 0, NULL, 0, false }, OK } },

	{ "behaviour 63: soft_bounce keeps refusals for the next host",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		RCPT(1), "S: 250 ok", "C: DATA", "S: 354 go", "C: hello",
		"C: .", "S: 554 5.7.1 spam", "C: QUIT"),
	    .recipients = 2, .arrange = soft_bounce,
	    .want = { { FATE_OPEN, "4.1.1", STAGE_RCPT, HOST " said: 550 5.1.1 "
		"who? (in reply to RCPT TO command)", 550, false },
		{ FATE_OPEN, "4.7.1", STAGE_END_OF_DATA, NULL, 554,
		    false } } },

	{ "behaviour 63: soft_bounce and MAIL, DATA",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: DATA", "S: 554 5.5.1 no", "C: RSET", "S: 250 ok",
		"C: QUIT"), .arrange = soft_bounce,
	    .want = { { FATE_OPEN, "4.5.1", STAGE_DATA, NULL, 554, false } } },
};

static const struct scene commands[] = {
	{ "behaviour 169: everything that is offered, in its order",
	    .script = SCRIPT("C: MAIL FROM:<a@x.example> SIZE=7 BODY=8BITMIME "
		"ENVID=id RET=HDRS SMTPUTF8", "S: 250 ok",
		"C: RCPT TO:<r0@y.example> ORCPT=rfc822;o@y.example "
		"NOTIFY=SUCCESS,DELAY", "S: 550 5.1.1 who?", "C: RSET",
		"S: 250 ok", "C: QUIT"),
	    .arrange = ask_for_everything,
	    .offers = CAP_SIZE | CAP_8BITMIME | CAP_DSN | CAP_SMTPUTF8,
	    .want = { NOBODY } },

	{ "behaviours 171, 172: nothing of it where nothing is offered",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 550 5.1.1 who?",
		"C: RSET", "S: 250 ok", "C: QUIT"),
	    .arrange = ask_for_everything, .want = { NOBODY } },

	{ "behaviour 170: the size is that on the wire, 7bit declared",
	    .script = SCRIPT("C: MAIL FROM:<a@x.example> SIZE=10",
		"S: 550 5.1.8 no", "C: RSET", "S: 250 ok", "C: QUIT"),
	    .message = "a\n.b\nc", .offers = CAP_SIZE, .want = { BANNED } },

	{ "behaviours 89, 170: no SIZE where the message may be converted",
	    .script = SCRIPT(MAIL, "S: 550 5.1.8 no", "C: RSET", "S: 250 ok",
		"C: QUIT"), .arrange = declare_nothing,
	    .offers = CAP_SIZE, .want = { BANNED } },

	{ "behaviour 193: it may not with disable_mime_output_conversion",
	    .script = SCRIPT("C: MAIL FROM:<a@x.example> SIZE=7",
		"S: 550 5.1.8 no", "C: RSET", "S: 250 ok", "C: QUIT"),
	    .arrange = convert_nothing, .offers = CAP_SIZE,
	    .want = { BANNED } },

	{ "behaviour 171: BODY=8BITMIME",
	    .script = SCRIPT("C: MAIL FROM:<a@x.example> BODY=8BITMIME",
		"S: 550 5.1.8 no", "C: RSET", "S: 250 ok", "C: QUIT"),
	    .arrange = declare_8bit, .offers = CAP_8BITMIME,
	    .want = { BANNED } },

	{ "behaviour 171: undeclared, no BODY",
	    .script = SCRIPT(MAIL, "S: 550 5.1.8 no", "C: RSET", "S: 250 ok",
		"C: QUIT"),
	    .arrange = declare_nothing, .offers = CAP_8BITMIME,
	    .want = { BANNED } },

	{ "behaviour 176: the null sender, quoted local parts",
	    .script = SCRIPT("C: MAIL FROM:<>", "S: 250 ok",
		"C: RCPT TO:<\"john doe\"@y.example>", "S: 550 5.1.1 who?",
		"C: RCPT TO:<\"a..b\"@y.example>", "S: 550 5.1.1 who?",
		"C: RSET", "S: 250 ok", "C: QUIT"),
	    .recipients = 2, .arrange = odd_addresses,
	    .want = { NOBODY, NOBODY } },

	{ "behaviour 176: smtp_quote_rfc821_envelope = no",
	    .script = SCRIPT(MAIL, "S: 250 ok", "C: RCPT TO:<a..b@y.example>",
		"S: 550 5.1.1 who?", "C: RSET", "S: 250 ok", "C: QUIT"),
	    .arrange = unquoted, .want = { NOBODY } },
};

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
	PLAY_ALL(one_by_one);
	PLAY_ALL(commands);
	return tap_done();
}
