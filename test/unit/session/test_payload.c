/* SPDX-License-Identifier: BSD-2-Clause */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "unit/session/scene.h"

#define BEFORE	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA", "S: 354 go"
#define FLIGHT	MAIL, RCPT(0), "C: DATA", "S: 250 ok", "S: 250 ok", "S: 354 go"
#define DOT	"C: ."
#define STORED	"S: 250 2.0.0 stored"
#define QUIT	"C: QUIT"
#define PIPE	.offers = CAP_PIPELINING

#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }

/*
 * What wire_pause waits in, instead of the system's: as long as was asked
 * for, by the clock of the scripts. Nothing else polls here.
 */

static struct {
	unsigned times;
	msec_t length;
} pauses;

int
poll(struct pollfd *fds, nfds_t n, int timeout)
{
	for (nfds_t i = 0; i < n; i++)
		fds[i].revents = 0;
	pauses.times++;
	pauses.length += timeout;
	script_time += timeout;
	return 0;
}

static void
fold(struct bench *b)
{
	b->params.fold_limit = 12;
}

static void
fold_never(struct bench *b)
{
	b->params.fold_limit = 0;
}

static void
postfix_mode(struct bench *b)
{
	b->params.postfix_mode = true;
}

static void
omit(struct bench *b)
{
	static const char *const names[] = { "bcc", "Resent-Bcc", NULL };

	b->letter.omit = names;
}

static const struct scene contents[] = {
	{ "behaviour 189: CRLF line ends, dots doubled, a last line end",
	    .script = SCRIPT(BEFORE, "C: Subject: x", "C: ", "C: ..", "C: ..a",
		"C: b.", "C: c", DOT, STORED, QUIT),
	    .message = "Subject: x\n\n.\n.a\r\nb.\nc", .want = { OK },
	    .told = "content 30 \n" },

	{ "behaviour 189: a message that ends with a lone dot",
	    .script = SCRIPT(FLIGHT, "C: a", "C: ..", DOT, QUIT, STORED),
	    PIPE, .message = "a\n.", .want = { OK } },

	{ "behaviour 190: long lines are folded, stuffed only at the front",
	    .script = SCRIPT(BEFORE, "C: ..23456789abc", "C:  ..........z",
		"C: short", DOT, STORED, QUIT), .arrange = fold,
	    .message = ".23456789abc..........z\nshort\n", .want = { OK } },

	{ "behaviour 190: smtp_line_length_limit = 0",
	    .script = SCRIPT(BEFORE, "C: ..23456789abc..........z", DOT,
		STORED, QUIT), .arrange = fold_never,
	    .message = ".23456789abc..........z\n", .want = { OK } },

	{ "D26: a bare CR becomes a blank, a bare LF ends a line",
	    .script = SCRIPT(BEFORE, "C: a . b", "C: ..", "C: c", DOT, STORED,
		QUIT), .message = "a\r.\rb\n.\nc\n", .want = { OK } },

	{ "D26: a bare CR is kept in Postfix mode",
	    .script = SCRIPT(BEFORE, "C: a\r.\rb", DOT, STORED, QUIT),
	    .arrange = postfix_mode, .message = "a\r.\rb\n",
	    .want = { OK } },

	{ "header fields that are not sent: Bcc with -t",
	    .script = SCRIPT(BEFORE, "C: To: a", "C: Subject: x", "C: ",
		"C: Bcc: this is text", DOT, STORED, QUIT), .arrange = omit,
	    .message = "To: a\nBcc: b,\n c\nSubject: x\nresent-bcc: d\n\n"
		"Bcc: this is text\n", .want = { OK } },

	{ "what might have been one of them at the end of the message",
	    .script = SCRIPT(BEFORE, "C: To: a", "C: Bc", DOT, STORED, QUIT),
	    .arrange = omit, .message = "To: a\nBc", .want = { OK } },

	{ "behaviours 210, 213: the connection breaks: lost at the message",
	    .script = SCRIPT(BEFORE, "reset", "hangup"),
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE, "lost connection "
		WITH " while sending message body", 0, false } } },
};

