/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/race.h"

#include "net/datagram.h"
#include "net/plain.h"
#include "os/clock.h"

/* How far a race has come. */
struct progress {
	struct race *race;
	size_t begun, running;
	struct deadline next;	/* when one more may begin */
	struct runner *winner;	/* NULL: not yet */
};

/* leave - a runner is out of it */

static void
leave(struct progress *p, struct runner *r, enum runner_state state)
{
	if (r->state == RUNNER_RUNNING)
		p->running--;
	if (state != RUNNER_WON)
		net_close(&r->fd);
	r->state = state;
	p->race->done(p->race->self, r);
}

static void
fail(struct progress *p, struct runner *r)
{
	leave(p, r, RUNNER_FAILED);
	p->next = deadline_in(0);
}

static void
begin_next(struct progress *p)
{
	struct race *race = p->race;
	struct runner *r = &race->at[p->begun++];

	r->fd = -1;
	p->next = race->delay > 0 ? deadline_in(race->delay) :
	    deadline_never();
	if (!race->ready(race->self, r) ||
	    !connect_begin(&r->setup, &r->fd, &r->why)) {
		fail(p, r);
		return;
	}
	r->state = RUNNER_RUNNING;
	p->running++;
}

static bool
may_begin(const struct progress *p)
{
	return p->begun < p->race->len && p->running < RACE_MAX;
}

/* wait_for_news - of those that run, or until the next may begin. The n-th
 * that runs is the n-th that is watched. */

static enum net_event
wait_for_news(const struct progress *p, struct net_watch *watch)
{
	struct deadline by = may_begin(p) ? p->next : deadline_never();
	size_t n = 0;

	for (size_t i = 0; i < p->begun; i++) {
		const struct runner *r = &p->race->at[i];

		if (r->state != RUNNER_RUNNING)
			continue;
		by = deadline_sooner(by, r->setup.wait.by);
		watch[n++] = (struct net_watch){ .fd = r->fd, .write = true };
	}
	return net_watch(watch, n, p->race->halt, by);
}

/* look_at - one that runs; ready: there is news of it */

static void
look_at(struct progress *p, struct runner *r, bool ready)
{
	if (ready && connect_end(&r->setup, r->fd, &r->why)) {
		p->winner = r;
		return;
	}
	if (!ready && deadline_left(r->setup.wait.by) > 0)
		return;
	if (!ready)
		connect_expire(&r->setup, &r->why);
	fail(p, r);
}

static void
look_at_all(struct progress *p, const struct net_watch *watch)
{
	for (size_t i = 0; i < p->begun && p->winner == NULL; i++)
		if (p->race->at[i].state == RUNNER_RUNNING)
			look_at(p, &p->race->at[i], (watch++)->ready);
}

/* stop - whatever runs: the run is halted */

static void
stop(struct progress *p)
{
	for (size_t i = 0; i < p->begun; i++) {
		struct runner *r = &p->race->at[i];

		if (r->state != RUNNER_RUNNING)
			continue;
		halt_fail(p->race->halt, &r->why);
		leave(p, r, RUNNER_FAILED);
	}
}

static bool
is_over(const struct progress *p)
{
	return p->winner != NULL || (p->running == 0 && !may_begin(p)) ||
	    halt_cause(p->race->halt) != HALT_NONE;
}

/* run - until one has won, or nobody is left. However long it took to make
 * one ready, no other begins before there was a look at those that run. */

static void
run(struct progress *p)
{
	struct net_watch watch[RACE_MAX];

	while (!is_over(p)) {
		if (p->running > 0 &&
		    wait_for_news(p, watch) != NET_EVENT_HALT)
			look_at_all(p, watch);
		if (!is_over(p) && may_begin(p) &&
		    deadline_left(p->next) == 0)
			begin_next(p);
	}
}

bool
net_race(struct race *race, struct transport **transport)
{
	struct progress p = { .race = race, .next = deadline_in(0) };

	run(&p);
	if (p.winner == NULL) {
		stop(&p);
		return false;
	}
	leave(&p, p.winner, RUNNER_WON);
	for (size_t i = 0; i < p.begun; i++)
		if (race->at[i].state == RUNNER_RUNNING)
			leave(&p, &race->at[i], RUNNER_OVERTAKEN);
	*transport = plain_new(p.winner->fd);
	return true;
}
