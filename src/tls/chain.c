/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/chain_internal.h"

#include "base/mem.h"
#include "tls/der.h"

struct span
chain_words(int rc)
{
	struct span words = span_of(gnutls_strerror(rc));

	if (words.len > 0 && words.at[words.len - 1] == '.')
		words.len--;
	return words;
}

int
chain_import(struct span octets, gnutls_x509_crt_fmt_t format,
    gnutls_x509_crt_t *crt)
{
	gnutls_datum_t datum = datum_of(octets);
	int rc;

	must(gnutls_x509_crt_init(crt) == 0);
	rc = gnutls_x509_crt_import(*crt, &datum, format);
	if (rc < 0)
		gnutls_x509_crt_deinit(*crt);
	return rc;
}

int
chain_import_key(struct span octets, gnutls_x509_crt_fmt_t format,
    gnutls_pubkey_t *key)
{
	gnutls_datum_t datum = datum_of(octets);
	int rc;

	must(gnutls_pubkey_init(key) == 0);
	rc = gnutls_pubkey_import(*key, &datum, format);
	if (rc < 0)
		gnutls_pubkey_deinit(*key);
	return rc;
}

const char *
chain_read(const struct peer_chain *from, struct chain *chain)
{
	size_t len = from->len < PEER_CHAIN_MAX ? from->len : PEER_CHAIN_MAX;

	chain->len = 0;
	for (size_t i = 0; i < len; i++) {
		if (chain_import(from->der[i], GNUTLS_X509_FMT_DER,
		    &chain->crt[i]) < 0) {
			chain_clear(chain);
			return "a certificate cannot be read";
		}
		chain->len++;
	}
	return len > 0 ? NULL : "there is no certificate";
}

void
chain_clear(struct chain *chain)
{
	while (chain->len > 0)
		gnutls_x509_crt_deinit(chain->crt[--chain->len]);
}

struct span
chain_key(struct arena *arena, gnutls_x509_crt_t crt)
{
	gnutls_datum_t spki = { NULL, 0 };
	struct span octets = { 0 };
	gnutls_pubkey_t key;

	must(gnutls_pubkey_init(&key) == 0);
	if (gnutls_pubkey_import_x509(key, crt, 0) == 0 &&
	    gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &spki) == 0) {
		octets = arena_copy(arena, span_of_datum(&spki));
		gnutls_free(spki.data);
	}
	gnutls_pubkey_deinit(key);
	return octets;
}

bool
chain_is_strong(const struct chain *chain)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(chain->crt[0],
	    &bits);

	return algorithm >= 0 &&
	    gnutls_pk_bits_to_sec_param((gnutls_pk_algorithm_t)algorithm,
	    bits) >= GNUTLS_SEC_PARAM_LOW;
}

/* What GnuTLS finds, the plainest first. */
static const struct {
	unsigned status;
	const char *words;
} findings[] = {
	{ GNUTLS_CERT_EXPIRED, "a certificate has expired" },
	{ GNUTLS_CERT_NOT_ACTIVATED, "a certificate is not valid yet" },
	{ GNUTLS_CERT_SIGNER_NOT_FOUND, "the issuer is not known" },
	{ GNUTLS_CERT_SIGNER_NOT_CA, "the issuer may not issue" },
	{ GNUTLS_CERT_INSECURE_ALGORITHM,
	    "a key or a signature of the chain is too weak" },
	{ GNUTLS_CERT_SIGNATURE_FAILURE, "a signature is wrong" },
	{ GNUTLS_CERT_PURPOSE_MISMATCH,
	    "the certificate is not meant for servers" },
	{ GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE,
	    "the issuer may not issue for this name" },
	{ GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS,
	    "a certificate has critical extensions that are not known" },
	{ GNUTLS_CERT_REVOKED, "a certificate was revoked" },
};

static const char *
finding(unsigned status)
{
	for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++)
		if ((status & findings[i].status) != 0)
			return findings[i].words;
	return "the chain is not good";
}

