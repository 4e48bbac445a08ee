/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/transport.h"

#include <poll.h>
#include <stdatomic.h>

#include "unit/tap.h"
#include "unit/tls/pair.h"

/* until the client has gone */

static void
linger(struct server *s)
{
	char octet;

	while (read(s->fd, &octet, 1) > 0)
		continue;
}

/* never reads what is said */

static void
stall(struct server *s)
{
	struct pollfd gone = { .fd = s->fd, .events = 0 };

	poll(&gone, 1, -1);
}

static void
see_farewell(struct server *s)
{
	char octet;

	s->rc = (int)gnutls_record_recv(s->session, &octet, 1);
}

static void
farewell(void)
{
	struct server server;
	struct transport *t = begin(&server, see_farewell, NULL);

	transport_free(&t);
	server_end(&server);
	is_number(server.rc, 0, "behaviour 138: our farewell is said");
	server_clear(&server);
}

static atomic_int seen;		/* farewells of ours */

static void
bye(struct server *s)
{
	server_say(s, SPAN("221 too late\r\n"));
	see_farewell(s);
	atomic_fetch_add(&seen, s->rc == 0);
	gnutls_bye(s->session, GNUTLS_SHUT_WR);
	linger(s);
}

static void
full_close(void)
{
	struct server server;
	struct transport *t = begin(&server, bye, NULL);

	tls_transport_close(t, &patient);
	is_number(atomic_load(&seen), 1,
	    "behaviour 138: their farewell was waited for");
	ok(hear_nothing(t, &patient) == IO_END,
	    "there is no more to hear");
	ok(say(t, SPAN("x"), &patient) == IO_END, "there is no more to say");
	end(&server, &t);
	t = begin(&server, stall, NULL);
	tls_transport_close(t, &at_once);
	ok(hear_nothing(t, &patient) == IO_END,
	    "behaviour 138: their farewell is not waited for too long");
	end(&server, &t);
}

static void
bind_us(struct server *s)
{
	gnutls_datum_t octets;

	must(gnutls_session_channel_binding(s->session,
	    gnutls_protocol_get_version(s->session) == GNUTLS_TLS1_3 ?
	    GNUTLS_CB_TLS_EXPORTER : GNUTLS_CB_TLS_UNIQUE, &octets) == 0);
	s->heard = ca_keep(s->arena, &octets);
	linger(s);
}

static void
bindings(void)
{
	struct server server;
	struct transport *t = begin(&server, bind_us, NULL);
	struct span exporter = tls_transport_binding(them.arena, t,
	    TLS_BINDING_EXPORTER), unique;

	ok(tls_transport_binding(them.arena, t, TLS_BINDING_UNIQUE).len == 0,
	    "TLS 1.3 has no tls-unique");
	transport_free(&t);
	server_end(&server);
	ok(exporter.len == 32 && span_equal(exporter, server.heard),
	    "both sides export the same");
	server_clear(&server);
	t = begin(&server, bind_us, old_only);
	unique = tls_transport_binding(them.arena, t, TLS_BINDING_UNIQUE);
	transport_free(&t);
	server_end(&server);
	ok(unique.len > 0 && span_equal(unique, server.heard),
	    "and before TLS 1.3 have the same tls-unique");
	server_clear(&server);
}

int
main(void)
{
	pair_begin();
	farewell();
	full_close();
	bindings();
	pair_end();
	return tap_done();
}
