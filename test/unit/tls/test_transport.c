/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/transport.h"

#include "unit/halted.h"
#include "unit/tap.h"
#include "unit/tls/pair.h"

/* A transport that knows no deadline, as if there always were something, and
 * takes a packet at a time. */
enum { PACKET = 1460 };

struct tireless {
	struct transport transport;	/* first: it is cast to and fro */
	struct transport *below;
};

static enum io
tireless_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	struct transport *below = ((struct tireless *)t)->below;

	(void)wait;
	return below->ops->receive(below, room, size, len, &patient);
}

static unsigned writes;

static enum io
tireless_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	struct transport *below = ((struct tireless *)t)->below;

	writes++;
	if (octets.len > PACKET)
		octets.len = PACKET;
	return below->ops->send(below, octets, len, wait);
}

static enum input
tireless_input(struct transport *t)
{
	struct transport *below = ((struct tireless *)t)->below;

	return below->ops->input(below);
}

static void
tireless_free(struct transport *t)
{
	transport_free(&((struct tireless *)t)->below);
	mem_free(&t);
}

static struct transport *
tireless_new(struct transport *below)
{
	static const struct transport_ops ops = { tireless_receive,
	    tireless_send, tireless_input, tireless_free };
	struct tireless *tireless = mem_new(1, sizeof(*tireless));

	tireless->transport.ops = &ops;
	tireless->below = below;
	return &tireless->transport;
}

static void
echo(struct server *s)
{
	server_hear(s);
	server_say(s, SPAN("250 ok\r\n"));
	server_hear(s);
	gnutls_bye(s->session, GNUTLS_SHUT_WR);
}

static void
both_ways(const char *priority)
{
	struct server server;
	struct transport *t = begin(&server, echo, priority);

	ok(t->ops->input(t) == INPUT_NONE, "nothing waits yet");
	ok(hear_nothing(t, &at_once) == IO_TIMEOUT, "nothing comes in time");
	ok(say(t, SPAN("EHLO\n\n"), &patient) == IO_DONE, "octets go out");
	ok(wait_for_input(t) == INPUT_OCTETS, "an answer waits");
	ok(t->ops->input(t) == INPUT_OCTETS, "and stays");
	ok(hear(t, "250 ok\r\n"), "it is what the server said");
	ok(t->ops->input(t) == INPUT_NONE, "all of it was read");
	ok(say(t, SPAN("QUIT\n\n"), &patient) == IO_DONE, "more goes out");
	ok(hear_nothing(t, &patient) == IO_END, "behaviour 138: the farewell");
	ok(t->ops->input(t) == INPUT_END, "is the end");
	transport_free(&t);
	server_end(&server);
	is_text(server.heard, "QUIT\n\n", "the server heard it");
	server_clear(&server);
}

static void
in_pieces(void)
{
	struct server server;
	struct transport *t = begin(&server, echo, NULL);
	char room[4];
	size_t len = 0;

	must(say(t, SPAN("\n\n"), &patient) == IO_DONE);
	ok(t->ops->receive(t, room, 4, &len, &patient) == IO_DONE &&
	    len == 4, "no more is received than there is room for");
	ok(t->ops->input(t) == INPUT_OCTETS, "the rest waits");
	ok(hear(t, "ok\r\n"), "and comes next");
	end(&server, &t);
}

static void
swallow(struct server *s)
{
	server_hear(s);
}

static void
large(void)
{
	enum { SIZE = 300000 };
	struct server server;
	struct transport *t;
	char *text = arena_get(them.arena, SIZE, 1);
	size_t len = 0;

	between = tireless_new;
	t = begin(&server, swallow, NULL);

	for (size_t i = 0; i < SIZE; i++)
		text[i] = (char)('a' + i % 23);
	memcpy(text + SIZE - 2, "\n\n", 2);
	ok(t->ops->send(t, span_from(text, SIZE), &len, &patient) ==
	    IO_DONE && len == 16384, "a record of 16 kB goes out at a time");
	ok(say(t, span_from(text + len, SIZE - len), &patient) == IO_DONE,
	    "many of them");
	server_end(&server);
	ok(span_equal(server.heard, span_from(text, SIZE)),
	    "and all arrives as it was");
	between = NULL;
	transport_free(&t);
	server_clear(&server);
}

/* until the client has gone */

static void
linger(struct server *s)
{
	char octet;

	while (read(s->fd, &octet, 1) > 0)
		continue;
}

static void
cut(struct server *s)
{
	server_say(s, SPAN("221 b"));
	shutdown(s->fd, SHUT_WR);
	linger(s);
}

static void
junk(struct server *s)
{
	must(write(s->fd, "500 in the clear\r\n", 18) == 18);
	linger(s);
}

static void
alert(struct server *s)
{
	gnutls_alert_send(s->session, GNUTLS_AL_FATAL,
	    GNUTLS_A_CERTIFICATE_UNKNOWN);
	linger(s);
}

static void
ends_badly(void)
{
	struct server server;
	struct transport *t = begin(&server, cut, NULL);

	ok(hear(t, "221 b"), "what came before the end");
	ok(hear_nothing(t, &patient) == IO_END,
	    "behaviour 138: an end without a farewell is an end");
	end(&server, &t);
	t = begin(&server, junk, NULL);
	ok(hear_nothing(t, &patient) == IO_END, "octets outside TLS");
	ok(t->ops->input(t) == INPUT_END, "nothing comes after them");
	end(&server, &t);
	t = begin(&server, alert, NULL);
	ok(wait_for_input(t) == INPUT_END, "a fatal alert");
	ok(hear_nothing(t, &patient) == IO_END, "is the end");
	end(&server, &t);
}

