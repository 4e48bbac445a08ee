/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What DNS needs of sockets, and no more: datagrams to one server from a
 * random port, and a stream to it. The descriptors do not block; whoever
 * opens one waits with poll(2) and closes it with net_close.
 */
#ifndef NET_DATAGRAM_H
#define NET_DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "net/netaddr.h"
#include "os/clock.h"
#include "os/halt.h"

/*
 * A connected datagram socket: it hears only its server, and its errors
 * (ICMP). *fd is the caller's. False: 4.4.3 with the reason.
 */
bool datagram_open(const struct netaddr *server, int *fd, struct dsn *why)
    MUST_USE;

/*
 * A stream to the server; connecting goes on in the background: it can be
 * written once that is done or has failed.
 */
bool stream_open(const struct netaddr *server, int *fd, struct dsn *why)
    MUST_USE;

/* What became of a read or write that does not wait. */
enum net_io {
	NET_IO_DONE,		/* *len octets, more than 0 */
	NET_IO_WAIT,		/* nothing now */
	NET_IO_END,		/* the other side has closed; or an empty
				 * datagram, which means nothing */
	NET_IO_FAILED,		/* refused, unreachable, reset */
};

/* Octets that do not fit into the room are lost if it is a datagram. */
enum net_io net_send(int fd, struct span octets, size_t *len);
enum net_io net_receive(int fd, char *room, size_t size, size_t *len);

/* A descriptor to wait for. */
struct net_watch {
	int fd;			/* -1: none, never ready */
	bool write;		/* for room to write; else for input */
	bool ready;		/* set: it can be gone on with, or has failed */
};

enum { NET_WATCH_MAX = 64 };

enum net_event {
	NET_EVENT_READY,	/* at least one of them is */
	NET_EVENT_TIME,		/* the deadline has come */
	NET_EVENT_HALT,		/* the run must stop */
};

/* Waits for any of them (len <= NET_WATCH_MAX). */
enum net_event net_watch(struct net_watch *watch, size_t len,
    const struct halt *halt, struct deadline by);

void net_close(int *fd);

#endif
