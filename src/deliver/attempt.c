/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One candidate, and what was said there.
 */
#include <string.h>

#include "deliver/delivery_internal.h"
#include "deliver/share.h"
#include "net/wire.h"

/* keep_facts - what the session found out belongs to the visit */

static void
keep_facts(struct delivery *d)
{
	d->visit->protocol = d->facts.protocol;
	d->visit->mail_at = d->facts.mail_at;
	d->visit->security = d->facts.security;
	d->visit->login = d->facts.login;
}

/* settled - the session has settled somebody */

static void
settled(void *self, struct recipient *r)
{
	struct delivery *d = self;

	keep_facts(d);
	if (!d->run->all_hosts)
		outcome_settled(d, r);
}

/*
 * next_part - who the next transaction is for: those who are open, as many as
 * one may have, and the settled ones between and behind them. False: nobody
 * is left.
 */

static bool
next_part(uint64_t limit, struct batch *rest, struct batch *part)
{
	uint64_t open = 0;
	size_t n;

	for (n = 0; n < rest->len; n++) {
		open += recipient_is_open(rest->at[n]);
		if (limit > 0 && open > limit)
			break;
	}
	*part = (struct batch){ rest->at, n };
	*rest = (struct batch){ rest->at + n, rest->len - n };
	return open > 0;
}

/* share - with the sessions that are to follow this one; the batch of the
 * letter stays as it is */

static void
share(struct delivery *d, const struct share_limits *limits)
{
	struct batch *batch = &d->offered;

	if (batch->at == d->letter.batch.at) {
		batch->at = arena_get(d->arena, batch->len,
		    sizeof(*batch->at));
		memcpy(batch->at, d->letter.batch.at,
		    batch->len * sizeof(*batch->at));
	}
	share_out(limits, batch, &d->left);
}

/* offer - transactions that follow one another; everybody who is open is in
 * one of them, or hears why not, or is left for another session */

static void
offer(struct delivery *d, struct session *session, struct letter *letter)
{
	const enum stage end = d->run->quit_after;
	const struct share_limits limits = share_limits_of(
	    session_limits(session), d->run->params->recipient_limit,
	    end == STAGE_DATA);
	struct batch rest, part;

	if (share_has_limits(&limits) &&
	    (end == STAGE_INPUT || end >= STAGE_RCPT))
		share(d, &limits);
	letter->batch = rest = d->offered;
	while (next_part(limits.recipients, &rest, &part) &&
	    session_deliver(session, &part, rest.len == 0))
		continue;
}

/* talk - over a connection that stands; true: a session came about */

static bool
talk(struct delivery *d, const struct entrant *e, struct transport *transport)
{
	const struct params *p = d->run->params;
	struct letter letter = d->letter;
	const struct wire_setup wire = { .transport = transport,
	    .line_max = (size_t)p->line_length_limit, .halt = d->run->halt,
	    .teller = d->teller };
	const struct session_setup setup = { .params = p,
	    .policy = &e->policy, .candidate = e->candidate,
	    .remote = &d->visit->remote, .engine = d->run->engine,
	    .anchors = e->anchors, .letter = &letter,
	    .quit_after = d->run->quit_after,
	    .show_secrets = d->run->show_secrets,
	    .wire = wire_new(&wire), .facts = &d->facts,
	    .arena = d->arena, .halt = d->run->halt,
	    .teller = d->teller, .settled = settled, .self = d };
	struct session *session = session_new(&setup);
	bool open;

	letter.batch = d->offered;
	d->left.len = 0;
	open = session_open(session);
	if (open)
		offer(d, session, &letter);
	keep_facts(d);
	d->failed_in_tls = session_failed_in_tls(session);
	session_free(&session);
	return open;
}

/* enter, leave - what happens is told, and kept, as of this candidate */

static void
enter(struct delivery *d, const struct entrant *e)
{
	d->teller = e->teller;
	d->visit = e->visit;
	d->facts = (struct session_facts){ .protocol = e->visit->protocol,
	    .security = e->visit->security };
	d->failed_in_tls = false;
}

static void
leave(struct delivery *d)
{
	outcome_visited(d);
	d->visit = NULL;
	d->teller = (struct teller){ .trace = d->run->trace };
}

void
attempt_fail(struct delivery *d, const struct entrant *e,
    const struct dsn *why)
{
	enter(d, e);
	delivery_remember(d, why);
	leave(d);
}

bool
attempt_talk(struct delivery *d, const struct entrant *e,
    struct transport *transport)
{
	bool open;

	enter(d, e);
	d->visit->opened = true;
	open = talk(d, e, transport);
	leave(d);
	return open;
}
