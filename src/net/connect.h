/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A connection to one address, by a deadline (behaviours 48 to 50).
 */
#ifndef NET_CONNECT_H
#define NET_CONNECT_H

#include <stdbool.h>

#include "base/dsn.h"
#include "net/netaddr.h"
#include "net/transport.h"
#include "trace/trace.h"

struct connect_setup {
	struct netaddr addr;	/* where to */
	struct span name;	/* "host[address]:port", for messages */
	struct netaddr bind;	/* from where, NET_NONE: anywhere */
	bool bind_enforce;	/* no bind, no connection: 4.4.0 */
	int window;		/* tcp_windowsize, 0: the system's */
	struct wait wait;
	struct teller teller;
};

/*
 * TCP_NODELAY is set: the dialogue makes one write of what belongs together.
 * False: 4.4.1 with the system's reason; 4.3.5 for a path that is too long
 * for a socket (behaviour 17); or what halt_fail says.
 */
bool net_connect(const struct connect_setup *setup,
    struct transport **transport, struct dsn *why) MUST_USE;

/*
 * The same in steps, for who waits himself: begins, and gives a descriptor
 * that can be written once there is news, which may be at once.
 */
bool connect_begin(const struct connect_setup *setup, int *fd,
    struct dsn *why) MUST_USE;

/* There is news: whether the connection stands. fd stays the caller's. */
bool connect_end(const struct connect_setup *setup, int fd, struct dsn *why)
    MUST_USE;

/* There was none in time: fills *why. Always false. */
bool connect_expire(const struct connect_setup *setup, struct dsn *why);

/* The TCP port that services(5) knows by this name; false: none. */
bool net_service(struct span name, uint16_t *port);

#endif
