/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: smtp_tls_dane_insecure_mx_policy, which asks for DNSSEC
 * behind insecure MX records too (behaviour 33), comes with DANE. The native
 * lookups of several hosts follow one another.
 */
#include "route/hosts.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "route/filter.h"

enum {
	FAMILIES = 2,
	NOT_FOUND = 5,		/* the lowest rank of an answer */
};

/* What is asked about one host. */
static const struct family {
	enum rr_type type;
	enum net_family family;
	unsigned bit;		/* of inet_protocols */
} families[FAMILIES] = {
	{ RR_A, NET_INET, INET_IPV4 },
	{ RR_AAAA, NET_INET6, INET_IPV6 },
};

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

static bool
is_used(const struct params *p, enum net_family family)
{
	for (size_t i = 0; i < FAMILIES; i++)
		if (families[i].family == family)
			return (p->inet_protocols & families[i].bit) != 0;
	return false;
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

/* ask_all - the questions for all hosts that are names, in one flight; one
 * row of FAMILIES lookups a host */

static struct lookup *
ask_all(const struct route_setup *setup, const struct hosts *hosts,
    struct arena *arena)
{
	const struct params *p = setup->params;
	size_t n = 0, next = 0, len = hosts->len * FAMILIES;
	struct lookup *rows = mem_new(len, sizeof(*rows));
	struct lookup *flight = mem_new(len, sizeof(*flight));

	for (size_t i = 0; i < len; i++)
		if ((p->inet_protocols & families[i % FAMILIES].bit) &&
		    asks_dns(p, hosts->at[i / FAMILIES].name))
			flight[n++] = rows[i] = (struct lookup){
			    .name = hosts->at[i / FAMILIES].name,
			    .type = families[i % FAMILIES].type,
			    .dnssec = p->dns_support_level == DNS_DNSSEC &&
				(hosts->implicit ||
				hosts->mx_dnssec == DNSSEC_SECURE) };
	if (n > 0)
		filter_ask(setup, flight, n, arena);
	for (size_t i = 0; i < len; i++)
		if (rows[i].name.len > 0)
			rows[i].answer = flight[next++].answer;
	mem_free(&flight);
	return rows;
}

/* One host on its way to candidates; there is room for one at least. */
struct search {
	const struct route_setup *setup;
	struct candidate candidate;	/* what all its addresses share */
	const struct answer *best;	/* of its answers, NULL: none */
	struct route *route;
};

static void
add(struct search *s, const struct netaddr *addr, struct arena *arena)
{
	struct candidate candidate = s->candidate;

	if (s->route->len == RR_MAX)
		return;		/* behaviour 31 */
	candidate.addr = *addr;
	candidate.addr.port = s->setup->nexthop->port;
	candidate.address = netaddr_text(arena, &candidate.addr);
	s->route->at[s->route->len++] = candidate;
}

/* from_answer - a candidate for every address record */

static void
from_answer(struct search *s, const struct answer *answer,
    enum net_family family, struct arena *arena)
{
	struct span host = s->candidate.host;
	struct netaddr addr;

	s->candidate.host_dnssec = answer->dnssec;
	if (s->setup->params->cname_overrides_servername)
		s->candidate.host = answer->final_name;
	for (size_t i = 0; i < answer->len; i++) {
		addr = netaddr_from_octets(family,
		    (const unsigned char *)answer->rr[i].data.at, 0);
		add(s, &addr, arena);
	}
	s->candidate.host = host;
}

/* from_dns - false: no address; what counts then is s->best */

static bool
from_dns(struct search *s, const struct lookup *row, struct arena *arena)
{
	size_t before = s->route->len;

	for (size_t i = 0; i < FAMILIES; i++) {
		if (row[i].answer == NULL)
			continue;
		from_answer(s, row[i].answer, families[i].family, arena);
		if (s->best == NULL || rank(row[i].answer) <= rank(s->best))
			s->best = row[i].answer;
	}
	return s->route->len > before;
}

/* from_system - behaviour 28 */

static bool
from_system(struct search *s, struct dsn *why)
{
	const struct params *p = s->setup->params;
	struct span host = s->candidate.host;
	enum net_family family = NET_NONE;
	size_t before = s->route->len;
	struct native_addresses found;

	if (p->inet_protocols == INET_IPV4)
		family = NET_INET;
	else if (p->inet_protocols == INET_IPV6)
		family = NET_INET6;
	s->candidate.host_dnssec = DNSSEC_INDETERMINATE;
	if (!s->setup->native(host, family, &found, why))
		return false;
	for (size_t i = 0; i < found.len; i++)
		if (is_used(p, found.at[i].family))
			add(s, &found.at[i], why->arena);
	return s->route->len > before || dsn_fail(why, "5.4.4",
	    "%.*s: host not found", SPAN_ARG(host));
}

/* from_numeric - the host is an address, of a family in use (29) */

static bool
from_numeric(struct search *s, const struct netaddr *addr, struct dsn *why)
{
	if (is_used(s->setup->params, addr->family)) {
		add(s, addr, why->arena);
		return true;
	}
	return dsn_fail(why, "5.4.4", "Name service error for %.*s: invalid "
	    "host or domain name", SPAN_ARG(s->candidate.host));
}

/* search - one host, from all that is known of it */

static bool
search(struct search *s, const struct lookup *row, struct dsn *why)
{
	struct netaddr numeric;

	why->stage = STAGE_DNS;
	if (s->setup->params->inet_protocols == 0)
		return dsn_fail(why, "4.4.4",
		    "all network protocols are disabled");
	if (netaddr_parse(s->candidate.host, &numeric))
		return from_numeric(s, &numeric, why);
	if (from_dns(s, row, why->arena))
		return true;
	if ((ways(s->setup->params) & HOST_LOOKUP_NATIVE) &&
	    (s->best == NULL || rank(s->best) == NOT_FOUND))
		return from_system(s, why);
	if (s->best == NULL)	/* smtp_host_lookup may be empty */
		return dsn_fail(why, "4.3.5", "no way is set to look up host "
		    "%.*s", SPAN_ARG(s->candidate.host));
	return hosts_fail(s->best, why);
}

bool
hosts_look_up(const struct route_setup *setup, const struct hosts *hosts,
    struct route *route, struct dsn *why)
{
	struct lookup *rows = ask_all(setup, hosts, why->arena);
	struct dsn last = *why;

	route->at = arena_get(why->arena, RR_MAX, sizeof(*route->at));
	route->len = 0;
	for (size_t i = 0; i < hosts->len && route->len < RR_MAX; i++) {
		struct search s = { .setup = setup, .route = route,
		    .candidate = { .host = hosts->at[i].name,
			.preference = hosts->at[i].preference,
			.mx_dnssec = hosts->mx_dnssec } };
		bool soft = dsn_class(&last) == '4';

		if (search(&s, &rows[i * FAMILIES], &last))
			continue;
		if (soft)	/* behaviour 26 */
			last = dsn_as(last, '4');
		tellf(setup->teller, EVENT_DECISION, "host %.*s is left out: "
		    "%.*s", SPAN_ARG(hosts->at[i].name), SPAN_ARG(last.text));
	}
	mem_free(&rows);
	if (route->len == RR_MAX)
		tellf(setup->teller, EVENT_NOTE, "%.*s has %d addresses or "
		    "more; further ones are left out",
		    SPAN_ARG(setup->nexthop->text), RR_MAX);
	if (route->len > 0)
		return true;
	*why = last;
	return false;
}
