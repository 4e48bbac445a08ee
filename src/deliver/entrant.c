/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What policy has to say about a candidate that is looked at more closely,
 * and when TLS is given up for it.
 */
#include "deliver/members_internal.h"
#include "os/halt.h"

/* note_security - what is known of it where policy said no: a candidate that
 * is passed over has a level, wrong settings leave none (behaviour 229) */

static void
note_security(struct entrant *e, bool good, const struct dsn *why)
{
	const struct tls_policy *tls = &e->policy.tls;
	bool passed_over = span_equal(span_of(why->status), SPAN("4.3.0"));

	if (good || (passed_over && tls->configured != TLS_NONE))
		e->visit->security = security_of(tls->level);
}

static void
forgo(struct entrant *e, struct arena *arena)
{
	struct span name = candidate_text(arena, e->candidate);
	enum tls_level asked = e->policy.tls.level;

	e->policy.tls = (struct tls_policy){ .level = TLS_NONE,
	    .configured = e->policy.tls.configured,
	    .why = SPAN("TLS failed") };
	e->visit->security = security_of(TLS_NONE);
	e->visit->security.asked = asked;
	tellf(e->teller, EVENT_NOTE, "%.*s once more, without TLS, which "
	    "failed", SPAN_ARG(name));
}

static bool
load_anchors(struct entrant *e, struct dsn *why)
{
	const struct tls_policy *tls = &e->policy.tls;
	struct dsn trouble = DSN_IN(why->arena);

	if (tls->anchor_files_len == 0 ||
	    anchors_load(tls->anchor_files, tls->anchor_files_len,
	    &e->anchors, &trouble))
		return true;
	e->visit->security = (struct security){ 0 };
	return dsn_fail(why, trouble.status, "client TLS configuration "
	    "problem: %.*s", SPAN_ARG(trouble.text));
}

bool
entrant_prepare(struct delivery *d, const struct member *member,
    struct entrant *e, struct dsn *why)
{
	struct policy_setup setup = member_policy(d, member, e->candidate);
	bool good;

	setup.teller = e->teller;
	good = policy_for(&setup, &e->policy, why);
	note_security(e, good, why);
	if (!good)
		return false;
	if (e->without_tls)
		forgo(e, d->arena);
	return load_anchors(e, why);
}

void
entrant_clear(struct entrant *e)
{
	anchors_free(&e->anchors);
}

bool
entrant_may_go_plain(const struct delivery *d, const struct entrant *e)
{
	const struct batch *batch = &d->letter.batch;

	if (!d->failed_in_tls || !e->policy.tls.may_retry_plain ||
	    d->run->quit_after == STAGE_TLS || d->open == 0 ||
	    halt_cause(d->run->halt) != HALT_NONE)
		return false;
	for (size_t i = 0; i < batch->len; i++)
		if (recipient_is_open(batch->at[i]) &&
		    batch->at[i]->was_in_doubt)
			return false;
	return true;
}
