/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* TCP_QUICKACK */
#include "net/plain.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

struct plain {
	struct transport transport;	/* first: it is cast to and fro */
	int fd;
};

static struct plain *
plain_of(struct transport *t)
{
	return (struct plain *)t;
}

/* obeys - whether a halt ends this wait now; *left is cut to the grace */

static bool
obeys(const struct wait *wait, msec_t *left)
{
	enum halt_cause cause = halt_cause(wait->halt);
	struct deadline grace;

	if (cause == HALT_NONE)
		return false;
	if (cause == HALT_TIMEOUT || wait->grace <= 0)
		return true;
	grace.at = halt_since(wait->halt) + wait->grace;
	grace.each = 0;
	if (deadline_left(grace) < *left)
		*left = deadline_left(grace);
	return *left == 0;
}

enum io
plain_wait(int fd, short events, const struct wait *wait)
{
	for (;;) {
		msec_t left = deadline_left(wait->by);
		bool halted = halt_cause(wait->halt) != HALT_NONE;
		struct pollfd fds[] = {
			{ .fd = fd, .events = events },
			{ .fd = halted ? -1 : halt_fd(wait->halt),
			    .events = POLLIN },
		};
		int n;

		if (halted && obeys(wait, &left))
			return IO_HALTED;
		n = poll(fds, 2, msec_for_poll(left));
		if (n > 0 && fds[0].revents != 0)
			return IO_DONE;
		if (n == 0 && !halted && deadline_left(wait->by) == 0)
			return IO_TIMEOUT;
	}
}

/*
 * acknowledge - what has come, at once. A server that writes its answers one
 * by one, as many do, waits with the second until the first is acknowledged
 * (RFC 896), which would be 40 ms later. The kernel forgets the option, so it
 * is set before every wait; on a socket that is not TCP it does nothing.
 */

static void
acknowledge(int fd)
{
	const int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

static enum io
plain_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	int fd = plain_of(t)->fd;

	for (;;) {
		enum io io;
		ssize_t n;

		acknowledge(fd);
		io = plain_wait(fd, POLLIN, wait);
		if (io != IO_DONE)
			return io;
		n = recv(fd, room, size, 0);
		if (n > 0) {
			*len = (size_t)n;
			return IO_DONE;
		}
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			return IO_END;
	}
}

static enum io
plain_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	int fd = plain_of(t)->fd;

	for (;;) {
		ssize_t n = send(fd, octets.at, octets.len, MSG_NOSIGNAL);
		enum io io;

		if (n >= 0) {
			*len = (size_t)n;
			return IO_DONE;
		}
		if (errno != EAGAIN && errno != EINTR)
			return IO_END;
		io = plain_wait(fd, POLLOUT, wait);
		if (io != IO_DONE)
			return io;
	}
}

static enum input
plain_input(struct transport *t)
{
	char octet;
	ssize_t n = recv(plain_of(t)->fd, &octet, 1, MSG_PEEK | MSG_DONTWAIT);

	if (n > 0)
		return INPUT_OCTETS;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return INPUT_NONE;
	return INPUT_END;
}

static void
plain_free(struct transport *t)
{
	struct plain *plain = plain_of(t);

	close(plain->fd);
	mem_free(&plain);
}

static const struct transport_ops plain_ops = {
	.receive = plain_receive,
	.send = plain_send,
	.input = plain_input,
	.free = plain_free,
};

struct transport *
plain_new(int fd)
{
	struct plain *plain = mem_new(1, sizeof(*plain));

	plain->transport.ops = &plain_ops;
	plain->fd = fd;
	return &plain->transport;
}
