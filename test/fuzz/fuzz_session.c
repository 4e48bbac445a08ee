/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a server says, does or does not do, and whenever: at the end of a
 * session every recipient is settled or has heard a word about this server,
 * each that is settled was told once; nobody is sent unless a whole reply of
 * class 2 (but 221) came after the last octet of the dot had left; if
 * that left and no whole reply came who was accepted is in doubt, if it did
 * not leave nobody is; nothing is written once something has failed; a session
 * that is to end early says nothing of a later stage, sends nothing of a
 * message, and nobody is sent; and it ends, in as many steps as there is
 * input.
 *
 * In LMTP no more recipients are sent than replies of class 2 have come; in
 * SMTP one such reply may do for all of them.
 *
 * The first three octets of the input choose settings, the rest is what the
 * server sends. One of the settings gives each recipient a transaction of its
 * own. Octets 1 to 7 in the rest are no text, but what else happens:
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "proto/capability.h"
#include "session/session.h"

enum {
	THEN = 1,		/* what follows comes when it is waited for */
	SOON = 2,		/* it comes now, in a segment of its own */
	STALL = 3,		/* nothing happens for too long */
	HALT = 4,		/* the run must stop */
	RESET = 5,		/* the next write fails */
	CUT = 6,		/* it is taken in part: so many octets as the
				 * next octet says */
	GONE = 7,		/* the server is */
};

enum { RECIPIENTS = 4, STAGES = 7, HEARD_MAX = 1 << 20, LONG = 70000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct server {
	struct transport transport;	/* first: it is cast to and fro */
	struct span rest;	/* of the input */
	enum stage quit_after;
	struct str line;	/* the line that the client is writing */
	bool in_content, has_content;	/* behind DATA; lines were there */
	size_t chunk;		/* octets to come of a BDAT */
	bool last;		/* which ends the message */
	bool dot_left;		/* the dot of a message, whole */
	const char *early;	/* input before it was there before that */
	struct str heard;	/* what came and was read after that */
	bool lmtp;		/* a reply for each recipient */
	bool many_replies;	/* LMTP, or a message with its envelope */
	bool failed;		/* something did */
	size_t steps;
};

static unsigned settled[RECIPIENTS];

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static struct server *
server_of(struct transport *t)
{
	return (struct server *)(void *)t;
}

/* head - what comes next, GONE at the end */

static unsigned
head(const struct server *s)
{
	return s->rest.len == 0 ? GONE : (unsigned char)s->rest.at[0];
}

static bool
speaks(const struct server *s)
{
	return head(s) == 0 || head(s) > GONE;
}

static void
skip(struct server *s)
{
	if (s->rest.len > 0)
		s->rest = span_from_octet(s->rest, 1);
}

static enum io
fail(struct server *s, enum io io)
{
	s->failed = true;
	return io;
}

static enum io
server_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	struct server *s = server_of(t);
	size_t n = 0;

	(void)wait;
	s->steps++;
	while (head(s) == THEN || head(s) == SOON || head(s) == RESET ||
	    head(s) == CUT)
		skip(s);
	if (head(s) == GONE)
		return fail(s, IO_END);
	if (head(s) == STALL || head(s) == HALT) {
		n = head(s);
		skip(s);
		return fail(s, n == STALL ? IO_TIMEOUT : IO_HALTED);
	}
	while (n < size && speaks(s)) {
		room[n++] = s->rest.at[0];
		if (s->dot_left && s->rest.at >= s->early)
			str_add_char(&s->heard, s->rest.at[0]);
		skip(s);
	}
	*len = n;
	return IO_DONE;
}

/* check_reach - what may be said where the session is to end early */

static void
check_reach(const struct server *s, struct span line)
{
	static const struct {
		struct span verb;
		enum stage stage;
	} verbs[] = {
		{ SPAN_INIT("EHLO "), STAGE_HELLO },
		{ SPAN_INIT("HELO "), STAGE_HELLO },
		{ SPAN_INIT("LHLO "), STAGE_HELLO },
		{ SPAN_INIT("XFORWARD "), STAGE_MAIL },
		{ SPAN_INIT("MAIL "), STAGE_MAIL },
		{ SPAN_INIT("RCPT "), STAGE_RCPT },
		{ SPAN_INIT("DATA\r\n"), STAGE_DATA },
		{ SPAN_INIT("RSET\r\n"), STAGE_MAIL },
		{ SPAN_INIT("QUIT\r\n"), STAGE_BANNER },
	};
	size_t known = 0;

	if (s->quit_after == STAGE_INPUT)
		return;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		known += span_starts(line, verbs[i].verb) &&
		    verbs[i].stage <= s->quit_after;
	check(known == 1);
}

