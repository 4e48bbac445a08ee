/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/deliver.h"

#include "deliver/deliveries_internal.h"
#include "deliver/workers_internal.h"
#include "route/nexthop.h"

void
delivery_equip(struct delivery *d)
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

static void
run_one(void *self, size_t i)
{
	struct deliveries *all = self;

	delivery_equip(&all->at[i]);
	delivery_run(&all->at[i]);
}

void
deliver_run(const struct run *run, struct deliveries **deliveries)
{
	struct deliveries *all = deliveries_new(run);

	*deliveries = all;
	workers_run(run, all->len, run_one, all);
}

static bool
check_one(const struct run *run, struct span list, struct dsn *why)
{
	struct nexthop nexthop;
	struct nexthops members = nexthops_of(list, run->params);
	struct span member;

	if (!nexthop_next(&members, &member))
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
