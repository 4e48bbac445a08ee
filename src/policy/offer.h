/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What we offer in the handshake: versions, ciphers, and the name of the
 * server (behaviours 108 to 111).
 */
#ifndef POLICY_OFFER_H
#define POLICY_OFFER_H

#include <stdbool.h>

#include "policy/level.h"

/*
 * Fills in what tls says about the handshake, for tls->level; base is the
 * TLSA base domain, or empty. False: *why is 4.7.5, the name that is to be
 * sent is none.
 */
bool offer_find(const struct policy_setup *setup, const struct tls_wish *wish,
    struct span base, struct tls_policy *tls, struct dsn *why) MUST_USE;

#endif
