/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: use_srv_lookup can hold no files and tables of services.
 */
#include "route/srv.h"

#include "base/ascii.h"
#include "os/random.h"
#include "route/hosts.h"

bool
srv_check(const struct params *params, struct dsn *why)
{
	struct span list = params->use_srv_lookup, word;

	while (ascii_word(&list, ", \t\r\n", &word))
		if (span_find(word, '/') < word.len ||
		    span_find(word, ':') < word.len)
			return dsn_fail(why, "5.3.5", "use_srv_lookup = %.*s: "
			    "only names of services can be listed",
			    SPAN_ARG(word));
	return true;
}

/* is_listed - the first word that fits decides; "!" before it: it is not */

static bool
is_listed(struct span list, struct span service)
{
	struct span word;

	while (ascii_word(&list, ", \t\r\n", &word)) {
		bool is = word.at[0] != '!';

		if (ascii_equal(is ? word : span_from_octet(word, 1),
		    service))
			return is;
	}
	return false;
}

bool
srv_is_asked_for(const struct route_setup *setup)
{
	const struct nexthop *hop = setup->nexthop;

	return !hop->bracketed && hop->literal.family == NET_NONE &&
	    setup->params->dns_support_level != DNS_DISABLED &&
	    is_listed(setup->params->use_srv_lookup, hop->service);
}

static void
move_to(struct route_host *hosts, size_t from, size_t to)
{
	struct route_host host = hosts[from];

	for (; from > to; from--)
		hosts[from] = hosts[from - 1];
	hosts[to] = host;
}

static void
sort(struct route_host *hosts, size_t len)
{
	for (size_t i = 1; i < len; i++) {
		size_t to = i;

		while (to > 0 &&
		    hosts[to - 1].preference > hosts[i].preference)
			to--;
		move_to(hosts, i, to);
	}
}

/* draw - one of several, each as often as its weight has it */

static size_t
draw(const struct route_host *hosts, size_t len)
{
	uint32_t sum = 0, passed = 0, mark;
	size_t i = 0;

	for (size_t k = 0; k < len; k++)
		sum += hosts[k].weight;
	mark = random_below(sum + 1);
	while (i < len - 1 && (passed += hosts[i].weight) < mark)
		i++;
	return i;
}

void
srv_order(struct route_host *hosts, size_t len)
{
	size_t end;

	sort(hosts, len);
	for (size_t i = 0; i < len; i++) {
		for (end = i + 1; end < len &&
		    hosts[end].preference == hosts[i].preference; end++)
			;
		move_to(hosts, i + draw(&hosts[i], end - i), i);
	}
}

/* take_records - behaviour 44: the port of a record, if it has one, replaces
 * that of the next hop */

static bool
take_records(struct draft *d, const struct answer *answer, struct dsn *why)
{
	draft_expect(d, answer->len);
	for (size_t i = 0; i < answer->len; i++) {
		const struct rr *rr = &answer->rr[i];
		struct route_host *host;

		if (rr->type != RR_SRV)
			continue;
		if (rr->target.len == 0) {
			d->route->hosts_len = 0;
			why->stage = STAGE_DNS;
			return dsn_fail(why, "5.1.0", "Domain %.*s does not "
			    "support SRV requests", SPAN_ARG(answer->name));
		}
		host = draft_host(d, rr->target, rr->preference);
		host->weight = rr->weight;
		if (rr->port != 0)
			host->port = (uint16_t)rr->port;
	}
	draft_omit_unnamed(d, answer);
	srv_order(d->route->hosts, d->route->hosts_len);
	return true;
}

bool
srv_look_up(struct draft *d, struct dsn *why)
{
	const struct nexthop *hop = d->setup->nexthop;
	struct lookup lookup = { .type = RR_SRV,
	    .dnssec = d->setup->params->dns_support_level == DNS_DNSSEC };
	enum answer_state state;

	d->route->asked = lookup.name = arena_text(d->arena,
	    "_%.*s._tcp.%.*s", SPAN_ARG(hop->service), SPAN_ARG(hop->host));
	draft_ask(d, &lookup, 1);
	d->route->dnssec = lookup.answer->dnssec;
	state = lookup.answer->state;
	if (state == ANSWER_RECORDS)
		return take_records(d, lookup.answer, why);
	d->srv_unsure = state == ANSWER_TEMPORARY ||
	    state == ANSWER_FORMERR || state == ANSWER_MALFORMED ||
	    state == ANSWER_FILTER_TROUBLE;
	return hosts_fail(lookup.answer, why);
}

bool
srv_may_fall_back(const struct draft *d)
{
	const struct params *p = d->setup->params;

	return p->allow_srv_lookup_fallback ||
	    (p->ignore_srv_lookup_error && d->srv_unsure);
}
