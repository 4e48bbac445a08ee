/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our addresses as the system wants them. For the room only: whoever needs
 * this knows sockets.
 */
#ifndef NET_SOCKADDR_H
#define NET_SOCKADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "net/netaddr.h"

struct sockaddr_any {
	union {
		struct sockaddr any;
		struct sockaddr_in inet;
		struct sockaddr_in6 inet6;
		struct sockaddr_un local;
	};
	socklen_t len;
};

/* False: the path is too long for a socket. */
bool sockaddr_make(const struct netaddr *addr, struct sockaddr_any *to);

/* False: it is neither IPv4 nor IPv6; *addr is untouched. The port becomes
 * 0. */
bool sockaddr_read(const struct sockaddr *from, struct netaddr *addr);

/* AF_INET, AF_INET6 or AF_UNIX. */
int sockaddr_family(enum net_family family);

#endif
