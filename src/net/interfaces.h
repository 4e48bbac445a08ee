/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The addresses of this machine.
 */
#ifndef NET_INTERFACES_H
#define NET_INTERFACES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "net/netaddr.h"

struct interfaces {
	struct netaddr *at;
	size_t len;
};

/*
 * The IPv4 and IPv6 addresses of all interfaces that are up, loopback
 * included, in the order of the system and in the arena of *why. False: the
 * system does not say; 4.3.0.
 */
typedef bool interfaces_lookup(struct interfaces *found, struct dsn *why);

bool interfaces_find(struct interfaces *found, struct dsn *why) MUST_USE;

#endif
