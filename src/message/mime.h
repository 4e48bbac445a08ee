/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A message taken apart into the header fields and the body lines of its
 * entities (RFC 2045, 2046), and, if that is wanted, converted to 7 bit: what
 * is labelled 8bit or binary becomes quoted-printable (behaviours 193 to 197,
 * deviation D22). A push filter: octets in, fields and lines out, in pieces
 * of any size; memory is bounded by the limits, whatever the message is.
 *
 * A line ends at LF; one CR right before it belongs to the line end. What is
 * not labelled is not touched, nor are octets of a header.
 *
 * Known limits: a multipart becomes 7bit although one of its parts may be of
 * a sort that stays as it is (D22); what comes behind is not known here.
 */
#ifndef MESSAGE_MIME_H
#define MESSAGE_MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "message/content_type.h"
#include "message/quoted.h"

/* Whose table a field is looked up in (behaviour 198). */
enum field_class {
	FIELD_PRIMARY,		/* of the message itself */
	FIELD_MIME,		/* Content-..., MIME-Version; all of a part */
	FIELD_NESTED,		/* of a message that is attached */
};

/* Takes what comes out; texts are there during the call only. False stops
 * the filter, *why is filled. */
struct mime_taker {
	/* A field, without a line end behind it; LF where it is folded. No
	 * blanks stand before its colon. */
	bool (*field)(void *self, enum field_class class, struct span field,
	    struct dsn *why);
	/* Octets of a line of a body, or of the empty line behind a header;
	 * ends: with them the line is complete. */
	bool (*line)(void *self, struct span octets, bool ends,
	    struct dsn *why);
	/* Octets of the body as they are, line ends included. */
	bool (*octets)(void *self, struct span octets, struct dsn *why);
	void *self;
};

struct mime_limits {
	size_t line;		/* octets of a line that are looked at in one
				 * piece, at least 1; it may be one more */
	size_t field;		/* header_size_limit: lines and pieces that
				 * begin beyond it are dropped (203) */
	size_t boundary;	/* mime_boundary_length_limit */
	size_t nesting;		/* mime_nesting_limit */
};

struct mime_setup {
	struct mime_taker taker;
	struct mime_limits limits;
	bool converts;
	bool only_header;	/* only the header of the message itself is
				 * looked at; not together with converts */
};

struct mime;

struct mime *mime_new(const struct mime_setup *setup);
void mime_free(struct mime **mime);

/*
 * Any piece of the message. After false it must not be used any more: that
 * came from the taker, or, if it converts, multiparts are nested too deep
 * (5.6.0, behaviour 197).
 */
bool mime_feed(struct mime *mime, struct span piece, struct dsn *why)
    MUST_USE;

/* Some label of 8-bit content was replaced so far. */
bool mime_is_converted(const struct mime *mime);

/* The end of the message. */
bool mime_end(struct mime *mime, struct dsn *why) MUST_USE;

#endif
