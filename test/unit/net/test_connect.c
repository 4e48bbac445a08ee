/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/connect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "unit/halted.h"
#include "unit/tap.h"

/* Where to, and how it went. */
struct try {
	struct arena *arena;
	struct trace *trace;
	struct str told;
	struct connect_setup setup;
	struct transport *transport;
	struct dsn why;
	int listener;		/* or a socket that does not listen; -1: none */
	char folder[32], path[200];
};

static void
note(void *self, const struct event *event)
{
	str_addf(self, "%s %.*s\n", event_shapes[event->kind].name,
	    SPAN_ARG(event->text));
}

static void
begin(struct try *t)
{
	const struct listener listener = { .take = note, .self = &t->told,
	    .level = 3 };

	*t = (struct try){ .arena = arena_new(), .trace = trace_new(),
	    .listener = -1 };
	str_init(&t->told, 4096);
	trace_listen(t->trace, &listener);
	t->why = DSN_IN(t->arena);
	t->setup.teller.trace = t->trace;
	t->setup.wait.by = deadline_never();
}

static void
end(struct try *t)
{
	transport_free(&t->transport);
	if (t->listener >= 0)
		close(t->listener);
	if (t->path[0] != '\0')
		unlink(t->path);
	if (t->folder[0] != '\0')
		rmdir(t->folder);
	trace_free(&t->trace);
	str_clear(&t->told);
	arena_free(&t->arena);
}

/* serve - a port on the loopback; its address becomes the setup's. False:
 * there is no such family here. */

static bool
serve(struct try *t, const char *address, int backlog)
{
	struct sockaddr_storage any = { 0 };
	struct sockaddr_in *inet = (struct sockaddr_in *)(void *)&any;
	struct sockaddr_in6 *inet6 = (struct sockaddr_in6 *)(void *)&any;
	bool six = strchr(address, ':') != NULL;
	socklen_t len = six ? sizeof(*inet6) : sizeof(*inet);

	must(netaddr_parse(span_of(address), &t->setup.addr));
	any.ss_family = six ? AF_INET6 : AF_INET;
	must(inet_pton(any.ss_family, address, six ?
	    (void *)&inet6->sin6_addr : (void *)&inet->sin_addr) == 1);
	t->listener = socket(any.ss_family, SOCK_STREAM, 0);
	if (t->listener < 0 ||
	    bind(t->listener, (struct sockaddr *)&any, len) != 0)
		return false;
	must(backlog < 0 || listen(t->listener, backlog) == 0);
	must(getsockname(t->listener, (struct sockaddr *)&any, &len) == 0);
	t->setup.addr.port = ntohs(six ? inet6->sin6_port : inet->sin_port);
	t->setup.name = arena_text(t->arena, "h[%s]:%u", address,
	    t->setup.addr.port);
	return true;
}

static bool
go(struct try *t)
{
	return net_connect(&t->setup, &t->transport, &t->why);
}

/* is_why - the status and the text, in which %u is the port */

static void
is_why(const struct try *t, const char *status, const char *before,
    const char *behind, const char *name)
{
	struct span text = arena_text(t->arena, "%s%u%s", before,
	    t->setup.addr.port, behind);

	is_text(span_of(t->why.status), status, name);
	is_span(t->why.text, text, name);
}

/* its_fd - the descriptor of our side, found by whom it talks to */

static int
its_fd(const struct try *t)
{
	struct sockaddr_in peer;
	socklen_t len;

	for (int fd = 3; fd < 256; fd++) {
		len = sizeof(peer);
		if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0 &&
		    peer.sin_family == AF_INET &&
		    ntohs(peer.sin_port) == t->setup.addr.port)
			return fd;
	}
	return -1;
}

static int
option(int fd, int level, int name)
{
	int value = -1;
	socklen_t len = sizeof(value);

	must(getsockopt(fd, level, name, &value, &len) == 0);
	return value;
}

