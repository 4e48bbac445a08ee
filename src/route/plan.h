/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From one destination to the servers that may be tried for it, in order.
 */
#ifndef ROUTE_PLAN_H
#define ROUTE_PLAN_H

#include <stdbool.h>

#include "base/dsn.h"
#include "dns/resolver.h"
#include "net/native.h"
#include "param/params.h"
#include "route/candidate.h"
#include "route/nexthop.h"
#include "trace/trace.h"

struct route_setup {
	const struct params *params;
	struct resolver *resolver;
	const struct nexthop *nexthop;
	native_lookup *native;	/* what smtp_host_lookup = native means */
	struct teller teller;
};

/*
 * Looks up what must be looked up and builds the route in the arena of *why.
 * False: there is no server to try; *why is of stage dns (behaviours 21 to
 * 29).
 */
bool route_plan(const struct route_setup *setup, struct route *route,
    struct dsn *why) MUST_USE;

#endif
