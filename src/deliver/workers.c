/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/workers_internal.h"

#include <pthread.h>

#include "os/clock.h"

struct workers {
	const struct run *run;
	size_t len;
	void (*work)(void *self, size_t i);
	void *self;
};

static void *
run_all(void *self)
{
	struct workers *w = self;

	for (size_t i = 0; i < w->len; i++)
		w->work(w->self, i);
	halt_done(w->run->halt);
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
workers_run(const struct run *run, size_t len,
    void (*work)(void *self, size_t i), void *self)
{
	struct workers w = { run, len, work, self };
	pthread_t worker;
	bool apart = pthread_create(&worker, NULL, run_all, &w) == 0;

	if (!apart)
		run_all(&w);	/* signals are not seen; better than nothing */
	halt_watch(run->halt, time_left(run));
	if (apart)
		pthread_join(worker, NULL);
}
