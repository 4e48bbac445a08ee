/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/deliver.h"

#include <pthread.h>

#include "base/ascii.h"
#include "base/map.h"
#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "os/clock.h"
#include "route/nexthop.h"

struct deliveries {
	const struct run *run;
	struct delivery *at;
	size_t len;
	struct arena *arena;	/* of the plan: next hops, batches */
	struct recipient **recipients;	/* of all batches */
};

/* next_hop - where a recipient goes when nothing is set: its own domain, in
 * lower case; an address literal is a host, not a domain (RFC 5321 4.1.3) */

static struct span
next_hop(const struct run *run, const struct recipient *r,
    struct arena *arena)
{
	struct span domain, hop = run->destination;
	char *at;

	if (hop.len == 0)
		hop = span_trim(run->params->relayhost);
	if (hop.len > 0)
		return hop;
	domain = arena_copy(arena, r->address.domain);
	at = arena_get(arena, domain.len + 1, 1);
	for (size_t i = 0; i < domain.len; i++)
		at[i] = ascii_lower(domain.at[i]);
	return span_from(at, domain.len);
}

/* plan_one - a delivery for this next hop, if there is none yet */

static size_t
plan_one(struct deliveries *all, struct map *known, struct span hop)
{
	size_t place;

	if (map_get(known, hop, &place))
		return place;
	place = all->len++;
	all->at = mem_grow(all->at, all->len, sizeof(*all->at));
	all->at[place] = (struct delivery){ .run = all->run,
	    .destination = hop };
	map_put(known, hop, place);
	return place;
}

/* divide - recipients into batches, one a next hop, order kept */

static void
divide(struct deliveries *all, const size_t *place_of)
{
	struct envelope *envelope = all->run->envelope;
	struct recipient **next;

	next = all->recipients = mem_new(envelope->recipients.len,
	    sizeof(*all->recipients));
	for (size_t i = 0; i < envelope->recipients.len; i++)
		all->at[place_of[i]].letter.batch.len++;
	for (size_t i = 0; i < all->len; i++) {
		struct batch *batch = &all->at[i].letter.batch;

		batch->at = next;
		next += batch->len;
		batch->len = 0;
	}
	for (size_t i = 0; i < envelope->recipients.len; i++) {
		struct batch *batch = &all->at[place_of[i]].letter.batch;

		batch->at[batch->len++] = &envelope->recipients.at[i];
	}
}

static struct deliveries *
plan_all(const struct run *run)
{
	struct deliveries *all = mem_new(1, sizeof(*all));
	const struct envelope *envelope = run->envelope;
	size_t *place_of = mem_new(envelope->recipients.len,
	    sizeof(*place_of));
	struct map known = { 0 };

	all->run = run;
	all->arena = arena_new();
	for (size_t i = 0; i < envelope->recipients.len; i++)
		place_of[i] = plan_one(all, &known, next_hop(run,
		    &envelope->recipients.at[i], all->arena));
	divide(all, place_of);
	map_clear(&known);
	mem_free(&place_of);
	return all;
}

/* equip - what a delivery needs to run */

static void
equip(struct delivery *d)
{
	const struct run *run = d->run;

	d->arena = arena_new();
	d->letter.envelope = run->envelope;
	d->letter.source = run->source;
	d->letter.omit = run->omit;
	d->letter.survey = run->survey;
	d->records = arena_get(d->arena, d->letter.batch.len,
	    sizeof(*d->records));
	d->teller = (struct teller){ .trace = run->trace };
}

static void *
run_all(void *self)
{
	struct deliveries *all = self;

	for (size_t i = 0; i < all->len; i++) {
		equip(&all->at[i]);
		delivery_run(&all->at[i]);
	}
	halt_done(all->run->halt);
	return NULL;
}

/* time_left - of the whole run, which began before this; 0: no bound */

static msec_t
time_left(const struct run *run)
{
	msec_t left = run->timeout - (clock_now() - run->started);

	if (run->timeout == 0)
		return 0;
	return left > 0 ? left : 1;
}

void
deliver_run(const struct run *run, struct deliveries **deliveries)
{
	struct deliveries *all = plan_all(run);
	pthread_t worker;
	bool apart = pthread_create(&worker, NULL, run_all, all) == 0;

	*deliveries = all;
	if (!apart)
		run_all(all);	/* signals are not seen; better than nothing */
	halt_watch(run->halt, time_left(run));
	if (apart)
		pthread_join(worker, NULL);
}

void
deliveries_free(struct deliveries **deliveries)
{
	struct deliveries *all = *deliveries;

	if (all == NULL)
		return;
	for (size_t i = 0; i < all->len; i++)
		arena_free(&all->at[i].arena);
	arena_free(&all->arena);
	mem_free(&all->recipients);
	mem_free(&all->at);
	mem_free(deliveries);
}

static bool
check_one(const struct run *run, struct span list, struct dsn *why)
{
	struct nexthop nexthop;
	struct span member;

	if (!nexthop_next(&list, &member))
		return dsn_fail(why, "5.3.5", "the destination is empty");
	return nexthop_read(member, run->params, &nexthop, why);
}

bool
deliver_check(const struct run *run, struct dsn *why)
{
	struct deliveries *all = plan_all(run);
	struct dsn found = *why;
	bool good = true;

	for (size_t i = 0; good && i < all->len; i++)
		good = check_one(run, all->at[i].destination, &found);
	deliveries_free(&all);
	if (!good)
		*why = dsn_as(found, '5');
	return good;
}
