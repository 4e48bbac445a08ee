/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/peer.h"

#include "base/utf8.h"
#include "tls/authorities_internal.h"
#include "tls/chain_internal.h"
#include "tls/subject_internal.h"

const char *
standing_name(enum standing standing)
{
	switch (standing) {
	case STANDING_ANONYMOUS:
		break;
	case STANDING_UNTRUSTED:
		return "untrusted";
	case STANDING_TRUSTED:
		return "trusted";
	case STANDING_VERIFIED:
		return "verified";
	}
	return "none";
}

struct verdict
peer_unproven(const struct peer_chain *chain, struct span reason)
{
	return (struct verdict){ .standing = chain->len == 0 ?
	    STANDING_ANONYMOUS : STANDING_UNTRUSTED, .reason = reason };
}

/* less - a verdict short of what was asked for */

static struct verdict
less(enum standing standing, const char *reason)
{
	return (struct verdict){ .standing = standing,
	    .reason = span_of(reason) };
}

/* unread - nothing can be said about a chain that is none */

static struct verdict
unread(const struct peer_chain *chain, const char *reason,
    struct notes *notes)
{
	notes_add(notes, "the chain cannot be judged: %s", reason);
	return peer_unproven(chain, span_of(reason));
}

static bool
is_trusted(const struct chain *chain, const struct peer_demand *demand,
    const char **reason)
{
	unsigned between = chain_between(demand->depth);

	if (demand->anchors != NULL)
		return anchors_hold(demand->anchors, chain, between, reason);
	if (demand->authorities != NULL)
		return chain_leads_to(chain,
		    authorities_list(demand->authorities), 0, between,
		    reason);
	*reason = "nobody is trusted to vouch for servers";
	return false;
}

static struct verdict
judge(struct arena *arena, const struct chain *chain,
    const struct peer_demand *demand, struct notes *notes)
{
	struct verdict verdict = { .standing = STANDING_VERIFIED };
	struct subject subject;
	const char *reason;

	if (!is_trusted(chain, demand, &reason)) {
		notes_add(notes, "the chain is not trusted: %s", reason);
		return less(STANDING_UNTRUSTED, reason);
	}
	notes_add(notes, "the chain is trusted");
	subject_read(arena, chain->crt[0], &subject);
	if (!subject_fits(arena, &subject, demand->names, &verdict.by, notes))
		verdict = less(STANDING_TRUSTED,
		    "the certificate is for other names");
	subject_clear(&subject);
	verdict.by = utf8_printable(arena, verdict.by, '?');
	return verdict;
}

struct verdict
peer_check_names(struct arena *arena, const struct peer_chain *from,
    const struct peer_demand *demand, struct notes *notes)
{
	struct verdict verdict;
	struct chain chain;
	const char *trouble = chain_read(from, &chain);

	if (trouble != NULL)
		return unread(from, trouble, notes);
	verdict = judge(arena, &chain, demand, notes);
	chain_clear(&chain);
	return verdict;
}

/* fits - the octets of a certificate or a key have one of the fingerprints */

static bool
fits(struct arena *arena, const struct fingerprints *fingerprints,
    struct span octets, struct verdict *verdict)
{
	if (octets.len == 0 || !fingerprints_have(fingerprints, octets))
		return false;
	verdict->standing = STANDING_VERIFIED;
	verdict->by = fingerprint_text(arena, fingerprints->digest, octets);
	return true;
}

static void
note_fingerprints(struct arena *arena, struct span certificate,
    struct span key, unsigned digest, struct notes *notes)
{
	struct span text;

	if (notes == NULL)
		return;
	text = fingerprint_text(arena, digest, certificate);
	notes_add(notes, "fingerprint of the certificate: %.*s",
	    SPAN_ARG(text));
	text = fingerprint_text(arena, digest, key);
	notes_add(notes, "fingerprint of its key: %.*s", SPAN_ARG(text));
}

struct verdict
peer_check_fingerprints(struct arena *arena, const struct peer_chain *from,
    const struct fingerprints *fingerprints, struct notes *notes)
{
	struct verdict verdict = { .standing = STANDING_UNTRUSTED };
	struct chain chain;
	const char *trouble = chain_read(from, &chain);
	struct span key;

	if (trouble != NULL)
		return unread(from, trouble, notes);
	key = chain_key(arena, chain.crt[0]);
	note_fingerprints(arena, from->der[0], key, fingerprints->digest,
	    notes);
	if (!chain_is_strong(&chain))
		verdict = less(STANDING_UNTRUSTED,
		    "the key of the certificate is too weak");
	else if (!fits(arena, fingerprints, from->der[0], &verdict) &&
	    !fits(arena, fingerprints, key, &verdict))
		verdict = less(STANDING_UNTRUSTED,
		    "neither the certificate nor its key has a fingerprint "
		    "that was asked for");
	chain_clear(&chain);
	return verdict;
}

void
peer_describe(const struct peer_chain *from, struct notes *notes)
{
	struct chain chain;
	const char *trouble;

	if (notes == NULL)
		return;
	trouble = chain_read(from, &chain);
	if (trouble != NULL) {
		notes_add(notes, "no chain to look at: %s", trouble);
		return;
	}
	for (unsigned i = 0; i < chain.len; i++) {
		gnutls_datum_t text;

		if (gnutls_x509_crt_print(chain.crt[i],
		    GNUTLS_CRT_PRINT_ONELINE, &text) < 0)
			continue;
		notes_add(notes, "certificate %u: %s", i, (char *)text.data);
		gnutls_free(text.data);
	}
	chain_clear(&chain);
}
