/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/asked.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "route/family.h"
#include "route/tlsa.h"

enum { NOT_FOUND = 5 };		/* the lowest rank of an answer */

const struct asked_family asked_families[ASKED_FAMILIES] = {
	{ RR_A, NET_INET, INET_IPV4 },
	{ RR_AAAA, NET_INET6, INET_IPV6 },
};

/* rank - behaviour 27: of the answers for two families the better one
 * counts, and of two that are alike the later one */

static int
rank(const struct answer *answer)
{
	switch (answer->state) {
	case ANSWER_RECORDS:
		return 0;
	case ANSWER_FILTERED:
		return 1;
	case ANSWER_TEMPORARY:
	case ANSWER_FILTER_TROUBLE:
		return 2;
	case ANSWER_MALFORMED:
	case ANSWER_NOT_A_NAME:
		return 3;
	case ANSWER_FORMERR:
		return 4;
	case ANSWER_NO_DATA:
	case ANSWER_NO_NAME:
	case ANSWER_LOOP:
		break;
	}
	return NOT_FOUND;
}

/* ways - where addresses come from; without DNS only from the system */

static unsigned
ways(const struct params *p)
{
	return p->dns_support_level == DNS_DISABLED ? HOST_LOOKUP_NATIVE :
	    p->host_lookup;
}

/* is_localhost - RFC 6761 section 6.3: no name for the DNS */

static bool
is_localhost(struct span name)
{
	static const struct span local = SPAN_INIT("localhost");
	size_t before;

	if (name.len < local.len)
		return false;
	before = name.len - local.len;
	return ascii_equal(span_from_octet(name, before), local) &&
	    (before == 0 || name.at[before - 1] == '.');
}

static bool
asks_dns(const struct params *p, struct span name)
{
	struct netaddr numeric;

	if (!(ways(p) & HOST_LOOKUP_DNS) || netaddr_parse(name, &numeric))
		return false;
	return !(ways(p) & HOST_LOOKUP_NATIVE) || !is_localhost(name);
}

/* put_questions - about one host */

static void
put_questions(struct draft *d, size_t i, struct asked *asked)
{
	const struct route_host *host = &d->route->hosts[i];
	const struct params *p = d->setup->params;
	bool dnssec = p->dns_support_level == DNS_DNSSEC &&
	    draft_minds_dnssec(d);

	if (!asks_dns(p, host->name))
		return;
	for (size_t k = 0; k < ASKED_FAMILIES; k++)
		if (p->inet_protocols & asked_families[k].bit)
			asked->lookups[k] = (struct lookup){
			    .name = host->name,
			    .type = asked_families[k].type,
			    .dnssec = dnssec, .search = true };
	if (tlsa_goes_along(d))
		asked->lookups[ASKED_TLSA] = tlsa_question(d, host,
		    host->name);
}

/* find_best - what counts of the answers */

static void
find_best(struct asked *asked)
{
	for (size_t k = 0; k < ASKED_FAMILIES; k++) {
		const struct answer *answer = asked->lookups[k].answer;

		if (answer != NULL && (asked->best == NULL ||
		    rank(answer) <= rank(asked->best)))
			asked->best = answer;
	}
}

/* ask_dns - all questions in one flight */

static void
ask_dns(struct draft *d, struct asked *asked)
{
	size_t n = 0, len = d->route->hosts_len * ASKED_QUESTIONS;
	struct lookup *flight = mem_new(len, sizeof(*flight));
	struct lookup **from = mem_new(len, sizeof(*from));

	for (size_t i = 0; i < len; i++) {
		struct lookup *lookup = &asked[i / ASKED_QUESTIONS].lookups[i %
		    ASKED_QUESTIONS];

		if (lookup->name.len == 0)
			continue;
		from[n] = lookup;
		flight[n++] = *lookup;
	}
	if (n > 0)
		draft_ask(d, flight, n);
	for (size_t i = 0; i < n; i++)
		from[i]->answer = flight[i].answer;
	mem_free(&from);
	mem_free(&flight);
	for (size_t i = 0; i < d->route->hosts_len; i++)
		find_best(&asked[i]);
}

/* needs_system - behaviour 28 */

static bool
needs_system(const struct draft *d, size_t i, const struct asked *asked)
{
	struct netaddr numeric;

	return (ways(d->setup->params) & HOST_LOOKUP_NATIVE) &&
	    (asked->best == NULL || rank(asked->best) == NOT_FOUND) &&
	    !netaddr_parse(d->route->hosts[i].name, &numeric);
}

/* ask_system - about those hosts of which the DNS knows nothing */

static void
ask_system(struct draft *d, struct all_asked *all)
{
	size_t n = 0;

	all->natives = mem_new(d->route->hosts_len, sizeof(*all->natives));
	for (size_t i = 0; i < d->route->hosts_len; i++) {
		if (!needs_system(d, i, &all->at[i]))
			continue;
		all->at[i].native = &all->natives[n];
		all->natives[n].host = d->route->hosts[i].name;
		all->natives[n++].family = family_wanted(d->setup->params);
	}
	native_look_up_all(d->setup->native, all->natives, n, d->arena);
}

void
asked_all(struct draft *d, struct all_asked *all)
{
	all->at = mem_new(d->route->hosts_len, sizeof(*all->at));
	for (size_t i = 0; i < d->route->hosts_len; i++)
		put_questions(d, i, &all->at[i]);
	ask_dns(d, all->at);
	ask_system(d, all);
}

void
asked_clear(struct all_asked *all)
{
	mem_free(&all->at);
	mem_free(&all->natives);
}
