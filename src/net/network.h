/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Networks as lists and tables write them: 192.0.2.0/24, 2001:db8::/32, the
 * same with the address or the whole in brackets; an address alone is a
 * network of one.
 */
#ifndef NET_NETWORK_H
#define NET_NETWORK_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "net/netaddr.h"

struct network {
	struct netaddr addr;	/* its first address */
	unsigned bits;		/* how many of them count */
};

/* An address in numbers, without a scope: those mean something on one machine
 * only. */
bool network_read_address(struct span text, struct netaddr *addr);

/*
 * False: it is none, or has bits that do not count; 4.3.5 quotes what is
 * wrong, and has what may be meant.
 */
bool network_read(struct span text, struct network *network, struct dsn *why)
    MUST_USE;

bool network_has(const struct network *network, const struct netaddr *addr);

#endif
