/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hosts to addresses: all hosts of a destination, both families, in one
 * flight (behaviours 11, 26 to 29, 33, 47).
 */
#ifndef ROUTE_HOSTS_H
#define ROUTE_HOSTS_H

#include <stdbool.h>
#include <stddef.h>

#include "route/plan.h"

struct host {
	struct span name;	/* A-labels, or a numeric address */
	unsigned preference;
};

/* The hosts of one destination. */
struct hosts {
	struct host *at;	/* by preference, best first; DNS order within
				 * one preference */
	size_t len;
	enum dnssec mx_dnssec;	/* of the MX answer */
	bool implicit;		/* no MX records were found or asked for: the
				 * host of the destination itself */
};

/*
 * Adds the candidates of every host, host by host, at most RR_MAX in all.
 * False: not one has an address; *why is what the last of them that failed
 * had to say, no harder than what any of them said.
 */
bool hosts_look_up(const struct route_setup *setup, const struct hosts *hosts,
    struct route *route, struct dsn *why) MUST_USE;

/* Fills *why with what a failed lookup means (21, 26, deviation D9). Always
 * false. */
bool hosts_fail(const struct answer *answer, struct dsn *why);

#endif
