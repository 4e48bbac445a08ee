/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which records of a reply answer the question, and whether their names are
 * fit for use (behaviours 12, 23, 24, 30, 31). Pure.
 */
#ifndef DNS_SIFT_H
#define DNS_SIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "dns/ldns_door.h"
#include "dns/rrset.h"

/* A host name, or an address in digits, which Postfix lets pass as one. */
bool sift_is_name(struct span name);

enum sifted {
	SIFTED_RECORDS,
	SIFTED_ALIAS,		/* only aliases: final_name must be asked for */
	SIFTED_NOTHING,
	SIFTED_BAD_NAMES,	/* an owner or an alias is no name, or each
				 * target is none */
	SIFTED_STRAY,		/* records of the type, but of another name */
};

struct sift {
	const struct rr *rr;	/* at most RR_MAX; only with RECORDS */
	size_t len;
	bool truncated;		/* there were more */
	size_t dropped;		/* without those whose target is no name */
	struct span final_name;	/* where the aliases lead; else the name */
};

/*
 * Records may stand before the aliases that lead to them. The root as the
 * target of an MX or SRV record is kept, as the empty name.
 */
enum sifted sift(struct arena *arena, const struct door_question *question,
    const struct door_reply *reply, struct sift *sifted);

#endif