/* A message of several writes: n lines of 99 octets, of 100 on the wire. */

enum { LINES = 3000, LINE = 100, BUFFER = 65536 };

static char *
long_message(void)
{
	char *text = mem_new(LINES, LINE - 1);

	memset(text, 'x', LINES * (LINE - 1));
	for (size_t i = 1; i <= LINES; i++)
		text[i * (LINE - 1) - 1] = '\n';
	return text;
}

/* on_file - a message in a file that can still be changed */

static int
on_file(struct bench *b, struct span text, char *path)
{
	struct dsn why = DSN_IN(b->arena);
	int fd = mkstemp(path);

	must(fd >= 0 && write(fd, text.at, text.len) == (ssize_t)text.len);
	source_free(&b->source);
	b->survey = (struct survey){ 0 };
	must(source_read(&(const struct source_input){ .path = path,
	    .reader = bench_read, .self = &b->survey }, &b->source, &why));
	survey_end(&b->survey);
	unlink(path);
	return fd;
}

struct big {
	const char *name;
	const char *const *script;
	bool pipelining;
	bool slow;		/* five seconds a write, by one deadline */
	void (*spoil)(struct bench *b, int fd);
	struct want want;
};

static void
play_big(const struct big *big)
{
	const struct scene scene = { .name = big->name,
	    .script = big->script, .want = { big->want } };
	char path[] = "/tmp/payload.XXXXXX", *text = long_message();
	struct bench b;
	int fd;

	bench_set(&b, &scene);
	fd = on_file(&b, span_from(text, LINES * (LINE - 1)), path);
	mem_free(&text);
	if (big->spoil != NULL)
		big->spoil(&b, fd);
	b.script.write_pace = big->slow ? 5000 : 0;
	b.script.one_deadline = b.params.per_request_deadline = big->slow;
	bench_open(&b);
	b.session->talk.pipelining = big->pipelining;
	bench_deliver(&b, 0);
	session_free(&b.session);
	scene_judge(&b, &scene);
	close(fd);
	bench_clear(&b);
}

static void
touch(struct bench *b, int fd)
{
	const struct timespec times[] = { { 1, 0 }, { 1, 0 } };

	(void)b;
	must(futimens(fd, times) == 0);
}

static void
truncate_it(struct bench *b, int fd)
{
	(void)b;
	must(ftruncate(fd, 200000) == 0);
}

static void
lengthen(struct bench *b, int fd)
{
	(void)b;
	must(pwrite(fd, "more\n", 5, LINES * (LINE - 1)) == 5);
}

