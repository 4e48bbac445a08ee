/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a plain transport to one inside TLS. The certificate is not judged
 * here: the facts hold the chain, see peer.h and dane.h.
 */
#ifndef TLS_HANDSHAKE_H
#define TLS_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "net/transport.h"
#include "tls/identity.h"
#include "tls/peer.h"

struct handshake_setup {
	const struct identity *identity;	/* NULL: we are nobody */
	struct span priority;	/* see priority.h */
	struct span server_name;	/* sent to the server (SNI), a host
	    name in A-labels; empty: none */
	struct wait wait;
};

/* What was agreed. Texts live in the arena of *why. */
struct tls_facts {
	struct span version;	/* "TLSv1.3" */
	struct span cipher;	/* "TLS_AES_256_GCM_SHA384" */
	unsigned bits;		/* of the cipher's key */
	struct span key_exchange;	/* "ECDHE"; "RSA"; "DHE" */
	struct span group;	/* "X25519"; empty: none was used */
	struct span signature;	/* by the server: "RSA-PSS-RSAE-SHA256";
	    empty: it signed nothing */
	bool asked;		/* the server asked who we are */
	bool answered;		/* and got a certificate of ours */
	struct peer_chain chain;
};

/*
 * Takes *transport over: true, and it has become one inside TLS, over the
 * former, which it owns; false, and it was closed and is NULL. What was read
 * from the former before belongs to nobody and is the caller's to throw away
 * (behaviour 127). A send that ran out of time may have cut a record in two:
 * nothing can be sent after it, which IO_END says.
 *
 * *why: 4.7.5 for whatever the server does or does not do, and for a priority
 * string that GnuTLS does not take or a server_name that is too long
 * (behaviours 110, 111, 128); halt_fail's word if the run must stop.
 */
bool handshake(struct transport **transport,
    const struct handshake_setup *setup, struct tls_facts *facts,
    struct dsn *why) MUST_USE;

#endif
