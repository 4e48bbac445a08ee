/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does the server prove who it is? Its chain against trusted certificates
 * and names, or against fingerprints; for TLSA records see dane.h.
 *
 * Everything here works on the octets of certificates (DER) and needs no
 * session. A chain is the server's, leaf first; every octet is hostile.
 */
#ifndef TLS_PEER_H
#define TLS_PEER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "tls/anchors.h"
#include "tls/authorities.h"
#include "tls/fingerprint.h"
#include "tls/match.h"
#include "tls/notes.h"

enum { PEER_CHAIN_MAX = 16 };	/* certificates looked at */

struct peer_chain {
	const struct span *der;	/* leaf first, as the server sent them */
	size_t len;		/* 0: it sent none */
};

/* How much is known of the server, as Postfix's log says it (behaviour
 * 140). */
enum standing {
	STANDING_ANONYMOUS,	/* no certificate */
	STANDING_UNTRUSTED,
	STANDING_TRUSTED,		/* the chain is good, the name is not */
	STANDING_VERIFIED,		/* it proved what was asked for */
};

/* As the results name it: "verified", "trusted", "untrusted", or "none" if
 * there is no certificate. */
const char *standing_name(enum standing standing);

struct verdict {
	enum standing standing;
	struct span by;		/* VERIFIED: by which name, fingerprint or
				 * TLSA record; else empty */
	struct span reason;	/* not VERIFIED: why not; else empty */
};

/* Nothing is known of the server but whether it showed a certificate. */
struct verdict peer_unproven(const struct peer_chain *chain,
    struct span reason);

/* What a level with names asks for (behaviour 131). */
struct peer_demand {
	const struct authorities *authorities;	/* NULL: nothing is trusted */
	const struct anchors *anchors;	/* not NULL: they alone count */
	const struct references *names;
	unsigned depth;		/* smtp_tls_scert_verifydepth */
};

/*
 * TRUSTED: the chain leads to a trusted certificate within the depth (one
 * more certificate may stand between than it says), is valid now, meant for
 * servers, and strong enough. VERIFIED: it has one of the names too. If
 * addresses are among the names, one of those must fit as well as a name, if
 * there is any. Names are the DNS names of subjectAltName; the subject's CN
 * only if there are none.
 */
struct verdict peer_check_names(struct arena *arena,
    const struct peer_chain *chain, const struct peer_demand *demand,
    struct notes *notes);

/*
 * VERIFIED: the digest of the leaf or of its key is one of them (behaviour
 * 132); names, dates and issuers do not matter, but a key of less than 80
 * bits of strength does. Else UNTRUSTED.
 */
struct verdict peer_check_fingerprints(struct arena *arena,
    const struct peer_chain *chain, const struct fingerprints *fingerprints,
    struct notes *notes);

/* A line for each certificate: subject, issuer, dates, key, names. */
void peer_describe(const struct peer_chain *chain, struct notes *notes);

#endif
