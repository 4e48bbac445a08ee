/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TLSA records made of the input: which of them count follows the rules
 * however many there are, and no chain matches a record that is not about it.
 *
 * A record is five octets: usage, selector, type, how the data is made, and a
 * number; the data is that of a real chain, damaged at will.
 */
#include <gnutls/crypto.h>
#include <stdint.h>
#include <stdlib.h>

#include "tls/dane.h"
#include "unit/tls/ca.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORDS = 12, RECORD_OCTETS = 5, CHAIN = 3 };

static struct {
	struct arena *arena;
	struct minted *at[CHAIN];	/* leaf first */
} real;

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
make_chain(void)
{
	if (real.arena != NULL)
		return;
	real.arena = arena_new();
	real.at[2] = ca_authority(real.arena, "root", NULL);
	real.at[1] = ca_authority(real.arena, "inter", real.at[2]);
	real.at[0] = ca_mint(real.arena, &(struct order){
	    .issuer = real.at[1], .dns = { SPAN_INIT("mx.example") } });
}

/* fit_data - as a record about the n-th certificate has it */

static struct span
fit_data(struct arena *arena, const struct tlsa *tlsa, unsigned n)
{
	struct span whole = tlsa->selector == TLSA_CERTIFICATE ?
	    real.at[n]->der : real.at[n]->spki;
	gnutls_digest_algorithm_t algorithm = tlsa->type == TLSA_SHA256 ?
	    GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA512;
	char digest[64];

	if (tlsa->type == TLSA_FULL)
		return whole;
	check(gnutls_hash_fast(algorithm, whole.at, whole.len, digest) == 0);
	return arena_copy(arena, span_from(digest,
	    gnutls_hash_get_len(algorithm)));
}

static struct tlsa
make(struct arena *arena, const uint8_t *from)
{
	struct tlsa t = { from[0] % 5, from[1] % 3, from[2] % 4, { 0 } };
	struct span copy;
	char *octets;

	if (from[0] >= 0xf0)
		t.type = 255;
	t.data = fit_data(arena, &t, from[3] % CHAIN);
	if (from[3] < 0x80)
		return t;
	copy = arena_copy(arena, t.data);
	octets = arena_get(arena, copy.len, 1);
	memcpy(octets, copy.at, copy.len);
	octets[from[4] % copy.len] ^= 1;
	t.data = span_from(octets, from[3] < 0xc0 ? copy.len : from[4]);
	if (t.data.len > copy.len)
		t.data.len = copy.len;
	return t;
}

/* is_about - the record is of the n-th certificate, worked out again */

static bool
is_about(struct arena *arena, const struct tlsa *t, unsigned n)
{
	return t->selector <= TLSA_KEY && t->type <= TLSA_SHA512 &&
	    span_equal(t->data, fit_data(arena, t, n));
}

/* is_issuer - the record is of an issuer; in full it may be another
 * certificate with the same key */

static bool
is_issuer(struct arena *arena, const struct tlsa *t, unsigned n)
{
	struct span key = real.at[n]->spki;

	if (is_about(arena, t, n))
		return true;
	for (size_t i = 0; t->selector == TLSA_CERTIFICATE &&
	    t->type == TLSA_FULL && i + key.len <= t->data.len; i++)
		if (memcmp(t->data.at + i, key.at, key.len) == 0)
			return true;
	return false;
}

static void
check_choice(const struct tlsa *tlsa, size_t len,
    const struct tlsa_digests *digests)
{
	bool usable[RECORDS], counts[RECORDS];

	for (size_t i = 0; i < len; i++)
		counts[i] = usable[i] =
		    tlsa_trouble(&tlsa[i], digests) == NULL;
	tlsa_choose(tlsa, len, digests, counts);
	for (size_t i = 0; i < len; i++) {
		bool stronger = false;

		for (size_t j = 0; j < len; j++)
			stronger = stronger || (usable[j] &&
			    tlsa[i].type == TLSA_SHA256 &&
			    tlsa[j].type == TLSA_SHA512 &&
			    tlsa[i].usage == tlsa[j].usage &&
			    tlsa[i].selector == tlsa[j].selector);
		check(counts[i] == (usable[i] && !stronger));
		check(!usable[i] || tlsa_is_candidate(&tlsa[i]));
	}
}

static void
check_match(struct arena *arena, const struct tlsa *tlsa, size_t len,
    const struct tlsa_digests *digests)
{
	struct span der[CHAIN], bad;
	struct peer_chain chain = { der, CHAIN };
	struct references names = { .len = 0 };
	struct dane_demand demand = { tlsa, len, *digests, &names, 9 };
	bool may_match = false;
	struct verdict v;

	for (size_t i = 0; i < CHAIN; i++)
		der[i] = real.at[i]->der;
	references_read(arena, &names, SPAN("mx.example"),
	    &(struct destination){ SPAN("x"), SPAN("x") }, &bad);
	v = dane_check(arena, &chain, &demand, NULL);
	for (size_t i = 0; i < len; i++)
		may_match = may_match || (tlsa[i].usage == TLSA_END_ENTITY ?
		    is_about(arena, &tlsa[i], 0) :
		    tlsa[i].usage == TLSA_TRUST_ANCHOR &&
		    (is_issuer(arena, &tlsa[i], 1) ||
		    is_issuer(arena, &tlsa[i], 2)));
	check(may_match || v.standing != STANDING_VERIFIED);
	check((v.by.len > 0) == (v.standing == STANDING_VERIFIED));
	check(dane_usable(&demand) > 0 || v.standing == STANDING_UNTRUSTED);
}

static void
check_rdata(struct arena *arena, struct span rdata)
{
	struct tlsa tlsa;
	struct span text;

	if (!tlsa_read(rdata, &tlsa))
		return;
	text = tlsa_text(arena, &tlsa);
	check(text.len > 0 && text.len < 100 &&
	    span_find(text, '\n') == text.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct tlsa tlsa[RECORDS];
	struct tlsa_digests digests;
	struct span unknown;
	size_t len = 0;

	make_chain();
	check_rdata(arena, span_from((const char *)data, size));
	for (; len < RECORDS && size >= RECORD_OCTETS; len++) {
		tlsa[len] = make(arena, data);
		data += RECORD_OCTETS;
		size -= RECORD_OCTETS;
	}
	tlsa_digests_read(SPAN("sha512 sha256"), &digests, &unknown);
	check_choice(tlsa, len, &digests);
	check_match(arena, tlsa, len, &digests);
	arena_free(&arena);
	return 0;
}
