/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Destinations as they are written (behaviours 7 to 18): a list of members,
 * each a domain or a [host], perhaps with a service; in LMTP also the path
 * of a socket.
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
	struct span host;	/* without brackets and service, in A-labels;
				 * of a path $myhostname (18) */
	struct netaddr literal;	/* host is this address, or the path; family
				 * NET_NONE: it is a name */
	bool bracketed;		/* no MX records for it */
	struct span service;	/* as given, or the default port parameter;
				 * empty for a path */
	uint16_t port;		/* 0 for a path */
	bool smtps;		/* TLS from the first octet is asked for */
};

/* What is left of a list, comma or white space between its members. */
struct nexthops {
	struct span rest;
	bool whole;		/* it is one member, whatever it holds */
};

/*
 * The members of a destination. In LMTP it may begin with "inet:", which
 * means nothing, or with "unix:": then it is a path as a whole (16). A list
 * of fallback relays is only a list: { .rest = list }.
 */
struct nexthops nexthops_of(struct span destination,
    const struct params *params);

/* Cuts off the next member; false: there is none any more. */
bool nexthop_next(struct nexthops *list, struct span *member);

/*
 * Reads one member, in the arena of *why. Where Postfix could make nothing of
 * it, "smtps:" before "[host]" means smtps (RFC 8314), and port 465 if it names
 * none; this prefix is no part of the text. False: it is malformed, or its
 * service unknown; 4.3.5 with what is wrong (behaviours 9, 12, 13; deviation
 * D24). That a path is too long is found when it is planned (17).
 */
bool nexthop_read(struct span member, const struct params *params,
    struct nexthop *nexthop, struct dsn *why) MUST_USE;

#endif
