/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/draft.h"

#include "route/filter.h"

struct draft
draft_of(const struct route_setup *setup, struct route *route,
    struct arena *arena)
{
	*route = (struct route){ 0 };
	return (struct draft){ .setup = setup, .arena = arena,
	    .route = route };
}

bool
draft_minds_dnssec(const struct draft *d)
{
	return !route_is_list(d->route) ||
	    d->route->dnssec == DNSSEC_SECURE ||
	    d->setup->params->dane_insecure_mx_policy != INSECURE_MX_MAY;
}

void
draft_reset(struct draft *d, enum route_kind kind)
{
	struct route route = { .kind = kind, .omitted = d->route->omitted,
	    .omitted_len = d->route->omitted_len };

	*d->route = route;
}

void
draft_expect(struct draft *d, size_t hosts)
{
	d->route->hosts = arena_get(d->arena, hosts,
	    sizeof(*d->route->hosts));
	d->route->hosts_len = 0;
}

struct route_host *
draft_host(struct draft *d, struct span name, unsigned preference)
{
	struct route_host *host = &d->route->hosts[d->route->hosts_len++];

	*host = (struct route_host){ .name = name, .preference = preference,
	    .port = d->setup->nexthop->port };
	return host;
}

void
draft_omit(struct draft *d, struct span what, struct span why)
{
	struct route *route = d->route;

	route->omitted = arena_grow(d->arena, route->omitted,
	    route->omitted_len, sizeof(*route->omitted));
	route->omitted[route->omitted_len++] =
	    (struct route_omission){ what, why };
	tellf(d->setup->teller, EVENT_DECISION, "%.*s is left out: %.*s",
	    SPAN_ARG(what), SPAN_ARG(why));
}

static void
omit(void *self, struct span record, struct span why)
{
	draft_omit(self, record, why);
}

void
draft_ask(struct draft *d, struct lookup *lookups, size_t len)
{
	const struct route_setup *setup = d->setup;
	const struct filter filter = { .params = setup->params,
	    .resolver = setup->resolver, .teller = setup->teller,
	    .arena = d->arena, .dropped = omit, .self = d };

	filter_ask(&filter, lookups, len);
}

void
draft_omit_unnamed(struct draft *d, const struct answer *answer)
{
	if (answer->dropped == 0)
		return;
	draft_omit(d, arena_text(d->arena, "%zu %s record%s of %.*s",
	    answer->dropped, rr_type_name(answer->type),
	    answer->dropped == 1 ? "" : "s", SPAN_ARG(answer->name)),
	    SPAN("what is named there is no host name"));
}

void
draft_keep(struct draft *d, const bool *keep, struct span why)
{
	struct route *route = d->route;
	size_t len = 0;

	for (size_t i = 0; i < route->len; i++)
		if (keep[i])
			route->at[len++] = route->at[i];
		else
			draft_omit(d, candidate_text(d->arena,
			    &route->at[i]), why);
	route->len = len;
}
