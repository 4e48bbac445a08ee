/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Chains and TLSA records, and what the two should make together: for our
 * own check and for another program's.
 */
#ifndef TEST_UNIT_TLS_DANE_SCENES_H
#define TEST_UNIT_TLS_DANE_SCENES_H

#include <gnutls/crypto.h>

#include "tls/dane.h"
#include "unit/tls/ca.h"

enum { CHAIN = 5 };

/* Who may stand in a chain. */
enum who {
	NOBODY, LEAF, INTER, ROOT,	/* as they should be */
	EXPIRED, FUTURE, WEAK, STRANGER,	/* leaves of the same inter */
	CLIENT,
	SELF,			/* a leaf by itself */
	DIRECT,			/* a leaf of the root */
	FORGED_LEAF, FORGED_INTER,	/* of an attacker */
	IMPOSTOR,		/* has the root's name, not its key */
	FOOLED,			/* the leaf of the impostor */
	OLD_ROOT, OLD_LEAF,	/* a root that has expired, and its leaf */
	INTER2, DEEP,		/* one more between, and its leaf */
	WHO
};

static struct {
	struct arena *arena;
	struct minted *at[WHO];
} them;

static inline struct minted *
leaf_of(enum who issuer, struct order order)
{
	order.issuer = them.at[issuer];
	order.cn = "leaf";
	if (order.dns[0].len == 0)
		order.dns[0] = SPAN("mx.example");
	return ca_mint(them.arena, &order);
}

static inline void
begin(void)
{
	struct minted **at = them.at;

	them.arena = arena_new();
	at[ROOT] = ca_authority(them.arena, "root", NULL);
	at[INTER] = ca_authority(them.arena, "inter", at[ROOT]);
	at[LEAF] = leaf_of(INTER, (struct order){ .rsa = 0 });
	at[EXPIRED] = leaf_of(INTER, (struct order){ .from = -9, .to = -1 });
	at[FUTURE] = leaf_of(INTER, (struct order){ .from = 1, .to = 9 });
	at[WEAK] = leaf_of(INTER, (struct order){ .rsa = 768 });
	at[STRANGER] = leaf_of(INTER, (struct order){
	    .dns = { SPAN_INIT("mx.evil.test") } });
	at[CLIENT] = leaf_of(INTER, (struct order){
	    .purpose = GNUTLS_KP_TLS_WWW_CLIENT });
	at[SELF] = leaf_of(NOBODY, (struct order){ .rsa = 0 });
	at[DIRECT] = leaf_of(ROOT, (struct order){ .rsa = 0 });
	at[FORGED_INTER] = ca_authority(them.arena, "forged", NULL);
	at[FORGED_LEAF] = leaf_of(FORGED_INTER, (struct order){ .rsa = 0 });
	at[IMPOSTOR] = ca_authority(them.arena, "root", NULL);
	at[FOOLED] = leaf_of(IMPOSTOR, (struct order){ .rsa = 0 });
	at[OLD_ROOT] = ca_mint(them.arena, &(struct order){ .cn = "old",
	    .authority = true, .from = -9, .to = -1 });
	at[OLD_LEAF] = leaf_of(OLD_ROOT, (struct order){ .rsa = 0 });
	at[INTER2] = ca_authority(them.arena, "inter2", at[INTER]);
	at[DEEP] = leaf_of(INTER2, (struct order){ .rsa = 0 });
}

static inline void
end(void)
{
	for (size_t i = 1; i < WHO; i++)
		ca_forget(them.at[i], true);
	arena_free(&them.arena);
}

static inline struct span
digest(gnutls_digest_algorithm_t algorithm, struct span octets)
{
	char result[64];
	size_t len = gnutls_hash_get_len(algorithm);

	must(gnutls_hash_fast(algorithm, octets.at, octets.len, result) ==
	    0);
	return arena_copy(them.arena, span_from(result, len));
}

/* A record about somebody. */
struct about {
	unsigned usage, selector, type;
	enum who who;
};

static inline struct tlsa
record(const struct about *about)
{
	const struct minted *m = them.at[about->who];
	struct tlsa tlsa = { about->usage, about->selector, about->type,
	    about->selector == TLSA_CERTIFICATE ? m->der : m->spki };

	if (about->type == TLSA_SHA256)
		tlsa.data = digest(GNUTLS_DIG_SHA256, tlsa.data);
	else if (about->type == TLSA_SHA512)
		tlsa.data = digest(GNUTLS_DIG_SHA512, tlsa.data);
	return tlsa;
}

struct scene {
	const char *name;
	struct about about;
	enum who chain[CHAIN];
	enum standing standing;
};

#define GOOD	STANDING_VERIFIED
#define BAD	STANDING_UNTRUSTED

