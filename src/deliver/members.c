/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/members_internal.h"

#include "route/plan.h"

struct members
members_of(const struct delivery *d)
{
	return (struct members){ .params = d->run->params,
	    .rest = d->destination };
}

bool
members_next(struct members *members, struct member *member)
{
	bool is_here = member->route.is_here;
	struct span text;

	*member = (struct member){ 0 };
	if (is_here)
		return false;
	while (!nexthop_next(&members->rest, &text)) {
		if (members->in_fallbacks)
			return false;
		members->rest = members->params->fallback_relay;
		members->in_fallbacks = true;
	}
	member->text = text;
	member->is_fallback = members->in_fallbacks;
	return true;
}

/* is_relayhost - the first of all next hops, letter by letter */

static bool
is_relayhost(const struct delivery *d)
{
	const struct params *p = d->run->params;
	struct span list = d->destination, first;

	return p->protocol == PROTOCOL_SMTP && nexthop_next(&list, &first) &&
	    span_equal(first, span_trim(p->relayhost));
}

/*
 * soften - behaviour 57 as observed: what cannot be found is our own trouble
 * if it is a fallback relay or the relayhost
 */

static void
soften(const struct delivery *d, const struct member *member,
    struct dsn *why)
{
	if (dsn_class(why) == '5' && (member->is_fallback || is_relayhost(d)))
		dsn_fail(why, "4.3.5", "%.*s", SPAN_ARG(why->text));
}

bool
member_find(const struct delivery *d, struct member *member, struct dsn *why)
{
	const struct route_setup setup = { .params = d->run->params,
	    .resolver = d->run->resolver, .nexthop = &member->nexthop,
	    .native = native_look_up, .teller = d->teller };

	why->stage = STAGE_DNS;
	if (nexthop_read(member->text, d->run->params, &member->nexthop,
	    why) && route_plan(&setup, &member->route, why))
		return true;
	tellf(d->teller, EVENT_SKIPPED, "destination %.*s: %.*s",
	    SPAN_ARG(member->text), SPAN_ARG(why->text));
	soften(d, member, why);
	return false;
}
