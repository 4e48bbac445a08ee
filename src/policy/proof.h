/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the server must prove who it is, where TLSA records do not say
 * (behaviours 112, 122, 131, 132).
 */
#ifndef POLICY_PROOF_H
#define POLICY_PROOF_H

#include <stdbool.h>

#include "policy/level.h"

/*
 * Fills in what tls says about proof, for tls->level. False: *why is 4.7.5
 * with what is wrong: there is no fingerprint; or it is 4.3.0: no pattern of
 * MTA-STS has the host.
 */
bool proof_find(const struct policy_setup *setup, const struct tls_wish *wish,
    struct tls_policy *tls, struct dsn *why) MUST_USE;

/* A pattern of RFC 8461 section 4.1: the name itself, or "*" for exactly one
 * label. */
bool proof_pattern_has(struct span pattern, struct span name);

#endif
