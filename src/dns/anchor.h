/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trust anchor: records of the root's key (RFC 4035 section 4.4), from a
 * file of DS and DNSKEY records, one a line, as the packages of unbound,
 * ldns and dns-root-data bring it. Keys that RFC 5011 has not accepted yet,
 * or has given up, are passed over (`;;state=`).
 */
#ifndef DNS_ANCHOR_H
#define DNS_ANCHOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"

enum { ANCHOR_RECORDS_MAX = 32 };

struct anchor {
	struct span path;
	const struct span *at;	/* at least one record, as text */
	size_t len;
};

/* Pure. False: 4.3.5, there is no key in it, or something else. */
bool anchor_read(struct span text, struct anchor *anchor, struct dsn *why)
    MUST_USE;

/* Reads a file; an empty path means the system's. False: 4.3.5. Texts live in
 * the arena of *why. */
bool anchor_find(struct span path, struct anchor *anchor, struct dsn *why)
    MUST_USE;

#endif
