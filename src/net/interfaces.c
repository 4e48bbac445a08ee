/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* ifaddrs.h */
#include "net/interfaces.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>

#include "net/sockaddr.h"

static void
add(struct interfaces *found, const struct sockaddr *from)
{
	struct netaddr *addr = &found->at[found->len++];
	struct sockaddr_in inet;
	struct sockaddr_in6 inet6;

	if (from->sa_family == AF_INET) {
		memcpy(&inet, from, sizeof(inet));
		*addr = netaddr_from_octets(NET_INET,
		    (const unsigned char *)&inet.sin_addr, 0);
	} else {
		memcpy(&inet6, from, sizeof(inet6));
		*addr = netaddr_from_octets(NET_INET6,
		    inet6.sin6_addr.s6_addr, 0);
		addr->scope = inet6.sin6_scope_id;
	}
}

static bool
is_address(const struct ifaddrs *i)
{
	return (i->ifa_flags & IFF_UP) && i->ifa_addr != NULL &&
	    (i->ifa_addr->sa_family == AF_INET ||
	    i->ifa_addr->sa_family == AF_INET6);
}

bool
interfaces_find(struct interfaces *found, struct dsn *why)
{
	struct ifaddrs *list;
	size_t len = 0;

	if (getifaddrs(&list) != 0)
		return dsn_fail(why, "4.3.0", "cannot list the addresses of "
		    "this machine: %s", strerror(errno));
	for (const struct ifaddrs *i = list; i != NULL; i = i->ifa_next)
		len += is_address(i);
	found->at = arena_get(why->arena, len, sizeof(*found->at));
	found->len = 0;
	for (const struct ifaddrs *i = list; i != NULL; i = i->ifa_next)
		if (is_address(i))
			add(found, i->ifa_addr);
	freeifaddrs(list);
	return true;
}
