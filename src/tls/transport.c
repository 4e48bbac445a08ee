/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/transport.h"

#include <errno.h>

#include "base/mem.h"
#include "tls/transport_internal.h"

static struct tls *
tls_of(struct transport *t)
{
	return (struct tls *)t;
}

void
tls_begin(struct tls *tls, const struct wait *wait, bool still)
{
	tls->wait = *wait;
	tls->still = still;
	tls->moved = false;
	tls->io = IO_DONE;
}

/* ready - whether a read from below may be tried. Whoever sends for ever
 * what never becomes content must not outlast the deadline. */

static enum io
ready(struct tls *tls)
{
	if (tls->still) {
		switch (tls->below->ops->input(tls->below)) {
		case INPUT_NONE:
			return IO_TIMEOUT;
		case INPUT_END:
			return IO_END;
		case INPUT_OCTETS:
			break;
		}
		return IO_DONE;
	}
	return tls->moved && deadline_left(tls->wait.by) == 0 ? IO_TIMEOUT :
	    IO_DONE;
}

/* fail - tells GnuTLS why no octet moved */

static ssize_t
fail(struct tls *tls)
{
	gnutls_transport_set_errno(tls->session,
	    tls->io == IO_END ? EPIPE : EAGAIN);
	return -1;
}

static ssize_t
pull(gnutls_transport_ptr_t self, void *room, size_t size)
{
	struct tls *tls = self;
	size_t len = 0;

	tls->io = ready(tls);
	if (tls->io == IO_DONE)
		tls->io = tls->below->ops->receive(tls->below, room, size,
		    &len, &tls->wait);
	if (tls->io == IO_END)
		return 0;
	if (tls->io != IO_DONE)
		return fail(tls);
	tls->moved = true;
	deadline_renew(&tls->wait.by);
	return (ssize_t)len;
}

static size_t
gather(struct tls *tls, const giovec_t *piece, int pieces)
{
	size_t size = 0;

	for (int i = 0; i < pieces && size < sizeof(tls->out); i++) {
		size_t room = sizeof(tls->out) - size;
		size_t n = piece[i].iov_len < room ? piece[i].iov_len : room;

		memcpy(tls->out + size, piece[i].iov_base, n);
		size += n;
	}
	return size;
}

/* push - what comes in pieces, as a flight of the handshake does, in one
 * write: each piece would be a packet of its own else */

static ssize_t
push(gnutls_transport_ptr_t self, const giovec_t *piece, int pieces)
{
	struct tls *tls = self;
	size_t size = gather(tls, piece, pieces), len = 0;

	tls->io = tls->below->ops->send(tls->below,
	    span_from(tls->out, size), &len, &tls->wait);
	if (tls->io != IO_DONE)
		return fail(tls);
	deadline_renew(&tls->wait.by);
	return (ssize_t)len;
}

/* has_input - GnuTLS asks before it reads, in places; the read waits */

static int
has_input(gnutls_transport_ptr_t self, unsigned ms)
{
	(void)self;
	(void)ms;
	return 1;
}

/* refuse - behaviour 141: no second handshake inside the first */

static void
refuse(struct tls *tls)
{
	gnutls_alert_send(tls->session, GNUTLS_AL_WARNING,
	    GNUTLS_A_NO_RENEGOTIATION);
}

/* fill - deciphers the next content, when all of it was received */

static enum io
fill(struct tls *tls)
{
	while (!tls->ended) {
		ssize_t n;

		tls->io = IO_DONE;
		n = gnutls_record_recv(tls->session, tls->in,
		    sizeof(tls->in));
		if (n > 0) {
			tls->in_from = 0;
			tls->in_to = (size_t)n;
			return IO_DONE;
		}
		if (n == GNUTLS_E_REHANDSHAKE)
			refuse(tls);
		else if (n == 0 || gnutls_error_is_fatal((int)n) != 0)
			tls->ended = true;
		if (tls->io != IO_DONE && tls->io != IO_END)
			return tls->io;
	}
	return IO_END;
}

static enum io
tls_receive(struct transport *t, char *room, size_t size, size_t *len,
    const struct wait *wait)
{
	struct tls *tls = tls_of(t);
	size_t n;

	tls_begin(tls, wait, false);
	if (tls->in_from == tls->in_to) {
		enum io io = fill(tls);

		if (io != IO_DONE)
			return io;
	}
	n = tls->in_to - tls->in_from;
	*len = n < size ? n : size;
	memcpy(room, tls->in + tls->in_from, *len);
	tls->in_from += *len;
	return IO_DONE;
}

