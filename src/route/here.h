/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which addresses are those of this machine, so that mail for a domain whose
 * mail exchanger we are does not go round in circles (behaviours 38, 50).
 */
#ifndef ROUTE_HERE_H
#define ROUTE_HERE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "net/interfaces.h"
#include "net/native.h"
#include "param/params.h"

/* Made once a run, const then. */
struct here {
	struct interfaces own;	/* of inet_interfaces */
	struct interfaces proxies;	/* of proxy_interfaces, which stand for
				 * this machine */
};

struct here_setup {
	const struct params *params;
	native_lookup *native;	/* for names in the two lists */
	interfaces_lookup *interfaces;
};

/*
 * Reads inet_interfaces and proxy_interfaces: addresses, perhaps in brackets,
 * and names of hosts; in the former also "all" and "loopback-only", which
 * alone make us ask the system. Everything lives in the arena of *why. False:
 * a name that cannot be looked up; 5.3.5, and *why names it.
 */
bool here_find(const struct here_setup *setup, struct here *here,
    struct dsn *why) MUST_USE;

/* The address is one of this machine's, or of a proxy before it. */
bool here_is(const struct here *here, const struct netaddr *addr);

/*
 * The address to connect from where none is set (behaviour 50): the only one
 * of its family in inet_interfaces, unless that is a loopback address. False:
 * the system may choose.
 */
bool here_source(const struct here *here, enum net_family family,
    struct netaddr *source);

#endif
