/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Servers of a service of a domain, by SRV records (RFC 2782; behaviours 42
 * to 45).
 */
#ifndef ROUTE_SRV_H
#define ROUTE_SRV_H

#include <stdbool.h>

#include "route/draft.h"

/* Services can be listed by name only. False: use_srv_lookup names a file or
 * a table of them. */
bool srv_check(const struct params *params, struct dsn *why) MUST_USE;

/* The service of the next hop is one of use_srv_lookup, and its host is a
 * domain (42). */
bool srv_is_asked_for(const struct route_setup *setup);

/*
 * The hosts that SRV records of the next hop name, in the order in which they
 * are to be tried. False: there are none, or it cannot be found out.
 */
bool srv_look_up(struct draft *draft, struct dsn *why) MUST_USE;

/* SRV led nowhere: whether the domain itself is to be tried (45). */
bool srv_may_fall_back(const struct draft *draft);

/*
 * Order by priority; within one by draws, each weighted by what is left
 * (RFC 2782, but that a weight of 0 is a small weight like others, 43).
 */
void srv_order(struct route_host *hosts, size_t len);

#endif