static void
connects(void)
{
	const struct wait wait = { .by = deadline_never() };
	char room[16];
	size_t len = 0;
	struct try t;
	int fd, other;

	begin(&t);
	must(serve(&t, "127.0.0.1", 5));
	ok(go(&t), "a connection");
	fd = its_fd(&t);
	ok(fd >= 0 && option(fd, IPPROTO_TCP, TCP_NODELAY) != 0,
	    "that waits for no more octets");
	ok((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0 &&
	    (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0,
	    "does not block, and is not left to others");
	other = accept(t.listener, NULL, NULL);
	must(write(other, "220", 3) == 3);
	ok(t.transport->ops->receive(t.transport, room, sizeof(room), &len,
	    &wait) == IO_DONE && span_equal(span_from(room, len),
	    SPAN("220")), "and can be used");
	is_text(str_span(&t.told), "", "without a word");
	close(other);
	end(&t);
}

static void
connects_six(void)
{
	struct try t;

	begin(&t);
	if (serve(&t, "::1", 5))
		ok(go(&t), "a connection over IPv6");
	else
		ok(true, "no IPv6 here # SKIP");
	end(&t);
}

static void
has_window(void)
{
	struct try t;
	int fd;

	begin(&t);
	must(serve(&t, "127.0.0.1", 5));
	t.setup.window = 20000;
	ok(go(&t), "tcp_windowsize");
	fd = its_fd(&t);
	is_number(option(fd, SOL_SOCKET, SO_RCVBUF), 40000,
	    "is the room for input, doubled by the system");
	is_number(option(fd, SOL_SOCKET, SO_SNDBUF), 40000, "and output");
	end(&t);
}

static void
is_refused(void)
{
	struct try t;

	begin(&t);
	must(serve(&t, "127.0.0.1", -1));
	ok(!go(&t) && t.transport == NULL, "behaviour 48: refused");
	is_why(&t, "4.4.1", "connect to h[127.0.0.1]:",
	    ": Connection refused", "behaviour 48: and it says so");
	is_number(t.why.code, 0, "no server has spoken");
	end(&t);
}

/* crowd - a port whose queue is full: whoever comes then waits */

static void
crowd(struct try *t, int *others, size_t n)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };

	must(serve(t, "127.0.0.1", 0));
	to.sin_port = htons(t->setup.addr.port);
	for (size_t i = 0; i < n; i++) {
		others[i] = socket(AF_INET, SOCK_STREAM, 0);
		must(fcntl(others[i], F_SETFL, O_NONBLOCK) == 0);
		if (connect(others[i], (struct sockaddr *)&to,
		    sizeof(to)) != 0)
			must(errno == EINPROGRESS);
	}
}

static void
leave(int *others, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(others[i]);
}

static void
times_out(void)
{
	int others[4];
	struct try t;

	begin(&t);
	crowd(&t, others, 4);
	t.setup.wait.by = deadline_in(0);
	ok(!go(&t), "behaviour 48: no connection in time");
	is_why(&t, "4.4.1", "connect to h[127.0.0.1]:",
	    ": Connection timed out", "behaviour 48: and it says so");
	leave(others, 4);
	end(&t);
}

static void
is_halted(void)
{
	struct halt *halt;
	int others[4];
	struct try t;

	begin(&t);
	must(halt_new(&halt, &t.why));
	halted_by(halt, SIGTERM);
	crowd(&t, others, 4);
	t.setup.wait.halt = halt;
	ok(!go(&t), "a stop while connecting");
	is_text(span_of(t.why.status), "4.3.0", "is what it is");
	is_text(t.why.text, "interrupted by a signal", "and says so");
	leave(others, 4);
	halt_free(&halt);
	end(&t);
}

static void
binds(void)
{
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);
	struct try t;
	int other;

	begin(&t);
	must(serve(&t, "127.0.0.1", 5));
	must(netaddr_parse(SPAN("127.0.0.9"), &t.setup.bind));
	ok(go(&t), "behaviour 49: a bind address");
	other = accept(t.listener, (struct sockaddr *)&peer, &len);
	is_number(ntohl(peer.sin_addr.s_addr), 0x7f000009,
	    "behaviour 49: is where we come from");
	close(other);
	end(&t);

	begin(&t);
	must(serve(&t, "127.0.0.1", 5));
	must(netaddr_parse(SPAN("::1"), &t.setup.bind));
	t.setup.bind_enforce = true;
	ok(go(&t), "behaviour 49: one of another family is not meant");
	is_text(str_span(&t.told), "", "behaviour 49: not a word about it");
	end(&t);
}