static bool
has_issuer(gnutls_x509_trust_list_t list, gnutls_x509_crt_t crt)
{
	gnutls_x509_crt_t issuer;

	return gnutls_x509_trust_list_get_issuer(list, crt, &issuer, 0) >= 0;
}

/* how_many_between - certificates from the leaf to the list, on the way that
 * GnuTLS takes through a chain in any order */

static unsigned
how_many_between(const struct chain *chain, gnutls_x509_trust_list_t list)
{
	gnutls_x509_crt_t at = chain->crt[0];
	bool used[PEER_CHAIN_MAX] = { true };
	unsigned count = 0;

	while (!has_issuer(list, at)) {
		unsigned i = 0;

		while (i < chain->len && (used[i] ||
		    gnutls_x509_crt_check_issuer(at, chain->crt[i]) == 0))
			i++;
		if (i == chain->len)
			break;
		used[i] = true;
		at = chain->crt[i];
		count++;
	}
	return count;
}

bool
chain_leads_to(const struct chain *chain, gnutls_x509_trust_list_t list,
    unsigned flags, unsigned between, const char **reason)
{
	gnutls_typed_vdata_st purpose = { .type = GNUTLS_DT_KEY_PURPOSE_OID,
	    .data = datum_of(SPAN(GNUTLS_KP_TLS_WWW_SERVER)).data };
	unsigned how = GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW);
	gnutls_x509_crt_t crt[PEER_CHAIN_MAX];
	unsigned status = 0;
	int rc;

	if ((flags & CHAIN_OLD_ANCHORS) != 0)
		how |= GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS;
	for (unsigned i = 0; i < chain->len; i++)
		crt[i] = chain->crt[i];
	rc = gnutls_x509_trust_list_verify_crt2(list, crt, chain->len,
	    &purpose, 1, how, &status, NULL);
	if (rc < 0)
		*reason = "a certificate cannot be judged";
	else if (status != 0)
		*reason = finding(status);
	else if (how_many_between(chain, list) > between)
		*reason = "the chain is too long";
	else
		return true;
	return false;
}

bool
chain_leads_to_one(const struct chain *chain, gnutls_x509_crt_t anchor,
    unsigned between, const char **reason)
{
	gnutls_x509_trust_list_t list;
	bool good;

	must(gnutls_x509_trust_list_init(&list, 1) == 0);
	must(gnutls_x509_trust_list_add_cas(list, &anchor, 1, 0) == 1);
	good = chain_leads_to(chain, list, 0, between, reason);
	gnutls_x509_trust_list_deinit(list, 0);
	return good;
}

/* is_signed_by - by the key, whoever the certificate says it is */

static bool
is_signed_by(gnutls_x509_crt_t crt, gnutls_pubkey_t key)
{
	int algorithm = gnutls_x509_crt_get_signature_algorithm(crt);
	gnutls_datum_t der, data, signature;
	unsigned char octets[2048];
	size_t len = sizeof(octets);
	struct span part;
	bool good = false;

	if (algorithm < 0 ||
	    gnutls_x509_crt_get_signature(crt, (char *)octets, &len) < 0 ||
	    gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der) < 0)
		return false;
	signature = (gnutls_datum_t){ octets, (unsigned)len };
	if (der_signed_part(span_of_datum(&der), &part)) {
		data = datum_of(part);
		good = gnutls_pubkey_verify_data2(key,
		    (gnutls_sign_algorithm_t)algorithm, 0, &data,
		    &signature) >= 0;
	}
	gnutls_free(der.data);
	return good;
}

bool
chain_leads_to_key(const struct chain *chain, gnutls_pubkey_t key,
    unsigned between, const char **reason)
{
	*reason = "no certificate of the chain was signed by this key";
	for (unsigned i = 0; i < chain->len; i++)
		if (is_signed_by(chain->crt[i], key) &&
		    chain_leads_to_one(chain, chain->crt[i], between,
		    reason))
			return true;
	return false;
}
