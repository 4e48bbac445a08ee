/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fingerprints: digests of a certificate, or of its public key, in hex.
 */
#ifndef TLS_FINGERPRINT_H
#define TLS_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

enum {
	FINGERPRINT_MAX = 64,	/* octets of the longest digest */
	FINGERPRINTS_MAX = 64,
};

/* "md5", "sha1", "sha224", "sha256", "sha384" or "sha512", in any case; its
 * number is for the functions below. False: unknown. */
bool fingerprint_digest(struct span name, unsigned *digest);

/* Those that a server may have, all made with the same digest. */
struct fingerprints {
	unsigned digest;
	struct span octets[FINGERPRINTS_MAX];	/* of any length */
	size_t len;
};

/*
 * Adds those of a list: hex, with or without colons between the octets, at
 * most 192 characters; they stand apart by commas, blanks and '|'. What is
 * none, or too many, is passed over; the first such word is *bad, else that
 * is empty (behaviour 112).
 */
void fingerprints_read(struct arena *arena, struct span list,
    struct fingerprints *fingerprints, struct span *bad);

/* The digest of these octets, as "AB:CD:EF". */
struct span fingerprint_text(struct arena *arena, unsigned digest,
    struct span octets);

/* The text of octets that are a digest already. */
struct span fingerprint_hex(struct arena *arena, struct span octets);

/* One of them is the digest of these octets. */
bool fingerprints_have(const struct fingerprints *fingerprints,
    struct span octets);

#endif
