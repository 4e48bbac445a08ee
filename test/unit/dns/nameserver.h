/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A name server for tests, on a loopback address and a port of its own: a
 * thread that hands each question to a script, which answers it, badly where
 * the scene wants that, or not at all. It knows the wire format by itself:
 * what is tested has no part in it.
 *
 * Time stands still in these tests (still_clock) unless a script moves it
 * on, so that nothing depends on how fast the machine is.
 */
#ifndef TEST_UNIT_DNS_NAMESERVER_H
#define TEST_UNIT_DNS_NAMESERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/span.h"
#include "os/clock.h"

static _Atomic msec_t still_time = 1000000;

static inline msec_t
still_now(void)
{
	return atomic_load(&still_time);
}

/* From now on time moves only by pass_time; and a test that hangs ends. */
static inline void
still_clock(void)
{
	alarm(60);
	clock_replace(still_now);
}

static inline void
pass_time(msec_t msec)
{
	atomic_fetch_add(&still_time, msec);
}

struct nameserver;

/* A question that came, and the answer as it is put together. */
struct play {
	struct nameserver *server;
	const unsigned char *query;
	size_t query_len, question_len;
	char name[1024];	/* without the dot at the end, in lower case */
	unsigned type;
	bool edns, dnssec_ok, ad, stream;
	unsigned times;		/* how many questions came before this one */

	unsigned char out[70000];
	size_t len;
	int fd;
	struct sockaddr_in from;
	bool cut_connection;	/* a stream ends before all was said */
};

struct nameserver {
	void (*script)(struct play *play);
	int udp, tcp;
	int stop[2];
	uint16_t port;
	char text[32];		/* "127.0.0.1:12345" */
	pthread_t thread;
	_Atomic unsigned asked;	/* questions that came */
	_Atomic unsigned streams;	/* of them over TCP */
};

enum { T_A = 1, T_CNAME = 5, T_MX = 15, T_TXT = 16, T_AAAA = 28, T_SRV = 33,
	T_RRSIG = 46, T_TLSA = 52 };

/* -- putting an answer together ------------------------------------------ */

static inline void
put(struct play *p, const void *octets, size_t len)
{
	must(p->len + len <= sizeof(p->out));
	memcpy(p->out + p->len, octets, len);
	p->len += len;
}

static inline void
put16(struct play *p, unsigned n)
{
	unsigned char octets[] = { (unsigned char)(n >> 8),
	    (unsigned char)n };

	put(p, octets, 2);
}

static inline void
put_name(struct play *p, const char *name)
{
	struct span rest = span_of(name);

	while (rest.len > 0) {
		struct span label = span_cut(&rest, '.');
		unsigned char len = (unsigned char)label.len;

		put(p, &len, 1);
		put(p, label.at, label.len);
	}
	put(p, "", 1);
}

/* Header and question of an answer; AD if ad. */
static inline void
begin_answer(struct play *p, unsigned rcode, bool ad)
{
	p->len = 0;
	put(p, p->query, 2);
	put16(p, 0x8180u | rcode | (ad ? 0x20u : 0));
	put(p, "\0\1\0\0\0\0\0\0", 8);
	put(p, p->query + 12, p->question_len);
}

/* One more record in the answer section; put its data behind it. */
static inline void
begin_record(struct play *p, const char *owner, unsigned type, size_t len)
{
	unsigned count = (unsigned)p->out[6] << 8 | p->out[7];

	count++;
	p->out[6] = (unsigned char)(count >> 8);
	p->out[7] = (unsigned char)count;
	put_name(p, owner);
	put16(p, type);
	put16(p, 1);
	put(p, "\0\0\x0e\x10", 4);	/* 3600 s */
	put16(p, (unsigned)len);
}

static inline void
answer_a(struct play *p, const char *owner, const char *address)
{
	unsigned char octets[4];

	must(inet_pton(AF_INET, address, octets) == 1);
	begin_record(p, owner, T_A, 4);
	put(p, octets, 4);
}

static inline void
answer_alias(struct play *p, const char *owner, const char *target)
{
	begin_record(p, owner, T_CNAME, strlen(target) + 2);
	put_name(p, target);
}

static inline void
answer_mx(struct play *p, const char *owner, unsigned preference,
    const char *target)
{
	begin_record(p, owner, T_MX, strlen(target) + (target[0] ? 4 : 3));
	put16(p, preference);
	put_name(p, target);
}

/* -- sending it ----------------------------------------------------------- */