/* An address that no machine has as its own (RFC 5737). */

static void
binds_not(bool enforce)
{
	struct try t;

	begin(&t);
	must(serve(&t, "127.0.0.1", 5));
	must(netaddr_parse(SPAN("192.0.2.99"), &t.setup.bind));
	t.setup.bind_enforce = enforce;
	ok(go(&t) == !enforce, "behaviour 49: an address that is not ours");
	ok(span_starts(str_span(&t.told), SPAN("warning cannot use the bind "
	    "address for h[127.0.0.1]:")) && strstr(str_chars(&t.told),
	    ": Cannot assign requested address") != NULL,
	    "behaviour 49: is a warning");
	if (enforce) {
		is_text(span_of(t.why.status), "4.4.0",
		    "behaviour 49: smtp_bind_address_enforce");
		is_text(t.why.text, "server configuration error",
		    "behaviour 49: is fatal to this address");
	}
	end(&t);
}

/* local - a socket by the name of a path of so many octets, 0: as it comes */

static void
local(struct try *t, size_t len, bool there)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	memcpy(t->folder, "/tmp/connect.XXXXXX", 20);
	must(mkdtemp(t->folder) != NULL);
	must(snprintf(t->path, sizeof(t->path), "%s/s", t->folder) > 0);
	while (strlen(t->path) < len)
		t->path[strlen(t->path)] = 's';
	t->setup.addr = (struct netaddr){ .family = NET_UNIX,
	    .path = span_of(t->path) };
	t->setup.name = arena_text(t->arena, "me[%s]", t->path);
	t->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (!there)
		return;
	memcpy(to.sun_path, t->path, strlen(t->path));
	must(bind(t->listener, (struct sockaddr *)&to, sizeof(to)) == 0);
	must(listen(t->listener, 5) == 0);
}

static void
is_local_why(const struct try *t, const char *reason, const char *name)
{
	struct span text = arena_text(t->arena, "connect to me[%s]: %s",
	    t->path, reason);

	is_text(span_of(t->why.status), "4.4.1", name);
	is_span(t->why.text, text, name);
}

static void
locals(void)
{
	struct try t;

	begin(&t);
	local(&t, 0, true);
	t.setup.window = 20000;
	ok(go(&t), "behaviour 16: a path is connected to");
	end(&t);

	begin(&t);
	local(&t, 107, true);
	ok(go(&t), "behaviour 17: one of 107 octets");
	end(&t);

	begin(&t);
	local(&t, 108, false);
	ok(!go(&t), "behaviour 17: one of 108 is too long");
	is_text(span_of(t.why.status), "4.3.5", "behaviour 17: too long");
	is_text(t.why.text, "Server configuration error",
	    "behaviour 17: which is our own trouble");
	end(&t);

	begin(&t);
	local(&t, 0, false);
	ok(!go(&t), "behaviour 17: one that is not there");
	is_local_why(&t, "No such file or directory",
	    "behaviour 17: not there");
	end(&t);
}

static void
services(void)
{
	char endless[2000];
	uint16_t port = 7;

	if (getservbyname("smtp", "tcp") != NULL)
		ok(net_service(span_first(SPAN("smtps"), 4), &port) &&
		    port == 25, "behaviour 13: a service by its name");
	else
		ok(true, "no services(5) here # SKIP");
	port = 7;
	ok(!net_service(SPAN("no-such-service"), &port) &&
	    !net_service(SPAN(""), &port), "behaviour 13: an unknown name");
	memset(endless, 's', sizeof(endless));
	ok(!net_service(span_from(endless, sizeof(endless)), &port) &&
	    !net_service(span_from(endless, 64), &port) &&
	    !net_service(span_from(endless, 63), &port) && port == 7,
	    "behaviour 13: a name without an end");
}

int
main(void)
{
	connects();
	connects_six();
	has_window();
	is_refused();
	times_out();
	is_halted();
	binds();
	binds_not(false);
	binds_not(true);
	locals();
	services();
	return tap_done();
}
