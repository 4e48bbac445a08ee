/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/outcome.h"

#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "os/clock.h"

/* place_of - which recipient of the letter it is */

static size_t
place_of(const struct delivery *d, const struct recipient *r)
{
	const struct batch *batch = &d->letter.batch;
	size_t low = 0, high = batch->len;

	/* They stand in the order of their numbers. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (batch->at[middle]->number <= r->number)
			low = middle;
		else
			high = middle;
	}
	must(batch->at[low] == r);
	return low;
}

static void
add_attempt(struct delivery *d, struct record *record, const struct dsn *word)
{
	struct attempt *attempt = arena_get(d->arena, 1, sizeof(*attempt));

	attempt->visit = d->visit;
	attempt->dsn = *word;
	if (record->last == NULL)
		record->outcome.attempts = attempt;
	else
		record->last->next = attempt;
	record->last = attempt;
}

/* visit_of - remote is the first member of its visit */

static const struct visit *
visit_of(const struct dsn *dsn)
{
	return (const struct visit *)(const void *)dsn->remote;
}

/* security_for - also of a host to which no session was open (behaviour 229) */

static const struct security *
security_for(const struct record *record)
{
	if (record->outcome.visit != NULL)
		return &record->outcome.visit->security;
	return record->last == NULL ? NULL : &record->last->visit->security;
}

static msec_t
not_negative(msec_t n)
{
	return n < 0 ? 0 : n;
}

/* time_it - the four numbers of behaviour 226 */

static void
time_it(const struct delivery *d, struct outcome *o)
{
	const struct dsn *dsn = &o->recipient->dsn;
	msec_t now = clock_now(), wall = clock_wall();
	msec_t end = dsn->at != 0 ? dsn->at : now;
	msec_t mail = o->visit != NULL && o->visit->mail_at != 0 ?
	    o->visit->mail_at : end;

	o->time = wall - (now - end);
	o->delays.before = not_negative(wall - (now - d->run->started) -
	    d->run->envelope->arrival);
	o->delays.setup = d->began - d->run->started;
	o->delays.connect = not_negative(mail - d->began);
	o->delays.transmit = not_negative(end - mail);
	o->delay = o->delays.before + o->delays.setup + o->delays.connect +
	    o->delays.transmit;
}

void
outcome_settled(struct delivery *d, struct recipient *r)
{
	struct record *record = &d->records[place_of(d, r)];
	struct outcome *o = &record->outcome;

	must(!recipient_is_open(r) && o->recipient == NULL);
	refile(d, r);
	if (d->visit != NULL)
		add_attempt(d, record, &r->word);
	o->recipient = r;
	o->destination = d->destination;
	o->visit = visit_of(&r->dsn);
	o->security = security_for(record);
	o->protocol = o->visit != NULL ? o->visit->protocol :
	    protocol_name(d->run->params->protocol);
	time_it(d, o);
	d->open--;
	d->run->settled(d->run->self, o);
}

/* look_on - --all-hosts: what this host said is told, and other hosts are
 * asked as well, whatever it was */

static void
look_on(struct delivery *d, struct recipient *r)
{
	const struct remote *remote = &d->visit->remote;
	struct span whom = r->nobody ? d->destination : r->given;

	tellf(d->teller, EVENT_NOTE, "%.*s at %.*s[%.*s]: %s, %s: %.*s",
	    SPAN_ARG(whom), SPAN_ARG(remote->name),
	    SPAN_ARG(remote->address), stage_name(r->word.stage),
	    r->word.status, SPAN_ARG(r->word.text));
	if (!recipient_is_open(r))
		recipient_set_aside(r);
}

void
outcome_visited(struct delivery *d)
{
	const struct batch *batch = &d->offered;

	for (size_t i = 0; i < batch->len; i++) {
		struct recipient *r = batch->at[i];

		if (d->run->all_hosts)
			look_on(d, r);
		if (recipient_is_open(r))
			add_attempt(d, &d->records[place_of(d, r)], &r->word);
	}
}