/* take_chunk - one octet of it; false: there is none */

static bool
take_chunk(struct server *s)
{
	if (s->chunk == 0)
		return false;
	s->chunk--;
	s->dot_left = s->dot_left || (s->chunk == 0 && s->last);
	return true;
}

/* begin_chunk - BDAT 7 LAST, say */

static void
begin_chunk(struct server *s, struct span line)
{
	struct span verb = span_cut(&line, ' ');
	struct span number = span_cut(&line, ' ');
	uint64_t n;

	if (!span_equal(verb, SPAN("BDAT")))
		return;
	s->last = line.len > 0;
	if (!s->last)
		number = span_trim(number);
	check(num_unsigned(number, &n) && n > 0 && n <= 256 * 1024);
	check(!s->last || span_equal(line, SPAN("LAST\r\n")));
	s->chunk = (size_t)n;
}

/* take - one octet of what the client writes */

static void
take(struct server *s, char c)
{
	struct span line;

	if (take_chunk(s))
		return;
	str_add_char(&s->line, c);
	line = str_span(&s->line);
	if (line.len < 2 || memcmp(line.at + line.len - 2, "\r\n", 2) != 0)
		return;
	check_reach(s, line);
	if (s->in_content && span_equal(line, SPAN(".\r\n"))) {
		s->dot_left = s->dot_left || s->has_content;
		s->in_content = false;
	} else if (s->in_content)
		s->has_content = true;
	else {
		s->in_content = span_equal(line, SPAN("DATA\r\n"));
		begin_chunk(s, line);
	}
	str_reset(&s->line);
}

/* note_early - what is there now cannot be about what is written next */

static void
note_early(struct server *s)
{
	struct server next = *s;

	if (s->dot_left)
		return;
	if (head(&next) == SOON)
		skip(&next);
	while (speaks(&next))
		skip(&next);
	s->early = next.rest.at;
}

/* skip_then - what becomes of a write waits for nothing */

static void
skip_then(struct server *s)
{
	struct server next = *s;

	if (head(s) != THEN)
		return;
	skip(&next);
	if (head(&next) == RESET || head(&next) == CUT ||
	    head(&next) == STALL || head(&next) == HALT)
		skip(s);
}

static enum io
server_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	struct server *s = server_of(t);
	size_t n = octets.len;
	unsigned what;

	(void)wait;
	s->steps++;
	check(octets.len > 0 && !s->failed);
	skip_then(s);
	note_early(s);
	what = head(s);
	if (what == GONE)
		return fail(s, IO_END);
	if (what == STALL || what == HALT || what == RESET) {
		skip(s);
		return fail(s, what == STALL ? IO_TIMEOUT :
		    what == HALT ? IO_HALTED : IO_END);
	}
	if (what == CUT) {
		skip(s);
		n = head(s) < n ? head(s) : n;
		n = n == 0 ? 1 : n;
		skip(s);
	}
	for (size_t i = 0; i < n; i++)
		take(s, octets.at[i]);
	*len = n;
	return IO_DONE;
}

static enum input
server_input(struct transport *t)
{
	struct server *s = server_of(t);

	s->steps++;
	if (head(s) == GONE)
		return INPUT_END;
	return head(s) == SOON || speaks(s) ? INPUT_OCTETS : INPUT_NONE;
}

static void
server_free(struct transport *t)
{
	(void)t;
}

static const struct transport_ops ops = {
	.receive = server_receive,
	.send = server_send,
	.input = server_input,
	.free = server_free,
};

/* Time goes on by itself, slowly. */

static msec_t
now(void)
{
	static msec_t at = 1000;

	return at++;
}

/* whole_reply - the code of the reply that some text begins with; -1: it is
 * none, or not whole. A line of more than 4,095 octets counts as it is */

