/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/plain.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "unit/halted.h"
#include "unit/tap.h"

static void
no_blocking(int fd)
{
	must(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0);
}

/* begin - a transport, and the descriptor of the other side */

static struct transport *
begin(int *other)
{
	int fds[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	no_blocking(fds[0]);
	*other = fds[1];
	return plain_new(fds[0]);
}

/* begin_tcp - the same over TCP on the loopback: only that is reset */

static struct transport *
begin_tcp(int *other)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(to);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	must(listener >= 0 && fd >= 0);
	must(bind(listener, (struct sockaddr *)&to, len) == 0);
	must(listen(listener, 1) == 0);
	must(getsockname(listener, (struct sockaddr *)&to, &len) == 0);
	must(connect(fd, (struct sockaddr *)&to, len) == 0);
	*other = accept(listener, NULL, NULL);
	must(*other >= 0);
	close(listener);
	no_blocking(fd);
	return plain_new(fd);
}

static void
reset(int fd)
{
	const struct linger at_once = { 1, 0 };

	must(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once,
	    sizeof(at_once)) == 0);
	close(fd);
}

static enum io
receive(struct transport *t, const struct wait *wait, const char *want)
{
	char room[64];
	size_t len = 0;
	enum io io = t->ops->receive(t, room, sizeof(room), &len, wait);

	if (io == IO_DONE && want != NULL)
		is_text(span_from(room, len), want, "these octets");
	return io;
}

static enum io
send_text(struct transport *t, const struct wait *wait, struct span text)
{
	size_t len = 0;

	return t->ops->send(t, text, &len, wait);
}

static const struct wait never = { .by = { INT64_MAX, 0 } };
static const struct wait at_once = { .by = { 0, 0 } };

static void
both_ways(void)
{
	char room[64];
	int other;
	struct transport *t = begin(&other);

	must(write(other, "250 ok", 6) == 6);
	ok(t->ops->input(t) == INPUT_OCTETS, "something waits");
	ok(receive(t, &never, "250 ok") == IO_DONE, "octets are received");
	ok(t->ops->input(t) == INPUT_NONE, "all of it was read");
	ok(receive(t, &at_once, NULL) == IO_TIMEOUT, "no more in time");
	ok(send_text(t, &never, SPAN("MAIL")) == IO_DONE, "octets are sent");
	must(read(other, room, sizeof(room)) == 4);
	is_text(span_from(room, 4), "MAIL", "and arrive");
	must(write(other, "221 b", 5) == 5);
	close(other);
	ok(t->ops->input(t) == INPUT_OCTETS, "octets before the end");
	ok(receive(t, &never, "221 b") == IO_DONE, "can be read");
	ok(t->ops->input(t) == INPUT_END, "then it is the end");
	ok(receive(t, &never, NULL) == IO_END, "for who reads");
	ok(send_text(t, &never, SPAN("x")) == IO_END,
	    "for who writes, without a signal");
	transport_free(&t);
	ok(t == NULL, "freed");
}

static void
not_taken(void)
{
	static char text[1 << 20];
	int other;
	struct transport *t = begin(&other);
	enum io io = IO_DONE;
	size_t len, first = 0;

	for (unsigned i = 0; i < 100 && io == IO_DONE; i++) {
		len = 0;
		io = t->ops->send(t, span_from(text, sizeof(text)), &len,
		    &at_once);
		if (i == 0)
			first = len;
	}
	ok(first > 0 && first < sizeof(text), "a part is taken");
	ok(io == IO_TIMEOUT, "the rest is not, in time");
	close(other);
	transport_free(&t);
}

static void
resets(void)
{
	int other;
	struct transport *t = begin_tcp(&other);

	reset(other);
	ok(receive(t, &never, NULL) == IO_END, "reset, for who reads");
	transport_free(&t);

	t = begin_tcp(&other);
	reset(other);
	ok(t->ops->input(t) == INPUT_END, "reset, for who asks");
	ok(send_text(t, &never, SPAN("x")) == IO_END,
	    "reset, for who writes");
	ok(receive(t, &never, NULL) == IO_END, "and for good");
	transport_free(&t);
}

/* What was said before a connection broke can be read. */

