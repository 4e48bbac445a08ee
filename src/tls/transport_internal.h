/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A TLS session as a transport, from before its handshake. For this room
 * only.
 */
#ifndef TLS_TRANSPORT_INTERNAL_H
#define TLS_TRANSPORT_INTERNAL_H

#include <gnutls/gnutls.h>
#include <stdbool.h>

#include "net/transport.h"
#include "tls/identity.h"

enum {
	TLS_RECORD_MAX = 16384,	/* octets of content in a record */
	TLS_RECORD_MORE = 512,	/* what stands around it at most */
};

struct tls {
	struct transport transport;	/* first: it is cast to and fro */
	struct transport *below;	/* ours; NULL until given */
	gnutls_session_t session;
	gnutls_certificate_credentials_t certificate;
	gnutls_anon_client_credentials_t anonymous;
	const struct identity *identity;
	bool asked, answered;	/* as tls_facts has it */
	bool open;		/* the handshake is done */
	bool ended;		/* nothing more can be read */
	bool broken;		/* nothing more can be sent */
	/* Of the call under way: */
	struct wait wait;
	bool still;		/* takes only what is there */
	bool moved;		/* something was read from below */
	enum io io;		/* IO_DONE: below does not hold us up */
	/* What was deciphered and not yet received: */
	size_t in_from, in_to;
	char in[TLS_RECORD_MAX];
	char out[TLS_RECORD_MAX + TLS_RECORD_MORE];	/* one write */
};

/* A session of a client, on no transport yet, without priorities. */
struct tls *tls_new(void);

/* A call begins: it may wait like this. */
void tls_begin(struct tls *tls, const struct wait *wait, bool still);

#endif
