/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loops that are seen before anything is tried: this machine is among the
 * hosts of a destination (behaviours 38 to 41).
 */
#ifndef ROUTE_LOOP_H
#define ROUTE_LOOP_H

#include <stdbool.h>

#include "route/draft.h"

/*
 * Leaves out the candidates that are no better than this machine, which must
 * not be sorted yet: they stand host by host, best first. route->is_here is
 * set if there were some. False: nobody is left.
 */
bool loop_cut(struct draft *draft, struct dsn *why) MUST_USE;

#endif
