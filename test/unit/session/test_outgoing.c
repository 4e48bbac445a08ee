/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/message/pairs.h"
#include "unit/session/scene.h"

#define ACCEPT		"S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA", \
			"S: 354 go"
#define STORED		"C: .", "S: 250 2.0.0 stored", "C: QUIT"
#define EIGHT		"Content-Transfer-Encoding: 8bit\n"
#define QP		"C: Content-Transfer-Encoding: quoted-printable"
#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define STUCK(stage) { FATE_OPEN, "4.3.0", stage, "local data error while " \
	"talking to mx.example[192.0.2.1]", 0, false }

static const char *const outside[] = { "a@x.example", "b@outside.example",
    "r0@y.example", "r@outside.example", "a+z@x.example", "plus@x.example",
    NULL };
static const char *const broken[] = { "r1@y.example", "!", NULL };
static const char *const answers[] = { "A: b", "REPLACE A: c", "body",
    "STRIP", "bad", "!", "A: odd", "HOLD", NULL };

static const struct pairs generic = { outside, NULL };
static const struct pairs failing = { broken, NULL };
static const struct pairs checks = { answers, NULL };

static void
undeclared(struct bench *b)
{
	b->envelope.body = BODY_NONE;
}

static void
unconverted(struct bench *b)
{
	b->envelope.body = BODY_8BITMIME;
	b->params.disable_mime_output_conversion = true;
}

static void
shallow(struct bench *b)
{
	b->envelope.body = BODY_8BITMIME;
	b->params.mime_nesting_limit = 1;
}

static void
map(struct bench *b)
{
	b->params.maps.generic = pairs_mapping(&generic);
}

static void
map_and_fail(struct bench *b)
{
	b->params.maps.generic = pairs_mapping(&failing);
}

static void
check_header(struct bench *b)
{
	b->params.maps.header_checks = pairs_mapping(&checks);
}

static void
check_body(struct bench *b)
{
	b->params.maps.body_checks = pairs_mapping(&checks);
}

static void
add_all(struct bench *b)
{
	map(b);
	b->params.flags = FLAG_DELIVERED_TO | FLAG_ORIGINAL_TO |
	    FLAG_RETURN_PATH | FLAG_FINAL;
}

static void
add_given(struct bench *b)
{
	add_all(b);
	b->at[0]->orcpt = SPAN("rfc822;old+2Bway@z.example");
}

static void
return_to_nobody(struct bench *b)
{
	b->envelope.sender = (struct address){ { 0 }, { 0 } };
	b->params.flags = FLAG_RETURN_PATH;
}

