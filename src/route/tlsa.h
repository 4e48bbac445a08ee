/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TLSA records of the hosts of a route, `_PORT._tcp.HOST` (RFC 7672 section
 * 2.2, behaviours 114, 115): asked for here, because the questions can go out
 * together with others; what they decide is policy's business.
 */
#ifndef ROUTE_TLSA_H
#define ROUTE_TLSA_H

#include <stdbool.h>

#include "route/draft.h"

/* The MX or SRV records are signed: the question can go out together with
 * those for addresses. */
bool tlsa_goes_along(const struct draft *draft);

/* The question for a host, under its own name or that at the end of its
 * aliases. */
struct lookup tlsa_question(const struct draft *draft,
    const struct route_host *host, struct span name);

/*
 * Asks what is still to be asked, in one flight. bases[i] is the name of
 * hosts[i] behind its aliases if its addresses are signed, else empty. Where
 * an alias has no records of its own at its end those of the host's name
 * count.
 */
void tlsa_complete(struct draft *draft, const struct span *bases);

#endif
