/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smtp_tls_per_site, the old form of smtp_tls_policy_maps (behaviour 104).
 */
#ifndef POLICY_SITE_H
#define POLICY_SITE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "param/params.h"

/* What it says about the next hop (a key of tls_map.h) or the host, in the
 * order in which the later one of two prevails. */
enum site {
	SITE_NOTHING,
	SITE_MAY,
	SITE_NONE,
	SITE_MUST_NOPEERMATCH,
	SITE_MUST,
};

/* False: a table cannot say, 4.3.0; an unknown word, 4.7.5. */
bool site_find(const struct params *params, struct span nexthop,
    struct span host, enum site *site, struct dsn *why) MUST_USE;

/* The level that it makes of the general one. */
enum tls_level site_level(enum site site, enum tls_level general);

#endif
