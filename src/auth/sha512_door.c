/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/sha512_door.h"

#include <gnutls/crypto.h>

bool
sha512_start(void)
{
	return gnutls_global_init() == 0;
}

void
sha512_end(void)
{
	gnutls_global_deinit();
}

static gnutls_datum_t
datum(struct span s)
{
	return (gnutls_datum_t){ (unsigned char *)(size_t)s.at,
	    (unsigned)s.len };
}

bool
sha512_hash(struct span text, struct sha512 *to)
{
	return gnutls_hash_fast(GNUTLS_DIG_SHA512, text.at, text.len,
	    to->at) == 0;
}

bool
sha512_hmac(const struct sha512 *key, struct span text, struct sha512 *to)
{
	return gnutls_hmac_fast(GNUTLS_MAC_SHA512, key->at, SHA512_LEN,
	    text.at, text.len, to->at) == 0;
}

bool
sha512_salted(struct span password, struct span salt, unsigned iterations,
    struct sha512 *to)
{
	const gnutls_datum_t key = datum(password), with = datum(salt);

	return gnutls_pbkdf2(GNUTLS_MAC_SHA512, &key, &with, iterations,
	    to->at, SHA512_LEN) == 0;
}

bool
sha512_equal(const struct sha512 *a, struct span b)
{
	return b.len == SHA512_LEN &&
	    gnutls_memcmp(a->at, b.at, SHA512_LEN) == 0;
}
