/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/dane.h"

#include <gnutls/crypto.h>

#include "base/mem.h"
#include "tls/chain_internal.h"
#include "tls/subject_internal.h"

enum { DIGEST_MAX = 64 };	/* octets */

/* Everything that one check looks at. */
struct trial {
	struct arena *arena;
	struct chain chain;
	struct span der[PEER_CHAIN_MAX];	/* of each certificate */
	struct span key[PEER_CHAIN_MAX];	/* and of its key */
	const struct dane_demand *demand;
	struct notes *notes;
};

/* full_trouble - of data that is a whole certificate or key */

static const char *
full_trouble(const struct tlsa *tlsa)
{
	gnutls_x509_crt_t crt;
	gnutls_pubkey_t key;

	if (tlsa->selector == TLSA_CERTIFICATE) {
		if (chain_import(tlsa->data, GNUTLS_X509_FMT_DER, &crt) < 0)
			return "data is no certificate";
		gnutls_x509_crt_deinit(crt);
	} else {
		if (chain_import_key(tlsa->data, GNUTLS_X509_FMT_DER,
		    &key) < 0)
			return "data is no public key";
		gnutls_pubkey_deinit(key);
	}
	return NULL;
}

/* choose - the records that count; how many can be used is returned */

static size_t
choose(const struct dane_demand *demand, bool *counts, struct arena *arena,
    struct notes *notes)
{
	size_t len = demand->len < TLSA_MAX ? demand->len : TLSA_MAX;
	size_t usable = 0;

	for (size_t i = 0; i < len; i++) {
		const struct tlsa *tlsa = &demand->tlsa[i];
		const char *trouble = tlsa_trouble(tlsa, &demand->digests);

		if (trouble == NULL && tlsa->type == TLSA_FULL)
			trouble = full_trouble(tlsa);
		counts[i] = trouble == NULL;
		usable += counts[i];
		if (trouble != NULL && notes != NULL) {
			struct span text = tlsa_text(arena, tlsa);

			notes_add(notes, "TLSA %.*s cannot be used: %s",
			    SPAN_ARG(text), trouble);
		}
	}
	tlsa_choose(demand->tlsa, len, &demand->digests, counts);
	return usable;
}

size_t
dane_usable(const struct dane_demand *demand)
{
	bool counts[TLSA_MAX];

	return choose(demand, counts, NULL, NULL);
}

/* is_of - the record is about the n-th certificate of the chain */

static bool
is_of(const struct trial *trial, const struct tlsa *tlsa, unsigned n)
{
	struct span octets = tlsa->selector == TLSA_CERTIFICATE ?
	    trial->der[n] : trial->key[n];
	unsigned char digest[DIGEST_MAX];
	gnutls_digest_algorithm_t algorithm = tlsa->type == TLSA_SHA256 ?
	    GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA512;

	if (octets.len == 0)
		return false;
	if (tlsa->type == TLSA_FULL)
		return span_equal(octets, tlsa->data);
	if (gnutls_hash_fast(algorithm, octets.at, octets.len, digest) < 0)
		return false;
	return span_equal(tlsa->data, span_from((char *)digest,
	    gnutls_hash_get_len(algorithm)));
}

/* leads_to_absent - the anchor need not be in the chain if the record has it
 * in full. The leaf is no anchor; but one that signed itself was signed by
 * its key, which OpenSSL takes for good. */

static bool
leads_to_absent(const struct trial *trial, const struct tlsa *tlsa,
    const char **reason)
{
	unsigned between = chain_between(trial->demand->depth);
	gnutls_x509_crt_t crt;
	gnutls_pubkey_t key;
	bool good;

	/* What cannot be read was not chosen. */
	if (tlsa->selector == TLSA_CERTIFICATE && is_of(trial, tlsa, 0)) {
		*reason = "it is the server's own, and no issuer's";
		return false;
	}
	if (tlsa->selector == TLSA_CERTIFICATE) {
		must(chain_import(tlsa->data, GNUTLS_X509_FMT_DER, &crt) >= 0);
		good = chain_leads_to_one(&trial->chain, crt, between, reason);
		gnutls_x509_crt_deinit(crt);
	} else {
		must(chain_import_key(tlsa->data, GNUTLS_X509_FMT_DER,
		    &key) >= 0);
		good = chain_leads_to_key(&trial->chain, key, PEER_CHAIN_MAX,
		    reason);
		gnutls_pubkey_deinit(key);
	}
	return good;
}