static const struct big bigs[] = {
	{ "three hundred thousand octets",
	    SCRIPT(BEFORE, "bulk 300000", DOT, STORED, QUIT), false, false,
	    NULL, OK },

	{ "behaviour 216: one deadline for each window of it",
	    SCRIPT(BEFORE, "bulk 300000", DOT, STORED, QUIT), false, true,
	    NULL, OK },

	{ "D16: answered before a single octet of it has left",
	    SCRIPT(FLIGHT, "S: 250 2.0.0 stored"), true, false, NULL,
	    { FATE_OPEN, "4.5.0", STAGE_MESSAGE, NULL, 0, false } },

	{ "behaviour 180: dot and QUIT with the last of them",
	    SCRIPT(FLIGHT, "bulk 300000", DOT, QUIT, STORED), true, false,
	    NULL, OK },

	{ "behaviour 210: refused in the middle, and closed",
	    SCRIPT(BEFORE, "bulk 65536", "reset", "S: 552 5.3.4 too big",
		"hangup"), false, false, NULL,
	    { FATE_BOUNCED, "5.3.4", STAGE_MESSAGE, HOST " said: 552 5.3.4 "
		"too big (in reply to end of DATA command)", 552, false } },

	{ "D2: accepted in the middle, and closed",
	    SCRIPT(FLIGHT, "bulk 131072", "reset", "S: 250 2.0.0 enough",
		"hangup"), true, false, NULL,
	    { FATE_OPEN, "4.5.0", STAGE_MESSAGE, "protocol error: " HOST
		" answered before it had read the message: 250 2.0.0 enough",
		0, false } },

	{ "D2, D16: accepted in the middle, and read on",
	    SCRIPT(FLIGHT, "bulk 262144", "S: 250 2.0.0 enough"), true, false,
	    NULL,
	    { FATE_OPEN, "4.5.0", STAGE_MESSAGE, NULL, 0, false } },

	{ "behaviours 213, 215: it takes no more of it in time",
	    SCRIPT(BEFORE, "bulk 65536", "stall 15"), false, false, NULL,
	    { FATE_OPEN, "4.4.2", STAGE_MESSAGE, "conversation " WITH
		" timed out while sending message body", 0, false } },

	{ "interrupted in the middle",
	    SCRIPT(FLIGHT, "bulk 65536", "halt"), true, false, NULL,
	    { FATE_OPEN, "4.3.0", STAGE_MESSAGE, "interrupted by a signal",
		0, false } },

	{ "lost in the middle",
	    SCRIPT(FLIGHT, "bulk 131072", "hangup"), true, false, NULL,
	    { FATE_OPEN, "4.4.2", STAGE_MESSAGE, "lost connection " WITH
		" while sending message body", 0, false } },

	{ "behaviour 221: the file has changed: no dot, no QUIT",
	    SCRIPT(BEFORE, "bulk 262144"), false, false, touch,
	    { FATE_OPEN, "4.3.0", STAGE_MESSAGE, NULL, 0, false } },

	{ "behaviour 221: the file is shorter: no dot, no QUIT",
	    SCRIPT(FLIGHT, "bulk 196608"), true, false, truncate_it,
	    { FATE_OPEN, "4.3.0", STAGE_MESSAGE, NULL, 0, false } },

	{ "behaviour 221: the file is longer: no dot, no QUIT",
	    SCRIPT(FLIGHT, "bulk 262144"), true, false, lengthen,
	    { FATE_OPEN, "4.3.0", STAGE_MESSAGE, NULL, 0, false } },
};

/*
 * The queue of the wire holds BUFFER octets. Messages of every length around
 * that: whatever is left of the last octets, the dot and QUIT find room.
 */

static void
play_brim(struct str *wrong, size_t len)
{
	static char text[2 * BUFFER + 1];
	const char *script[] = { FLIGHT, "bulk 0", DOT, QUIT, STORED, NULL };
	const struct scene scene = { .name = "", .script = script };
	char path[] = "/tmp/payload.XXXXXX", bulk[32];
	struct bench b;

	memset(text, 'x', len);
	for (size_t i = 99; i < len; i += LINE)
		text[i] = '\n';
	must(snprintf(bulk, sizeof(bulk), "bulk %zu", len + len / LINE +
	    (len % LINE == 0 ? 0 : 2)) > 0);
	script[6] = bulk;
	bench_set(&b, &scene);
	close(on_file(&b, span_from(text, len), path));
	bench_open(&b);
	b.session->talk.pipelining = true;
	bench_deliver(&b, 0);
	session_free(&b.session);
	script_finish(&b.script);
	if (b.script.complaint.len > 0 || b.at[0]->fate != FATE_SENT)
		str_addf(wrong, "# %zu octets: %.80s\n", len,
		    str_chars(&b.script.complaint));
	bench_clear(&b);
}

static void
play_brims(void)
{
	const size_t whole = BUFFER - BUFFER / (LINE + 1);
	struct str wrong;

	str_init(&wrong, SCRIPT_MAX);
	for (size_t len = whole - 20; len < whole + 20; len++)
		play_brim(&wrong, len);
	ok(wrong.len == 0, "the dot and QUIT behind a queue that is full");
	printf("%s", str_chars(&wrong));
	str_clear(&wrong);
}

