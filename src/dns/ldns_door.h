/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only file that knows ldns: DNS messages packed and unpacked. ldns
 * sends and receives nothing here.
 */
#ifndef DNS_LDNS_DOOR_H
#define DNS_LDNS_DOOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "dns/rrset.h"

struct door_question {
	struct span name;	/* a host name, or _service._tcp and one */
	enum rr_type type;
	bool dnssec;		/* AD, and DO if there is EDNS (RFC 4035
				 * section 3.2, RFC 6840 section 5.7) */
	bool edns;		/* RFC 6891: answers of 1,232 octets */
};

/* A query with an ID that cannot be guessed. False: the name is too long. */
bool door_pack(struct arena *arena, const struct door_question *question,
    struct span *query);

enum { DOOR_RECORDS_MAX = 1024 };	/* that are looked at in one answer */

/* What a message says that answers a query (packet_answers). */
struct door_reply {
	unsigned rcode;		/* with the upper bits of EDNS */
	bool authentic;		/* AD */
	const struct rr *rr;	/* of the answer section, in its order: class
				 * IN, of the type or aliases. Octets of names
				 * that stand in no host name are \ddd */
	size_t len;
	bool cut;		/* there were more than DOOR_RECORDS_MAX */
	bool is_signed;		/* an RRSIG record is among them all */
	struct span trouble;	/* an extended error (RFC 8914), in words:
				 * "DNSSEC Bogus: ..."; may be empty */
};

/* A type of records by its name, in any case: "MX". */
bool door_type(struct span text, enum rr_type *type);

/* The text is one DS or DNSKEY record of the root zone, and no more. */
bool door_is_root_key(struct span text);

/* False: it cannot be read, or a record holds less than its type needs. */
bool door_unpack(struct arena *arena, struct span message, enum rr_type type,
    struct door_reply *reply);

#endif
