/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small SMTP servers for a test, each a thread on an address of loopback of
 * its own, all on one port. They say yes to everything but for what their
 * lines say.
 */
#ifndef TEST_UNIT_DELIVER_SERVER_H
#define TEST_UNIT_DELIVER_SERVER_H

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "net/netaddr.h"
#include "unit/meeting.h"

/*
 * What is answered to a command that begins like this ("" is the greeting).
 * HANGUP closes; STALL waits until the other side has closed; SIGNAL sends
 * SIGTERM to this process, and behind it stands what happens once that has
 * stopped the run; behind MEET stands what happens once all are there who are
 * to meet.
 */
#define HANGUP	"hangup"
#define STALL	"stall"
#define SIGNAL	"signal "
#define MEET	"meet "

struct server_line {
	const char *command, *answer;
};

enum { SERVER_LINES = 5, SERVERS_MAX = 4, SERVER_CROWD = 4 };

struct server {
	const char *address;	/* NULL: the end of a list of servers */
	struct server_line lines[SERVER_LINES];
	bool refuses;		/* nobody listens */
	bool swallows;		/* its queue is full: no answer ever comes */
	struct meeting *meeting;	/* for MEET */
	int stop;		/* readable once the run has been stopped */

	/* Filled while it runs; to be read once it has stopped. */
	int fd;
	pthread_t thread;
	bool runs;
	_Atomic uint16_t farewell;	/* the port that its last connection
					 * comes from, 0: not yet known */
	int crowd[SERVER_CROWD];	/* what fills the queue */
	struct str heard;	/* a word for each command: its verb, or who
				 * RCPT is for; '/' ends a connection */
};

static inline const char *
server_answer(const struct server *s, const char *command)
{
	static const struct server_line usual[] = {
		{ "EHLO", "250 mx" }, { "DATA", "354 go on" },
		{ ".", "250 2.0.0 stored" }, { "QUIT", "221 bye" },
	};

	for (size_t i = 0; i < SERVER_LINES; i++) {
		const char *with = s->lines[i].command;

		if (with != NULL && (*with == '\0' ? *command == '\0' :
		    strncmp(command, with, strlen(with)) == 0))
			return s->lines[i].answer;
	}
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strncmp(command, usual[i].command,
		    strlen(usual[i].command)) == 0)
			return usual[i].answer;
	return *command == '\0' ? "220 mx ESMTP" : "250 2.1.0 ok";
}

/* One line without its end; false: the other side has closed. */

static inline bool
server_line(int fd, char *line, size_t room)
{
	size_t len = 0;

	for (;;) {
		if (len + 1 == room || read(fd, &line[len], 1) != 1)
			return false;
		if (line[len] == '\n')
			break;
		len++;
	}
	if (len > 0 && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	return true;
}

static inline void
server_note(struct server *s, const char *command)
{
	static const char rcpt[] = "RCPT TO:<";
	const char *word = command, *end = " ";

	if (strncmp(command, rcpt, sizeof(rcpt) - 1) == 0) {
		word += sizeof(rcpt) - 1;
		end = ">";
	}
	str_addf(&s->heard, "%.*s ", (int)strcspn(word, end), word);
}

static inline void
server_signal(const struct server *s)
{
	struct pollfd stop = { .fd = s->stop, .events = POLLIN };

	kill(getpid(), SIGTERM);
	must(poll(&stop, 1, -1) == 1);
}

static inline bool
server_say(const struct server *s, int fd, const char *answer)
{
	char room[256];
	int len;

	if (strncmp(answer, MEET, strlen(MEET)) == 0) {
		if (!meeting_join(s->meeting))
			return false;
		answer += strlen(MEET);
	}
	if (strncmp(answer, SIGNAL, strlen(SIGNAL)) == 0) {
		server_signal(s);
		answer += strlen(SIGNAL);
	}
	if (strcmp(answer, HANGUP) == 0)
		return false;
	if (strcmp(answer, STALL) == 0) {
		while (read(fd, room, sizeof(room)) > 0)
			continue;
		return false;
	}
	len = snprintf(room, sizeof(room), "%s\r\n", answer);
	return send(fd, room, (size_t)len, MSG_NOSIGNAL) == len;
}

static inline bool
server_hear_message(int fd)
{
	char line[1024];

	while (server_line(fd, line, sizeof(line)))
		if (strcmp(line, ".") == 0)
			return true;
	return false;
}

static inline void
server_talk(struct server *s, int fd)
{
	const char *answer = server_answer(s, "");
	char line[1024];

	while (server_say(s, fd, answer)) {
		bool message = strncmp(answer, "354", 3) == 0;

		if (message ? !server_hear_message(fd) :
		    !server_line(fd, line, sizeof(line)))
			break;
		if (message)
			snprintf(line, sizeof(line), ".");
		server_note(s, line);
		answer = server_answer(s, line);
	}
	str_add_char(&s->heard, '/');
}

/* All who have connected are served, the one who says farewell comes last. */

static inline void *
server_run(void *self)
{
	struct server *s = self;
	struct sockaddr_in from;
	socklen_t len = sizeof(from);
	bool last = false;
	int fd;

	while (!last && (fd = accept(s->fd, (struct sockaddr *)&from,
	    &len)) >= 0) {
		last = ntohs(from.sin_port) == s->farewell;
		if (!last)
			server_talk(s, fd);
		close(fd);
		len = sizeof(from);
	}
	return NULL;
}

static inline struct sockaddr_in
server_address(const struct server *s, uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
	    .sin_port = htons(port) };
	struct netaddr addr;

	must(netaddr_parse(span_of(s->address), &addr));
	memcpy(&to.sin_addr, addr.octets, 4);
	return to;
}

