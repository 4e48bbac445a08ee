/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/loop.h"

#include "route/here.h"

enum { SMTP_PORT = 25 };	/* RFC 5321 section 4.5.4.2 */

/* is_looked_for - the port is that of the next hop, whatever SRV records
 * have made of it (44) */

static bool
is_looked_for(const struct route_setup *setup)
{
	return setup->here != NULL && setup->nexthop->port == SMTP_PORT &&
	    setup->params->protocol == PROTOCOL_SMTP;
}

/* find_here - the first candidate that is this machine, or len */

static size_t
find_here(const struct draft *d)
{
	size_t i = 0;

	while (i < d->route->len &&
	    !here_is(d->setup->here, &d->route->at[i].addr))
		i++;
	return i;
}

/* cut - this machine itself, and those that are no better */

static void
cut(struct draft *d, size_t here)
{
	const struct route *route = d->route;
	unsigned preference = route->at[here].preference;
	struct span self = candidate_text(d->arena, &route->at[here]);
	bool keep[RR_MAX];

	for (size_t i = 0; i < route->len; i++)
		keep[i] = !here_is(d->setup->here, &route->at[i].addr);
	draft_keep(d, keep, SPAN("it is this machine"));
	for (size_t i = 0; i < route->len; i++)
		keep[i] = route->at[i].preference < preference;
	draft_keep(d, keep, arena_text(d->arena, "%.*s is this machine, and "
	    "no worse", SPAN_ARG(self)));
}

/* name_of - what the mail is for, as errors have it */

static struct span
name_of(const struct draft *d)
{
	return d->route->kind == ROUTE_SRV ? d->route->asked :
	    d->setup->nexthop->host;
}

/* ends_here - this machine is the best host (40) */

static bool
ends_here(const struct draft *d, struct dsn *why)
{
	const struct params *p = d->setup->params;
	struct span name = name_of(d);

	if (p->best_mx_transport.len > 0)
		return dsn_fail(why, "4.3.5", "mail for %.*s loops back to "
		    "myself, and there is no transport for "
		    "best_mx_transport = %.*s", SPAN_ARG(name),
		    SPAN_ARG(p->best_mx_transport));
	return dsn_fail(why, "5.4.6", "mail for %.*s loops back to myself",
	    SPAN_ARG(name));
}

bool
loop_cut(struct draft *d, struct dsn *why)
{
	unsigned best, found;
	size_t here;

	if (!is_looked_for(d->setup))
		return true;
	here = find_here(d);
	if (here == d->route->len)
		return true;
	best = d->route->hosts[0].preference;
	found = d->route->at[0].preference;
	d->route->is_here = true;
	cut(d, here);
	if (d->route->len > 0)
		return true;
	why->stage = STAGE_DNS;
	if (route_is_list(d->route) && best != found)	/* behaviour 39 */
		return dsn_fail(why, "4.4.4", "unable to find primary relay "
		    "for %.*s", SPAN_ARG(name_of(d)));
	return ends_here(d, why);
}
