/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does DANE apply to a candidate, and with which TLSA records (RFC 7672
 * section 2, behaviours 113 to 119)?
 */
#ifndef POLICY_TLSA_H
#define POLICY_TLSA_H

#include <stdbool.h>

#include "policy/policy.h"

/* Why DANE cannot be had with these parameters, "because ..."; NULL: it can
 * (behaviour 113). */
const char *tlsa_obstacle(const struct params *params);

/* What became of a level of DANE. */
struct tlsa_result {
	enum tls_level level;	/* HALF_DANE, DANE, DANE_ONLY, or less */
	struct span reason;	/* why it is less, or half; else empty */
	struct span base;	/* a level of DANE: the TLSA base domain */
	struct dane_demand *demand;	/* likewise */
};

/*
 * level is DANE or DANE_ONLY; the candidate is no socket. Asks the resolver,
 * in whose memory the answers are if the route knew that they would be
 * wanted. False: *why is 4.7.5: DANE_ONLY cannot be had, or TLSA records
 * cannot be looked up (116).
 */
bool tlsa_find(const struct policy_setup *setup, enum tls_level level,
    struct tlsa_result *result, struct dsn *why) MUST_USE;

#endif
