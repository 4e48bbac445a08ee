/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One delivery: one next hop, and the recipients that go there.
 */
#ifndef DELIVER_DELIVERY_INTERNAL_H
#define DELIVER_DELIVERY_INTERNAL_H

#include "base/arena.h"
#include "deliver/deliver.h"
#include "route/candidate.h"
#include "session/session.h"

/* What is kept of one recipient until it is settled and told. */
struct record {
	struct outcome outcome;
	struct attempt *last;	/* the end of its list of attempts */
};

struct delivery {
	const struct run *run;
	struct arena *arena;	/* lives until the report is done */
	struct span destination;	/* the list of next hops */
	struct letter letter;
	struct record *records;	/* one a recipient of the letter */
	msec_t began;		/* clock_now */
	struct teller teller;
	struct visit *visit;	/* the host that is being tried */
	struct session_facts facts;
	size_t open;		/* recipients not yet settled */
};

/* deliver/deliver.c: what a delivery needs to run. */
void delivery_equip(struct delivery *delivery);

/* deliver/delivery.c: tries hosts until everybody is settled, and tells. */
void delivery_run(struct delivery *delivery);

/*
 * deliver/attempt.c: one candidate. Every open recipient is settled, or has
 * heard a word. Gives whether a session came about (behaviour 52).
 */
bool attempt_run(struct delivery *delivery,
    const struct candidate *candidate);

/* A word of our own for everybody who is open; softened with soft_bounce. */
void delivery_remember(struct delivery *delivery, const struct dsn *word);

/* refile.c: what the user's filter makes of a verdict. */
void refile(struct delivery *delivery, struct recipient *recipient);

/*
 * outcome.c: a recipient was settled: builds its outcome and tells it. If
 * this happened at a host (d->visit), that is its last attempt.
 */
void outcome_settled(struct delivery *delivery, struct recipient *recipient);

/* outcome.c: a visit is over: it is one more attempt for who is open. */
void outcome_visited(struct delivery *delivery);

#endif
