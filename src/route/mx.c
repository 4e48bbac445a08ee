/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/mx.h"

#include "route/hosts.h"

/* itself - the host of the next hop, and no other */

static bool
itself(struct draft *d, enum route_kind kind)
{
	d->route->kind = kind;
	draft_expect(d, 1);
	draft_host(d, d->setup->nexthop->host, 0);
	return true;
}

/* insert - keeps what is equal in the order in which it came */

static void
insert(struct draft *d, const struct rr *rr)
{
	struct route_host *hosts = d->route->hosts;
	size_t i = d->route->hosts_len;
	struct route_host host = *draft_host(d, rr->target, rr->preference);

	for (; i > 0 && hosts[i - 1].preference > host.preference; i--)
		hosts[i] = hosts[i - 1];
	hosts[i] = host;
}

/* is_null - behaviour 23: one null MX (RFC 7505) among others is enough */

static bool
is_null(const struct answer *answer)
{
	for (size_t i = 0; i < answer->len; i++)
		if (answer->rr[i].type == RR_MX &&
		    answer->rr[i].target.len == 0)
			return true;
	return false;
}

static bool
take_records(struct draft *d, const struct answer *answer, struct dsn *why)
{
	if (is_null(answer)) {
		why->stage = STAGE_DNS;
		return dsn_fail(why, "5.1.0", "Domain %.*s does not accept "
		    "mail (nullMX)", SPAN_ARG(d->setup->nexthop->host));
	}
	draft_expect(d, answer->len);
	for (size_t i = 0; i < answer->len; i++)
		if (answer->rr[i].type == RR_MX)
			insert(d, &answer->rr[i]);
	draft_omit_unnamed(d, answer);
	return true;
}

/* look_at - what the answer means (21) */

static bool
look_at(struct draft *d, const struct answer *answer, struct dsn *why)
{
	switch (answer->state) {
	case ANSWER_RECORDS:
		return take_records(d, answer, why);
	case ANSWER_NO_NAME:
	case ANSWER_NO_DATA:
	case ANSWER_LOOP:
		return itself(d, ROUTE_IMPLICIT);
	case ANSWER_FILTERED:
		return hosts_fail(answer, why);
	case ANSWER_TEMPORARY:
	case ANSWER_FILTER_TROUBLE:
	case ANSWER_FORMERR:
	case ANSWER_MALFORMED:
	case ANSWER_NOT_A_NAME:
		break;
	}
	if (!d->setup->params->ignore_mx_lookup_error)
		return hosts_fail(answer, why);
	draft_omit(d, arena_text(d->arena, "%.*s MX", SPAN_ARG(answer->name)),
	    answer_text(d->arena, answer));
	return itself(d, ROUTE_IMPLICIT);
}

/* has_mx - behaviours 11, 14, 16 */

static bool
has_mx(const struct draft *d)
{
	const struct nexthop *hop = d->setup->nexthop;
	const struct params *p = d->setup->params;

	return p->protocol == PROTOCOL_SMTP && !hop->bracketed &&
	    p->dns_support_level != DNS_DISABLED;
}

bool
mx_look_up(struct draft *d, struct dsn *why)
{
	const struct nexthop *hop = d->setup->nexthop;
	struct lookup lookup = { .name = hop->host, .type = RR_MX,
	    .dnssec = d->setup->params->dns_support_level == DNS_DNSSEC };

	if (hop->literal.family != NET_NONE)
		return itself(d, ROUTE_LITERAL);
	if (!has_mx(d))
		return itself(d, ROUTE_HOST);
	d->route->kind = ROUTE_MX;
	d->route->asked = hop->host;
	draft_ask(d, &lookup, 1);
	d->route->dnssec = lookup.answer->dnssec;
	return look_at(d, lookup.answer, why);
}
