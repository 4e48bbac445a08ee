/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/plan.h"

#include "route/draft.h"
#include "route/hosts.h"
#include "route/loop.h"
#include "route/mx.h"
#include "route/order.h"
#include "route/srv.h"

static void
tell_order(const struct draft *d)
{
	const struct route *route = d->route;

	if (!tell_is_heard(d->setup->teller, EVENT_DECISION))
		return;
	for (size_t i = 0; i < route->len; i++) {
		struct span text = candidate_text(d->arena, &route->at[i]);

		tellf(d->setup->teller, EVENT_DECISION, "%.*s: candidate %zu "
		    "is %.*s, preference %u",
		    SPAN_ARG(d->setup->nexthop->text), i + 1, SPAN_ARG(text),
		    route->at[i].preference);
	}
}

/* no_address - behaviour 25: MX records, and none of them leads anywhere */

static bool
no_address(const struct draft *d, struct dsn *why)
{
	const char *type = d->route->kind == ROUTE_SRV ? "SRV" : "MX";

	if (!route_is_list(d->route))
		return false;
	tellf(d->setup->teller, EVENT_NOTE, "no %s host for %.*s has an "
	    "address", type, SPAN_ARG(d->setup->nexthop->host));
	if (d->route->kind == ROUTE_MX &&
	    d->setup->params->defer_if_no_mx_address_found)
		*why = dsn_as(*why, '4');
	return false;
}

/* mark_best - behaviour 87: those of the best preference that records have,
 * with or without an address */

static void
mark_best(struct route *route)
{
	for (size_t i = 0; i < route->len; i++)
		route->at[i].best = route->at[i].preference ==
		    route->hosts[0].preference;
}

/* lead - from the hosts of the route to its candidates, in order */

static bool
lead(struct draft *d, struct dsn *why)
{
	if (!hosts_look_up(d, why))
		return no_address(d, why);
	if (!loop_cut(d, why))
		return false;
	mark_best(d->route);
	order_sort(d);
	order_balance(d);
	order_interleave(d);
	return true;
}

/* by_srv - false: it led nowhere, and *why says why */

static bool
by_srv(struct draft *d, struct dsn *why)
{
	draft_reset(d, ROUTE_SRV);
	return srv_look_up(d, why) && lead(d, why);
}

static bool
by_mx(struct draft *d, struct dsn *why)
{
	draft_reset(d, ROUTE_HOST);
	return mx_look_up(d, why) && lead(d, why);
}

/* by_path - a socket, of the name that behaviour 18 gives it */

static bool
by_path(struct draft *d, struct dsn *why)
{
	const struct nexthop *hop = d->setup->nexthop;
	struct route *route = d->route;

	draft_reset(d, ROUTE_PATH);
	draft_expect(d, 1);
	draft_host(d, hop->host, 0);
	if (hop->literal.path.len > NETADDR_PATH_MAX)
		return dsn_fail(why, "4.3.5", "Server configuration error");
	route->at = arena_get(d->arena, 1, sizeof(*route->at));
	route->at[0] = (struct candidate){ .host = hop->host,
	    .addr = hop->literal, .address = hop->literal.path,
	    .best = true };
	route->len = 1;
	return true;
}

/* hint - behaviour 15; outside Postfix mode the port itself means TLS */

static void
hint(const struct route_setup *setup)
{
	enum { SMTPS = 465 };

	if (setup->nexthop->port == SMTPS && !setup->nexthop->smtps &&
	    setup->params->postfix_mode && !setup->params->tls_wrappermode)
		tellf(setup->teller, EVENT_NOTE, "destination %.*s: servers at "
		    "port 465 wait for TLS, and smtp_tls_wrappermode is off",
		    SPAN_ARG(setup->nexthop->text));
}

static bool
find(struct draft *d, struct dsn *why)
{
	struct dsn trouble = *why;

	if (d->setup->nexthop->literal.family == NET_UNIX)
		return by_path(d, why);
	if (d->setup->params->inet_protocols == 0)
		return dsn_fail(why, "4.4.4",
		    "all network protocols are disabled");
	hint(d->setup);
	if (!srv_is_asked_for(d->setup))
		return by_mx(d, why);
	if (by_srv(d, &trouble))
		return true;
	if (!srv_may_fall_back(d)) {
		*why = trouble;
		return false;
	}
	draft_omit(d, arena_text(d->arena, "%.*s SRV",
	    SPAN_ARG(d->route->asked)), trouble.text);
	return by_mx(d, why);
}

bool
route_plan(const struct route_setup *setup, struct route *route,
    struct dsn *why)
{
	struct draft draft = draft_of(setup, route, why->arena);
	struct dsn trouble = *why;

	trouble.stage = STAGE_DNS;
	if (find(&draft, &trouble)) {
		tell_order(&draft);
		return true;
	}
	*why = trouble;
	return false;
}

bool
route_check(const struct params *params, struct dsn *why)
{
	return srv_check(params, why);
}
