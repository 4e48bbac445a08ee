/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/fingerprint.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/str.h"

enum { WORD_MAX = 192 };	/* characters of hex and colons */

static const struct name digest_rows[] = {
	{ "md5", GNUTLS_DIG_MD5 }, { "sha1", GNUTLS_DIG_SHA1 },
	{ "sha224", GNUTLS_DIG_SHA224 }, { "sha256", GNUTLS_DIG_SHA256 },
	{ "sha384", GNUTLS_DIG_SHA384 }, { "sha512", GNUTLS_DIG_SHA512 },
	{ NULL, 0 },
};

static const struct names digests = { digest_rows, false };

bool
fingerprint_digest(struct span name, unsigned *digest)
{
	return names_code(&digests, name, digest);
}

/* read_hex - "AB:CD" or "abcd" to octets; 0: it is none */

static size_t
read_hex(struct span word, unsigned char *octets)
{
	size_t len = 0;

	if (word.len > WORD_MAX)
		return 0;
	while (word.len >= 2) {
		int high = ascii_hex(word.at[0]), low = ascii_hex(word.at[1]);

		if (high < 0 || low < 0)
			return 0;
		octets[len++] = (unsigned char)(high << 4 | low);
		word = span_from_octet(word, 2);
		if (word.len > 1 && word.at[0] == ':')
			word = span_from_octet(word, 1);
	}
	return word.len == 0 ? len : 0;
}

void
fingerprints_read(struct arena *arena, struct span list,
    struct fingerprints *fingerprints, struct span *bad)
{
	unsigned char octets[WORD_MAX / 2];
	struct span word;

	*bad = (struct span){ 0 };
	while (ascii_word(&list, ", \t\r\n|", &word)) {
		size_t len = read_hex(word, octets);

		if (len > 0 && fingerprints->len < FINGERPRINTS_MAX)
			fingerprints->octets[fingerprints->len++] = arena_copy(
			    arena, span_from((char *)octets, len));
		else if (bad->len == 0)
			*bad = word;
	}
}

/* digest_of - the octets of a digest; their number */

static size_t
digest_of(unsigned digest, struct span octets, unsigned char *result)
{
	gnutls_digest_algorithm_t algorithm =
	    (gnutls_digest_algorithm_t)digest;
	size_t len = gnutls_hash_get_len(algorithm);

	must(len > 0 && len <= FINGERPRINT_MAX);
	if (gnutls_hash_fast(algorithm, octets.at, octets.len, result) < 0)
		return 0;	/* not allowed on this system */
	return len;
}

struct span
fingerprint_hex(struct arena *arena, struct span octets)
{
	struct str text;
	struct span copy;

	str_init(&text, 3 * octets.len + 1);
	for (size_t i = 0; i < octets.len; i++)
		str_addf(&text, "%s%02X", i > 0 ? ":" : "",
		    (unsigned char)octets.at[i]);
	copy = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return copy;
}

struct span
fingerprint_text(struct arena *arena, unsigned digest, struct span octets)
{
	unsigned char result[FINGERPRINT_MAX];
	size_t len = digest_of(digest, octets, result);

	return fingerprint_hex(arena, span_from((char *)result, len));
}

bool
fingerprints_have(const struct fingerprints *fingerprints, struct span octets)
{
	unsigned char result[FINGERPRINT_MAX];
	size_t len = digest_of(fingerprints->digest, octets, result);
	struct span want = span_from((char *)result, len);

	for (size_t i = 0; len > 0 && i < fingerprints->len; i++)
		if (span_equal(fingerprints->octets[i], want))
			return true;
	return false;
}
