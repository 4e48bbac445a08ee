/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Destinations as they are written (behaviours 7 to 15): a list of members,
 * each a domain or a [host], perhaps with a service.
 */
#ifndef ROUTE_NEXTHOP_H
#define ROUTE_NEXTHOP_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "net/netaddr.h"
#include "param/params.h"

struct nexthop {
	struct span text;	/* the member as it was given */
	struct span host;	/* without brackets and service, in A-labels */
	struct netaddr literal;	/* host is this address; family NET_NONE: it
				 * is a name */
	bool bracketed;		/* no MX records for it */
	struct span service;	/* as given, or the default port parameter */
	uint16_t port;
};

/*
 * Cuts the next member off a list (comma or white space between them); false:
 * there is none any more.
 */
bool nexthop_next(struct span *list, struct span *member);

/*
 * Reads one member. False: it is malformed, or its service unknown; 4.3.5
 * with what is wrong (behaviours 9, 12, 13; deviation D24).
 */
bool nexthop_read(struct span member, const struct params *params,
    struct nexthop *nexthop, struct dsn *why) MUST_USE;

#endif
