/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tlsa.h"

#include "base/ascii.h"
#include "route/filter.h"

/* One candidate on its way to its records. */
struct search {
	const struct policy_setup *setup;
	enum tls_level level;
	struct tlsa_result *result;
	struct arena *arena;
};

/* Names that may have TLSA records, the first one with any counts. */
struct bases {
	struct span at[2];
	size_t len;
	struct span reason;	/* why there are none */
};

enum found { FOUND, NOT_FOUND, CANNOT_SAY };

static const struct span mx_unsigned = SPAN_INIT("the MX records are not "
    "signed");

const char *
tlsa_obstacle(const struct params *p)
{
	if (p->dns_support_level != DNS_DNSSEC)
		return "smtp_dns_support_level is not dnssec";
	if (!(p->host_lookup & HOST_LOOKUP_DNS))
		return "smtp_host_lookup does without DNS";
	if (p->protocol == PROTOCOL_SMTP && p->ignore_mx_lookup_error)
		return "ignore_mx_lookup_error is on";
	if (p->dns_resolver_options != 0)
		return "smtp_dns_resolver_options change names";
	return NULL;
}

/* lower - dane becomes less; dane-only does not, but fails with these words */

static bool
lower(struct search *s, enum tls_level to, struct span reason,
    const char *refusal, struct dsn *why)
{
	if (s->level == TLS_DANE_ONLY)
		return dsn_fail(why, "4.7.5", "%s", refusal);
	s->result->level = to;
	s->result->reason = reason;
	return true;
}

/* mx_is_signed - or there is no MX, and nobody to be sent astray by it */

static bool
mx_is_signed(const struct search *s)
{
	return !route_is_list(s->setup->route) ||
	    s->setup->candidate->mx_dnssec == DNSSEC_SECURE;
}

static enum found
weigh(const struct answer *answer)
{
	switch (answer->state) {
	case ANSWER_RECORDS:
		return answer->dnssec == DNSSEC_SECURE ? FOUND : NOT_FOUND;
	case ANSWER_NO_NAME:
	case ANSWER_NO_DATA:
	case ANSWER_LOOP:
		return NOT_FOUND;
	case ANSWER_TEMPORARY:
	case ANSWER_FORMERR:
	case ANSWER_MALFORMED:
	case ANSWER_NOT_A_NAME:
	case ANSWER_FILTERED:
	case ANSWER_FILTER_TROUBLE:
		break;
	}
	return CANNOT_SAY;
}

static void
note_dropped(void *self, struct span record, struct span why)
{
	const struct search *s = self;

	tellf(s->setup->teller, EVENT_DECISION, "%.*s is left out: %.*s",
	    SPAN_ARG(record), SPAN_ARG(why));
}

/* ask - only what is signed is FOUND (117) */

static enum found
ask(struct search *s, struct span name, enum rr_type type,
    const struct answer **answer)
{
	const struct filter filter = { .params = s->setup->params,
	    .resolver = s->setup->resolver, .teller = s->setup->teller,
	    .arena = s->arena, .dropped = note_dropped, .self = s };
	struct lookup lookup = { .name = name, .type = type,
	    .dnssec = true };

	filter_ask(&filter, &lookup, 1);
	*answer = lookup.answer;
	return weigh(lookup.answer);
}

static struct span
host_name(const struct search *s)
{
	return s->setup->route->hosts[s->setup->candidate->via].name;
}

/* unsigned_bases - the addresses of the host are not signed, but the alias
 * that it is may be (115). False: that cannot be looked up. */

static bool
unsigned_bases(struct search *s, bool is_alias, struct bases *bases)
{
	const struct answer *answer;
	enum found found = NOT_FOUND;

	if (s->setup->params->tls_force_insecure_host_tlsa_lookup)
		found = FOUND;
	else if (is_alias)
		found = ask(s, host_name(s), RR_CNAME, &answer);
	bases->reason = SPAN("the address of the host is not signed");
	bases->len = found == FOUND;
	return found != CANNOT_SAY;
}

/* find_bases - RFC 7672 section 2.2.2: the host at the end of the aliases
 * comes first */

static bool
find_bases(struct search *s, struct bases *bases)
{
	const struct candidate *c = s->setup->candidate;
	struct span name = host_name(s);
	bool is_alias = c->final_name.len > 0 &&
	    !ascii_equal(c->final_name, name);
	struct netaddr numeric;

	*bases = (struct bases){ .at = { name } };
	if (netaddr_parse(name, &numeric)) {
		bases->reason = SPAN("an address has no TLSA records");
		return true;
	}
	if (c->host_dnssec != DNSSEC_SECURE)
		return unsigned_bases(s, is_alias, bases);
	if (is_alias)
		bases->at[bases->len++] = c->final_name;
	bases->at[bases->len++] = name;
	return true;
}

/* look_up - the records of the first base that has any */

