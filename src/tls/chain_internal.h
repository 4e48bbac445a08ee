/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A chain of certificates as GnuTLS has it, and where it leads. For this room
 * only.
 */
#ifndef TLS_CHAIN_INTERNAL_H
#define TLS_CHAIN_INTERNAL_H

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "tls/peer.h"

struct chain {
	gnutls_x509_crt_t crt[PEER_CHAIN_MAX];	/* leaf first */
	unsigned len;
};

/* What may be asked of chain_leads_to besides. */
enum {
	CHAIN_OLD_ANCHORS = 1 << 0,	/* the dates of an anchor do not
					 * matter */
};

/* GnuTLS takes no const; it does not write there. */
static inline gnutls_datum_t
datum_of(struct span s)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)s.at,
	    (unsigned)s.len };
}

static inline struct span
span_of_datum(const gnutls_datum_t *datum)
{
	return span_from((const char *)datum->data, datum->size);
}

/* How many certificates may stand between the leaf and an anchor, with this
 * smtp_tls_scert_verifydepth (behaviour 131). */
static inline unsigned
chain_between(unsigned depth)
{
	return depth < PEER_CHAIN_MAX ? depth + 1 : PEER_CHAIN_MAX;
}

/* What a number below 0 means, in words without a full stop. */
struct span chain_words(int rc);

/* Reads a certificate, or a bare public key. A number below 0: it is none,
 * and nothing is to be freed. */
int chain_import(struct span octets, gnutls_x509_crt_fmt_t format,
    gnutls_x509_crt_t *crt);
int chain_import_key(struct span octets, gnutls_x509_crt_fmt_t format,
    gnutls_pubkey_t *key);

/*
 * Reads the first PEER_CHAIN_MAX certificates. NULL: all is well, and
 * chain_clear is due; else why not.
 */
const char *chain_read(const struct peer_chain *from, struct chain *chain);
void chain_clear(struct chain *chain);

/* The octets of its public key, as certificates have them (SPKI); empty: none
 * that GnuTLS can read. */
struct span chain_key(struct arena *arena, gnutls_x509_crt_t crt);

/* The leaf's key has 80 bits of strength or more. */
bool chain_is_strong(const struct chain *chain);

/*
 * Leads from the leaf to a certificate of the list: signatures, dates,
 * strength, constraints, and a leaf that is for servers; at most `between`
 * certificates stand between the two. False: *reason says why not.
 */
bool chain_leads_to(const struct chain *chain, gnutls_x509_trust_list_t list,
    unsigned flags, unsigned between, const char **reason);

/* The same with one certificate for a list. */
bool chain_leads_to_one(const struct chain *chain, gnutls_x509_crt_t anchor,
    unsigned between, const char **reason);

/* The same for a bare key, which no certificate of the chain need have. */
bool chain_leads_to_key(const struct chain *chain, gnutls_pubkey_t key,
    unsigned between, const char **reason);

#endif
