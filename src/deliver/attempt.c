/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One candidate, and what was said there.
 */
#include "deliver/delivery_internal.h"
#include "net/wire.h"

/* keep_facts - what the session found out belongs to the visit */

static void
keep_facts(struct delivery *d)
{
	d->visit->protocol = d->facts.protocol;
	d->visit->mail_at = d->facts.mail_at;
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
next_part(const struct delivery *d, struct batch *rest, struct batch *part)
{
	int64_t limit = d->run->params->recipient_limit, open = 0;
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

/* offer - transactions that follow one another; everybody who is open is in
 * one of them, or hears why not */

static void
offer(struct delivery *d, struct session *session)
{
	struct batch rest = d->letter.batch, part;

	while (next_part(d, &rest, &part) &&
	    session_deliver(session, &part, rest.len == 0))
		continue;
}

/* talk - over a connection that stands; true: a session came about */

static bool
talk(struct delivery *d, const struct candidate *c,
    const struct policy *policy, struct transport *transport)
{
	const struct params *p = d->run->params;
	const struct wire_setup wire = { .transport = transport,
	    .line_max = (size_t)p->line_length_limit, .halt = d->run->halt,
	    .teller = d->teller };
	const struct session_setup setup = { .params = p, .policy = policy,
	    .candidate = c, .remote = &d->visit->remote,
	    .letter = &d->letter, .quit_after = d->run->quit_after,
	    .wire = wire_new(&wire), .facts = &d->facts,
	    .arena = d->arena, .halt = d->run->halt,
	    .teller = d->teller, .settled = settled, .self = d };
	struct session *session = session_new(&setup);
	bool open = session_open(session);

	if (open)
		offer(d, session);
	keep_facts(d);
	session_free(&session);
	return open;
}

/* enter, leave - what happens is told, and kept, as of this candidate */

static void
enter(struct delivery *d, const struct entrant *e)
{
	d->teller = e->teller;
	d->visit = e->visit;
	d->facts = (struct session_facts){ .protocol = e->visit->protocol };
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
	open = talk(d, e->candidate, &e->policy, transport);
	leave(d);
	return open;
}
