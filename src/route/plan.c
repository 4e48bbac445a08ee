/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/plan.h"

#include "os/random.h"
#include "route/mx.h"

/* shuffle - every order is as likely as any other */

static void
shuffle(struct route *route)
{
	for (size_t i = route->len; i > 1; i--) {
		size_t j = random_below((uint32_t)i);
		struct candidate swap = route->at[i - 1];

		route->at[i - 1] = route->at[j];
		route->at[j] = swap;
	}
}

/* comes_later - behaviours 35, 36: by preference, then by family if one is
 * preferred; what is equal keeps its order */

static bool
comes_later(const struct candidate *a, const struct candidate *b,
    enum address_preference preference)
{
	enum net_family first = preference == PREFER_IPV6 ? NET_INET6 :
	    NET_INET;

	if (a->preference != b->preference)
		return a->preference > b->preference;
	return preference != PREFER_ANY && a->addr.family != first &&
	    b->addr.family == first;
}

static void
sort(struct route *route, enum address_preference preference)
{
	for (size_t i = 1; i < route->len; i++) {
		struct candidate c = route->at[i];
		size_t j = i;

		for (; j > 0 && comes_later(&route->at[j - 1], &c,
		    preference); j--)
			route->at[j] = route->at[j - 1];
		route->at[j] = c;
	}
}

static void
tell_order(const struct route_setup *setup, const struct route *route)
{
	for (size_t i = 0; i < route->len; i++) {
		const struct candidate *c = &route->at[i];

		tellf(setup->teller, EVENT_DECISION, "%.*s: candidate %zu is "
		    "%.*s[%.*s]:%u, preference %u",
		    SPAN_ARG(setup->nexthop->text), i + 1, SPAN_ARG(c->host),
		    SPAN_ARG(c->address), c->addr.port, c->preference);
	}
}

/* no_address - behaviour 25: MX records, and none of them leads anywhere */

static bool
no_address(const struct route_setup *setup, const struct hosts *hosts,
    struct dsn *why)
{
	if (hosts->implicit)
		return false;
	tellf(setup->teller, EVENT_NOTE, "no MX host for %.*s has an "
	    "address", SPAN_ARG(setup->nexthop->host));
	if (setup->params->defer_if_no_mx_address_found)
		*why = dsn_as(*why, '4');
	return false;
}

bool
route_plan(const struct route_setup *setup, struct route *route,
    struct dsn *why)
{
	const struct params *p = setup->params;
	struct hosts hosts;

	if (!mx_look_up(setup, &hosts, why))
		return false;
	if (!hosts_look_up(setup, &hosts, route, why))
		return no_address(setup, &hosts, why);
	for (size_t i = 0; i < route->len; i++)
		route->at[i].best = route->at[i].preference ==
		    hosts.at[0].preference;
	if (p->randomize_addresses)
		shuffle(route);
	sort(route, p->address_preference);
	tell_order(setup, route);
	return true;
}
