/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run that must stop: what somebody else does meanwhile, in a thread.
 */
#ifndef TEST_UNIT_HALTED_H
#define TEST_UNIT_HALTED_H

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/halt.h"

static inline void *
halted_watch(void *halt)
{
	halt_watch(halt, 0);
	return NULL;
}

/* The signal was sent, and the stop is known when this returns. */
static inline void
halted_by(struct halt *halt, int signal)
{
	struct pollfd stop = { .fd = halt_fd(halt), .events = POLLIN };
	pthread_t watcher;

	must(kill(getpid(), signal) == 0);
	must(pthread_create(&watcher, NULL, halted_watch, halt) == 0);
	must(poll(&stop, 1, -1) == 1);
	halt_done(halt);
	pthread_join(watcher, NULL);
}

#endif
