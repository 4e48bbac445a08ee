/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLS handshake, and whether the server is who it should be (behaviours
 * 110, 118, 127 to 132).
 */
#include "os/clock.h"
#include "policy/engine.h"
#include "session/session_internal.h"
#include "tls/handshake.h"

bool
secure_is_ready(struct session *s, struct dsn *why)
{
	const struct tls_policy *tls = &s->setup.policy->tls;
	struct engine *engine = s->setup.engine;

	return engine_is_ready(engine, tls, why) &&
	    (!tls_policy_needs_trust(tls) ||
	    engine_authorities(engine, &s->trusted, why));
}

static bool
shake(struct session *s, struct tls_facts *facts, struct dsn *why)
{
	const struct tls_policy *tls = &s->setup.policy->tls;
	const struct handshake_setup setup = {
		.identity = engine_identity(s->setup.engine),
		.priority = tls->priority,
		.server_name = tls->server_name,
		.wait = { .by = deadline_in(s->talk.params->starttls_timeout),
		    .halt = s->talk.halt },
	};
	struct transport *transport;
	size_t unheard;

	if (tls->priority.len == 0)
		return dsn_fail(why, "4.7.5", "cannot start TLS: %.*s",
		    SPAN_ARG(tls->no_priority.text));
	unheard = wire_release(s->talk.wire, &transport);
	if (unheard > 0)
		tellf(s->talk.teller, EVENT_NOTE, "host %.*s had already sent "
		    "%zu octets that are not encrypted; they are thrown away",
		    SPAN_ARG(s->talk.peer), unheard);
	if (!handshake(&transport, &setup, facts, why))
		return false;
	wire_secure(s->talk.wire, transport);
	return true;
}

static struct verdict
judge(const struct session *s, const struct peer_chain *chain,
    struct notes *notes)
{
	const struct tls_policy *tls = &s->setup.policy->tls;
	struct arena *arena = s->setup.arena;
	const struct peer_demand demand = { .authorities = s->trusted,
	    .anchors = s->setup.anchors, .names = tls->names,
	    .depth = tls->depth };

	if (tls->failure.len > 0)
		return peer_unproven(chain, tls->failure);
	switch (tls->proof) {
	case TLS_PROOF_NAME:
		return peer_check_names(arena, chain, &demand, notes);
	case TLS_PROOF_FINGERPRINT:
		return peer_check_fingerprints(arena, chain,
		    tls->fingerprints, notes);
	case TLS_PROOF_DANE:
		return dane_check(arena, chain, tls->dane, notes);
	case TLS_PROOF_NONE:
		break;
	}
	return peer_unproven(chain, arena_text(arena, "the level %s asks for "
	    "no proof", tls_level_name(tls->level)));
}

/* is_excused - behaviour 118: without a TLSA record that can be used there is
 * nothing to prove, unless proof is all that counts */

static bool
is_excused(const struct tls_policy *tls)
{
	return tls->proof == TLS_PROOF_DANE && tls->level != TLS_DANE_ONLY &&
	    dane_usable(tls->dane) == 0;
}

static void
keep(struct session *s, const struct tls_facts *facts,
    const struct verdict *verdict)
{
	const struct tls_policy *tls = &s->setup.policy->tls;
	struct security *security = &s->setup.facts->security;

	security->on = true;
	security->version = facts->version;
	security->cipher = facts->cipher;
	security->matched = verdict->standing == STANDING_VERIFIED;
	security->match = verdict->by;
	security->peer = verdict->standing;
	if (tls->level == TLS_HALF_DANE && security->matched)
		security->peer = STANDING_TRUSTED;
	if (is_excused(tls))
		security->level = TLS_ENCRYPT;
	security->state = tls->proof == TLS_PROOF_NONE || security->matched ||
	    security->level == TLS_ENCRYPT ? SECURITY_KEPT :
	    SECURITY_VIOLATED;
}

/* describe - "TLSv1.3, TLS_AES_256_GCM_SHA384 (256 bits), ECDHE X25519,
 * RSA-PSS-RSAE-SHA256, peer verified by mx.example" */

static struct span
describe(const struct session *s, const struct tls_facts *facts,
    const struct verdict *verdict)
{
	bool with_group = facts->group.len > 0;
	bool is_signed = facts->signature.len > 0;

	return arena_text(s->setup.arena, "%.*s, %.*s (%u bits), %.*s%s%.*s"
	    "%s%.*s, peer %s%s%.*s", SPAN_ARG(facts->version),
	    SPAN_ARG(facts->cipher), facts->bits,
	    SPAN_ARG(facts->key_exchange), with_group ? " " : "",
	    SPAN_ARG(facts->group), is_signed ? ", " : "",
	    SPAN_ARG(facts->signature),
	    standing_name(s->setup.facts->security.peer),
	    verdict->by.len > 0 ? " by " : ": ",
	    SPAN_ARG(verdict->by.len > 0 ? verdict->by : verdict->reason));
}

static void
tell_notes(const struct session *s, const struct tls_facts *facts,
    const struct notes *notes)
{
	for (size_t i = 0; i < notes->len; i++)
		tell(s->talk.teller, EVENT_DECISION, notes->line[i], 0);
	if (facts->asked)
		tell(s->talk.teller, EVENT_DECISION, facts->answered ?
		    SPAN("the server asked who we are, and got a certificate") :
		    SPAN("the server asked who we are, and got no answer"), 0);
}

/* look - at who the server is; what is looked at is told to who wants it */

static struct verdict
look(struct session *s, const struct tls_facts *facts)
{
	struct notes notes = { .arena = s->setup.arena };
	struct notes *heard = tell_is_heard(s->talk.teller, EVENT_DECISION) ?
	    &notes : NULL;
	struct verdict verdict;

	peer_describe(&facts->chain, heard);
	verdict = judge(s, &facts->chain, heard);
	keep(s, facts, &verdict);
	tell_notes(s, facts, &notes);
	return verdict;
}

/* failed - the connection is of no use any more: no QUIT (128) */

static bool
failed(struct session *s, const struct dsn *why)
{
	s->talk.broken = s->shake_failed = true;
	tell(s->talk.teller, EVENT_LOST, why->text, 0);
	verdict_remember_all(s, why);
	return false;
}

bool
secure(struct session *s)
{
	const struct security *security = &s->setup.facts->security;
	struct verdict verdict;
	struct tls_facts facts;
	struct dsn why = s->blank;

	why.stage = STAGE_TLS;
	if (!shake(s, &facts, &why))
		return failed(s, &why);
	s->talk.teller.secured = s->setup.teller.secured = true;
	s->identified = facts.answered;
	verdict = look(s, &facts);
	s->agreed = describe(s, &facts, &verdict);
	tell(s->talk.teller, EVENT_SECURED, s->agreed, 0);
	if (security->state == SECURITY_KEPT)
		return true;
	dsn_fail(&why, "4.7.5", "Server certificate not verified: %.*s",
	    SPAN_ARG(verdict.reason));
	verdict_remember_all(s, &why);
	return false;
}