/* never reads what is said */

static void
stall(struct server *s)
{
	struct pollfd gone = { .fd = s->fd, .events = 0 };

	poll(&gone, 1, -1);
}

/* warnings without end, none of them content */

static void
babble(struct server *s)
{
	while (gnutls_alert_send(s->session, GNUTLS_AL_WARNING,
	    GNUTLS_A_USER_CANCELED) >= 0)
		continue;
}

static void
no_content(void)
{
	struct server server;
	struct transport *t;

	between = tireless_new;
	t = begin(&server, babble, old_only);
	ok(hear_nothing(t, &at_once) == IO_TIMEOUT,
	    "what never becomes content does not outlast the deadline");
	end(&server, &t);
	between = NULL;
}

/* TLS 1.3 has one more: the ChangeCipherSpec of RFC 8446 section D.4 comes
 * before the server was heard out */

static void
few_writes(const char *priority, unsigned flights)
{
	struct server server;
	struct transport *t;

	between = tireless_new;
	writes = 0;
	t = begin(&server, stall, priority);
	is_number(writes, flights, "a flight of the handshake is one write");
	must(say(t, SPAN("MAIL\r\nRCPT\r\nDATA\r\n"), &patient) == IO_DONE);
	is_number(writes, flights + 1, "and so is a flight of commands");
	end(&server, &t);
	is_number(writes, flights + 2, "and the farewell");
	between = NULL;
}

static void
stuck(void)
{
	enum { SIZE = 1 << 22 };
	struct server server;
	struct transport *t = begin(&server, stall, NULL);
	struct span text = { arena_get(them.arena, SIZE, 1), SIZE };

	ok(say(t, text, &at_once) == IO_TIMEOUT, "what nobody takes");
	ok(say(t, SPAN("QUIT\r\n"), &patient) == IO_END,
	    "ends what can be said: a record was cut in two");
	ok(t->ops->input(t) == INPUT_NONE, "though not what can be heard");
	end(&server, &t);
}

static void
gone(void)
{
	struct server server;
	struct transport *t = begin(&server, NULL, NULL);
	enum io io = IO_DONE;

	server_end(&server);
	ok(wait_for_input(t) == INPUT_END, "a server that is gone");
	while (io == IO_DONE)
		io = say(t, SPAN("MAIL"), &patient);
	ok(io == IO_END, "ends what can be said, without a signal");
	ok(hear_nothing(t, &patient) == IO_END, "and nothing to hear");
	transport_free(&t);
	server_clear(&server);
}

static void
halted(void)
{
	struct server server;
	struct transport *t;
	struct dsn why = DSN_IN(them.arena);
	struct wait wait = patient;
	struct halt *halt;

	must(halt_new(&halt, &why));
	t = begin(&server, stall, NULL);
	halted_by(halt, SIGTERM);
	wait.halt = halt;
	ok(hear_nothing(t, &wait) == IO_HALTED, "a run that must stop");
	end(&server, &t);
	halt_free(&halt);
}

/* A second handshake inside the first, before TLS 1.3. */
static void
rehandshake(struct server *s)
{
	char octets[64];
	ssize_t n;

	must(gnutls_rehandshake(s->session) == 0);
	do {
		n = gnutls_record_recv(s->session, octets, sizeof(octets));
	} while (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED);
	s->rc = n == GNUTLS_E_WARNING_ALERT_RECEIVED ?
	    (int)gnutls_alert_get(s->session) : (int)n;
	server_say(s, SPAN("250 all the same\r\n"));
	linger(s);
}

static void
no_second_handshake(void)
{
	struct server server;
	struct transport *t = begin(&server, rehandshake, old_only);

	ok(hear(t, "250 all the same\r\n"),
	    "behaviour 141: a second handshake does not happen");
	transport_free(&t);
	server_end(&server);
	is_number(server.rc, GNUTLS_A_NO_RENEGOTIATION,
	    "behaviour 141: and the server is told");
	server_clear(&server);
}

/* keys are changed, tickets are sent: no content, and no end */

static void
new_keys(struct server *s)
{
	gnutls_session_key_update(s->session, GNUTLS_KU_PEER);
	server_say(s, SPAN("250 with new keys\r\n"));
	server_hear(s);
	gnutls_bye(s->session, GNUTLS_SHUT_WR);
}

static void
keys_change(void)
{
	struct server server;
	struct transport *t = begin(&server, new_keys, NULL);

	ok(hear(t, "250 with new keys\r\n"), "new keys under way");
	ok(say(t, SPAN("\n\n"), &patient) == IO_DONE, "also for us");
	ok(hear_nothing(t, &patient) == IO_END, "and the end is in order");
	server_end(&server);
	is_text(server.heard, "\n\n", "the server can read us");
	transport_free(&t);
	server_clear(&server);
}

int
main(void)
{
	pair_begin();
	both_ways(NULL);
	both_ways(old_only);
	in_pieces();
	large();
	ends_badly();
	no_content();
	few_writes(NULL, 3);
	few_writes(old_only, 2);
	stuck();
	gone();
	halted();
	no_second_handshake();
	keys_change();
	pair_end();
	return tap_done();
}
