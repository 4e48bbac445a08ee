/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The members of a destination in turn, then those of
 * smtp_fallback_relay (behaviours 7, 58).
 */
#ifndef DELIVER_MEMBERS_INTERNAL_H
#define DELIVER_MEMBERS_INTERNAL_H

#include <stdbool.h>

#include "deliver/delivery_internal.h"
#include "policy/policy.h"
#include "route/nexthop.h"

struct member {
	struct span text;	/* as it was given */
	bool is_fallback;
	struct nexthop nexthop;
	struct route route;
};

struct members {
	const struct params *params;
	struct nexthops rest;
	bool in_fallbacks;
};

struct members members_of(const struct delivery *delivery);

/*
 * The next one; *member is all zeros at first, and then the one before. None
 * follows one whose route says that this machine is among its hosts
 * (behaviour 38).
 */
bool members_next(struct members *members, struct member *member);

/*
 * Reads it and finds its route. False: it leads nowhere; *why is what its
 * recipients hear, softened as behaviour 57 has it.
 */
bool member_find(const struct delivery *delivery, struct member *member,
    struct dsn *why) MUST_USE;

/* What policy needs to know of one of its candidates, but for the teller. */
struct policy_setup member_policy(const struct delivery *delivery,
    const struct member *member, const struct candidate *candidate);

#endif
