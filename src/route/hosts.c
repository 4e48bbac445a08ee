/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/hosts.h"

#include "base/mem.h"
#include "route/asked.h"
#include "route/family.h"
#include "route/tlsa.h"

bool
hosts_fail(const struct answer *answer, struct dsn *why)
{
	struct span text = answer_text(why->arena, answer);
	const char *status = "5.4.4";

	if (answer->state == ANSWER_TEMPORARY ||
	    answer->state == ANSWER_FILTER_TROUBLE ||
	    answer->state == ANSWER_FORMERR)
		status = "4.4.3";
	if (answer->state == ANSWER_FILTERED)
		status = "4.7.0";
	why->stage = STAGE_DNS;
	return dsn_fail(why, status, "%.*s", SPAN_ARG(text));
}

/* One host on its way to candidates. */
struct search {
	struct draft *draft;
	struct route_host *host;
	struct candidate candidate;	/* what all its addresses share */
	const struct asked *asked;
	struct span base;	/* what it is called at the end of its aliases;
				 * empty: its addresses are not signed */
	size_t too_many;	/* addresses for which there is no room */
};

static void
add(struct search *s, struct candidate candidate, const struct netaddr *addr)
{
	struct route *route = s->draft->route;

	if (route->len == RR_MAX) {
		s->too_many++;	/* behaviour 31 */
		return;
	}
	candidate.addr = *addr;
	candidate.addr.port = s->host->port;
	candidate.address = netaddr_text(s->draft->arena, &candidate.addr);
	route->at[route->len++] = candidate;
}

/* from_answer - a candidate for every address record */

static void
from_answer(struct search *s, const struct answer *answer,
    enum net_family family)
{
	struct candidate candidate = s->candidate;
	struct netaddr addr;

	candidate.host_dnssec = answer->dnssec;
	candidate.final_name = answer->final_name;
	if (s->draft->setup->params->cname_overrides_servername)
		candidate.host = answer->final_name;
	for (size_t i = 0; i < answer->len; i++) {
		addr = netaddr_from_octets(family,
		    (const unsigned char *)answer->rr[i].data.at, 0);
		add(s, candidate, &addr);
	}
}

/* weigh_dnssec - a host is as well signed as the weakest of its answers */

static void
weigh_dnssec(struct search *s, const struct answer *answer, bool is_first)
{
	if (is_first || answer->dnssec < s->host->dnssec)
		s->host->dnssec = answer->dnssec;
	s->base = s->host->dnssec == DNSSEC_SECURE ? answer->final_name :
	    (struct span){ 0 };
}

/* from_dns - false: no address */

static bool
from_dns(struct search *s)
{
	bool is_first = true;

	for (size_t i = 0; i < ASKED_FAMILIES; i++) {
		const struct answer *answer = s->asked->lookups[i].answer;

		if (answer == NULL || answer->state != ANSWER_RECORDS)
			continue;
		weigh_dnssec(s, answer, is_first);
		from_answer(s, answer, asked_families[i].family);
		is_first = false;
	}
	return !is_first;
}

/* from_system - behaviour 28; the port of an SRV record is lost (44) */

static bool
from_system(struct search *s, struct dsn *why)
{
	const struct route_setup *setup = s->draft->setup;
	const struct native_question *native = s->asked->native;
	size_t used = 0;

	s->host->port = setup->nexthop->port;
	if (!native->good)
		return dsn_fail(why, native->why.status, "%.*s",
		    SPAN_ARG(native->why.text));
	for (size_t i = 0; i < native->found.len; i++)
		if (family_is_used(setup->params,
		    native->found.at[i].family)) {
			add(s, s->candidate, &native->found.at[i]);
			used++;
		}
	return used > 0 || dsn_fail(why, "5.4.4", "%.*s: host not found",
	    SPAN_ARG(native->host));
}

/* from_numeric - the host is an address, of a family in use (29) */

static bool
from_numeric(struct search *s, const struct netaddr *addr, struct dsn *why)
{
	if (family_is_used(s->draft->setup->params, addr->family)) {
		add(s, s->candidate, addr);
		return true;
	}
	return dsn_fail(why, "5.4.4", "Name service error for %.*s: invalid "
	    "host or domain name", SPAN_ARG(s->candidate.host));
}

/* search - one host, from all that is known of it */

static bool
search(struct search *s, struct dsn *why)
{
	struct netaddr numeric;

	why->stage = STAGE_DNS;
	if (netaddr_parse(s->candidate.host, &numeric))
		return from_numeric(s, &numeric, why);
	if (from_dns(s))
		return true;
	if (s->asked->native != NULL)
		return from_system(s, why);
	if (s->asked->best == NULL)	/* smtp_host_lookup may be empty */
		return dsn_fail(why, "4.3.5", "no way is set to look up host "
		    "%.*s", SPAN_ARG(s->candidate.host));
	return hosts_fail(s->asked->best, why);
}

/* leave_out - a host without an address; *last is the last word about such
 * hosts, no harder than those before it (26) */

static void
leave_out(struct search *s, const struct dsn *before, struct dsn *last)
{
	if (dsn_class(before) == '4')
		*last = dsn_as(*last, '4');
	s->host->trouble = last->text;
	tellf(s->draft->setup->teller, EVENT_DECISION, "host %.*s is left "
	    "out: %.*s", SPAN_ARG(s->host->name), SPAN_ARG(last->text));
}

static void
leave_out_rest(struct search *s)
{
	struct arena *arena = s->draft->arena;

	if (s->too_many > 0)
		draft_omit(s->draft, arena_text(arena, "%zu address%s of "
		    "%.*s", s->too_many, s->too_many == 1 ? "" : "es",
		    SPAN_ARG(s->host->name)), arena_text(arena, "there are "
		    "%d before", RR_MAX));
}

/* search_one - a host; gives what it is called at the end of its aliases, if
 * its addresses are signed */

static struct span
search_one(struct draft *d, size_t i, const struct asked *asked,
    struct dsn *last)
{
	struct route_host *host = &d->route->hosts[i];
	const struct dsn before = *last;
	struct search s = { .draft = d, .host = host, .asked = asked,
	    .candidate = { .host = host->name, .via = i,
		.preference = host->preference,
		.mx_dnssec = route_is_list(d->route) ? d->route->dnssec :
		    DNSSEC_INDETERMINATE } };

	if (!search(&s, last))
		leave_out(&s, &before, last);
	leave_out_rest(&s);
	host->tlsa = asked->lookups[ASKED_TLSA].answer;
	return s.base;
}

/* search_all - every host in turn, and what still depends on the answers */

static void
search_all(struct draft *d, const struct asked *asked, struct dsn *last)
{
	struct span *bases = mem_new(d->route->hosts_len, sizeof(*bases));

	for (size_t i = 0; i < d->route->hosts_len; i++)
		bases[i] = search_one(d, i, &asked[i], last);
	tlsa_complete(d, bases);
	mem_free(&bases);
}

bool
hosts_look_up(struct draft *d, struct dsn *why)
{
	struct route *route = d->route;
	struct all_asked all;
	struct dsn last = *why;

	route->at = arena_get(d->arena, RR_MAX, sizeof(*route->at));
	route->len = 0;
	asked_all(d, &all);
	search_all(d, all.at, &last);
	asked_clear(&all);
	if (route->len == RR_MAX)
		tellf(d->setup->teller, EVENT_NOTE, "%.*s has %d addresses or "
		    "more; further ones are left out",
		    SPAN_ARG(d->setup->nexthop->text), RR_MAX);
	if (route->len > 0)
		return true;
	*why = last;
	return false;
}
