/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/deliver.h"

#include <pthread.h>

#include "deliver/deliveries_internal.h"
#include "os/clock.h"
#include "route/nexthop.h"

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
	struct deliveries *all = deliveries_new(run);
	pthread_t worker;
	bool apart = pthread_create(&worker, NULL, run_all, all) == 0;

	*deliveries = all;
	if (!apart)
		run_all(all);	/* signals are not seen; better than nothing */
	halt_watch(run->halt, time_left(run));
	if (apart)
		pthread_join(worker, NULL);
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
	struct deliveries *all = deliveries_new(run);
	struct dsn found = *why;
	bool good = true;

	for (size_t i = 0; good && i < all->len; i++)
		good = check_one(run, all->at[i].destination, &found);
	deliveries_free(&all);
	if (!good)
		*why = dsn_as(found, '5');
	return good;
}
