/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel gives each socket a port of its own choice: at random, unless
 * the system was told otherwise (RFC 6056).
 */
#define _GNU_SOURCE	/* SOCK_NONBLOCK, SOCK_CLOEXEC */
#include "net/datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/sockaddr.h"

static bool
trouble(const struct netaddr *server, int error, struct dsn *why)
{
	struct span text = netaddr_text(why->arena, server);

	return dsn_fail(why, "4.4.3", "ask the name server %.*s: %s",
	    SPAN_ARG(text), strerror(error));
}

/* connect_to - 0 also while it goes on in the background; else the error */

static int
connect_to(int fd, const struct netaddr *server)
{
	struct sockaddr_any to;

	if (!sockaddr_make(server, &to))
		return EINVAL;
	if (connect(fd, &to.any, to.len) == 0 || errno == EINPROGRESS)
		return 0;
	return errno;
}

static bool
open_socket(const struct netaddr *server, int type, int *fd, struct dsn *why)
{
	int s = socket(sockaddr_family(server->family),
	    type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error;

	if (s < 0)
		return trouble(server, errno, why);
	error = connect_to(s, server);
	if (error != 0) {
		close(s);
		return trouble(server, error, why);
	}
	*fd = s;
	return true;
}

bool
datagram_open(const struct netaddr *server, int *fd, struct dsn *why)
{
	return open_socket(server, SOCK_DGRAM, fd, why);
}

bool
stream_open(const struct netaddr *server, int *fd, struct dsn *why)
{
	const int on = 1;

	if (!open_socket(server, SOCK_STREAM, fd, why))
		return false;
	setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return true;
}

/* failed - what a system call that gave -1 means */

static enum net_io
failed(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ?
	    NET_IO_WAIT : NET_IO_FAILED;
}

enum net_io
net_send(int fd, struct span octets, size_t *len)
{
	ssize_t n = send(fd, octets.at, octets.len, MSG_NOSIGNAL);

	if (n < 0)
		return failed();
	*len = (size_t)n;
	return NET_IO_DONE;
}

enum net_io
net_receive(int fd, char *room, size_t size, size_t *len)
{
	ssize_t n = recv(fd, room, size, 0);

	if (n < 0)
		return failed();
	if (n == 0)
		return NET_IO_END;
	*len = (size_t)n;
	return NET_IO_DONE;
}

enum net_event
net_watch(struct net_watch *watch, size_t len, const struct halt *halt,
    struct deadline by)
{
	struct pollfd fds[NET_WATCH_MAX + 1];
	bool ready = false;
	int n;

	must(len <= NET_WATCH_MAX);
	for (size_t i = 0; i < len; i++) {
		watch[i].ready = false;
		fds[i] = (struct pollfd){ .fd = watch[i].fd,
		    .events = watch[i].write ? POLLOUT : POLLIN };
	}
	fds[len] = (struct pollfd){ .fd = halt_fd(halt), .events = POLLIN };
	do
		n = poll(fds, (nfds_t)len + 1,
		    msec_for_poll(deadline_left(by)));
	while ((n == 0 && deadline_left(by) > 0) ||
	    (n < 0 && errno == EINTR));
	if (n > 0 && fds[len].revents != 0)
		return NET_EVENT_HALT;
	for (size_t i = 0; n > 0 && i < len; i++) {
		watch[i].ready = fds[i].revents != 0;
		ready = ready || watch[i].ready;
	}
	return ready || n < 0 ? NET_EVENT_READY : NET_EVENT_TIME;
}

void
net_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
