/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One delivery: destinations in turn, then the fallback relays, each with
 * its candidates in turn, while somebody is open (behaviours 48 to 58).
 */
#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "deliver/members_internal.h"
#include "os/clock.h"
#include "os/halt.h"

void
delivery_remember(struct delivery *d, const struct dsn *word)
{
	const struct batch *batch = &d->offered;
	struct dsn dsn = *word;

	if (d->run->params->soft_bounce)
		dsn = dsn_soften(dsn);
	if (dsn.at == 0)
		dsn.at = clock_now();
	for (size_t i = 0; i < batch->len; i++)
		if (recipient_is_open(batch->at[i]))
			recipient_remember(batch->at[i], &dsn);
}

/* give_up - the last word becomes the verdict, and is told */

static void
give_up(struct delivery *d, struct recipient *r)
{
	recipient_give_up(r);
	outcome_settled(d, r);
}

/* is_over - nobody is left, or the run must stop */

static bool
is_over(const struct delivery *d)
{
	return d->open == 0 || halt_cause(d->run->halt) != HALT_NONE;
}

/* keep_from_others - mxput_retry_in_doubt = no: what may have been delivered
 * is sent to nobody else */

static void
keep_from_others(struct delivery *d)
{
	const struct batch *batch = &d->letter.batch;

	if (d->run->params->retry_in_doubt)
		return;
	for (size_t i = 0; i < batch->len; i++)
		if (recipient_is_open(batch->at[i]) &&
		    batch->at[i]->was_in_doubt)
			give_up(d, batch->at[i]);
}

/* left_of - a limit; 0 means that there is none, as for who visits all */

static int64_t
left_of(const struct delivery *d, int64_t limit, int64_t used)
{
	return limit == 0 || d->run->all_hosts ? INT64_MAX : limit - used;
}

/* is_reached - a limit, which is told: something is left out */

static bool
is_reached(const struct delivery *d, int64_t limit, int64_t used,
    const char *what)
{
	if (left_of(d, limit, used) > 0)
		return false;
	tellf(d->teller, EVENT_DECISION, "the limit of %lld %s is reached",
	    (long long)limit, what);
	return true;
}

static bool
is_exhausted(const struct delivery *d, const struct tally *tally)
{
	const struct params *p = d->run->params;

	return is_reached(d, p->mx_address_limit, tally->addresses,
	    "addresses") || is_reached(d, p->mx_session_limit,
	    tally->sessions, "sessions");
}

/* equals - how many come first that are as good as each other, within the
 * limit of addresses */

static size_t
equals(const struct delivery *d, const struct field *field,
    const struct tally *tally)
{
	int64_t left = left_of(d, d->run->params->mx_address_limit,
	    tally->addresses);
	size_t n = 1;

	while (n < field->len && (int64_t)n < left &&
	    field->at[n]->preference == field->at[0]->preference)
		n++;
	return n;
}

static struct field
field_of(struct delivery *d, const struct member *member)
{
	const struct route *route = &member->route;
	struct field field = { .member = member, .len = route->len,
	    .at = arena_get(d->arena, route->len, sizeof(*field.at)) };

	for (size_t i = 0; i < route->len; i++)
		field.at[i] = &route->at[i];
	return field;
}

/* try_route - the best candidates first, within the limits (51, 52) */

static void
try_route(struct delivery *d, const struct member *member)
{
	struct field field = field_of(d, member);
	struct tally tally = { 0 };

	while (field.len > 0 && !is_over(d) && !is_exhausted(d, &tally)) {
		heat_run(d, &field, equals(d, &field, &tally), &tally);
		keep_from_others(d);
	}
}

static void
try_member(struct delivery *d, struct member *member)
{
	struct dsn why = DSN_IN(d->arena);

	if (member_find(d, member, &why))
		try_route(d, member);
	else
		delivery_remember(d, &why);
}

/* last_word - what is still to be said to somebody who is open: that the
 * run was stopped, or that there was no server at all (56) */

static void
last_word(struct delivery *d, struct recipient *r)
{
	struct dsn word = DSN_IN(d->arena);

	word.stage = r->dsn.stage;
	word.remote = r->dsn.remote;
	word.at = clock_now();
	if (halt_cause(d->run->halt) != HALT_NONE)
		halt_fail(d->run->halt, &word);
	else if (dsn_class(&r->dsn) == '\0')
		dsn_fail(&word, "4.3.0", "server unavailable or unable to "
		    "receive mail");
	else
		return;
	recipient_remember(r, &word);
}

/* conclude - no server is left, or the run must stop */

static void
conclude(struct delivery *d)
{
	const struct batch *batch = &d->letter.batch;

	for (size_t i = 0; i < batch->len; i++) {
		if (!recipient_is_open(batch->at[i]))
			continue;
		last_word(d, batch->at[i]);
		give_up(d, batch->at[i]);
	}
}

void
delivery_run(struct delivery *d)
{
	struct members members = members_of(d);
	struct member member = { 0 };

	d->began = clock_now();
	d->open = d->letter.batch.len;
	d->offered = d->letter.batch;
	forwarding_check(d);
	while (!is_over(d) && members_next(&members, &member))
		try_member(d, &member);
	conclude(d);
}
