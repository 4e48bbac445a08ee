/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only file of this room that knows GnuTLS: what SCRAM (RFC 5802 section
 * 2.2) takes of SHA-512. All of it fails only where the library may not do
 * such things (FIPS mode).
 */
#ifndef AUTH_SHA512_DOOR_H
#define AUTH_SHA512_DOOR_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/span.h"

enum { SHA512_LEN = 64 };

/* Starts the library; whoever was told true says when it is not needed any
 * more. All else is done between the two. */
bool sha512_start(void) MUST_USE;
void sha512_end(void);

/* Octets that may be a key; who owns one overwrites it. */
struct sha512 {
	char at[SHA512_LEN];
};

static inline struct span
sha512_span(const struct sha512 *octets)
{
	return span_from(octets->at, SHA512_LEN);
}

/* H(text) */
bool sha512_hash(struct span text, struct sha512 *to) MUST_USE;

/* HMAC(key, text) */
bool sha512_hmac(const struct sha512 *key, struct span text,
    struct sha512 *to) MUST_USE;

/* Hi(password, salt, iterations); both > 0 */
bool sha512_salted(struct span password, struct span salt,
    unsigned iterations, struct sha512 *to) MUST_USE;

/* In a time that does not tell where they differ. */
bool sha512_equal(const struct sha512 *a, struct span b);

#endif
