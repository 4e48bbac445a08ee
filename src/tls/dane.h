/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DANE for mail (RFC 7671, RFC 7672): does the server's chain fit its TLSA
 * records? The records are known to be secure; that is not asked here. Our
 * own, because libgnutls-dane takes a genuine anchor that was appended to a
 * forged chain for proof.
 */
#ifndef TLS_DANE_H
#define TLS_DANE_H

#include <stdbool.h>
#include <stddef.h>

#include "tls/match.h"
#include "tls/notes.h"
#include "tls/peer.h"
#include "tls/tlsa.h"

struct dane_demand {
	const struct tlsa *tlsa;
	size_t len;		/* only the first TLSA_MAX are looked at */
	struct tlsa_digests digests;
	const struct references *names;	/* for usage 2: the TLSA base domain,
	    the nexthop, and its final name */
	unsigned depth;		/* for usage 2: smtp_tls_scert_verifydepth,
	    as peer_demand has it */
};

/* How many of the records can be used; 0: behaviour 118 decides, and
 * dane_check would find nothing. */
size_t dane_usable(const struct dane_demand *demand);

/*
 * VERIFIED: usage 3, and the leaf is the record's, whatever its name and
 * dates; or usage 2, and the chain leads to the record's anchor, which need
 * not have been sent if the record holds it in full, is valid now, and the
 * leaf has one of the names. A leaf key of less than 80 bits never will do.
 * Notes say for every record why it did or did not.
 */
struct verdict dane_check(struct arena *arena, const struct peer_chain *chain,
    const struct dane_demand *demand, struct notes *notes);

#endif
