/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/order.h"

#include "os/random.h"

/* By preference and family -------------------------------------------------*/

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

/* comes_later - what is equal keeps its order */

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

void
order_sort(struct draft *d)
{
	const struct params *p = d->setup->params;

	if (d->route->kind == ROUTE_SRV)
		return;
	if (p->randomize_addresses)
		shuffle(d->route);
	sort(d->route, p->address_preference);
}

/* Balance ------------------------------------------------------------------*/

static size_t
count(const struct route *route, enum net_family family)
{
	size_t n = 0;

	for (size_t i = 0; i < route->len; i++)
		n += route->at[i].addr.family == family;
	return n;
}

/* share - how many of the limit are of IPv4, if there are v4 and v6 */

static size_t
share(size_t limit, size_t v4, size_t v6, bool v4_is_first)
{
	if (v6 <= limit / 2)
		return limit - v6;
	if (v4 <= limit / 2)
		return v4;
	return (limit + v4_is_first) / 2;
}

void
order_balance(struct draft *d)
{
	const struct params *p = d->setup->params;
	struct route *route = d->route;
	size_t limit = (size_t)p->mx_address_limit, v4, v6;
	bool keep[RR_MAX];

	v4 = count(route, NET_INET);
	v6 = count(route, NET_INET6);
	if (!p->balance_inet_protocols || limit == 0 || v4 == 0 || v6 == 0 ||
	    v4 + v6 <= limit)
		return;
	v4 = share(limit, v4, v6, route->at[0].addr.family == NET_INET);
	v6 = limit - v4;
	for (size_t i = 0; i < route->len; i++) {
		size_t *left = route->at[i].addr.family == NET_INET ? &v4 :
		    &v6;

		keep[i] = *left > 0;
		*left -= keep[i];
	}
	draft_keep(d, keep, SPAN("smtp_balance_inet_protocols leaves room "
	    "for the other family"));
}

/* Turns --------------------------------------------------------------------*/

static bool
is_together(const struct route *route, size_t a, size_t b)
{
	return route->at[a].preference == route->at[b].preference &&
	    (route->kind != ROUTE_SRV || route->at[a].via == route->at[b].via);
}

/* next_of - the first from here that is, or is not, of a family; or end */

static size_t
next_of(const struct candidate *at, size_t from, size_t end,
    enum net_family family, bool is)
{
	while (from < end && (at[from].addr.family == family) != is)
		from++;
	return from;
}

/* take_turns - len candidates that are tried together */

static void
take_turns(struct candidate *at, size_t len)
{
	enum net_family first = at[0].addr.family;

	for (size_t i = 1; i < len; i++) {
		size_t j = next_of(at, i, len, first, i % 2 == 0);
		struct candidate c;

		if (j == len)
			return;		/* only one family is left */
		c = at[j];
		for (; j > i; j--)
			at[j] = at[j - 1];
		at[i] = c;
	}
}

void
order_interleave(struct draft *d)
{
	const struct params *p = d->setup->params;
	struct route *route = d->route;
	size_t end;

	if (p->postfix_mode || p->connection_attempt_delay == 0)
		return;
	for (size_t i = 0; i < route->len; i = end) {
		for (end = i + 1; end < route->len &&
		    is_together(route, i, end); end++)
			;
		take_turns(&route->at[i], end - i);
	}
}
