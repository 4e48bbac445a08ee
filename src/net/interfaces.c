/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* ifaddrs.h */
#include "net/interfaces.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>

#include "net/sockaddr.h"

static bool
is_up(const struct ifaddrs *i)
{
	return (i->ifa_flags & IFF_UP) && i->ifa_addr != NULL;
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
		len += is_up(i);
	found->at = arena_get(why->arena, len, sizeof(*found->at));
	found->len = 0;
	for (const struct ifaddrs *i = list; i != NULL; i = i->ifa_next)
		if (is_up(i) &&
		    sockaddr_read(i->ifa_addr, &found->at[found->len]))
			found->len++;
	freeifaddrs(list);
	return true;
}
