/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses that can be connected to, in a form of our own, so that rooms
 * above need not know sockets.
 */
#ifndef NET_NETADDR_H
#define NET_NETADDR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum net_family {
	NET_NONE,		/* the zero value: no address */
	NET_INET,
	NET_INET6,
	NET_UNIX,
};

enum { NETADDR_PATH_MAX = 107 };	/* octets of a path that fit a socket */

struct netaddr {
	enum net_family family;
	unsigned char octets[16];	/* network order; 4 of them for INET */
	uint32_t scope;		/* interface of a link-local INET6, or 0 */
	uint16_t port;		/* host order */
	struct span path;	/* UNIX: borrowed, no NUL inside */
};

/*
 * "192.0.2.1" (four decimal numbers), "2001:db8::1", numeric only; behind
 * IPv6 a %scope is allowed, the name of an interface or its number. The port
 * becomes 0. False: *addr is untouched.
 */
bool netaddr_parse(struct span text, struct netaddr *addr);

/* Family and octets as they stand in A and AAAA records. */
struct netaddr netaddr_from_octets(enum net_family family,
    const unsigned char *octets, uint16_t port);

/* The numeric address alone, with the %scope if there is one; or the path. */
struct span netaddr_text(struct arena *arena, const struct netaddr *addr);

/* Same family, octets and scope (or path); ports are not compared. */
bool netaddr_equal(const struct netaddr *a, const struct netaddr *b);

/* 127.0.0.0/8 or ::1. */
bool netaddr_is_loopback(const struct netaddr *addr);

#endif
