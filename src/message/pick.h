/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Header fields of some names, picked out of a message or left out of it. A
 * push filter: octets in, octets out, in pieces of any size, memory bounded,
 * whatever the size of the header.
 *
 * Fields are those of header.h; but the header goes on to the first empty line
 * (RFC 5322 section 2.1), or to the end, whatever stands in it that is no
 * field, so that what is to be hidden does not hang on how a reader takes
 * such a line. Where so many blanks stand behind one of the names that no
 * colon is in sight (PICK_HELD_MAX octets in all), it is taken for that field.
 */
#ifndef MESSAGE_PICK_H
#define MESSAGE_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "message/body.h"

enum { PICK_HELD_MAX = 1000 };

/* What the next octet is a part of. */
enum pick_place {
	PICK_LINE,		/* the zero value: a line of the header */
	PICK_CR,		/* that began with CR */
	PICK_NAME,
	PICK_BLANKS,		/* between name and colon */
	PICK_FIELD,		/* behind the colon, to the line end */
	PICK_BODY,		/* no header any more */
};

struct pick {
	const char *const *names;	/* in any case; ends with NULL */
	bool leave_out;		/* all but these fields comes out; else these
				 * fields only */
	body_sink *sink;
	void *self;

	/* The rest is how far it has come. */
	enum pick_place place;
	bool is_picked;		/* what a blank at the next line continues */
	bool is_candidate;	/* this line can still be a picked field */
	size_t held_len;
	char held[PICK_HELD_MAX];	/* the line so far, while it is not
				 * known where it belongs */
};

/* Any piece of the message. After false it must not be used any more. */
bool pick_feed(struct pick *pick, struct span piece, struct dsn *why)
    MUST_USE;

/* The end of the message. */
bool pick_end(struct pick *pick, struct dsn *why) MUST_USE;

#endif
