/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/anchors.h"

#include "base/mem.h"
#include "base/vec.h"
#include "tls/authorities_internal.h"
#include "tls/library.h"
#include "tls/pem.h"
#include "tls/text.h"

struct anchors {
	VEC(gnutls_x509_crt_t) certificates;
	VEC(gnutls_pubkey_t) keys;
	gnutls_x509_trust_list_t list;	/* borrows the certificates */
};

static int
add_certificate(struct anchors *anchors, struct span block)
{
	gnutls_x509_crt_t crt;
	int rc = chain_import(block, GNUTLS_X509_FMT_PEM, &crt);

	if (rc >= 0)
		*vec_add(&anchors->certificates) = crt;
	return rc;
}

static int
add_key(struct anchors *anchors, struct span block)
{
	gnutls_pubkey_t key;
	int rc = chain_import_key(block, GNUTLS_X509_FMT_PEM, &key);

	if (rc >= 0)
		*vec_add(&anchors->keys) = key;
	return rc;
}

static size_t
how_many(const struct anchors *anchors)
{
	return anchors->certificates.len + anchors->keys.len;
}

static bool
add_text(struct anchors *anchors, struct span text, struct span path,
    struct dsn *why)
{
	size_t before = how_many(anchors);
	struct pem pem;
	int rc = 0;

	while (rc >= 0 && pem_next(&text, &pem))
		if (pem_is_certificate(&pem))
			rc = add_certificate(anchors, pem.block);
		else if (pem_is_public_key(&pem))
			rc = add_key(anchors, pem.block);
	if (rc < 0)
		return dsn_fail(why, "4.7.5", "cannot read a trust anchor in "
		    "%.*s: %.*s", SPAN_ARG(path), SPAN_ARG(chain_words(rc)));
	if (how_many(anchors) == before)
		return dsn_fail(why, "4.7.5", "there is no trust anchor in "
		    "%.*s", SPAN_ARG(path));
	return true;
}

static bool
add_file(struct anchors *anchors, struct span path, struct dsn *why)
{
	struct str text;
	bool good;

	if (!text_read(path, &text, why))
		return false;
	good = add_text(anchors, str_span(&text), path, why);
	str_wipe(&text);
	return good;
}

bool
anchors_load(const struct span *files, size_t len, struct anchors **anchors,
    struct dsn *why)
{
	struct anchors *a;
	bool good = true;

	if (!library_start(why))
		return false;
	a = mem_new(1, sizeof(*a));
	must(gnutls_x509_trust_list_init(&a->list, 0) == 0);
	for (size_t i = 0; good && i < len; i++)
		good = add_file(a, files[i], why);
	if (!good) {
		anchors_free(&a);
		return false;
	}
	gnutls_x509_trust_list_add_cas(a->list, a->certificates.at,
	    (unsigned)a->certificates.len, 0);
	*anchors = a;
	return true;
}

void
anchors_free(struct anchors **anchors)
{
	struct anchors *a = *anchors;

	if (a == NULL)
		return;
	gnutls_x509_trust_list_deinit(a->list, 0);
	for (size_t i = 0; i < a->certificates.len; i++)
		gnutls_x509_crt_deinit(a->certificates.at[i]);
	for (size_t i = 0; i < a->keys.len; i++)
		gnutls_pubkey_deinit(a->keys.at[i]);
	vec_clear(&a->certificates);
	vec_clear(&a->keys);
	mem_free(anchors);
	library_end();
}

bool
anchors_hold(const struct anchors *anchors, const struct chain *chain,
    unsigned between, const char **reason)
{
	const char *ignored;

	if (chain_leads_to(chain, anchors->list, CHAIN_OLD_ANCHORS, between,
	    reason))
		return true;
	for (size_t i = 0; i < anchors->keys.len; i++)
		if (chain_leads_to_key(chain, anchors->keys.at[i], between,
		    anchors->certificates.len == 0 ? reason : &ignored))
			return true;
	return false;
}
