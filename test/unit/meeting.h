/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that must be at one place at the same time: who joins a meeting
 * waits until all are there. If somebody does not come all give up, after so
 * long a time that a slow machine does not matter.
 */
#ifndef TEST_UNIT_MEETING_H
#define TEST_UNIT_MEETING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/mem.h"

enum { MEETING_PATIENCE = 20 };	/* seconds */

struct meeting {
	pthread_mutex_t lock;
	pthread_cond_t complete;
	size_t wanted, present;
};

static inline void
meeting_init(struct meeting *m, size_t wanted)
{
	*m = (struct meeting){ .wanted = wanted };
	must(pthread_mutex_init(&m->lock, NULL) == 0);
	must(pthread_cond_init(&m->complete, NULL) == 0);
}

static inline void
meeting_clear(struct meeting *m)
{
	pthread_cond_destroy(&m->complete);
	pthread_mutex_destroy(&m->lock);
}

/* False: not all have come. */
static inline bool
meeting_join(struct meeting *m)
{
	struct timespec by;
	bool all;
	int rc = 0;

	must(clock_gettime(CLOCK_REALTIME, &by) == 0);
	by.tv_sec += MEETING_PATIENCE;
	pthread_mutex_lock(&m->lock);
	m->present++;
	pthread_cond_broadcast(&m->complete);
	while (m->present < m->wanted && rc == 0)
		rc = pthread_cond_timedwait(&m->complete, &m->lock, &by);
	all = m->present >= m->wanted;
	pthread_mutex_unlock(&m->lock);
	return all;
}

#endif
