/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/datagram.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

/* A socket of the test on 127.0.0.1, and where it is. */
struct peer {
	int fd;
	struct netaddr addr;
};

static struct peer
peer_new(int type)
{
	struct sockaddr_in me = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(me);
	struct peer p = { .fd = socket(AF_INET, type | SOCK_CLOEXEC, 0) };

	must(bind(p.fd, (struct sockaddr *)&me, len) == 0);
	must(type != SOCK_STREAM || listen(p.fd, 8) == 0);
	must(getsockname(p.fd, (struct sockaddr *)&me, &len) == 0);
	must(netaddr_parse(SPAN("127.0.0.1"), &p.addr));
	p.addr.port = ntohs(me.sin_port);
	return p;
}

static enum net_event
watch_one(int fd, bool write, struct deadline by)
{
	struct net_watch watch = { .fd = fd, .write = write };

	return net_watch(&watch, 1, NULL, by);
}

/* receive - what one descriptor has to say, once it has */

static enum net_io
receive(int fd, char *room, size_t size, size_t *len)
{
	if (watch_one(fd, false, deadline_in(20000)) != NET_EVENT_READY)
		return NET_IO_WAIT;
	return net_receive(fd, room, size, len);
}

static uint16_t
port_of(int fd)
{
	struct sockaddr_in me;
	socklen_t len = sizeof(me);

	must(getsockname(fd, (struct sockaddr *)&me, &len) == 0);
	return ntohs(me.sin_port);
}

static void
test_datagram(struct arena *arena)
{
	struct peer peer = peer_new(SOCK_DGRAM), stranger;
	struct dsn why = DSN_IN(arena);
	struct sockaddr_in from;
	socklen_t from_len = sizeof(from);
	char room[64];
	size_t len = 0;
	int fd = -1;

	ok(datagram_open(&peer.addr, &fd, &why), "a datagram socket");
	ok(fcntl(fd, F_GETFL) & O_NONBLOCK, "does not block");
	ok(fcntl(fd, F_GETFD) & FD_CLOEXEC, "is closed in children");
	ok(net_receive(fd, room, sizeof(room), &len) == NET_IO_WAIT,
	    "nothing yet");
	ok(net_send(fd, SPAN("question"), &len) == NET_IO_DONE && len == 8,
	    "says something");
	ok(recvfrom(peer.fd, room, sizeof(room), 0, (struct sockaddr *)&from,
	    &from_len) == 8, "which is heard");

	stranger = peer_new(SOCK_DGRAM);
	must(sendto(stranger.fd, "lie", 3, 0, (struct sockaddr *)&from,
	    from_len) == 3);
	must(sendto(peer.fd, "truth", 5, 0, (struct sockaddr *)&from,
	    from_len) == 5);
	ok(receive(fd, room, sizeof(room), &len) == NET_IO_DONE,
	    "hears something");
	is_span(span_from(room, len), SPAN("truth"),
	    "it hears its server and nobody else");

	must(sendto(peer.fd, "", 0, 0, (struct sockaddr *)&from,
	    from_len) == 0);
	ok(receive(fd, room, sizeof(room), &len) == NET_IO_END,
	    "an empty datagram");
	net_close(&fd);
	ok(fd == -1, "closed");
	net_close(&fd);
	close(stranger.fd);
	close(peer.fd);
}

/* Two in a row would be the same or neighbours if the port were not chosen
 * at random; sixteen of them in a row are not in order by chance. */

static void
test_random_port(struct arena *arena)
{
	struct peer peer = peer_new(SOCK_DGRAM);
	struct dsn why = DSN_IN(arena);
	int fds[16];
	unsigned up = 0;

	for (size_t i = 0; i < 16; i++)
		must(datagram_open(&peer.addr, &fds[i], &why));
	for (size_t i = 1; i < 16; i++)
		up += port_of(fds[i]) > port_of(fds[i - 1]);
	ok(up > 0 && up < 15, "source ports are in no order");
	for (size_t i = 0; i < 16; i++)
		net_close(&fds[i]);
	close(peer.fd);
}