static enum found
look_up(struct search *s, const struct bases *bases,
    const struct answer **answer)
{
	enum found found = NOT_FOUND;

	for (size_t i = 0; i < bases->len && found == NOT_FOUND; i++) {
		s->result->base = bases->at[i];
		found = ask(s, arena_text(s->arena, "_%u._tcp.%.*s",
		    s->setup->candidate->addr.port, SPAN_ARG(bases->at[i])),
		    RR_TLSA, answer);
	}
	return found;
}

/* add_name - taken as it is, even if it looks like a keyword */

static void
add_name(struct references *names, struct span name)
{
	if (name.len > 0 && names->len < REFERENCES_MAX)
		names->at[names->len++] = (struct reference){ .name = name };
}

/* names_for - what a certificate below a trust anchor may be called (120);
 * the answer about MX is in the resolver's memory */

static const struct references *
names_for(struct search *s)
{
	struct references *names = arena_get(s->arena, 1, sizeof(*names));
	const struct route *route = s->setup->route;
	const struct answer *answer;

	add_name(names, s->result->base);
	if (route->kind == ROUTE_SRV)
		add_name(names, s->setup->nexthop->host);
	if (route->kind != ROUTE_MX)
		return names;
	add_name(names, route->asked);
	ask(s, route->asked, RR_MX, &answer);
	if (!ascii_equal(answer->final_name, route->asked))
		add_name(names, answer->final_name);
	return names;
}

/* take - the records that are not dropped when they are read (118) */

static void
take(const struct search *s, const struct answer *answer,
    struct dane_demand *demand)
{
	struct tlsa *kept = arena_get(s->arena, answer->len, sizeof(*kept));
	struct span unknown, text;
	struct tlsa tlsa;

	demand->tlsa = kept;
	for (size_t i = 0; i < answer->len; i++) {
		if (!tlsa_read(answer->rr[i].data, &tlsa))
			continue;
		if (tlsa_is_candidate(&tlsa)) {
			kept[demand->len++] = tlsa;
			continue;
		}
		text = tlsa_text(s->arena, &tlsa);
		tellf(s->setup->teller, EVENT_DECISION, "%.*s TLSA %.*s is "
		    "left out: mail has no use for it",
		    SPAN_ARG(answer->name), SPAN_ARG(text));
	}
	tlsa_digests_read(s->setup->params->tls_dane_digests,
	    &demand->digests, &unknown);
	if (unknown.len > 0)
		tellf(s->setup->teller, EVENT_NOTE, "tls_dane_digests: "
		    "\"%.*s\" is passed over", SPAN_ARG(unknown));
}

/* settle - what records, and signed ones, make of the level (118, 119) */

static bool
settle(struct search *s, const struct answer *answer, struct dsn *why)
{
	struct dane_demand *demand = arena_get(s->arena, 1, sizeof(*demand));

	take(s, answer, demand);
	if (demand->len == 0)
		return lower(s, TLS_ENCRYPT, SPAN("none of the TLSA records "
		    "can be used"), "TLSA records unusable", why);
	s->result->level = s->level;
	if (!mx_is_signed(s)) {
		s->result->level = TLS_HALF_DANE;
		s->result->reason = mx_unsigned;
		if (s->setup->params->dane_insecure_mx_policy ==
		    INSECURE_MX_ENCRYPT) {
			s->result->level = TLS_ENCRYPT;
			return true;
		}
	}
	demand->names = names_for(s);
	demand->depth = tls_policy_depth(s->setup->params);
	s->result->demand = demand;
	return true;
}

static bool
lookup_failed(const struct search *s, struct dsn *why)
{
	const struct candidate *c = s->setup->candidate;

	return dsn_fail(why, "4.7.5", "TLSA lookup error for %.*s:%u",
	    SPAN_ARG(c->host), c->addr.port);
}

static bool
find(struct search *s, struct dsn *why)
{
	const struct answer *answer = NULL;
	struct bases bases;

	if (!find_bases(s, &bases))
		return lookup_failed(s, why);
	switch (look_up(s, &bases, &answer)) {
	case FOUND:
		return settle(s, answer, why);
	case NOT_FOUND:
		break;
	case CANNOT_SAY:
		return lookup_failed(s, why);
	}
	if (answer != NULL)
		bases.reason = answer->state == ANSWER_RECORDS ?
		    SPAN("the TLSA records are not signed") :
		    SPAN("there are no TLSA records");
	return lower(s, TLS_MAY, bases.reason, "no TLSA records found", why);
}

bool
tlsa_find(const struct policy_setup *setup, enum tls_level level,
    struct tlsa_result *result, struct dsn *why)
{
	struct search s = { setup, level, result, why->arena };
	const char *obstacle = tlsa_obstacle(setup->params);

	*result = (struct tlsa_result){ 0 };
	if (obstacle != NULL)
		return lower(&s, TLS_MAY, span_of(obstacle),
		    arena_text(why->arena, "dane-only cannot be had: %s",
		    obstacle).at, why);
	if (!mx_is_signed(&s) && (level == TLS_DANE_ONLY ||
	    setup->params->dane_insecure_mx_policy == INSECURE_MX_MAY))
		return lower(&s, TLS_MAY, mx_unsigned,
		    "non DNSSEC destination", why);
	return find(&s, why);
}
