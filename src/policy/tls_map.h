/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What smtp_tls_policy_maps says about a next hop (behaviours 101 to 103).
 */
#ifndef POLICY_TLS_MAP_H
#define POLICY_TLS_MAP_H

#include <stdbool.h>

#include "base/dsn.h"
#include "param/params.h"
#include "policy/tls_entry.h"
#include "route/nexthop.h"

/* The key of a next hop: as it was written, but for "inet:"; of a socket its
 * path. */
struct span tls_map_key(const struct nexthop *nexthop);

/*
 * Asks for the whole key and then, if it is a plain domain, for those above
 * it, ".example.org", ".org". *key is the one that there was an entry for;
 * empty: there is none. False: a table cannot say, or the entry is malformed;
 * *why is 4.7.5 and says what is wrong with which key.
 */
bool tls_map_find(const struct params *params, const struct nexthop *nexthop,
    struct tls_entry *entry, struct span *key, struct dsn *why) MUST_USE;

#endif
