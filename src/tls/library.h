/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GnuTLS starts with the first who needs it: whoever has begun to hold one of
 * its objects, in this room, was told true by library_start before.
 */
#ifndef TLS_LIBRARY_H
#define TLS_LIBRARY_H

#include <stdbool.h>

#include "base/dsn.h"

/* Any number of times, from any thread. False: 4.7.5. */
bool library_start(struct dsn *why) MUST_USE;

/* Once for each library_start that was good; nothing of it is used after the
 * last. */
void library_end(void);

#endif
