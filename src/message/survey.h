/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must be known of a message before it is sent, found in one pass over
 * it, whatever the pieces it comes in. A line ends at LF; one CR right before
 * it belongs to the line end. Every other CR is a bare one, and content.
 */
#ifndef MESSAGE_SURVEY_H
#define MESSAGE_SURVEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

struct survey {
	uint64_t octets;	/* as they are */
	uint64_t bare_lf;	/* LF without CR before it */
	uint64_t bare_cr;	/* CR without LF behind it */
	uint64_t longest;	/* octets of the longest line, no line end */
	uint64_t header_octets;	/* up to and with the first empty line, or all
				 * octets when there is none */
	bool has_8bit;		/* an octet above 127 */
	bool has_nul;
	bool has_8bit_header;	/* an octet above 127 in the header */
	bool ends_in_newline;

	/* The rest is how far it has come. */
	uint64_t line;		/* octets of the line so far, CRs included */
	bool after_cr;		/* the last octet was a CR */
	bool in_body;
};

/*
 * The zero value is the start. Feed every octet once, then end: before that,
 * longest and header_octets are not complete.
 */
void survey_feed(struct survey *survey, struct span piece);
void survey_end(struct survey *survey);

/*
 * RFC 1870: octets of the message with CRLF for every line end and behind
 * the last line, before dots are doubled and lines folded. 0 for no message.
 */
uint64_t survey_wire_octets(const struct survey *survey);

#endif
