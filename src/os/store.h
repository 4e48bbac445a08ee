/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one run remembers for the next: texts by key, each until some time, in
 * a file that only we may read (LMDB). Several processes and threads may use
 * the same file at a time; a process opens it once.
 *
 * The file is trusted: whoever can write to it can crash us. So one that is
 * not ours, or that others may write to, is refused.
 *
 * Known limits: a writer waits for another one without a deadline; none of
 * ours does anything else meanwhile.
 */
#ifndef OS_STORE_H
#define OS_STORE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"

struct store;

enum {
	STORE_KEY_MAX = 500,	/* octets of a key, at least one */
	STORE_VALUE_MAX = 65536,	/* octets of a value */
};

/* The build has it. */
bool store_is_built(void);

/*
 * Opens the file, or makes it, mode 0600 ("-lock" behind its name is another
 * one). False: it cannot be had, is somebody else's, or nobody has built this
 * in; 4.3.0.
 */
bool store_open(const char *path, struct store **store, struct dsn *why)
    MUST_USE;
void store_close(struct store **store);

/*
 * The value of a key, in the arena of *why; .at is NULL when there is none, or
 * its time is over. now: milliseconds since 1970 (clock_wall).
 */
bool store_get(struct store *store, struct span key, msec_t now,
    struct span *value, struct dsn *why) MUST_USE;

/* Keeps a value, in place of an older one, until then. */
bool store_put(struct store *store, struct span key, struct span value,
    msec_t until, struct dsn *why) MUST_USE;

/* There need not be one. */
bool store_remove(struct store *store, struct span key, struct dsn *why)
    MUST_USE;

/* Removes everything whose time is over. */
bool store_expire(struct store *store, msec_t now, struct dsn *why) MUST_USE;

#endif