/* leads_to_anchor - usage 2: never the leaf itself */

static bool
leads_to_anchor(const struct trial *trial, const struct tlsa *tlsa,
    const char **reason)
{
	unsigned between = chain_between(trial->demand->depth);

	*reason = "no issuer in the chain is this one";
	for (unsigned i = 1; i < trial->chain.len; i++)
		if (is_of(trial, tlsa, i) &&
		    chain_leads_to_one(&trial->chain, trial->chain.crt[i],
		    between, reason))
			return true;
	return tlsa->type == TLSA_FULL &&
	    leads_to_absent(trial, tlsa, reason);
}

static bool
has_name(const struct trial *trial)
{
	struct subject subject;
	struct span by;
	bool good;

	subject_read(trial->arena, trial->chain.crt[0], &subject);
	good = subject_fits(trial->arena, &subject, trial->demand->names,
	    &by, trial->notes);
	subject_clear(&subject);
	return good;
}

/* matches - one record; *standing is how far it goes if it does not */

static bool
matches(const struct trial *trial, const struct tlsa *tlsa,
    const char **reason, enum standing *standing)
{
	if (tlsa->usage == TLSA_END_ENTITY) {
		*reason = tlsa->selector == TLSA_KEY ?
		    "the server has another key" :
		    "the server has another certificate";
		return is_of(trial, tlsa, 0);
	}
	if (!leads_to_anchor(trial, tlsa, reason))
		return false;
	*standing = STANDING_TRUSTED;
	*reason = "the chain leads to it, but the certificate is for other "
	    "names";
	return has_name(trial);
}

static struct verdict
try_all(const struct trial *trial, const bool *counts)
{
	const struct dane_demand *demand = trial->demand;
	const char *most = NULL, *reason;	/* said of the furthest */
	struct verdict verdict = { .standing = STANDING_UNTRUSTED };

	for (size_t i = 0; i < demand->len && i < TLSA_MAX; i++) {
		enum standing standing = STANDING_UNTRUSTED;
		struct span text;

		if (!counts[i])
			continue;
		text = tlsa_text(trial->arena, &demand->tlsa[i]);
		if (matches(trial, &demand->tlsa[i], &reason, &standing)) {
			notes_add(trial->notes, "TLSA %.*s matches",
			    SPAN_ARG(text));
			return (struct verdict){ .by = text,
			    .standing = STANDING_VERIFIED };
		}
		notes_add(trial->notes, "TLSA %.*s does not match: %s",
		    SPAN_ARG(text), reason);
		if (most == NULL || standing > verdict.standing) {
			most = reason;
			verdict.standing = standing;
		}
	}
	verdict.reason = span_of(most == NULL ?
	    "no TLSA record can be used" : most);
	return verdict;
}

static struct verdict
judge(struct trial *trial, const struct peer_chain *from)
{
	bool counts[TLSA_MAX];

	choose(trial->demand, counts, trial->arena, trial->notes);
	if (!chain_is_strong(&trial->chain))
		return (struct verdict){ .standing = STANDING_UNTRUSTED,
		    .reason = SPAN_INIT("the key of the certificate is too "
		    "weak") };
	for (unsigned i = 0; i < trial->chain.len; i++) {
		trial->der[i] = from->der[i];
		trial->key[i] = chain_key(trial->arena, trial->chain.crt[i]);
	}
	return try_all(trial, counts);
}

struct verdict
dane_check(struct arena *arena, const struct peer_chain *from,
    const struct dane_demand *demand, struct notes *notes)
{
	struct trial trial = { .arena = arena, .demand = demand,
	    .notes = notes };
	const char *trouble = chain_read(from, &trial.chain);
	struct verdict verdict;

	if (trouble != NULL)
		return peer_unproven(from, span_of(trouble));
	verdict = judge(&trial, from);
	chain_clear(&trial.chain);
	return verdict;
}
