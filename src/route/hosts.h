/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hosts to addresses: all hosts of a destination, both families, and TLSA
 * where it will be wanted, in one flight (behaviours 11, 26 to 29, 33, 47).
 */
#ifndef ROUTE_HOSTS_H
#define ROUTE_HOSTS_H

#include <stdbool.h>

#include "route/draft.h"

/*
 * Adds the candidates of every host of the route, host by host, at most
 * RR_MAX in all. False: not one has an address; *why is what the last of them
 * that failed had to say, no harder than what any of them said.
 */
bool hosts_look_up(struct draft *draft, struct dsn *why) MUST_USE;

/* Fills *why with what a failed lookup means (21, 26, deviation D9). Always
 * false. */
bool hosts_fail(const struct answer *answer, struct dsn *why);

#endif
