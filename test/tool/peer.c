/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "peer.h"

enum { AHEAD_MS = 10 };		/* how long somebody who is ahead may take */

struct peer peer = { .script = "actor", .line = "the beginning",
    .listener = -1, .fd = -1 };

/* Complaints --------------------------------------------------------------- */

static void
put_octets(const char *at, size_t len)
{
	putchar('"');
	for (size_t i = 0; i < len && i < 200; i++)
		if (at[i] == '\r' || at[i] == '\n')
			fputs(at[i] == '\r' ? "\\r" : "\\n", stdout);
		else if (isprint((unsigned char)at[i]))
			putchar(at[i]);
		else
			printf("\\x%02x", (unsigned char)at[i]);
	fputs(len > 200 ? "\"..." : "\"", stdout);
}

_Noreturn void
complain(const char *what, const char *at, size_t len)
{
	printf("%s:%zu: at \"%s\": %s", peer.script, peer.number, peer.line,
	    what);
	if (at != NULL) {
		fputs(": ", stdout);
		put_octets(at, len);
	}
	putchar('\n');
	fflush(stdout);
	_exit(1);
}

_Noreturn void
trouble(const char *what)
{
	complain(what, strerror(errno), strlen(strerror(errno)));
}

/* The wire ----------------------------------------------------------------- */

bool
peer_fill(void)
{
	ssize_t n;

	if (peer.in_len == PEER_IN_MAX)
		complain("a line without end", peer.in, peer.in_len);
	n = read(peer.fd, peer.in + peer.in_len, PEER_IN_MAX - peer.in_len);
	if (n > 0)
		peer.in_len += (size_t)n;
	return n > 0;
}

void
peer_consume(size_t n)
{
	peer.in_len -= n;
	memmove(peer.in, peer.in + n, peer.in_len);
}

void
peer_flush(void)
{
	size_t done = 0;
	ssize_t n;

	while (done < peer.out_len) {
		n = send(peer.fd, peer.out + done, peer.out_len - done,
		    MSG_NOSIGNAL);
		if (n < 0)
			break;	/* gone; the next line of the client tells */
		done += (size_t)n;
	}
	peer.out_len = 0;
}

void
peer_hang_up(void)
{
	peer_flush();
	close(peer.fd);
	peer.fd = -1;
	peer.in_len = 0;
}

void
peer_say(const char *at, size_t len)
{
	struct pollfd p = { .fd = peer.fd, .events = POLLIN };

	if (peer.out_len == 0 && !peer.loose) {
		if (peer.in_len == 0 && poll(&p, 1, AHEAD_MS) > 0)
			peer_fill();
		if (peer.in_len > 0)
			complain("the client is ahead", peer.in,
			    peer.in_len);
	}
	if (len > PEER_OUT_MAX - peer.out_len)
		peer_flush();
	memcpy(peer.out + peer.out_len, at, len);
	peer.out_len += len;
}

struct octets
peer_line(size_t *size)
{
	struct octets line = { peer.in, 0 };
	char *end;

	while ((end = memchr(peer.in, '\n', peer.in_len)) == NULL)
		if (!peer_fill())
			complain("the client has closed the connection",
			    peer.in_len > 0 ? peer.in : NULL, peer.in_len);
	line.len = (size_t)(end - peer.in);
	*size = line.len + 1;
	if (line.len == 0 || end[-1] != '\r')
		complain("a line that ends in a bare LF", line.at, line.len);
	line.len--;
	return line;
}

/* Listening ---------------------------------------------------------------- */

static int
listen_unix(const char *path)
{
	struct sockaddr_un where = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(where.sun_path, sizeof(where.sun_path), "%s", path);
	unlink(path);
	if (fd < 0 || bind(fd, (void *)&where, sizeof(where)) < 0 ||
	    chmod(path, 0666) < 0)
		trouble(path);
	return fd;
}

static int
listen_inet(const char *address)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	const char *port = strrchr(address, ':');
	struct addrinfo *where;
	char host[128];
	int fd, yes = 1;

	if (port == NULL)
		complain("no port", address, strlen(address));
	snprintf(host, sizeof(host), "%.*s", (int)(port - address), address);
	if (host[0] == '[') {
		memmove(host, host + 1, strlen(host));
		host[strcspn(host, "]")] = '\0';
	}
	if (getaddrinfo(host, port + 1, &hints, &where) != 0)
		complain("no address", address, strlen(address));
	fd = socket(where->ai_family, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (fd < 0 || bind(fd, where->ai_addr, where->ai_addrlen) < 0)
		trouble(address);
	freeaddrinfo(where);
	return fd;
}

void
peer_listen(const char *address, const char *ready)
{
	FILE *out;

	if (strncmp(address, "unix:", 5) == 0)
		peer.listener = listen_unix(address + 5);
	else
		peer.listener = listen_inet(address);
	if (listen(peer.listener, 64) < 0)
		trouble("listen");
	if (ready == NULL)
		return;
	out = fopen(ready, "w");
	if (out == NULL || fputs("ready\n", out) < 0 || fclose(out) != 0)
		trouble(ready);
}
