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
#include "route/here.h"
#include "route/nexthop.h"
#include "trace/trace.h"

struct route_setup {
	const struct params *params;
	struct resolver *resolver;
	const struct nexthop *nexthop;
	native_lookup *native;	/* what smtp_host_lookup = native means */
	const struct here *here;	/* NULL: loops are not looked for */
	bool wants_tlsa;	/* policy_wants_tlsa */
	struct teller teller;
};

/*
 * Looks at what can be found wrong before anything is tried. False: a
 * parameter asks for what is not here; 5.3.5, and *why says which.
 */
bool route_check(const struct params *params, struct dsn *why) MUST_USE;

/*
 * Looks up what must be looked up and builds the route in the arena of *why.
 * False: there is no server to try; *why is of stage dns (behaviours 17, 21
 * to 29, 39 to 41, 45). What was found until then is in the route all the
 * same, and route->is_here says whether anything else may be tried.
 */
bool route_plan(const struct route_setup *setup, struct route *route,
    struct dsn *why) MUST_USE;

#endif
