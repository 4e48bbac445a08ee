/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stopping in order. SIGINT, SIGTERM, SIGHUP and the end of --timeout are
 * seen by the main thread only (halt_watch); every wait of the other threads
 * also watches halt_fd, so that a stop reaches each of them at once. A second
 * signal ends the process without more ado.
 */
#ifndef OS_HALT_H
#define OS_HALT_H

#include <stdbool.h>

#include "base/dsn.h"
#include "os/clock.h"

struct halt;

enum halt_cause {
	HALT_NONE,
	HALT_SIGNAL,
	HALT_TIMEOUT,
};

enum { HALT_GRACE = 5000 };	/* milliseconds that the first signal waits
				 * for the answer to the end of data */

/*
 * Blocks the signals in this thread and all that it starts later; those that
 * are ignored already stay so (nohup). Call it before any thread is started.
 * False: no descriptor is left.
 */
bool halt_new(struct halt **halt, struct dsn *why) MUST_USE;
void halt_free(struct halt **halt);

/*
 * The main thread waits here until halt_done is called; a signal or the end
 * of the time raises the stop meanwhile. timeout: milliseconds, 0: none.
 */
void halt_watch(struct halt *halt, msec_t timeout);

/* The time of the run is over before it has begun: stops as halt_watch does
 * at the end of the timeout. */
void halt_expire(struct halt *halt);

/* The work is over: halt_watch returns. From any thread. */
void halt_done(struct halt *halt);

/* Why the run must stop, or HALT_NONE. From any thread; halt may be NULL. */
enum halt_cause halt_cause(const struct halt *halt);

/* When it was raised (clock_now), meaningful once halt_cause says so. */
msec_t halt_since(const struct halt *halt);

/* Readable from the moment of the stop on; -1 for NULL. */
int halt_fd(const struct halt *halt);

/* Fills *why: 4.3.0 interrupted, or 4.4.7 timeout. Always false. */
bool halt_fail(const struct halt *halt, struct dsn *why);

#endif