static const struct scene scenes[] = {
	{ "behaviour 193: undeclared, and no 8BITMIME: converted",
	    .script = SCRIPT(MAIL, ACCEPT, "C: A: b", QP, "C: ", "C: =E9",
		STORED), .arrange = undeclared,
	    .message = EIGHT "A: b\n\n\xe9", .want = { OK },
	    .told = "note 0 converted to 7 bit: " HOST " does not offer",
	    .untold = "warning" },

	{ "behaviour 193: not where 8BITMIME is offered",
	    .script = SCRIPT(MAIL, ACCEPT, "C: Content-Transfer-Encoding: "
		"8bit", "C: ", "C: \xe9", STORED), .arrange = undeclared,
	    .offers = CAP_8BITMIME, .message = EIGHT "\n\xe9",
	    .want = { OK }, .untold = "converted" },

	{ "behaviour 193: nor where it is declared 7bit",
	    .script = SCRIPT(MAIL, ACCEPT, "C: Content-Transfer-Encoding: "
		"8bit", "C: ", "C: a=", STORED), .message = EIGHT "\na=",
	    .want = { OK }, .untold = "converted" },

	{ "behaviour 193: nor with disable_mime_output_conversion",
	    .script = SCRIPT(MAIL, ACCEPT, "C: Content-Transfer-Encoding: "
		"8bit", "C: ", "C: \xe9", STORED), .arrange = unconverted,
	    .message = EIGHT "\n\xe9", .want = { OK },
	    .told = "warning 0 " HOST " does not offer 8BITMIME" },

	{ "behaviour 194: what is not labelled goes as it is: a warning",
	    .script = SCRIPT(MAIL, ACCEPT, "C: A: b", "C: ", "C: \xe9",
		STORED), .arrange = undeclared, .message = "A: b\n\n\xe9",
	    .want = { OK }, .untold = "converted",
	    .told = "warning 0 " HOST " does not offer 8BITMIME" },

	{ "behaviour 170: SIZE is left out where it may be converted",
	    .script = SCRIPT(MAIL, ACCEPT, "C: A: b", "C: ", "C: c", STORED),
	    .arrange = undeclared, .offers = CAP_SIZE,
	    .message = "A: b\n\nc\n", .want = { OK } },

	{ "behaviour 197: nested too deep: bounced at once, no dot, no QUIT",
	    .script = SCRIPT(MAIL, ACCEPT,
		"C: Content-Type: multipart/x; boundary=a", "C: ", "C: --a",
		"C: Content-Type: multipart/x; boundary=b", "C: ", "C: --b",
		"C: Content-Type: multipart/x; boundary=c", "C: ", "C: --c",
		"C: Content-Type: multipart/x; boundary=d"),
	    .arrange = shallow, .message =
		"Content-Type: multipart/x; boundary=a\n\n--a\n"
		"Content-Type: multipart/x; boundary=b\n\n--b\n"
		"Content-Type: multipart/x; boundary=c\n\n--c\n"
		"Content-Type: multipart/x; boundary=d\n\n--d\n",
	    .want = { { FATE_BOUNCED, "5.6.0", STAGE_MESSAGE, "MIME nesting "
		"exceeds safety limit", 0, false } } },

	{ "behaviour 202: generic maps, in the envelope and in the header",
	    .script = SCRIPT("C: MAIL FROM:<b@outside.example> SIZE=43",
		"S: 250 ok", "C: RCPT TO:<r@outside.example> "
		"ORCPT=rfc822;r0@y.example", "S: 250 ok", "C: DATA",
		"S: 354 go", "C: From: b@outside.example", "C: To: z@x",
		"C: ", "C: a@x.example", STORED), .arrange = map,
	    .offers = CAP_SIZE | CAP_DSN,
	    .message = "From: a@x.example\nTo: z@x\n\na@x.example\n",
	    .want = { OK } },

	{ "behaviour 219: a table cannot say of a recipient: QUIT, next",
	    .script = SCRIPT(MAIL, "S: 250 ok", RCPT(0), "S: 250 ok",
		"C: QUIT"), .recipients = 2, .arrange = map_and_fail,
	    .want = { STUCK(STAGE_RCPT), STUCK(STAGE_RCPT) },
	    .told = "warning 0 no answer for r1@y.example" },

	{ "behaviour 199: a check replaces, and says so",
	    .script = SCRIPT(MAIL, ACCEPT, "C: A: c", "C: ", "C: d", STORED),
	    .arrange = check_header, .message = "A: b\n\nd\n",
	    .want = { OK }, .told = "note 0 REPLACE: header A: b: A: c" },

	{ "behaviour 199: a command that is none: a warning",
	    .script = SCRIPT(MAIL, ACCEPT, "C: A: odd", STORED),
	    .arrange = check_header, .message = "A: odd\n", .want = { OK },
	    .told = "warning 0 smtp_header_checks says what is no command" },

	{ "behaviour 200: a table cannot say of the body: dropped, next",
	    .script = SCRIPT(MAIL, ACCEPT, "C: A: b", "C: "),
	    .arrange = check_body, .message = "A: b\n\nbody\nbad\nc\n",
	    .want = { STUCK(STAGE_MESSAGE) },
	    .told = "warning 0 no answer for bad" },

	{ "behaviour 3: R, O, D, in this order, and they count in SIZE",
	    .script = SCRIPT("C: MAIL FROM:<b@outside.example> SIZE=107",
		"S: 250 ok", "C: RCPT TO:<r@outside.example>", "S: 250 ok",
		"C: DATA", "S: 354 go",
		"C: Return-Path: <b@outside.example>",
		"C: X-Original-To: r@outside.example",
		"C: Delivered-To: r@outside.example", "C: A: b", STORED),
	    .arrange = add_all, .offers = CAP_SIZE, .message = "A: b\n",
	    .want = { OK } },

	{ "behaviour 3: X-Original-To is what ORCPT says",
	    .script = SCRIPT("C: MAIL FROM:<b@outside.example>",
		"S: 250 ok", "C: RCPT TO:<r@outside.example>", "S: 250 ok",
		"C: DATA", "S: 354 go",
		"C: Return-Path: <b@outside.example>",
		"C: X-Original-To: old+way@z.example",
		"C: Delivered-To: r@outside.example", "C: A: b", STORED),
	    .arrange = add_given, .message = "A: b\n", .want = { OK } },

	{ "behaviour 3: the null sender",
	    .script = SCRIPT("C: MAIL FROM:<>", ACCEPT, "C: Return-Path: <>",
		"C: A: b", STORED), .arrange = return_to_nobody,
	    .message = "A: b\n", .want = { OK } },
};

static const struct scene too_large = {
	"behaviour 98: with what is put before it the message is too large",
	.script = SCRIPT("S: 220 mx.example", "C: EHLO me.example",
	    "S: 250-mx.example", "S: 250 SIZE 26"),
	.arrange = return_to_nobody, .message = "12345678",
	.want = { { FATE_BOUNCED, "5.3.4", STAGE_MAIL, "message size 27 "
	    "exceeds size limit 26 of server mx.example[192.0.2.1]", 0,
	    false } } };

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		scene_deliver(&scenes[i]);
	scene_play(&too_large);
	return tap_done();
}