/* Binds to its address; port 0: to any port, which is told. */

static inline bool
server_bind(struct server *s, uint16_t *port)
{
	struct sockaddr_in to = server_address(s, *port);
	socklen_t len = sizeof(to);
	const int on = 1;

	s->fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(s->fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		close(s->fd);
		return false;
	}
	must(getsockname(s->fd, (struct sockaddr *)&to, &len) == 0);
	*port = ntohs(to.sin_port);
	return true;
}

/* All on one port, which is free on each of their addresses. */

static inline uint16_t
servers_bind(struct server *servers, size_t len)
{
	for (;;) {
		uint16_t port = 0;
		size_t bound = 0;

		while (bound < len && server_bind(&servers[bound], &port))
			bound++;
		if (bound == len)
			return port;
		while (bound > 0)
			close(servers[--bound].fd);
	}
}

/* Nobody gets a connection to it, and nobody is refused. */

static inline void
server_swallow(struct server *s, uint16_t port)
{
	struct sockaddr_in to = server_address(s, port);

	must(listen(s->fd, 0) == 0);
	for (size_t i = 0; i < SERVER_CROWD; i++) {
		s->crowd[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		must(connect(s->crowd[i], (struct sockaddr *)&to,
		    sizeof(to)) == 0 || errno == EINPROGRESS);
	}
}

/* Starts them, and gives their port. */

static inline uint16_t
servers_start(struct server *servers, size_t len)
{
	uint16_t port = servers_bind(servers, len);

	for (size_t i = 0; i < len; i++) {
		struct server *s = &servers[i];

		str_init(&s->heard, 65536);
		if (s->swallows)
			server_swallow(s, port);
		if (s->refuses || s->swallows)
			continue;
		must(listen(s->fd, 8) == 0);
		must(pthread_create(&s->thread, NULL, server_run, s) == 0);
		s->runs = true;
	}
	return port;
}

/* It is known where this comes from before it can be accepted. */

static inline void
server_say_farewell(struct server *s)
{
	struct sockaddr_in from = server_address(s, 0), to;
	socklen_t len = sizeof(from);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	must(bind(fd, (struct sockaddr *)&from, sizeof(from)) == 0);
	must(getsockname(fd, (struct sockaddr *)&from, &len) == 0);
	s->farewell = ntohs(from.sin_port);
	len = sizeof(to);
	must(getsockname(s->fd, (struct sockaddr *)&to, &len) == 0);
	must(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0);
	close(fd);
}

/* Afterwards what they heard can be read. */

static inline void
servers_stop(struct server *servers, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (servers[i].runs) {
			server_say_farewell(&servers[i]);
			pthread_join(servers[i].thread, NULL);
		}
		servers[i].runs = false;
		for (size_t n = 0; servers[i].swallows && n < SERVER_CROWD;
		    n++)
			close(servers[i].crowd[n]);
		close(servers[i].fd);
	}
}

#endif