static const struct scene scenes[] = {
	{ "behaviour 120: usage 3 and an expired leaf", { 3, 1, 1, EXPIRED },
	    { EXPIRED }, GOOD },
	{ "behaviour 120: usage 3 and a leaf of tomorrow",
	    { 3, 0, 1, FUTURE }, { FUTURE }, GOOD },
	{ "behaviour 120: usage 3 and another name",
	    { 3, 1, 1, STRANGER }, { STRANGER }, GOOD },
	{ "behaviour 120: usage 3 and a certificate for clients",
	    { 3, 1, 1, CLIENT }, { CLIENT }, GOOD },
	{ "behaviour 120: usage 3, by itself", { 3, 1, 1, SELF }, { SELF },
	    GOOD },
	{ "behaviour 120: usage 3 for the issuer", { 3, 1, 1, INTER },
	    { LEAF, INTER, ROOT }, BAD },
	{ "behaviour 132: usage 3 and a weak key", { 3, 1, 1, WEAK },
	    { WEAK }, BAD },
	{ "a key that was replaced: the old record", { 3, 1, 1, DIRECT },
	    { LEAF, INTER }, BAD },
	{ "behaviour 120: usage 2 never means the leaf", { 2, 1, 1, LEAF },
	    { LEAF, INTER, ROOT }, BAD },
	{ "behaviour 120: usage 2, a leaf by itself", { 2, 1, 1, SELF },
	    { SELF }, BAD },
	{ "behaviour 120: usage 2 in full, a leaf by itself",
	    { 2, 0, 0, SELF }, { LEAF, INTER }, BAD },
	{ "behaviour 120: the leaf itself as anchor in full",
	    { 2, 0, 0, LEAF }, { LEAF, INTER }, BAD },
	{ "behaviour 120: the same, by itself", { 2, 0, 0, SELF }, { SELF },
	    BAD },
	{ "behaviour 120: the key that signed it, which is its own",
	    { 2, 1, 0, SELF }, { SELF }, GOOD },
	{ "behaviour 120: usage 2 and an expired leaf", { 2, 1, 1, INTER },
	    { EXPIRED, INTER }, BAD },
	{ "behaviour 120: usage 2 and a leaf of tomorrow",
	    { 2, 1, 1, ROOT }, { FUTURE, INTER, ROOT }, BAD },
	{ "behaviour 120: usage 2 and another name", { 2, 1, 1, INTER },
	    { STRANGER, INTER }, STANDING_TRUSTED },
	{ "behaviour 132: usage 2 and a certificate for clients",
	    { 2, 1, 1, INTER }, { CLIENT, INTER }, BAD },
	{ "behaviour 132: usage 2 and a weak key", { 2, 1, 1, INTER },
	    { WEAK, INTER }, BAD },
	{ "usage 2, in the wrong order", { 2, 0, 1, ROOT },
	    { LEAF, ROOT, INTER }, GOOD },
	{ "usage 2, one between is missing", { 2, 0, 1, ROOT },
	    { LEAF, ROOT }, BAD },
	{ "a forged chain, the real anchor behind it", { 2, 0, 1, ROOT },
	    { FORGED_LEAF, FORGED_INTER, ROOT }, BAD },
	{ "the same by the anchor's key", { 2, 1, 1, ROOT },
	    { FORGED_LEAF, FORGED_INTER, ROOT }, BAD },
	{ "the same in full", { 2, 0, 0, ROOT },
	    { FORGED_LEAF, FORGED_INTER, ROOT }, BAD },
	{ "the same with the key in full", { 2, 1, 0, ROOT },
	    { FORGED_LEAF, FORGED_INTER, ROOT }, BAD },
	{ "a forged leaf, the real chain behind it", { 2, 1, 2, INTER },
	    { FORGED_LEAF, INTER, ROOT }, BAD },
	{ "an impostor, the real anchor behind it", { 2, 1, 1, ROOT },
	    { FOOLED, IMPOSTOR, ROOT }, BAD },
	{ "the real anchor behind an impostor's leaf", { 2, 0, 1, ROOT },
	    { FOOLED, ROOT }, BAD },
	{ "an impostor alone", { 2, 1, 0, ROOT }, { FOOLED, IMPOSTOR },
	    BAD },
	{ "an anchor that has expired", { 2, 0, 1, OLD_ROOT },
	    { OLD_LEAF, OLD_ROOT }, BAD },
	{ "the root's key in full, the leaf is its own", { 2, 1, 0, ROOT },
	    { DIRECT }, GOOD },
	{ "nothing was sent", { 3, 1, 1, LEAF }, { NOBODY },
	    STANDING_ANONYMOUS },
};

#endif