/* Behaviours 81, 204: the pause before the dot. */

static void
old_and_pix(struct bench *b)
{
	b->policy.pix = PIX_DELAY_DOTCRLF;
	b->params.pix_workaround_delay_time = 10000;
	b->params.pix_workaround_threshold_time = 500000;
	b->envelope.arrival = script_time - 500000;
}

static void
pix_and_chunks(struct bench *b)
{
	old_and_pix(b);
	b->params.use_chunking = CHUNKING_AUTO;
}

static void
young_and_pix(struct bench *b)
{
	old_and_pix(b);
	b->envelope.arrival++;
}

#define PIX	"S: 220 ****", "C: EHLO me.example"

static const struct {
	struct scene scene;
	msec_t pause;
} paused[] = {
	{ { "D7, behaviours 81, 204: old enough: content, a pause, the dot",
	    .script = SCRIPT(PIX, "S: 250 mx", BEFORE, "C: hello", "--", DOT,
		STORED, QUIT), .arrange = old_and_pix, .want = { OK } },
	    10000 },

	{ { "behaviours 81, 180, 204: and QUIT behind that",
	    .script = SCRIPT(PIX, "S: 250-mx", "S: 250 PIPELINING", FLIGHT,
		"C: hello", "--", DOT, QUIT, STORED),
	    .arrange = old_and_pix, .want = { OK } }, 10000 },

	{ { "behaviour 204: no dot, no pause: a chunk",
	    .script = SCRIPT(PIX, "S: 250-mx", "S: 250 CHUNKING", MAIL,
		"S: 250 ok", RCPT(0), "S: 250 ok", "C: BDAT 7 LAST",
		"C: hello", STORED, QUIT), .arrange = pix_and_chunks,
	    .want = { OK } }, 0 },

	{ { "behaviour 204: nor is the flight that it is in broken up",
	    .script = SCRIPT(PIX, "S: 250-mx", "S: 250-PIPELINING",
		"S: 250 CHUNKING", MAIL, RCPT(0), "C: BDAT 7 LAST",
		"C: hello", QUIT, "S: 250 ok", "S: 250 ok", STORED,
		"S: 221 2.0.0 bye"), .arrange = pix_and_chunks,
	    .want = { OK } }, 0 },

	{ { "D7, behaviour 81: no pause for a message that is young",
	    .script = SCRIPT(PIX, "S: 250 mx", BEFORE, "C: hello", DOT,
		STORED, QUIT), .arrange = young_and_pix, .want = { OK } }, 0 },

	{ { "behaviour 204: not taken in time before the pause",
	    .script = SCRIPT(PIX, "S: 250 mx", BEFORE, "stall 15"),
	    .arrange = old_and_pix,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE, NULL, 0,
		false } } }, 0 },

	{ { "D16: answered during the pause",
	    .script = SCRIPT(PIX, "S: 250 mx", BEFORE, "C: hello",
		"S: 250 2.0.0 stored"), .arrange = old_and_pix,
	    .want = { { FATE_OPEN, "4.5.0", STAGE_MESSAGE, NULL, 0,
		false } } }, 10000 },

	{ { "gone during the pause",
	    .script = SCRIPT(PIX, "S: 250 mx", BEFORE, "C: hello", "hangup"),
	    .arrange = old_and_pix,
	    .want = { { FATE_OPEN, "4.4.2", STAGE_MESSAGE, NULL, 0,
		false } } }, 10000 },
};

static void
play_paused(void)
{
	for (size_t i = 0; i < sizeof(paused) / sizeof(paused[0]); i++) {
		pauses.times = 0;
		pauses.length = 0;
		scene_play(&paused[i].scene);
		is_number(pauses.length, paused[i].pause,
		    "behaviour 81: it pauses so long");
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++)
		scene_deliver(&contents[i]);
	for (size_t i = 0; i < sizeof(bigs) / sizeof(bigs[0]); i++)
		play_big(&bigs[i]);
	play_brims();
	play_paused();
	return tap_done();
}
