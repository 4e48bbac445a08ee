/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* SOCK_NONBLOCK, getservbyname_r */
#include "net/connect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/plain.h"
#include "net/sockaddr.h"

static bool
refused(const struct connect_setup *setup, int error, struct dsn *why)
{
	return dsn_fail(why, "4.4.1", "connect to %.*s: %s",
	    SPAN_ARG(setup->name), strerror(error));
}

/* bind_to - behaviour 49: what cannot be bound is told, or is fatal to
 * this address */

static bool
bind_to(int fd, const struct connect_setup *setup, struct dsn *why)
{
	struct sockaddr_any from;

	if (setup->bind.family != setup->addr.family)
		return true;
	if (sockaddr_make(&setup->bind, &from) &&
	    bind(fd, &from.any, from.len) == 0)
		return true;
	tellf(setup->teller, EVENT_WARNING,
	    "cannot use the bind address for %.*s: %s", SPAN_ARG(setup->name),
	    strerror(errno));
	if (!setup->bind_enforce)
		return true;
	return dsn_fail(why, "4.4.0", "server configuration error");
}

static void
tune(int fd, const struct connect_setup *setup)
{
	const int on = 1, window = setup->window;

	if (setup->addr.family != NET_UNIX)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (window <= 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &window, sizeof(window));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
}

/* set_going - everything between socket() and a connection that stands, or
 * will in a while */

static bool
set_going(int fd, const struct connect_setup *setup, struct dsn *why)
{
	struct sockaddr_any to;

	tune(fd, setup);
	if (!bind_to(fd, setup, why))
		return false;
	if (!sockaddr_make(&setup->addr, &to))
		return dsn_fail(why, "4.3.5", "Server configuration error");
	return connect(fd, &to.any, to.len) == 0 || errno == EINPROGRESS ||
	    refused(setup, errno, why);
}

bool
connect_begin(const struct connect_setup *setup, int *fd, struct dsn *why)
{
	int s = socket(sockaddr_family(setup->addr.family),
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (s < 0)
		return refused(setup, errno, why);
	if (!set_going(s, setup, why)) {
		close(s);
		return false;
	}
	*fd = s;
	return true;
}

bool
connect_end(const struct connect_setup *setup, int fd, struct dsn *why)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
		error = errno;
	return error == 0 || refused(setup, error, why);
}

bool
connect_expire(const struct connect_setup *setup, struct dsn *why)
{
	return refused(setup, ETIMEDOUT, why);
}

/* finish - waits for a connect that goes on in the background */

static bool
finish(int fd, const struct connect_setup *setup, struct dsn *why)
{
	switch (plain_wait(fd, POLLOUT, &setup->wait)) {
	case IO_HALTED:
		return halt_fail(setup->wait.halt, why);
	case IO_TIMEOUT:
		return connect_expire(setup, why);
	case IO_END:
	case IO_DONE:
		break;
	}
	return connect_end(setup, fd, why);
}

bool
net_connect(const struct connect_setup *setup, struct transport **transport,
    struct dsn *why)
{
	int fd;

	if (!connect_begin(setup, &fd, why))
		return false;
	if (!finish(fd, setup, why)) {
		close(fd);
		return false;
	}
	*transport = plain_new(fd);
	return true;
}

bool
net_service(struct span name, uint16_t *port)
{
	char text[64], room[1024];
	struct servent service, *found;

	if (name.len >= sizeof(text))
		return false;
	memcpy(text, name.at, name.len);
	text[name.len] = '\0';
	if (getservbyname_r(text, "tcp", &service, room, sizeof(room),
	    &found) != 0 || found == NULL)
		return false;
	*port = ntohs((uint16_t)found->s_port);
	return true;
}
