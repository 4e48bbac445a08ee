/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses as users write them, into the envelope. Pure.
 */
#ifndef CMD_ADDRESSEES_H
#define CMD_ADDRESSEES_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "mail/envelope.h"

struct addressees {
	struct envelope *envelope;	/* where recipients are added */
	const struct span *origin;	/* the domain of those who have none;
				 * NULL: they are taken as they are */
	unsigned notify;	/* NOTIFY_ bits of those who say nothing */
};

/*
 * Reads one address; one without a domain gets the origin, unless that is
 * NULL. where begins the message of a failure: "recipient", "rcpts:3". Texts
 * live in the arena of *why. False: 5.1.3, *why says where and what; 65 for
 * the caller.
 */
bool addressees_read(struct span text, const struct span *origin,
    struct span where, struct address *address, struct dsn *why) MUST_USE;

/*
 * Adds the addresses of a comma list, in which quoted local parts may hold
 * commas. An empty list is malformed. What results show is the address
 * without blanks and angle brackets.
 */
bool addressees_add_list(const struct addressees *addressees,
    struct span list, struct span where, struct dsn *why) MUST_USE;

/*
 * Adds those of a --recipients-from file: one a line, then blank-separated
 * NOTIFY= and ORCPT= as in RFC 3461, each at most once; empty lines, and
 * lines that begin with '#', say nothing. A line ends at LF or CRLF.
 */
bool addressees_add_file(const struct addressees *addressees,
    struct span text, struct span file, struct dsn *why) MUST_USE;

/*
 * Adds those of header fields To, Cc, Bcc, Resent-To, Resent-Cc and
 * Resent-Bcc, nothing else being in the text. If there is any Resent- field,
 * the others do not count.
 */
bool addressees_add_header(const struct addressees *addressees,
    struct span fields, struct dsn *why) MUST_USE;

/*
 * The value of NOTIFY= (RFC 3461 section 4.1) in any case and order: NEVER
 * alone, or some of SUCCESS, FAILURE and DELAY. False: it is none.
 */
bool addressees_notify(struct span value, unsigned *notify) MUST_USE;

#endif
