/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message in its form for the wire (RFC 5321 sections 2.3.8 and 4.5.2):
 * CRLF line ends, a dot more before a dot that begins a line, long lines
 * folded (behaviours 189, 190), bare CR made harmless (deviation D26). A push
 * filter: octets in, octets out, in pieces of any size, memory bounded.
 *
 * A line ends at LF; one CR right before it belongs to the line end. Every
 * LF that comes out stands behind a CR, and (but for keep_bare_cr) every CR
 * before an LF; no line that comes out is a lone dot.
 */
#ifndef MESSAGE_BODY_H
#define MESSAGE_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"

/* Takes what comes out; the octets are there during the call only. False
 * stops the filter, *why is filled. */
typedef bool body_sink(void *self, struct span octets, struct dsn *why);

struct body {
	body_sink *sink;
	void *self;
	size_t fold;		/* smtp_line_length_limit: octets of a line; at
				 * least 2, or 0: never */
	bool keep_bare_cr;	/* Postfix mode: as it is; else a blank */
	bool stuff;		/* dots are doubled (DATA, not BDAT) */

	/* The rest is how far it has come. */
	size_t line;		/* octets of the output line so far, without
				 * the dot that was added */
	bool after_cr;		/* a CR was read and not yet written */
};

/* Any piece of the message. After false it must not be used any more. */
bool body_feed(struct body *body, struct span piece, struct dsn *why) MUST_USE;

/* The end of the message: a last line without a line end gets one. The
 * final dot is not written: that is the session's. */
bool body_end(struct body *body, struct dsn *why) MUST_USE;

#endif
