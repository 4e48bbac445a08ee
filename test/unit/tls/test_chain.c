/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/chain_internal.h"

#include "unit/tap.h"
#include "unit/tls/ca.h"

static struct {
	struct arena *arena;
	struct minted *root, *inter, *leaf, *weak;
} them;

static void
reading(void)
{
	struct span der[PEER_CHAIN_MAX + 4];
	struct peer_chain from = { der, 2 };
	struct chain chain;

	der[0] = them.leaf->der;
	der[1] = SPAN("\x30\x03no");
	is_text(span_of(chain_read(&from, &chain)),
	    "a certificate cannot be read", "one of junk");
	is_number(chain.len, 0, "nothing is left to be cleared");
	for (size_t i = 0; i < PEER_CHAIN_MAX + 4; i++)
		der[i] = them.inter->der;
	from.len = PEER_CHAIN_MAX + 4;
	ok(chain_read(&from, &chain) == NULL, "more than are looked at");
	is_number(chain.len, PEER_CHAIN_MAX, "the first of them");
	chain_clear(&chain);
	from.len = 0;
	is_text(span_of(chain_read(&from, &chain)),
	    "there is no certificate", "none");
}

static void
read_two(struct chain *chain, const struct minted *a, const struct minted *b)
{
	struct span der[] = { a->der, b->der };
	struct peer_chain from = { der, 2 };

	must(chain_read(&from, chain) == NULL);
}

static void
keys(void)
{
	struct chain chain;

	read_two(&chain, them.leaf, them.weak);
	is_span(chain_key(them.arena, chain.crt[0]), them.leaf->spki,
	    "the key as certificates have it");
	ok(chain_is_strong(&chain), "P-256 is strong enough");
	chain_clear(&chain);
	read_two(&chain, them.weak, them.leaf);
	ok(!chain_is_strong(&chain), "RSA of 768 bits is not");
	chain_clear(&chain);
}

static void
distance(void)
{
	struct chain chain;
	const char *reason = NULL;

	read_two(&chain, them.leaf, them.inter);
	ok(chain_leads_to_one(&chain, them.root->crt, 1, &reason),
	    "one between");
	ok(!chain_leads_to_one(&chain, them.root->crt, 0, &reason),
	    "one too many");
	is_text(span_of(reason), "the chain is too long", "says why");
	ok(chain_leads_to_one(&chain, them.inter->crt, 0, &reason),
	    "none between");
	ok(!chain_leads_to_one(&chain, them.weak->crt, 9, &reason),
	    "not to a stranger");
	chain_clear(&chain);
}

static void
bare_key(void)
{
	struct chain chain;
	gnutls_pubkey_t key;
	gnutls_datum_t spki = datum_of(them.root->spki);
	const char *reason = NULL;

	must(gnutls_pubkey_init(&key) == 0);
	must(gnutls_pubkey_import(key, &spki, GNUTLS_X509_FMT_DER) == 0);
	read_two(&chain, them.leaf, them.inter);
	ok(chain_leads_to_key(&chain, key, 9, &reason),
	    "to a key that signed the issuer");
	chain_clear(&chain);
	read_two(&chain, them.leaf, them.weak);
	ok(!chain_leads_to_key(&chain, key, 9, &reason),
	    "not if the one between is missing");
	is_text(span_of(reason),
	    "no certificate of the chain was signed by this key", "says why");
	chain_clear(&chain);
	gnutls_pubkey_deinit(key);
}

int
main(void)
{
	struct span words = chain_words(GNUTLS_E_BASE64_DECODING_ERROR);

	them.arena = arena_new();
	them.root = ca_authority(them.arena, "root", NULL);
	them.inter = ca_authority(them.arena, "inter", them.root);
	them.leaf = ca_mint(them.arena, &(struct order){
	    .issuer = them.inter });
	them.weak = ca_mint(them.arena, &(struct order){ .rsa = 768 });
	ok(words.len > 0 && words.at[words.len - 1] != '.',
	    "words without a full stop");
	reading();
	keys();
	distance();
	bare_key();
	ca_forget(them.root, true);
	ca_forget(them.inter, true);
	ca_forget(them.leaf, true);
	ca_forget(them.weak, true);
	arena_free(&them.arena);
	return tap_done();
}
