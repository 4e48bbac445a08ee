/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections to several addresses of which one is wanted, staggered
 * (RFC 8305 section 5): each begins a while after the one before it, or as
 * soon as one that runs has failed. The first that stands wins, and all others
 * are closed before they have said anything.
 */
#ifndef NET_RACE_H
#define NET_RACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "net/connect.h"
#include "os/halt.h"

enum { RACE_MAX = 8 };		/* how many run at once */

enum runner_state {
	RUNNER_WAITING,		/* the zero value: it never had to begin */
	RUNNER_RUNNING,
	RUNNER_FAILED,
	RUNNER_OVERTAKEN,	/* it ran when another one won */
	RUNNER_WON,
};

struct runner {
	struct connect_setup setup;
	enum runner_state state;
	struct dsn why;		/* FAILED: as of net_connect. Its arena is set
				 * by the caller */
	int fd;			/* the race's own */
};

struct race {
	struct runner *at;
	size_t len;
	msec_t delay;		/* from one start to the next; 0: each begins
				 * when all before it have failed */
	const struct halt *halt;	/* for all of them, whatever their
					 * setups say */
	/*
	 * A runner is about to begin: fills its setup, the deadline too, which
	 * is its own. False: it must not begin; its why says why.
	 */
	bool (*ready)(void *self, struct runner *runner);
	/* A runner has failed, has won, or, once one has won, was overtaken. */
	void (*done)(void *self, struct runner *runner);
	void *self;
};

/*
 * The transport is that of the runner that WON. False: all have failed, or a
 * halt ended it: those that ran then have failed with what halt_fail says,
 * the rest is still WAITING.
 */
bool net_race(struct race *race, struct transport **transport) MUST_USE;

#endif
