/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/members_internal.h"

#include "os/clock.h"
#include "route/plan.h"

struct members
members_of(const struct delivery *d)
{
	return (struct members){ .params = d->run->params,
	    .rest = nexthops_of(d->destination, d->run->params) };
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
		/* Behaviour 17: there are none behind a socket. */
		if (members->in_fallbacks || members->rest.whole)
			return false;
		members->rest.rest = members->params->fallback_relay;
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
	struct nexthops list = nexthops_of(d->destination, p);
	struct span first;

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

/* find - reads the member, and looks up where it leads */

static bool
find(const struct delivery *d, struct member *member, struct dsn *why)
{
	const struct params *p = d->run->params;
	struct route_setup setup = { .params = p,
	    .resolver = d->run->resolver, .nexthop = &member->nexthop,
	    .native = native_look_up, .here = d->run->here,
	    .teller = d->teller };

	if (!nexthop_read(member->text, p, &member->nexthop, why))
		return false;
	setup.wants_tlsa = !(d->run->envelope->waives_tls &&
	    p->tls_required_enable) && policy_wants_tlsa(p, &member->nexthop);
	if (member->nexthop.literal.family == NET_UNIX &&
	    span_trim(p->fallback_relay).len > 0)
		tellf(d->teller, EVENT_WARNING, "fallback relays are not "
		    "tried: %.*s is a socket", SPAN_ARG(member->text));
	return route_plan(&setup, &member->route, why);
}

bool
member_find(const struct delivery *d, struct member *member, struct dsn *why)
{
	why->stage = STAGE_DNS;
	if (find(d, member, why))
		return true;
	tellf(d->teller, EVENT_SKIPPED, "destination %.*s: %.*s",
	    SPAN_ARG(member->text), SPAN_ARG(why->text));
	soften(d, member, why);
	return false;
}

struct policy_setup
member_policy(const struct delivery *d, const struct member *member,
    const struct candidate *candidate)
{
	const struct envelope *envelope = d->run->envelope;

	return (struct policy_setup){ .params = d->run->params,
	    .resolver = d->run->resolver, .nexthop = &member->nexthop,
	    .route = &member->route, .candidate = candidate,
	    .waives_tls = envelope->waives_tls,
	    .verifies = d->run->quit_after > STAGE_TLS,
	    .logins = d->run->logins,
	    .is_named = d->run->destination.len > 0 && !member->is_fallback,
	    .sender = &envelope->sender,
	    .age = clock_wall() - envelope->arrival };
}