static inline void
send_all(int fd, const void *octets, size_t len)
{
	const char *at = octets;

	while (len > 0) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

static inline void
send_answer(struct play *p)
{
	unsigned char length[] = { (unsigned char)(p->len >> 8),
	    (unsigned char)p->len };

	if (!p->stream) {
		sendto(p->fd, p->out, p->len, 0,
		    (const struct sockaddr *)&p->from, sizeof(p->from));
		return;
	}
	send_all(p->fd, length, 2);
	send_all(p->fd, p->out, p->cut_connection ? p->len / 2 : p->len);
}

/* The same from a socket that was not asked, at another address or port. */
static inline void
send_from_elsewhere(struct play *p, const char *address, uint16_t port)
{
	struct sockaddr_in me = { .sin_family = AF_INET,
	    .sin_port = htons(port) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(inet_pton(AF_INET, address, &me.sin_addr) == 1);
	must(bind(fd, (struct sockaddr *)&me, sizeof(me)) == 0);
	sendto(fd, p->out, p->len, 0, (const struct sockaddr *)&p->from,
	    sizeof(p->from));
	close(fd);
}

/* Whoever waits for an answer to this question wakes up, and finds nothing
 * of use. */
static inline void
send_junk(struct play *p)
{
	sendto(p->fd, "junk", 4, 0, (const struct sockaddr *)&p->from,
	    sizeof(p->from));
}

/* A server that does not answer, seen from one who waits. */
static inline void
stay_silent(struct play *p, msec_t patience)
{
	pass_time(patience);
	send_junk(p);
}

/* -- the server ----------------------------------------------------------- */

static inline void
read_question(struct play *p)
{
	size_t i = 12, to = 0;

	while (p->query[i] != 0) {
		for (size_t n = 1; n <= p->query[i]; n++)
			p->name[to++] = (char)(p->query[i + n] >= 'A' &&
			    p->query[i + n] <= 'Z' ? p->query[i + n] + 32 :
			    p->query[i + n]);
		i += p->query[i] + 1u;
		p->name[to++] = '.';
	}
	p->name[to > 0 ? to - 1 : 0] = '\0';
	p->type = (unsigned)p->query[i + 1] << 8 | p->query[i + 2];
	p->question_len = i + 5 - 12;
	p->ad = (p->query[3] & 0x20) != 0;
	p->edns = p->query[11] == 1;
	if (p->edns)
		p->dnssec_ok = (p->query[i + 5 + 7] & 0x80) != 0;
}

static inline void
perform(struct nameserver *s, struct play *p)
{
	read_question(p);
	p->server = s;
	p->times = atomic_fetch_add(&s->asked, 1);
	s->script(p);
}

static inline void
serve_datagram(struct nameserver *s, struct play *p)
{
	unsigned char query[4096];
	socklen_t len = sizeof(p->from);
	ssize_t n = recvfrom(s->udp, query, sizeof(query), 0,
	    (struct sockaddr *)&p->from, &len);

	if (n < 17)
		return;
	p->query = query;
	p->query_len = (size_t)n;
	p->fd = s->udp;
	perform(s, p);
}

static inline void
serve_stream(struct nameserver *s, struct play *p)
{
	unsigned char query[4096];
	int fd = accept(s->tcp, NULL, NULL);
	size_t len = 0, want = 2;

	while (len < want) {
		ssize_t n = recv(fd, query + len, want - len, 0);

		if (n <= 0)
			break;
		len += (size_t)n;
		if (len == 2)
			want = 2 + ((size_t)query[0] << 8 | query[1]);
	}
	if (len == want) {
		atomic_fetch_add(&s->streams, 1);
		p->query = query + 2;
		p->query_len = len - 2;
		p->stream = true;
		p->fd = fd;
		perform(s, p);
	}
	close(fd);
}

static inline void *
serve(void *self)
{
	struct nameserver *s = self;
	struct pollfd fds[] = { { .fd = s->udp, .events = POLLIN },
	    { .fd = s->tcp, .events = POLLIN },
	    { .fd = s->stop[0], .events = POLLIN } };
	struct play *play = mem_new(1, sizeof(*play));

	while (poll(fds, 3, -1) > 0 && fds[2].revents == 0) {
		memset(play, 0, sizeof(*play));
		if (fds[0].revents != 0)
			serve_datagram(s, play);
		memset(play, 0, sizeof(*play));
		if (fds[1].revents != 0)
			serve_stream(s, play);
	}
	mem_free(&play);
	return NULL;
}

/* bind_both - the same port for datagrams and streams; false: try again */

static inline bool
bind_both(struct nameserver *s, const char *address)
{
	struct sockaddr_in me = { .sin_family = AF_INET };
	socklen_t len = sizeof(me);

	must(inet_pton(AF_INET, address, &me.sin_addr) == 1);
	s->udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	s->tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(bind(s->udp, (struct sockaddr *)&me, sizeof(me)) == 0);
	must(getsockname(s->udp, (struct sockaddr *)&me, &len) == 0);
	s->port = ntohs(me.sin_port);
	if (bind(s->tcp, (struct sockaddr *)&me, sizeof(me)) == 0 &&
	    listen(s->tcp, 64) == 0)
		return true;
	close(s->udp);
	close(s->tcp);
	return false;
}

static inline void
nameserver_start(struct nameserver *s, const char *address,
    void (*script)(struct play *play))
{
	memset(s, 0, sizeof(*s));
	s->script = script;
	while (!bind_both(s, address))
		continue;
	snprintf(s->text, sizeof(s->text), "%s:%d", address, s->port);
	must(pipe(s->stop) == 0);
	must(pthread_create(&s->thread, NULL, serve, s) == 0);
}

static inline void
nameserver_stop(struct nameserver *s)
{
	must(write(s->stop[1], "", 1) == 1);
	pthread_join(s->thread, NULL);
	close(s->udp);
	close(s->tcp);
	close(s->stop[0]);
	close(s->stop[1]);
}

#endif
