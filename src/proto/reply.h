/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SMTP replies (RFC 5321 section 4.2), fed line by line. Behaviours 64 to 72
 * as corrected by observation, with deviation D1: a line that is no reply
 * line is a protocol error at once, not text to be read over.
 */
#ifndef PROTO_REPLY_H
#define PROTO_REPLY_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"

/*
 * Octets of text that are kept (behaviour 67): a line that would begin behind
 * them is left out; one that begins before is kept, itself cut at as many. So
 * no short line is there in part, and the whole has at most twice as many.
 */
enum { REPLY_TEXT_MAX = 2048 };

enum reply_progress {
	REPLY_MORE,		/* ddd-: feed the next line */
	REPLY_DONE,
	REPLY_MALFORMED,	/* neither ddd- nor ddd: the session is over */
};

struct reply {
	int code;		/* of the last line, 0 to 999 */
	char status[DSN_STATUS_MAX + 1];	/* enhanced code of the last
				 * line, or class.0.0, or 5.5.0 (71, 72);
				 * it and the code are set by REPLY_DONE */
	struct str text;	/* all lines with their codes, joined by LF;
				 * printable, bounded by REPLY_TEXT_MAX */
	bool begun;		/* a line was fed since reply_start */
};

void reply_init(struct reply *reply);
void reply_clear(struct reply *reply);

/* Forgets the last one, keeps the memory. */
void reply_start(struct reply *reply);

/*
 * One line without its CRLF, any octets: NUL ends it, CRs at its end are not
 * part of it, what is not printable becomes '?' (well-formed UTF-8 survives
 * if utf8; behaviours 64 and 65). A malformed line is kept in the text too,
 * for the sentence about it.
 */
enum reply_progress reply_feed(struct reply *reply, struct span line,
    bool utf8);

/* A line as reply_feed takes it: what counts of it, printable, in the arena. */
struct span reply_censor(struct arena *arena, struct span line, bool utf8);

/* First digit of the code: 0 to 9. */
static inline int
reply_class(const struct reply *reply)
{
	return reply->code / 100;
}

/*
 * Fills *dsn with what the reply says: dsn_hear with its code, status and
 * text, and the sentence that printf makes (behaviour 74: text with blanks
 * for line feeds is reply_line).
 */
void reply_tell(const struct reply *reply, struct dsn *dsn,
    const char *format, ...) PRINTF_LIKE(3, 4);

/* The whole text on one line, in the arena. */
struct span reply_line(struct arena *arena, const struct reply *reply);

#endif
