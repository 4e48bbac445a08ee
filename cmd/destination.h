/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options that say where to send; -d itself is in take.h.
 */
#ifndef CMD_DESTINATION_H
#define CMD_DESTINATION_H

#include "cmd/take.h"

/* --server, and --fallback-relay, which sets a parameter. */
bool take_server(struct reading *reading, const struct option_row *row,
    const char *arg);
bool take_fallback(struct reading *reading, const struct option_row *row,
    const char *arg);

#endif
