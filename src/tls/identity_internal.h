/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a handshake sees of our identity. For this room only.
 */
#ifndef TLS_IDENTITY_INTERNAL_H
#define TLS_IDENTITY_INTERNAL_H

#include <gnutls/abstract.h>

#include "tls/identity.h"

enum { IDENTITY_CHAIN_MAX = 16 };	/* certificates behind one key */

/* A key, its certificate, and those that vouch for it. */
struct identity_chain {
	gnutls_privkey_t key;
	gnutls_pcert_st certificate[IDENTITY_CHAIN_MAX];
	unsigned len;
};

/*
 * One whose key is of one of these algorithms, or of any if there are none:
 * the first that is not RSA, else the first. GnuTLS does not say what the
 * server likes best, but that is mostly ECDSA. NULL: there is none. The
 * identity may be NULL.
 */
struct identity_chain *identity_pick(const struct identity *identity,
    const gnutls_pk_algorithm_t *algorithms, size_t len);

#endif
