/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * debug_peer_list: the servers of whose sessions more is shown.
 */
#ifndef CMD_PEERS_H
#define CMD_PEERS_H

#include <stdbool.h>

#include "base/dsn.h"
#include "param/params.h"
#include "policy/match_list.h"
#include "table/table.h"

/*
 * In the arena of *why; its tables live as long as those. False: there is
 * something in it that is no pattern, or a file that cannot be read (78 for
 * the caller); *why names the parameter.
 */
bool peers_read(const struct params *params, struct tables *tables,
    struct match_list *peers, struct dsn *why) MUST_USE;

/* The same for another list; name: of its parameter. */
bool peers_read_list(struct tables *tables, const char *name,
    struct span text, struct match_list *list, struct dsn *why) MUST_USE;

#endif
