/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Header fields (RFC 5322 section 2.2), walked over a span of the header
 * without a copy. A line ends at LF or CRLF; one that begins with a blank or
 * a tab goes on with the field before it.
 */
#ifndef MESSAGE_HEADER_H
#define MESSAGE_HEADER_H

#include <stdbool.h>

#include "base/span.h"

struct header_field {
	struct span name;	/* as it is; blanks before the colon cut off */
	struct span body;	/* behind the colon, as it is: first blank and
				 * folds included, last line end not */
	struct span whole;	/* all of its lines with their line ends */
};

/*
 * The next field at the front of *rest, which goes on behind it. False where
 * the header ends: at an empty line, at a line that is no field (its name is
 * not printable ASCII without blanks), or with the span; *rest then begins
 * with that line.
 */
bool header_next(struct span *rest, struct header_field *field);

/* The next field of that name, in any case; *rest goes on behind it. */
bool header_find(struct span *rest, struct span name,
    struct header_field *field);

/* What stands behind blanks, folds and comments at the front. */
struct span header_skip_gap(struct span s);

/* The token at the front, if there is one behind what header_skip_gap skips
 * (RFC 2045 section 5.1); else empty. *rest goes on behind it. */
struct span header_token(struct span *rest);

/*
 * Some Content-Transfer-Encoding field says 8bit or binary (RFC 2045 section
 * 6; behaviour 171 as observed). Comments are read over.
 */
bool header_declares_8bit(struct span header);

/* Some field holds characters beyond US-ASCII, in UTF-8 (RFC 6532). Octets of
 * another character set are no such thing. */
bool header_is_utf8(struct span header);

/* Some TLS-Required field says no, and nothing else (RFC 8689 section 5;
 * behaviour 106 as observed). */
bool header_waives_tls(struct span header);

/* Some Require-TLS-ESMTP field says yes, and nothing else: REQUIRETLS (RFC
 * 8689) is asked for, as Postfix passes it on (behaviour 144). */
bool header_wants_requiretls(struct span header);

#endif