/*
 * tls_send - one record. When it cannot go out whole, its rest would have to
 * be the first thing that is sent later; who has waited in vain has given up,
 * so nothing is sent any more.
 */

static enum io
tls_send(struct transport *t, struct span octets, size_t *len,
    const struct wait *wait)
{
	struct tls *tls = tls_of(t);
	ssize_t n;

	if (tls->broken)
		return IO_END;
	tls_begin(tls, wait, false);
	octets = span_up_to(octets, TLS_RECORD_MAX);
	n = gnutls_record_send(tls->session, octets.at, octets.len);
	while (n < 0 && gnutls_error_is_fatal((int)n) == 0 &&
	    tls->io == IO_DONE)
		n = gnutls_record_send(tls->session, NULL, 0);
	if (n > 0) {
		*len = (size_t)n;
		return IO_DONE;
	}
	tls->broken = true;
	return tls->io == IO_DONE ? IO_END : tls->io;
}

static enum input
tls_input(struct transport *t)
{
	static const struct wait none = { .halt = NULL };
	struct tls *tls = tls_of(t);

	if (tls->in_from < tls->in_to)
		return INPUT_OCTETS;
	tls_begin(tls, &none, true);
	switch (fill(tls)) {
	case IO_DONE:
		return INPUT_OCTETS;
	case IO_END:
		return INPUT_END;
	case IO_TIMEOUT:
	case IO_HALTED:
		break;
	}
	return INPUT_NONE;
}

static void
tls_free(struct transport *t)
{
	static const struct wait none = { .halt = NULL };
	struct tls *tls = tls_of(t);

	tls_begin(tls, &none, true);
	if (tls->open && !tls->broken)
		gnutls_bye(tls->session, GNUTLS_SHUT_WR);
	gnutls_deinit(tls->session);
	gnutls_certificate_free_credentials(tls->certificate);
	gnutls_anon_free_client_credentials(tls->anonymous);
	transport_free(&tls->below);
	mem_wipe(tls->in, sizeof(tls->in));
	mem_free(&tls);
}

static const struct transport_ops tls_ops = {
	.receive = tls_receive,
	.send = tls_send,
	.input = tls_input,
	.free = tls_free,
};

struct tls *
tls_new(void)
{
	struct tls *tls = mem_new(1, sizeof(*tls));

	tls->transport.ops = &tls_ops;
	must(gnutls_init(&tls->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK |
	    GNUTLS_NO_SIGNAL) == 0);
	must(gnutls_certificate_allocate_credentials(&tls->certificate) ==
	    0);
	must(gnutls_anon_allocate_client_credentials(&tls->anonymous) == 0);
	gnutls_session_set_ptr(tls->session, tls);
	gnutls_transport_set_ptr(tls->session, tls);
	gnutls_transport_set_pull_function(tls->session, pull);
	gnutls_transport_set_vec_push_function(tls->session, push);
	gnutls_transport_set_pull_timeout_function(tls->session, has_input);
	return tls;
}

void
tls_transport_close(struct transport *transport, const struct wait *wait)
{
	struct tls *tls = tls_of(transport);

	if (tls->broken)
		return;
	tls_begin(tls, wait, false);
	while (tls->io == IO_DONE &&
	    gnutls_bye(tls->session, tls->ended ? GNUTLS_SHUT_WR :
	    GNUTLS_SHUT_RDWR) == GNUTLS_E_AGAIN)
		continue;
	tls->broken = tls->ended = true;
}

struct span
tls_transport_binding(struct arena *arena, struct transport *transport,
    enum tls_binding binding)
{
	gnutls_datum_t octets;
	struct span copy;

	if (gnutls_session_channel_binding(tls_of(transport)->session,
	    binding == TLS_BINDING_EXPORTER ? GNUTLS_CB_TLS_EXPORTER :
	    GNUTLS_CB_TLS_UNIQUE, &octets) < 0)
		return (struct span){ 0 };
	copy = arena_copy(arena, span_from((char *)octets.data,
	    octets.size));
	gnutls_free(octets.data);
	return copy;
}