static void
broken_off(void)
{
	int other;
	struct transport *t = begin_tcp(&other);

	ok(send_text(t, &never, SPAN("content")) == IO_DONE, "some content");
	must(write(other, "552 no", 6) == 6);
	close(other);
	for (enum io io = IO_DONE; io == IO_DONE;)
		io = send_text(t, &never, SPAN("more content"));
	ok(t->ops->input(t) == INPUT_OCTETS,
	    "behaviour 210: a last word is there after a failed write");
	ok(receive(t, &never, "552 no") == IO_DONE, "and can be read");
	transport_free(&t);
}

static void
closes(void)
{
	char octet;
	int other;
	struct transport *t = begin(&other);

	transport_free(&t);
	ok(read(other, &octet, 1) == 0, "freed is closed");
	transport_free(&t);
	close(other);
}

static struct halt *
halt_begin(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct halt *halt;

	must(halt_new(&halt, &why));
	return halt;
}

static void
halted(void)
{
	struct arena *arena = arena_new();
	struct halt *halt = halt_begin(arena);
	struct wait wait = never;
	int other;
	struct transport *t = begin(&other);

	wait.halt = halt;
	must(write(other, "a", 1) == 1);
	ok(receive(t, &wait, "a") == IO_DONE, "nobody wants to stop");
	halted_by(halt, SIGINT);
	must(write(other, "b", 1) == 1);
	ok(receive(t, &wait, NULL) == IO_HALTED,
	    "a stop is obeyed, whatever there is");
	wait.grace = 3600000;
	ok(receive(t, &wait, "b") == IO_DONE, "but not in a time of grace");
	wait.by = at_once.by;
	ok(receive(t, &wait, NULL) == IO_HALTED,
	    "in which the deadline counts all the same");
	close(other);
	transport_free(&t);
	halt_free(&halt);
	arena_free(&arena);
}

static msec_t time_now = 1000;

static msec_t
now(void)
{
	return time_now;
}

static void
grace_is_spent(void)
{
	struct arena *arena = arena_new();
	struct halt *halt = halt_begin(arena);
	struct wait wait = never;
	int other;
	struct transport *t = begin(&other);

	clock_replace(now);
	halted_by(halt, SIGHUP);
	wait.halt = halt;
	wait.grace = HALT_GRACE;
	time_now += HALT_GRACE - 1;
	must(write(other, "a", 1) == 1);
	ok(receive(t, &wait, "a") == IO_DONE, "some grace is left");
	time_now++;
	must(write(other, "b", 1) == 1);
	ok(receive(t, &wait, NULL) == IO_HALTED, "none is left");
	clock_replace(NULL);
	close(other);
	transport_free(&t);
	halt_free(&halt);
	arena_free(&arena);
}

static void *
watch_a_moment(void *halt)
{
	halt_watch(halt, 1);
	return NULL;
}

/* The end of the time knows no grace, and reaches who waits already. */

static void
time_is_over(void)
{
	struct arena *arena = arena_new();
	struct halt *halt = halt_begin(arena);
	const struct wait wait = { .by = never.by, .halt = halt,
	    .grace = 3600000 };
	pthread_t watcher;
	int other;
	struct transport *t = begin(&other);

	must(pthread_create(&watcher, NULL, watch_a_moment, halt) == 0);
	ok(receive(t, &wait, NULL) == IO_HALTED, "the time is over");
	ok(halt_cause(halt) == HALT_TIMEOUT, "that was it");
	halt_done(halt);
	pthread_join(watcher, NULL);
	close(other);
	transport_free(&t);
	halt_free(&halt);
	arena_free(&arena);
}

static void
waits(void)
{
	int fds[2];

	ok(plain_wait(-1, 0, &at_once) == IO_TIMEOUT, "no descriptor at all");
	must(pipe(fds) == 0);
	ok(plain_wait(fds[0], POLLIN, &at_once) == IO_TIMEOUT, "not ready");
	ok(plain_wait(fds[1], POLLOUT, &at_once) == IO_DONE,
	    "ready, even if the time is over");
	close(fds[1]);
	ok(plain_wait(fds[0], POLLIN, &never) == IO_DONE,
	    "an end is something to read");
	close(fds[0]);
}

int
main(void)
{
	both_ways();
	not_taken();
	resets();
	broken_off();
	closes();
	halted();
	grace_is_spent();
	time_is_over();
	waits();
	return tap_done();
}
