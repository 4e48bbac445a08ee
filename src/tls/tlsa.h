/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TLSA records (RFC 6698) as RFC 7671 and 7672 want them for mail: which can
 * be used at all, and which of them count. Pure.
 */
#ifndef TLS_TLSA_H
#define TLS_TLSA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

enum {
	TLSA_TRUST_ANCHOR = 2,	/* usages */
	TLSA_END_ENTITY = 3,
	TLSA_CERTIFICATE = 0,	/* selectors */
	TLSA_KEY = 1,
	TLSA_FULL = 0,		/* matching types */
	TLSA_SHA256 = 1,
	TLSA_SHA512 = 2,
	TLSA_MAX = 100,		/* records looked at */
};

struct tlsa {
	unsigned usage, selector, type;
	struct span data;	/* borrowed: certificate association data */
};

/* RDATA, which must have its three numbers. Nothing else is asked. */
bool tlsa_read(struct span rdata, struct tlsa *tlsa);

/*
 * Not dropped as soon as it is read (behaviour 118): usage 2 or 3, some data,
 * a matching type that is not private use.
 */
bool tlsa_is_candidate(const struct tlsa *tlsa);

/* Matching types that may be used, the strongest first. */
struct tlsa_digests {
	unsigned type[2];
	size_t len;
};

/*
 * tls_dane_digests: "sha512 sha256", each with "=number" behind it if one
 * likes; words stand apart by commas and blanks. What is unknown, or has
 * another number than the registry, is passed over; its first such word is
 * *unknown, else that is empty.
 */
void tlsa_digests_read(struct span list, struct tlsa_digests *digests,
    struct span *unknown);

/*
 * Why the record cannot be used: a candidate with a known selector, a digest
 * that we may use, and data of its length. NULL: it can, as far as that is
 * to be seen without reading a full certificate or key.
 */
const char *tlsa_trouble(const struct tlsa *tlsa,
    const struct tlsa_digests *digests);

/*
 * RFC 7671 section 9: of the usable records (usable[i]) of one usage and
 * selector only those with the strongest digest count; those with the full
 * data always do. Clears usable[i] of the others.
 */
void tlsa_choose(const struct tlsa *tlsa, size_t len,
    const struct tlsa_digests *digests, bool *usable);

/* "3 1 1 8D02536C887482BC34FF54E41D2BA659...": data in hex, cut. */
struct span tlsa_text(struct arena *arena, const struct tlsa *tlsa);

#endif
