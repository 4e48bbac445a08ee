/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/mx.h"

#include "base/mem.h"
#include "route/filter.h"

/* itself - the implicit MX (RFC 5321 section 5.1) */

static bool
itself(const struct route_setup *setup, struct hosts *hosts,
    struct arena *arena)
{
	hosts->at = arena_get(arena, 1, sizeof(*hosts->at));
	hosts->at[0] = (struct host){ .name = setup->nexthop->host };
	hosts->len = 1;
	hosts->implicit = true;
	return true;
}

/* insert - keeps what is equal in the order in which it came */

static void
insert(struct hosts *hosts, const struct rr *rr)
{
	size_t i = hosts->len++;

	for (; i > 0 && hosts->at[i - 1].preference > rr->preference; i--)
		hosts->at[i] = hosts->at[i - 1];
	hosts->at[i] = (struct host){ rr->target, rr->preference };
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
take_records(const struct route_setup *setup, const struct answer *answer,
    struct hosts *hosts, struct dsn *why)
{
	if (is_null(answer)) {
		why->stage = STAGE_DNS;
		return dsn_fail(why, "5.1.0", "Domain %.*s does not accept "
		    "mail (nullMX)", SPAN_ARG(setup->nexthop->host));
	}
	hosts->at = arena_get(why->arena, answer->len, sizeof(*hosts->at));
	hosts->mx_dnssec = answer->dnssec;
	for (size_t i = 0; i < answer->len; i++)
		if (answer->rr[i].type == RR_MX)
			insert(hosts, &answer->rr[i]);
	return true;
}

bool
mx_look_up(const struct route_setup *setup, struct hosts *hosts,
    struct dsn *why)
{
	const struct nexthop *hop = setup->nexthop;
	const struct params *p = setup->params;
	struct lookup lookup = { .name = hop->host, .type = RR_MX,
	    .dnssec = p->dns_support_level == DNS_DNSSEC };

	*hosts = (struct hosts){ 0 };
	if (hop->bracketed || hop->literal.family != NET_NONE ||
	    p->dns_support_level == DNS_DISABLED)
		return itself(setup, hosts, why->arena);
	filter_ask(setup, &lookup, 1, why->arena);
	switch (lookup.answer->state) {
	case ANSWER_RECORDS:
		return take_records(setup, lookup.answer, hosts, why);
	case ANSWER_NO_NAME:
	case ANSWER_NO_DATA:
	case ANSWER_LOOP:
		return itself(setup, hosts, why->arena);
	case ANSWER_FILTERED:
		return hosts_fail(lookup.answer, why);
	case ANSWER_TEMPORARY:
	case ANSWER_FILTER_TROUBLE:
	case ANSWER_FORMERR:
	case ANSWER_MALFORMED:
	case ANSWER_NOT_A_NAME:
		break;
	}
	if (p->ignore_mx_lookup_error)
		return itself(setup, hosts, why->arena);
	return hosts_fail(lookup.answer, why);
}
