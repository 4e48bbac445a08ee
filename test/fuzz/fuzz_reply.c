/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a server says, a reply's text is printable and bounded, and a
 * reply that is complete has a verdict of class 2, 4 or 5: that of its code,
 * or 5.5.0. The first octet of the input decides about UTF-8.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "proto/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_text(struct span text, bool utf8)
{
	unsigned long point;
	size_t n;

	check(text.len <= (size_t)REPLY_TEXT_MAX * 2);
	while (text.len > 0) {
		n = utf8_step(text, &point);
		check(n == 1 || (utf8 && n > 1));
		check(point == '\n' || (point >= 0x20 && point < 0x7f) ||
		    point >= 0xa0);
		text = span_from_octet(text, n);
	}
}

/* check_verdict - and that the one error value says the same */

static void
check_verdict(const struct reply *reply)
{
	struct arena *arena = arena_new();
	struct dsn dsn = DSN_IN(arena);
	char class = reply->status[0];

	check(reply->code >= 0 && reply->code <= 999);
	check(dsn_status_is_good(span_of(reply->status)));
	if (reply_class(reply) != class - '0')
		check(span_equal(span_of(reply->status), SPAN("5.5.0")) &&
		    reply_class(reply) != 2 && reply_class(reply) != 4 &&
		    reply_class(reply) != 5);
	reply_tell(reply, &dsn, "%.*s",
	    SPAN_ARG(reply_line(arena, reply)));
	check(span_equal(span_of(dsn.status), span_of(reply->status)));
	check(dsn.code == reply->code);
	check(span_find(dsn.text, '\n') == dsn.text.len);
	arena_free(&arena);
}

/* check_line - which of the three it is, by the grammar of a reply line */

static void
check_line(struct span line, enum reply_progress progress)
{
	bool code = line.len >= 3;
	char mark = line.len > 3 ? line.at[3] : '\0';

	for (size_t i = 0; code && i < 3; i++)
		code = line.at[i] >= '0' && line.at[i] <= '9';
	if (mark == '\r')
		return;		/* of the line end or not: not for us */
	check((progress == REPLY_MORE) == (code && mark == '-'));
	check((progress == REPLY_DONE) ==
	    (code && (mark == ' ' || mark == '\0')));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_from((const char *)data, size), line;
	bool utf8 = size > 0 && (data[0] & 1) != 0;
	enum reply_progress progress;
	struct reply reply;

	reply_init(&reply);
	rest = span_from_octet(rest, size > 0 ? 1 : 0);
	while (rest.len > 0) {
		line = span_cut(&rest, '\n');
		progress = reply_feed(&reply, line, utf8);
		check_line(line, progress);
		check_text(str_span(&reply.text), utf8);
		if (progress == REPLY_DONE)
			check_verdict(&reply);
		if (progress != REPLY_MORE)
			reply_start(&reply);
	}
	reply_clear(&reply);
	return 0;
}
