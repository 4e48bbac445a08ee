/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One delivery: destinations in turn, then the fallback relays, each with
 * its candidates in turn, while somebody is open (behaviours 48 to 58).
 */
#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "os/clock.h"
#include "os/halt.h"
#include "route/nexthop.h"
#include "route/plan.h"

void
delivery_remember(struct delivery *d, const struct dsn *word)
{
	const struct batch *batch = &d->letter.batch;
	struct dsn dsn = *word;

	if (d->run->params->soft_bounce && dsn_class(&dsn) == '5') {
		dsn = dsn_as(dsn, '4');
		dsn.softened = true;
	}
	dsn.at = clock_now();
	for (size_t i = 0; i < batch->len; i++)
		if (recipient_is_open(batch->at[i]))
			recipient_remember(batch->at[i], &dsn);
}

/* give_up - the last word becomes the verdict, and is told */

static void
give_up(struct delivery *d, struct recipient *r)
{
	recipient_give_up(r);
	outcome_settled(d, r);
}

/* is_over - nobody is left, or the run must stop */

static bool
is_over(const struct delivery *d)
{
	return d->open == 0 || halt_cause(d->run->halt) != HALT_NONE;
}

/* keep_from_others - mxput_retry_in_doubt = no: what may have been delivered
 * is sent to nobody else */

static void
keep_from_others(struct delivery *d)
{
	const struct batch *batch = &d->letter.batch;

	if (d->run->params->retry_in_doubt)
		return;
	for (size_t i = 0; i < batch->len; i++)
		if (recipient_is_open(batch->at[i]) &&
		    batch->at[i]->was_in_doubt)
			give_up(d, batch->at[i]);
}

static bool
is_reached(const struct delivery *d, int64_t tried, int64_t limit,
    const char *what)
{
	if (limit == 0 || tried < limit)
		return false;
	tellf(d->teller, EVENT_DECISION, "the limit of %lld %s is reached",
	    (long long)limit, what);
	return true;
}

/* try_route - candidates in turn, within the limits (51, 52) */

static void
try_route(struct delivery *d, const struct route *route)
{
	const struct params *p = d->run->params;
	int64_t addresses = 0, sessions = 0;

	for (size_t i = 0; i < route->len && !is_over(d); i++) {
		if (is_reached(d, addresses++, p->mx_address_limit,
		    "addresses") ||
		    is_reached(d, sessions, p->mx_session_limit, "sessions"))
			return;
		sessions += attempt_run(d, &route->at[i]);
		keep_from_others(d);
	}
}

/*
 * soften - behaviour 57 as observed: what cannot be found is our own trouble
 * if it is a fallback relay or the relayhost
 */

static void
soften(struct dsn *why)
{
	if (dsn_class(why) == '5')
		dsn_fail(why, "4.3.5", "%.*s", SPAN_ARG(why->text));
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

/* try_member - one member of a list of destinations */

static void
try_member(struct delivery *d, struct span member, bool is_fallback)
{
	struct dsn why = DSN_IN(d->arena);
	struct nexthop nexthop;
	struct route route;
	const struct route_setup setup = { .params = d->run->params,
	    .resolver = d->run->resolver, .nexthop = &nexthop,
	    .native = native_look_up, .teller = d->teller };

	why.stage = STAGE_DNS;
	if (nexthop_read(member, d->run->params, &nexthop, &why) &&
	    route_plan(&setup, &route, &why)) {
		try_route(d, &route);
		return;
	}
	tellf(d->teller, EVENT_SKIPPED, "destination %.*s: %.*s",
	    SPAN_ARG(member), SPAN_ARG(why.text));
	if (is_fallback || is_relayhost(d))
		soften(&why);
	delivery_remember(d, &why);
}

static void
try_list(struct delivery *d, struct span list, bool is_fallback)
{
	struct span member;

	while (!is_over(d) && nexthop_next(&list, &member))
		try_member(d, member, is_fallback);
}

/* last_word - what is still to be said to somebody who is open: that the
 * run was stopped, or that there was no server at all (56) */

static void
last_word(struct delivery *d, struct recipient *r)
{
	struct dsn word = DSN_IN(d->arena);

	word.stage = r->dsn.stage;
	word.remote = r->dsn.remote;
	word.at = clock_now();
	if (halt_cause(d->run->halt) != HALT_NONE)
		halt_fail(d->run->halt, &word);
	else if (dsn_class(&r->dsn) == '\0')
		dsn_fail(&word, "4.3.0", "server unavailable or unable to "
		    "receive mail");
	else
		return;
	recipient_remember(r, &word);
}

/* conclude - no server is left, or the run must stop */

static void
conclude(struct delivery *d)
{
	const struct batch *batch = &d->letter.batch;

	for (size_t i = 0; i < batch->len; i++) {
		if (!recipient_is_open(batch->at[i]))
			continue;
		last_word(d, batch->at[i]);
		give_up(d, batch->at[i]);
	}
}

void
delivery_run(struct delivery *d)
{
	d->began = clock_now();
	d->open = d->letter.batch.len;
	try_list(d, d->destination, false);
	try_list(d, d->run->params->fallback_relay, true);
	conclude(d);
}
