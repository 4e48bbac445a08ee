/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server of TLS at the other end of a socket pair, in a thread: makes a
 * handshake and then does what its act says.
 */
#ifndef TEST_UNIT_TLS_SERVER_H
#define TEST_UNIT_TLS_SERVER_H

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/plain.h"
#include "unit/tls/ca.h"

enum { SERVER_CHAIN_MAX = 4 };

struct server {
	/* What it is like: */
	const char *priority;	/* NULL: NORMAL */
	const struct minted *chain[SERVER_CHAIN_MAX];	/* leaf first */
	bool anonymous;		/* offers suites without a certificate */
	bool asks;		/* who the client is */
	void (*act)(struct server *server);	/* after the handshake */
	void (*instead)(int fd);	/* of a handshake */
	/* What it saw: */
	int rc;			/* of the handshake */
	char name[256];		/* SNI */
	struct span client;	/* the first certificate that it got */
	struct span heard;	/* what act received */
	/* Its own: */
	struct arena *arena;
	int fd;
	gnutls_session_t session;
	gnutls_certificate_credentials_t certificate;
	gnutls_anon_server_credentials_t anon;
	pthread_t thread;
};

static inline void
server_prepare(struct server *s)
{
	gnutls_x509_crt_t crt[SERVER_CHAIN_MAX];
	int len = 0;

	must(gnutls_init(&s->session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL) ==
	    0);
	must(gnutls_priority_set_direct(s->session, s->priority == NULL ?
	    "NORMAL" : s->priority, NULL) == 0);
	must(gnutls_certificate_allocate_credentials(&s->certificate) == 0);
	must(gnutls_anon_allocate_server_credentials(&s->anon) == 0);
	while (len < SERVER_CHAIN_MAX && s->chain[len] != NULL) {
		crt[len] = s->chain[len]->crt;
		len++;
	}
	if (len > 0)
		must(gnutls_certificate_set_x509_key(s->certificate, crt, len,
		    s->chain[0]->key) >= 0);
	must(gnutls_credentials_set(s->session, GNUTLS_CRD_CERTIFICATE,
	    s->certificate) == 0);
	if (s->anonymous)
		must(gnutls_credentials_set(s->session, GNUTLS_CRD_ANON,
		    s->anon) == 0);
	gnutls_certificate_server_set_request(s->session, s->asks ?
	    GNUTLS_CERT_REQUEST : GNUTLS_CERT_IGNORE);
	gnutls_transport_set_int(s->session, s->fd);
}

static inline void
server_look(struct server *s)
{
	size_t len = sizeof(s->name);
	const gnutls_datum_t *peers;
	unsigned type, count;

	if (gnutls_server_name_get(s->session, s->name, &len, &type, 0) != 0)
		s->name[0] = '\0';
	peers = gnutls_certificate_get_peers(s->session, &count);
	if (peers != NULL && count > 0)
		s->client = arena_copy(s->arena,
		    span_from((char *)peers[0].data, peers[0].size));
}

static inline void *
server_run(void *self)
{
	struct server *s = self;

	if (s->instead != NULL) {
		s->instead(s->fd);
		close(s->fd);
		return NULL;
	}
	server_prepare(s);
	do {
		s->rc = gnutls_handshake(s->session);
	} while (s->rc < 0 && gnutls_error_is_fatal(s->rc) == 0);
	if (s->rc >= 0) {
		server_look(s);
		if (s->act != NULL)
			s->act(s);
	}
	gnutls_deinit(s->session);
	gnutls_certificate_free_credentials(s->certificate);
	gnutls_anon_free_server_credentials(s->anon);
	close(s->fd);
	return NULL;
}

/* The client's side of the pair. */
static inline struct transport *
server_begin(struct server *s)
{
	int fds[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	must(fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0);
	s->fd = fds[1];
	s->arena = arena_new();
	must(pthread_create(&s->thread, NULL, server_run, s) == 0);
	return plain_new(fds[0]);
}

/* Waits for it; after that what it saw can be read, until server_clear. */
static inline void
server_end(struct server *s)
{
	must(pthread_join(s->thread, NULL) == 0);
}

static inline void
server_clear(struct server *s)
{
	arena_free(&s->arena);
}

/* Receives until the end, or an empty line. */
static inline void
server_hear(struct server *s)
{
	static const char end[] = "\n\n";
	char *all = arena_get(s->arena, 1, 1 << 20);
	size_t len = 0;
	ssize_t n;

	do {
		n = gnutls_record_recv(s->session, all + len,
		    (1 << 20) - len);
		len += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && (len < 2 || memcmp(all + len - 2, end, 2) != 0)) ||
	    n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED);
	s->heard = span_from(all, len);
}

static inline void
server_say(struct server *s, struct span text)
{
	while (text.len > 0) {
		ssize_t n = gnutls_record_send(s->session, text.at, text.len);

		if (n <= 0)
			return;
		text = span_from_octet(text, (size_t)n);
	}
}

#endif