static void
test_nobody(struct arena *arena)
{
	struct peer peer = peer_new(SOCK_DGRAM);
	struct dsn why = DSN_IN(arena);
	struct netaddr none = { .family = NET_UNIX, .path = SPAN(
	    "/a/path/that/is/longer/than/any/socket/of/this/system/can/have/"
	    "/a/path/that/is/longer/than/any/socket/of/this/system/can/have") };
	char room[64];
	size_t len;
	int fd = -1;

	close(peer.fd);
	ok(datagram_open(&peer.addr, &fd, &why), "nobody listens");
	ok(net_send(fd, SPAN("x"), &len) == NET_IO_DONE, "one can say so");
	ok(receive(fd, room, sizeof(room), &len) == NET_IO_FAILED,
	    "ICMP is heard");
	net_close(&fd);
	ok(!stream_open(&none, &fd, &why), "an address of no use");
	is_text(span_of(why.status), "4.4.3", "is temporary");
}

static void
test_stream(struct arena *arena)
{
	struct peer peer = peer_new(SOCK_STREAM);
	struct dsn why = DSN_IN(arena);
	char room[64];
	size_t len = 0;
	int fd = -1, theirs;

	ok(stream_open(&peer.addr, &fd, &why), "a stream");
	ok(fcntl(fd, F_GETFL) & O_NONBLOCK, "does not block");
	ok(watch_one(fd, true, deadline_in(20000)) == NET_EVENT_READY,
	    "can be written");
	ok(net_send(fd, SPAN("hello"), &len) == NET_IO_DONE, "is written");
	theirs = accept(peer.fd, NULL, NULL);
	ok(recv(theirs, room, sizeof(room), 0) == 5, "is heard");
	ok(net_receive(fd, room, sizeof(room), &len) == NET_IO_WAIT,
	    "nothing yet");
	must(send(theirs, "you", 3, 0) == 3);
	ok(receive(fd, room, 2, &len) == NET_IO_DONE && len == 2,
	    "as much as there is room for");
	ok(receive(fd, room, 2, &len) == NET_IO_DONE && len == 1,
	    "and the rest");
	close(theirs);
	ok(receive(fd, room, 2, &len) == NET_IO_END, "closed there");
	while (net_send(fd, SPAN("is anybody there?"), &len) == NET_IO_DONE)
		continue;
	ok(net_send(fd, SPAN("x"), &len) == NET_IO_FAILED,
	    "writing fails, and no signal ends the program");
	net_close(&fd);
	close(peer.fd);
}

static void
test_watch(struct arena *arena)
{
	struct peer peer = peer_new(SOCK_DGRAM);
	struct dsn why = DSN_IN(arena);
	struct net_watch watch[3] = { { .fd = -1 } };

	must(datagram_open(&peer.addr, &watch[1].fd, &why));
	must(datagram_open(&peer.addr, &watch[2].fd, &why));
	ok(net_watch(watch, 3, NULL, deadline_in(1)) == NET_EVENT_TIME,
	    "nothing happens");
	ok(net_watch(watch, 0, NULL, deadline_in(0)) == NET_EVENT_TIME,
	    "nothing to wait for");
	watch[2].write = true;
	ok(net_watch(watch, 3, NULL, deadline_never()) == NET_EVENT_READY,
	    "one is ready");
	ok(!watch[0].ready && !watch[1].ready && watch[2].ready, "that one");
	net_close(&watch[1].fd);
	net_close(&watch[2].fd);
	close(peer.fd);
}

static void *
watch_halt(void *halt)
{
	halt_watch(halt, 0);
	return NULL;
}

static void
test_halt(struct arena *arena)
{
	struct peer peer = peer_new(SOCK_DGRAM);
	struct dsn why = DSN_IN(arena);
	struct net_watch watch = { .fd = peer.fd };
	struct halt *halt;
	pthread_t thread;

	must(halt_new(&halt, &why));
	ok(net_watch(&watch, 1, halt, deadline_in(0)) == NET_EVENT_TIME,
	    "no halt yet");
	must(pthread_create(&thread, NULL, watch_halt, halt) == 0);
	must(kill(getpid(), SIGTERM) == 0);
	ok(net_watch(&watch, 1, halt, deadline_never()) == NET_EVENT_HALT,
	    "a halt ends the wait");
	ok(net_watch(&watch, 1, halt, deadline_never()) == NET_EVENT_HALT,
	    "and every later one");
	halt_done(halt);
	pthread_join(thread, NULL);
	halt_free(&halt);
	close(peer.fd);
}

int
main(void)
{
	struct arena *arena = arena_new();

	alarm(60);
	test_datagram(arena);
	test_random_port(arena);
	test_nobody(arena);
	test_stream(arena);
	test_watch(arena);
	test_halt(arena);
	arena_free(&arena);
	return tap_done();
}
