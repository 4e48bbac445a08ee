/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses as the system's own name service gives them: /etc/hosts and
 * whatever else nsswitch.conf(5) names (behaviour 28).
 */
#ifndef NET_NATIVE_H
#define NET_NATIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "net/netaddr.h"

enum { NATIVE_MAX = 100 };	/* addresses kept of one host */

struct native_addresses {
	struct netaddr at[NATIVE_MAX];	/* in the order of the system */
	size_t len;
};

/*
 * The addresses of a host, of one family or (NET_NONE) of both. A name with a
 * dot is meant as it stands; the search list of resolv.conf is only for names
 * without one. It waits for the system as long as that takes, and a halt does
 * not reach it. False: none is to be had; "unable to look up host H: R" with
 * 5.4.4 if there is no such host, 4.4.4 if it may be there the next time,
 * 4.3.0 for any other trouble.
 */
typedef bool native_lookup(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why);

bool native_look_up(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why) MUST_USE;

/* One of several lookups, and what came of it. */
struct native_question {
	struct span host;
	enum net_family family;
	bool good;		/* what look_up gave back */
	struct native_addresses found;
	struct dsn why;		/* if not good */
};

/*
 * Looks several up, some at a time, since none of them can be asked without
 * waiting for it. look_up must be fit for threads; texts of *why come to live
 * in the arena.
 */
void native_look_up_all(native_lookup *look_up,
    struct native_question *questions, size_t len, struct arena *arena);

#endif
