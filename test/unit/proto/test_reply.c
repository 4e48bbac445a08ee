/* SPDX-License-Identifier: BSD-2-Clause */
#include "proto/reply.h"

#include <string.h>

#include "unit/tap.h"

/* A reply as the server sends it, LF between its lines, and what is made of
 * it. No text: it is the same as the lines. */
struct scene {
	const char *name;
	struct span lines;
	enum reply_progress end;
	int code;
	const char *status;
	const char *text;
	bool utf8;
};

#define LINES(text)	.lines = SPAN_INIT(text)
#define DONE(n, s)	.end = REPLY_DONE, .code = (n), .status = (s)
#define BAD		.end = REPLY_MALFORMED

static const struct scene scenes[] = {
	{ "behaviour 64: CRs at the end belong to the line end",
	    LINES("250 2.0.0 done\r\r"), DONE(250, "2.0.0"),
	    .text = "250 2.0.0 done" },
	{ "behaviour 64: a CR behind a bare code", LINES("250\r"),
	    DONE(250, "2.0.0"), .text = "250" },
	{ "behaviour 65: NUL ends the line",
	    LINES("550 5.1.1 a\0b\ac\x7f\td"), DONE(550, "5.1.1"),
	    .text = "550 5.1.1 a" },
	{ "behaviour 65: NUL right behind the code", LINES("250\0x"),
	    DONE(250, "2.0.0"), .text = "250" },
	{ "behaviour 65: NUL inside the code", LINES("25\0" "0 x"), BAD,
	    .text = "25" },
	{ "behaviour 65: a tab and a CR inside become '?'",
	    LINES("550 5.1.1 a\tb\rc\x1b[d\x7f"), DONE(550, "5.1.1"),
	    .text = "550 5.1.1 a?b?c?[d?" },
	{ "behaviour 65: each octet beyond ASCII becomes '?'",
	    LINES("550 5.1.1 caf\xc3\xa9 \xe9"), DONE(550, "5.1.1"),
	    .text = "550 5.1.1 caf?? ?" },
	{ "behaviour 65: well-formed UTF-8 survives with smtputf8",
	    LINES("550 5.1.1 caf\xc3\xa9 \xe9 \xc2\x9b" "1m \xc0\xaf \xe2\x82"),
	    DONE(550, "5.1.1"), .utf8 = true,
	    .text = "550 5.1.1 caf\xc3\xa9 ? ?1m ?? ??" },

	{ "behaviour 68: ddd and a blank", LINES("220 "), DONE(220, "2.0.0") },
	{ "behaviour 68: ddd alone", LINES("354"), DONE(354, "5.5.0") },
	{ "behaviour 68: several lines", LINES("250-mx\n250-\n250 DSN"),
	    DONE(250, "2.0.0") },
	{ "behaviour 68: a last line of ddd alone", LINES("250-mx\n250"),
	    DONE(250, "2.0.0") },
	{ "behaviour 68: still going on", LINES("250-2.0.0 accepted, and"),
	    .end = REPLY_MORE },

	{ "D1: two digits", LINES("25 x"), BAD },
	{ "D1: four digits", LINES("2500 x"), BAD },
	{ "D1: a letter behind the digits", LINES("250x"), BAD },
	{ "D1: a tab behind the digits", LINES("250\tok"), BAD,
	    .text = "250?ok" },
	{ "D1: a blank before the digits", LINES(" 250 ok"), BAD },
	{ "D1: words", LINES("*** spam filter ***"), BAD },
	{ "D1: nothing", LINES("\r"), BAD, .text = "" },
	{ "D1: digits with the high bit set", LINES("2\xb5" "0 ok"), BAD,
	    .text = "2?0 ok" },
	{ "D1: digits of another script", LINES("\xd9\xa2\xd9\xa5\xd9\xa0 ok"),
	    BAD, .utf8 = true },
	{ "D1: in the middle of a reply", LINES("550-5.1.1 a\nhm"), BAD },

	{ "behaviour 70: the last line decides: accepted",
	    LINES("550-5.1.1 no\n250 2.1.5 yes"), DONE(250, "2.1.5") },
	{ "behaviour 70: the last line decides: refused",
	    LINES("250-2.0.0 yes\n554 5.7.1 no"), DONE(554, "5.7.1") },
	{ "behaviour 70: the code of the first line is nothing",
	    LINES("550-5.1.1 user unknown\n550 see above"),
	    DONE(550, "5.0.0") },

	{ "behaviour 71: a plain one", LINES("550 5.1.1 x"),
	    DONE(550, "5.1.1") },
	{ "behaviour 71: at the end", LINES("550 5.1.1"),
	    DONE(550, "5.1.1") },
	{ "behaviour 71: behind several blanks", LINES("450    4.2.1 x"),
	    DONE(450, "4.2.1") },
	{ "behaviour 71: three digits each", LINES("550 5.999.999 x"),
	    DONE(550, "5.999.999") },
	{ "behaviour 71: leading zeros are kept", LINES("550 5.001.001 x"),
	    DONE(550, "5.001.001") },
	{ "behaviour 71: another class", LINES("550 4.1.1 x"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: 250 with a failure", LINES("250 5.1.1 x"),
	    DONE(250, "2.0.0") },
	{ "behaviour 71: four digits", LINES("550 5.1.1234 x"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: four parts", LINES("550 5.1.1.1 x"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: two parts", LINES("450 4.1 x"),
	    DONE(450, "4.0.0") },
	{ "behaviour 71: a colon behind it", LINES("550 5.1.1: x"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: a hash before it", LINES("550 #5.1.1 x"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: in parentheses", LINES("550 (5.1.1) x"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: a tab before it", LINES("550 \t5.1.1 x"),
	    DONE(550, "5.0.0"), .text = "550 ?5.1.1 x" },
	{ "behaviour 71: a tab behind it", LINES("550 5.1.1\tx"),
	    DONE(550, "5.0.0"), .text = "550 5.1.1?x" },
	{ "behaviour 71: as a later word", LINES("550 unknown 5.1.1"),
	    DONE(550, "5.0.0") },
	{ "behaviour 71: none", LINES("450"), DONE(450, "4.0.0") },

	{ "behaviour 72: 199", LINES("199 2.0.0 x"), DONE(199, "5.5.0") },
	{ "behaviour 72: 354", LINES("354 3.0.0 x"), DONE(354, "5.5.0") },
	{ "behaviour 72: 600", LINES("600 odd"), DONE(600, "5.5.0") },
	{ "behaviour 72: 999", LINES("999 5.1.1 odd"), DONE(999, "5.5.0") },
	{ "behaviour 72: 000", LINES("000 odd"), DONE(0, "5.5.0") },
};

/* feed - lines until the reply says that it is over; all must be needed */

static enum reply_progress
feed(struct reply *reply, struct span lines, bool utf8)
{
	enum reply_progress progress = REPLY_MORE;

	while (progress == REPLY_MORE && lines.len > 0)
		progress = reply_feed(reply, span_cut(&lines, '\n'), utf8);
	ok(lines.len == 0, "all lines were read");
	return progress;
}

static void
play(struct reply *reply, const struct scene *scene)
{
	reply_start(reply);
	is_number(feed(reply, scene->lines, scene->utf8), scene->end,
	    scene->name);
	ok(reply->begun, "it has begun");
	is_span(str_span(&reply->text), scene->text == NULL ? scene->lines :
	    span_of(scene->text), "its text");
	if (scene->end != REPLY_DONE)
		return;
	is_number(reply->code, scene->code, "its code");
	is_number(reply_class(reply), scene->code / 100, "its class");
	is_text(span_of(reply->status), scene->status, "its status");
}

/* filled - a line of n octets: the words, then x */

static struct span
filled(char *room, size_t n, const char *words)
{
	memset(room, 'x', n);
	memcpy(room, words, strlen(words));
	return span_from(room, n);
}

static void
long_ones(struct reply *reply)
{
	enum { MAX = REPLY_TEXT_MAX };
	char room[MAX + 1];

	reply_start(reply);
	ok(reply_feed(reply, filled(room, MAX + 1, "550 5.1.1 "), false) ==
	    REPLY_DONE, "behaviour 66: a line of 2049 octets is read");
	is_number(reply->text.len, MAX, "and cut at 2048");

	reply_start(reply);
	reply_feed(reply, filled(room, MAX - 1, "250-a "), false);
	reply_feed(reply, filled(room, MAX, "250-b "), false);
	is_number(reply->text.len, 2 * MAX,
	    "behaviour 67: a line that begins within 2048 octets is whole");
	ok(reply_feed(reply, SPAN("250 c"), false) == REPLY_DONE,
	    "behaviour 67: what comes behind them is read");
	is_number(reply->text.len, 2 * MAX, "and not kept");
	ok(!reply->text.full, "nothing was too long for the text");

	reply_start(reply);
	reply_feed(reply, filled(room, MAX, "550-5.1.1 "), false);
	ok(reply_feed(reply, SPAN("450 4.1.2 c"), false) == REPLY_DONE,
	    "behaviour 67: 2048 octets and the last line");
	is_number(reply->code, 450, "whose code counts");
	is_text(span_of(reply->status), "4.1.2", "and whose status");
	is_number(reply->text.len, MAX, "although it is not kept");

	for (size_t i = 0; i < 100000; i++)
		reply_feed(reply, SPAN("250-again and again"), false);
	is_number(reply->text.len, MAX,
	    "behaviour 67: any number of lines, no more text");
}

static void
told(struct reply *reply)
{
	struct arena *arena = arena_new();
	struct dsn dsn = DSN_IN(arena);

	dsn.stage = STAGE_RCPT;
	reply_start(reply);
	feed(reply, SPAN("550-5.1.1 a\n550 5.1.3 b"), false);
	reply_tell(reply, &dsn, "host %s said: %.*s", "mx.example",
	    SPAN_ARG(reply_line(arena, reply)));
	is_text(dsn.text, "host mx.example said: 550-5.1.1 a 550 5.1.3 b",
	    "behaviour 74: line feeds become blanks in the sentence");
	is_text(dsn.reply, "550-5.1.1 a\n550 5.1.3 b",
	    "and stay in the reply");
	is_number(dsn.code, 550, "the code is told");
	is_text(span_of(dsn.status), "5.1.3", "the status is told");
	is_number(dsn.stage, STAGE_RCPT, "the stage is left alone");

	reply_start(reply);
	feed(reply, SPAN("354 go"), false);
	reply_tell(reply, &dsn, "%s", "what?");
	is_text(span_of(dsn.status), "5.5.0",
	    "behaviour 72: a verdict never has class 3");
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct span line;
	const char *text;
	bool utf8;
} lines[] = {
	{ "as it is", SPAN_INIT("250-2.0.0 ok"), "250-2.0.0 ok", false },
	{ "behaviour 64: CRs at the end", SPAN_INIT("250 ok\r\r"), "250 ok",
	    false },
	{ "behaviour 65: NUL ends it", SPAN_INIT("250 a\0b"), "250 a",
	    false },
	{ "behaviour 65: what is not printable", SPAN_INIT("x\ty\x1b[z\x7f"),
	    "x?y?[z?", false },
	{ "behaviour 65: octets beyond ASCII", SPAN_INIT("5 caf\xc3\xa9"),
	    "5 caf??", false },
	{ "behaviour 65: UTF-8", SPAN_INIT("5 caf\xc3\xa9 \xe9"),
	    "5 caf\xc3\xa9 ?", true },
	{ "nothing", SPAN_INIT("\r"), "", false },
};

static void
censored(void)
{
	struct arena *arena = arena_new();
	static char line[REPLY_TEXT_MAX + 10];
	struct span text;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		is_text(reply_censor(arena, lines[i].line, lines[i].utf8),
		    lines[i].text, lines[i].name);
	memset(line, 'x', sizeof(line));
	text = reply_censor(arena, span_from(line, sizeof(line)), false);
	is_number(text.len, REPLY_TEXT_MAX, "no more than a reply may hold");
	memset(line, 'y', sizeof(line));
	ok(text.at[0] == 'x' && text.at[text.len - 1] == 'x',
	    "and it is a copy");
	arena_free(&arena);
}

int
main(void)
{
	struct reply reply;

	reply_init(&reply);
	ok(!reply.begun, "nothing was fed");
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&reply, &scenes[i]);
	long_ones(&reply);
	told(&reply);
	censored();
	reply_start(&reply);
	ok(!reply.begun && reply.text.len == 0 && reply.status[0] == '\0',
	    "a new one knows nothing of the last");
	reply_clear(&reply);
	return tap_done();
}
