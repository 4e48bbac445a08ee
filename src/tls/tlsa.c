/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/tlsa.h"

#include "base/ascii.h"
#include "base/num.h"
#include "base/str.h"

enum {
	TYPE_PRIVATE = 255,
	SHA256_LEN = 32,	/* octets */
	SHA512_LEN = 64,
	SHOWN_MAX = 16,		/* octets of data in a text */
};

bool
tlsa_read(struct span rdata, struct tlsa *tlsa)
{
	if (rdata.len < 3)
		return false;
	tlsa->usage = (unsigned char)rdata.at[0];
	tlsa->selector = (unsigned char)rdata.at[1];
	tlsa->type = (unsigned char)rdata.at[2];
	tlsa->data = span_from_octet(rdata, 3);
	return true;
}

bool
tlsa_is_candidate(const struct tlsa *tlsa)
{
	return (tlsa->usage == TLSA_TRUST_ANCHOR ||
	    tlsa->usage == TLSA_END_ENTITY) && tlsa->type != TYPE_PRIVATE &&
	    tlsa->data.len > 0;
}

static unsigned
type_of(struct span name)
{
	if (ascii_equal(name, SPAN("sha256")))
		return TLSA_SHA256;
	if (ascii_equal(name, SPAN("sha512")))
		return TLSA_SHA512;
	return 0;
}

/* rank - 1 for the strongest; 0: it may not be used */

static size_t
rank(const struct tlsa_digests *digests, unsigned type)
{
	for (size_t i = 0; i < digests->len; i++)
		if (digests->type[i] == type)
			return i + 1;
	return 0;
}

/* take_digest - false when the word is none */

static bool
take_digest(struct tlsa_digests *digests, struct span word)
{
	bool numbered = span_find(word, '=') < word.len;
	unsigned type = type_of(span_cut(&word, '='));
	uint64_t number;

	if (type == 0 ||
	    (numbered && (!num_unsigned(word, &number) || number != type)))
		return false;
	if (rank(digests, type) == 0)
		digests->type[digests->len++] = type;
	return true;
}

void
tlsa_digests_read(struct span list, struct tlsa_digests *digests,
    struct span *unknown)
{
	struct span word;

	*digests = (struct tlsa_digests){ .len = 0 };
	*unknown = (struct span){ 0 };
	while (ascii_word(&list, ", \t\r\n", &word))
		if (!take_digest(digests, word) && unknown->len == 0)
			*unknown = word;
}

const char *
tlsa_trouble(const struct tlsa *tlsa, const struct tlsa_digests *digests)
{
	if (tlsa->usage != TLSA_TRUST_ANCHOR && tlsa->usage != TLSA_END_ENTITY)
		return "mail has no use for this usage";
	if (tlsa->selector != TLSA_CERTIFICATE && tlsa->selector != TLSA_KEY)
		return "unknown selector";
	if (tlsa->data.len == 0)
		return "no data";
	if (tlsa->type == TLSA_FULL)
		return NULL;
	if (tlsa->type != TLSA_SHA256 && tlsa->type != TLSA_SHA512)
		return "unknown matching type";
	if (rank(digests, tlsa->type) == 0)
		return "tls_dane_digests does not have this digest";
	if (tlsa->data.len !=
	    (tlsa->type == TLSA_SHA256 ? SHA256_LEN : SHA512_LEN))
		return "data not as long as the digest";
	return NULL;
}

/* outdone - by a usable record of the same usage and selector that has a
 * stronger digest */

static bool
outdone(const struct tlsa *tlsa, size_t len, size_t which,
    const struct tlsa_digests *digests, const bool *usable)
{
	const struct tlsa *me = &tlsa[which];

	if (me->type == TLSA_FULL)
		return false;
	for (size_t i = 0; i < len; i++)
		if (usable[i] && tlsa[i].usage == me->usage &&
		    tlsa[i].selector == me->selector &&
		    tlsa[i].type != TLSA_FULL &&
		    rank(digests, tlsa[i].type) < rank(digests, me->type))
			return true;
	return false;
}

void
tlsa_choose(const struct tlsa *tlsa, size_t len,
    const struct tlsa_digests *digests, bool *usable)
{
	/* The strongest is never outdone, so it stays to outdo others. */
	for (size_t i = 0; i < len; i++)
		if (usable[i] && outdone(tlsa, len, i, digests, usable))
			usable[i] = false;
}

struct span
tlsa_text(struct arena *arena, const struct tlsa *tlsa)
{
	struct span shown = span_up_to(tlsa->data, SHOWN_MAX);
	struct str text;
	struct span copy;

	str_init(&text, 3 * 11 + 2 * SHOWN_MAX + 4);
	str_addf(&text, "%u %u %u ", tlsa->usage, tlsa->selector, tlsa->type);
	for (size_t i = 0; i < shown.len; i++)
		str_addf(&text, "%02X", (unsigned char)shown.at[i]);
	if (shown.len < tlsa->data.len)
		str_addf(&text, "...");
	copy = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return copy;
}
