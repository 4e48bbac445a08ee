/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/sockaddr.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "base/mem.h"

int
sockaddr_family(enum net_family family)
{
	switch (family) {
	case NET_INET:
		return AF_INET;
	case NET_INET6:
		return AF_INET6;
	case NET_UNIX:
		return AF_UNIX;
	case NET_NONE:
		break;
	}
	must(family != NET_NONE);
	return AF_UNSPEC;
}

_Static_assert(sizeof(((struct sockaddr_un *)NULL)->sun_path) >
    NETADDR_PATH_MAX, "the longest path, and NUL");

static bool
make_local(const struct netaddr *addr, struct sockaddr_any *to)
{
	if (addr->path.len >= sizeof(to->local.sun_path))
		return false;
	memcpy(to->local.sun_path, addr->path.at, addr->path.len);
	to->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    addr->path.len + 1);
	return true;
}

bool
sockaddr_make(const struct netaddr *addr, struct sockaddr_any *to)
{
	memset(to, 0, sizeof(*to));
	to->any.sa_family = (sa_family_t)sockaddr_family(addr->family);
	if (addr->family == NET_UNIX)
		return make_local(addr, to);
	if (addr->family == NET_INET) {
		to->inet.sin_port = htons(addr->port);
		memcpy(&to->inet.sin_addr, addr->octets, 4);
		to->len = sizeof(to->inet);
	} else {
		to->inet6.sin6_port = htons(addr->port);
		to->inet6.sin6_scope_id = addr->scope;
		memcpy(&to->inet6.sin6_addr, addr->octets, 16);
		to->len = sizeof(to->inet6);
	}
	return true;
}

bool
sockaddr_read(const struct sockaddr *from, struct netaddr *addr)
{
	struct sockaddr_in inet;
	struct sockaddr_in6 inet6;

	if (from->sa_family == AF_INET) {
		memcpy(&inet, from, sizeof(inet));
		*addr = netaddr_from_octets(NET_INET,
		    (const unsigned char *)&inet.sin_addr, 0);
		return true;
	}
	if (from->sa_family != AF_INET6)
		return false;
	memcpy(&inet6, from, sizeof(inet6));
	*addr = netaddr_from_octets(NET_INET6, inet6.sin6_addr.s6_addr, 0);
	addr->scope = inet6.sin6_scope_id;
	return true;
}
