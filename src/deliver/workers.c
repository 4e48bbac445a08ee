/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/workers_internal.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "os/clock.h"

enum { STACK_OCTETS = 1 << 20 };	/* of a thread; there may be many */

struct workers {
	const struct run *run;
	size_t len;
	void (*work)(void *self, size_t i);
	void *self;
	atomic_size_t next;	/* the first that is not begun */
	atomic_size_t present;	/* who may still begin one, or is at it */
};

/* leave - the last one says that the work is over */

static void
leave(struct workers *w)
{
	if (atomic_fetch_sub(&w->present, 1) == 1)
		halt_done(w->run->halt);
}

static void *
take_turns(void *self)
{
	struct workers *w = self;
	size_t i;

	while ((i = atomic_fetch_add(&w->next, 1)) < w->len)
		w->work(w->self, i);
	leave(w);
	return NULL;
}

static bool
start_one(struct workers *w, pthread_t *thread)
{
	pthread_attr_t attr;
	bool started;

	must(pthread_attr_init(&attr) == 0);
	/* A system that refuses the size knows a better one. */
	pthread_attr_setstacksize(&attr, STACK_OCTETS);
	atomic_fetch_add(&w->present, 1);
	started = pthread_create(thread, &attr, take_turns, w) == 0;
	pthread_attr_destroy(&attr);
	if (!started)
		leave(w);
	return started;
}

/* start - as many threads as are to be had */

static size_t
start(struct workers *w, pthread_t *threads, size_t most)
{
	size_t n = 0;

	if (most > 1)
		trace_side_by_side(w->run->trace);
	while (n < most && start_one(w, &threads[n]))
		n++;
	return n;
}

/* most_at_once - that it makes sense to begin together */

static size_t
most_at_once(const struct run *run, size_t len)
{
	int64_t limit = run->in_turn ? 1 : run->params->destination_parallelism;

	return (uint64_t)limit < len ? (size_t)limit : len;
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
workers_run(const struct run *run, size_t len,
    void (*work)(void *self, size_t i), void *self)
{
	struct workers w = { .run = run, .len = len, .work = work,
	    .self = self };
	size_t most = most_at_once(run, len), n;
	pthread_t *threads = mem_new(most, sizeof(*threads));

	atomic_init(&w.next, 0);
	atomic_init(&w.present, 1);	/* this thread, until all are there */
	n = start(&w, threads, most);
	if (n > 0)
		leave(&w);
	else
		take_turns(&w);	/* signals are not seen; better than nothing */
	halt_watch(run->halt, time_left(run));
	for (size_t i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	mem_free(&threads);
}
