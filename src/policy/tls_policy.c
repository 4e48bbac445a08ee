/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_policy.h"

#include "policy/level.h"
#include "policy/offer.h"
#include "policy/proof.h"
#include "policy/tls_map.h"
#include "policy/tlsa.h"

/* One policy that is being made. */
struct making {
	const struct policy_setup *setup;
	struct tls_wish wish;
	struct tls_policy *tls;
	struct span reason;	/* why the level is not what was wished for */
	struct span base;	/* TLSA base domain */
};

static bool
is_dane(enum tls_level level)
{
	return level == TLS_HALF_DANE || level == TLS_DANE ||
	    level == TLS_DANE_ONLY;
}

/* misconfigured - what a table or parameter holds is wrong: 4.7.5; other
 * trouble is as it was found */

static bool
misconfigured(const struct dsn *trouble, struct dsn *why)
{
	if (span_equal(span_of(trouble->status), SPAN("4.7.5")))
		return dsn_fail(why, "4.7.5", "client TLS configuration "
		    "problem: %.*s", SPAN_ARG(trouble->text));
	return dsn_fail(why, trouble->status, "%.*s",
	    SPAN_ARG(trouble->text));
}

static bool
find_level(struct making *m, struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);

	if (!level_find(m->setup, &m->wish, &trouble))
		return misconfigured(&trouble, why);
	m->tls->level = m->tls->configured = m->wish.level;
	return true;
}

/* over_socket - behaviour 143: nobody listens in, and there is no DNS */

static bool
over_socket(struct making *m, struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);

	if (is_dane(m->tls->level)) {
		dsn_fail(&trouble, "4.7.5", "%.*s: the level %s for a socket",
		    SPAN_ARG(m->wish.from), tls_level_name(m->tls->level));
		return misconfigured(&trouble, why);
	}
	if (m->tls->level == TLS_MAY) {
		m->tls->level = TLS_NONE;
		m->reason = SPAN("it is a socket");
	}
	return true;
}

static bool
apply_dane(struct making *m, struct dsn *why)
{
	struct tlsa_result result;

	if (!tlsa_find(m->setup, m->tls->level, &result, why))
		return false;
	m->tls->level = result.level;
	m->reason = result.reason;
	if (is_dane(result.level)) {
		m->tls->proof = TLS_PROOF_DANE;
		m->tls->dane = result.demand;
		m->base = result.base;
	}
	return true;
}

/* look_around - what sockets and DNS have to say about the level */

static bool
look_around(struct making *m, struct dsn *why)
{
	if (m->setup->candidate->addr.family == NET_UNIX)
		return over_socket(m, why);
	return !is_dane(m->tls->level) || apply_dane(m, why);
}

/* wrap - TLS from the first octet needs the level encrypt: with
 * smtp_tls_wrappermode the user must have said so (60), smtps: and our own
 * port 465 bring it along */

static bool
wrap(struct making *m, struct dsn *why)
{
	m->tls->wrapper = level_wraps(m->setup);
	if (!m->tls->wrapper || m->tls->level >= TLS_ENCRYPT)
		return true;
	if (m->setup->params->tls_wrappermode && !m->setup->nexthop->smtps)
		return dsn_fail(why, "4.3.0", "%s_tls_wrappermode needs the "
		    "level encrypt or more, and the level is %s",
		    protocol_name(m->setup->params->protocol),
		    tls_level_name(m->tls->level));
	m->tls->level = TLS_ENCRYPT;
	m->reason = m->setup->nexthop->smtps ?
	    SPAN("smtps is TLS from the first octet") :
	    SPAN("port 465 is TLS from the first octet");
	return true;
}

static bool
find_rest(struct making *m, struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);

	if (m->tls->level == TLS_NONE)
		return true;
	return (offer_find(m->setup, &m->wish, m->base, m->tls, &trouble) &&
	    proof_find(m->setup, &m->wish, m->tls, &trouble)) ||
	    misconfigured(&trouble, why);
}

/* may_retry - behaviours 134 to 136; deviation D7 says whose age it is */

static bool
may_retry(const struct making *m)
{
	return m->tls->level == TLS_MAY && (m->setup->verifies ||
	    m->setup->age >= m->setup->params->minimal_backoff_time);
}

static struct span
explain(const struct making *m, struct arena *arena)
{
	if (m->reason.len == 0)
		return m->wish.from;
	return arena_text(arena, "%.*s: %s, but %.*s", SPAN_ARG(m->wish.from),
	    tls_level_name(m->tls->configured), SPAN_ARG(m->reason));
}

static void
tell_proof(const struct making *m, struct span name, struct arena *arena)
{
	struct span proof = tls_proof_text(arena, m->tls);
	struct teller teller = m->setup->teller;

	if (m->tls->server_name.len > 0)
		tellf(teller, EVENT_DECISION, "%.*s: it is told the name "
		    "%.*s", SPAN_ARG(name), SPAN_ARG(m->tls->server_name));
	if (proof.len > 0)
		tellf(teller, EVENT_DECISION, "%.*s: its certificate must "
		    "have %.*s", SPAN_ARG(name), SPAN_ARG(proof));
	if (m->tls->failure.len > 0)
		tellf(teller, EVENT_DECISION, "%.*s: no certificate will do: "
		    "%.*s", SPAN_ARG(name), SPAN_ARG(m->tls->failure));
}

static void
tell_result(const struct making *m, struct arena *arena)
{
	struct span name = candidate_text(arena, m->setup->candidate);

	tellf(m->setup->teller, EVENT_DECISION, "%.*s: TLS level %s%s (%.*s)",
	    SPAN_ARG(name), tls_level_name(m->tls->level),
	    m->tls->wrapper ? ", from the first octet" : "",
	    SPAN_ARG(m->tls->why));
	tell_proof(m, name, arena);
}

bool
tls_policy_for(const struct policy_setup *setup, struct tls_policy *tls,
    struct dsn *why)
{
	struct making m = { .setup = setup, .tls = tls };

	*tls = (struct tls_policy){ 0 };
	if (!find_level(&m, why) || !look_around(&m, why) ||
	    !wrap(&m, why) || !find_rest(&m, why))
		return false;
	tls->may_retry_plain = may_retry(&m);
	tls->why = explain(&m, why->arena);
	tell_result(&m, why->arena);
	return true;
}

bool
tls_policy_may_be_dane(const struct params *p, const struct nexthop *nexthop)
{
	struct arena *arena = arena_new();
	struct dsn ignored = DSN_IN(arena);
	struct tls_entry entry = { 0 };
	enum tls_level level = level_general(p);
	struct span key = { 0 };

	if (!mapping_is_empty(&p->maps.tls_policy) &&
	    tls_map_find(p, nexthop, &entry, &key, &ignored) && key.len > 0)
		level = entry.level;
	arena_free(&arena);
	return is_dane(level) && tlsa_obstacle(p) == NULL;
}