static int
whole_reply(struct span text)
{
	while (text.len > 0) {
		size_t n = span_find(text, '\n');
		struct span line = span_first(text, n);

		if (n == text.len && n < 4096)
			return -1;
		line.len = span_find(line, '\0');
		while (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		for (size_t i = 0; i < 3; i++)
			if (line.len < 3 || line.at[i] < '0' ||
			    line.at[i] > '9')
				return -1;
		if (line.len == 3 || line.at[3] == ' ')
			return (line.at[0] - '0') * 100 +
			    (line.at[1] - '0') * 10 + line.at[2] - '0';
		if (line.at[3] != '-' || n >= 4096)
			return -1;
		text = span_from_octet(text, n + 1);
	}
	return -1;
}

/* accepting - how many lines of a text could be replies of class 2 that are
 * none to QUIT: never fewer than there are */

static size_t
accepting(struct span text)
{
	size_t n = 0;

	while (text.len > 0) {
		struct span line = span_cut(&text, '\n');

		n += line.len >= 3 && line.at[0] == '2' &&
		    memcmp(line.at, "221", 3) != 0;
	}
	return n;
}

/* What is the same for every input. */
struct letters {
	struct arena *arena;
	struct source *sources[2];
	struct survey surveys[2];
};

static void
look(void *self, struct span piece)
{
	survey_feed(self, piece);
}

static void
write_letter(struct letters *l, size_t i, struct span text)
{
	char path[] = "/tmp/session.XXXXXX";
	struct dsn why = DSN_IN(l->arena);
	int fd = mkstemp(path);

	check(fd >= 0 && write(fd, text.at, text.len) == (ssize_t)text.len);
	check(lseek(fd, 0, SEEK_SET) == 0);
	check(source_read(&(const struct source_input){ .fd = fd,
	    .reader = look, .self = &l->surveys[i] }, &l->sources[i], &why));
	survey_end(&l->surveys[i]);
	unlink(path);
	close(fd);
}

static const struct letters *
letters(void)
{
	static struct letters l;
	static char text[LONG];

	if (l.arena != NULL)
		return &l;
	l.arena = arena_new();
	memset(text, '.', sizeof(text));
	for (size_t i = 70; i < sizeof(text); i += 71)
		text[i] = '\n';
	write_letter(&l, 0, SPAN("hello\n"));
	write_letter(&l, 1, span_from(text, sizeof(text)));
	return &l;
}

static void
note_settled(void *self, struct recipient *r)
{
	(void)self;
	check(!recipient_is_open(r));
	settled[r->number]++;
}

static void
more_settings(unsigned which, struct params *p)
{
	static const enum chunking chunkings[] = { CHUNKING_NO, CHUNKING_YES,
	    CHUNKING_AUTO };

	p->protocol = (which & 1) != 0 ? PROTOCOL_LMTP : PROTOCOL_SMTP;
	p->use_chunking = chunkings[which / 2 % 3];
	p->send_xforward_command = which > 5;
	p->xforward_helo = SPAN("he");
	p->min_data_rate = 1;
	p->xforward_source = XFORWARD_FROM_LOCAL;
}

/* settings - the first octets; the limits are as long as all time */

static void
settings(const uint8_t *data, struct params *p, struct policy *policy,
    struct envelope *e)
{
	const msec_t long_time = INT64_C(1) << 40;

	*p = (struct params){
		.helo_name = SPAN("me"), .myhostname = SPAN("mx"),
		.always_send_ehlo = (data[0] & 1) != 0,
		.skip_5xx_greeting = (data[0] & 2) != 0,
		.skip_quit_response = (data[0] & 4) != 0,
		.soft_bounce = (data[0] & 8) != 0,
		.per_request_deadline = (data[0] & 16) != 0,
		.smtputf8_enable = (data[0] & 32) != 0,
		.postfix_mode = (data[0] & 64) != 0,
		.never_send_ehlo = (data[0] & 128) != 0,
		.quote_rfc821_envelope = true,
		.fold_limit = 998,
		.line_length_limit = 2048, .header_size_limit = 102400,
		.mime_boundary_length_limit = 2048,
		.mime_nesting_limit = 100,
		.header_address_token_limit = 10240,
		.pix_workaround_delay_time = 1,
		.helo_timeout = long_time, .mail_timeout = long_time,
		.rcpt_timeout = long_time, .data_init_timeout = long_time,
		.data_xfer_timeout = long_time,
		.data_done_timeout = long_time,
		.rset_timeout = long_time, .quit_timeout = long_time,
		.xforward_timeout = long_time,
	};
	policy->pix = (data[1] & 1) != 0 ?
	    PIX_DISABLE_ESMTP | PIX_DELAY_DOTCRLF : 0;
	policy->discard = (data[1] & 2) != 0 ? CAP_PIPELINING : 0;
	e->sender = (struct address){ SPAN("a"), SPAN("x") };
	e->smtputf8 = e->utf8_header = (data[1] & 4) != 0;
	e->body = (data[1] & 8) != 0 ? BODY_8BITMIME : BODY_NONE;
	more_settings(data[2] / (RECIPIENTS * STAGES), p);
}

/* check_fates - what the recipients may have become */

static void
check_fates(const struct server *s, const struct batch *batch,
    const struct remote *remote, bool one_each)
{
	int code = whole_reply(str_span(&s->heard));
	bool accepted = s->dot_left && code / 100 == 2 && code != 221;
	size_t doubts = 0, sent = 0;

	/* Several replies, be it to several messages, are not told apart. */
	if (one_each || s->many_replies) {
		accepted = s->dot_left;
		code = 0;
	}

	for (size_t i = 0; i < batch->len; i++) {
		const struct recipient *r = batch->at[i];

		check(!recipient_is_open(r) || r->dsn.remote == remote);
		check(dsn_class(&r->dsn) != '\0' && !r->in_doubt);
		check(settled[i] == !recipient_is_open(r));
		check(r->fate != FATE_SENT || accepted);
		check(r->fate != FATE_DEFERRED);
		check(r->fate != (s->quit_after == STAGE_INPUT ?
		    FATE_DELIVERABLE : FATE_SENT));
		check(!r->was_in_doubt || s->dot_left);
		doubts += r->was_in_doubt;
		sent += r->fate == FATE_SENT;
	}
	check(one_each || (s->lmtp ? sent : sent > 0) <=
	    accepting(str_span(&s->heard)));
	if (s->dot_left && code < 0)
		check(doubts > 0);
}

static void
deliver(struct session *session, struct batch rest, bool one_each)
{
	bool more = true;

	while (more && rest.len > 0) {
		struct batch part = { rest.at, one_each ? 1 : rest.len };

		rest.at += part.len;
		rest.len -= part.len;
		more = session_deliver(session, &part, rest.len == 0);
	}
	check(!more);
}

static void
play(struct server *s, const struct session_setup *setup, bool one_each)
{
	const struct batch *batch = &setup->letter->batch;
	struct session *session = session_new(setup);

	if (session_open(session))
		deliver(session, *batch, one_each);
	check_fates(s, batch, setup->remote, one_each);
	session_free(&session);
	for (size_t i = 0; i < batch->len; i++)
		check(settled[i] == !recipient_is_open(batch->at[i]));
}

static void
stage(struct server *s, const uint8_t *data)
{
	const struct letters *l = letters();
	static const enum stage stages[STAGES] = { STAGE_INPUT, STAGE_CONNECT,
	    STAGE_BANNER, STAGE_HELLO, STAGE_MAIL, STAGE_RCPT, STAGE_DATA };
	const size_t which = (data[1] & 16) != 0;
	struct recipient rcpt[RECIPIENTS] = { 0 }, *at[RECIPIENTS];
	struct arena *arena = arena_new();
	struct params params;
	struct policy policy = { 0 };
	struct envelope envelope = { 0 };
	struct candidate candidate = { .best = (data[1] & 32) != 0 };
	const struct remote remote = { .name = SPAN("mx"),
	    .address = SPAN("::1"), .port = 25 };
	static const char *const names[] = { "hello", NULL };
	struct letter letter = { .envelope = &envelope,
	    .source = l->sources[which], .survey = &l->surveys[which],
	    .omit = (data[1] & 64) != 0 ? names : NULL,
	    .batch = { at, 1 + data[2] % RECIPIENTS } };
	struct session_facts facts = { 0 };
	const struct wire_setup wire = { .transport = &s->transport,
	    .line_max = 2048 };

	s->quit_after = stages[data[2] / RECIPIENTS % STAGES];
	settings(data, &params, &policy, &envelope);
	s->lmtp = params.protocol == PROTOCOL_LMTP;
	s->many_replies = s->lmtp || params.use_chunking == CHUNKING_AUTO;
	for (size_t i = 0; i < letter.batch.len; i++) {
		rcpt[i].number = i;
		rcpt[i].address = (struct address){ SPAN("r"), SPAN("y") };
		at[i] = &rcpt[i];
	}
	play(s, &(struct session_setup){ .params = &params,
	    .policy = &policy, .candidate = &candidate, .remote = &remote,
	    .letter = &letter, .quit_after = s->quit_after,
	    .wire = wire_new(&wire), .facts = &facts, .arena = arena,
	    .settled = note_settled },
	    (data[1] & 128) != 0 && s->quit_after != STAGE_DATA);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct server s = { .transport = { &ops } };

	if (size < 3)
		return 0;
	clock_replace(now);
	memset(settled, 0, sizeof(settled));
	s.rest = span_from((const char *)data + 3, size - 3);
	str_init(&s.line, HEARD_MAX);
	str_init(&s.heard, HEARD_MAX);
	stage(&s, data);
	check(s.steps <= 4 * size + 100);
	str_clear(&s.line);
	str_clear(&s.heard);
	return 0;
}
