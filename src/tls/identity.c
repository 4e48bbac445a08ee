/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/identity_internal.h"

#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "tls/chain_internal.h"
#include "tls/pem.h"
#include "tls/text.h"

enum { KEY_ID_MAX = 64 };	/* octets */

struct identity {
	VEC(struct identity_chain *) chains;
};

/* trouble - what is wrong with a file of ours */

static bool
trouble(struct dsn *why, const char *what, struct span path,
    struct span reason)
{
	return dsn_fail(why, "4.7.5", "%s in %.*s: %.*s", what,
	    SPAN_ARG(path), SPAN_ARG(reason));
}

static struct identity_chain *
add_chain(struct identity *identity)
{
	struct identity_chain *chain = mem_new(1, sizeof(*chain));

	must(gnutls_privkey_init(&chain->key) == 0);
	*vec_add(&identity->chains) = chain;
	return chain;
}

static bool
is_encrypted(const struct pem *pem)
{
	struct span rest = pem->block;

	if (span_equal(pem->label, SPAN("ENCRYPTED PRIVATE KEY")))
		return true;
	while (rest.len > 0) {
		struct span line = span_trim(span_cut(&rest, '\n'));

		if (span_equal(line, SPAN("Proc-Type: 4,ENCRYPTED")))
			return true;
	}
	return false;
}

static bool
read_key(struct identity_chain *chain, const struct pem *pem,
    struct span path, struct dsn *why)
{
	gnutls_datum_t block = datum_of(pem->block);
	int rc;

	if (is_encrypted(pem))
		return trouble(why, "cannot use the key", path,
		    SPAN("it is encrypted"));
	rc = gnutls_privkey_import_x509_raw(chain->key, &block,
	    GNUTLS_X509_FMT_PEM, NULL, 0);
	return rc >= 0 ||
	    trouble(why, "cannot read the key", path, chain_words(rc));
}

static bool
read_certificate(struct identity_chain *chain, const struct pem *pem,
    struct span path, struct dsn *why)
{
	gnutls_datum_t block = datum_of(pem->block);
	int rc;

	if (chain->len == IDENTITY_CHAIN_MAX)
		return trouble(why, "cannot use the certificates", path,
		    SPAN("they are too many"));
	rc = gnutls_pcert_import_x509_raw(&chain->certificate[chain->len],
	    &block, GNUTLS_X509_FMT_PEM, 0);
	if (rc < 0)
		return trouble(why, "cannot read a certificate", path,
		    chain_words(rc));
	chain->len++;
	return true;
}

/* key_id - of the public half; 0: there is none that can be had */

static size_t
key_id(gnutls_pubkey_t key, unsigned char *id)
{
	size_t len = KEY_ID_MAX;

	return gnutls_pubkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id,
	    &len) < 0 ? 0 : len;
}

/* belongs - the key and the first certificate are of one pair */

static bool
belongs(const struct identity_chain *chain)
{
	unsigned char ours[KEY_ID_MAX], theirs[KEY_ID_MAX];
	gnutls_pubkey_t key;
	size_t len = 0;

	must(gnutls_pubkey_init(&key) == 0);
	if (gnutls_pubkey_import_privkey(key, chain->key, 0, 0) >= 0)
		len = key_id(key, ours);
	gnutls_pubkey_deinit(key);
	return len > 0 &&
	    key_id(chain->certificate[0].pubkey, theirs) == len &&
	    memcmp(ours, theirs, len) == 0;
}

static bool
is_whole(const struct identity_chain *chain, struct span path,
    struct dsn *why)
{
	if (chain->len == 0)
		return trouble(why, "cannot use the key", path,
		    SPAN("there is no certificate with it"));
	return belongs(chain) || trouble(why, "cannot use the key", path,
	    SPAN("it is not that of the certificate"));
}

/* add_blocks - of one of the chain files: each key begins a chain, and must
 * not leave the one before it incomplete */

static bool
add_blocks(struct identity *identity, struct span text, struct span path,
    struct dsn *why)
{
	struct identity_chain *chain = identity->chains.len == 0 ? NULL :
	    identity->chains.at[identity->chains.len - 1];
	bool good = true;
	struct pem pem;

	while (good && pem_next(&text, &pem)) {
		if (pem_is_key(&pem)) {
			good = chain == NULL || is_whole(chain, path, why);
			if (!good)
				break;
			chain = add_chain(identity);
			good = read_key(chain, &pem, path, why);
		} else if (pem_is_certificate(&pem) && chain == NULL)
			good = trouble(why, "cannot use a certificate", path,
			    SPAN("its key must stand before it"));
		else if (pem_is_certificate(&pem))
			good = read_certificate(chain, &pem, path, why);
	}
	return good;
}

static bool
add_chain_file(struct identity *identity, struct span path, struct dsn *why)
{
	struct str text;
	bool good;

	if (!text_read(path, &text, why))
		return false;
	good = add_blocks(identity, str_span(&text), path, why);
	str_wipe(&text);
	return good;
}

static bool
add_chain_files(struct identity *identity, const struct identity_setup *setup,
    struct dsn *why)
{
	struct span last = setup->chain_files[setup->chain_files_len - 1];

	for (size_t i = 0; i < setup->chain_files_len; i++)
		if (!add_chain_file(identity, setup->chain_files[i], why))
			return false;
	if (identity->chains.len == 0)
		return trouble(why, "cannot tell who we are", last,
		    SPAN("there is no key"));
	return is_whole(identity->chains.at[identity->chains.len - 1], last,
	    why);
}

static bool
find_key(struct identity_chain *chain, struct span text, struct span path,
    struct dsn *why)
{
	struct pem pem;

	while (pem_next(&text, &pem))
		if (pem_is_key(&pem))
			return read_key(chain, &pem, path, why);
	return trouble(why, "cannot tell who we are", path,
	    SPAN("there is no key"));
}

static bool
add_certificates(struct identity_chain *chain, struct span text,
    struct span path, struct dsn *why)
{
	struct pem pem;

	while (pem_next(&text, &pem))
		if (pem_is_certificate(&pem) &&
		    !read_certificate(chain, &pem, path, why))
			return false;
	return chain->len > 0 || trouble(why, "cannot tell who we are", path,
	    SPAN("there is no certificate"));
}

static bool
add_pair(struct identity *identity, struct span certificate, struct span key,
    struct dsn *why)
{
	struct identity_chain *chain = add_chain(identity);
	struct str text;
	bool good;

	if (!text_read(certificate, &text, why))
		return false;
	good = add_certificates(chain, str_span(&text), certificate, why);
	str_wipe(&text);
	if (!good || !text_read(key, &text, why))
		return false;
	good = find_key(chain, str_span(&text), key, why);
	str_wipe(&text);
	return good && is_whole(chain, key, why);
}

static bool
add_pairs(struct identity *identity, const struct identity_setup *setup,
    struct dsn *why)
{
	for (size_t i = 0; i < IDENTITY_FILES; i++) {
		struct span certificate = setup->file[i].certificate;
		struct span key = setup->file[i].key;

		if (certificate.len > 0 && !add_pair(identity, certificate,
		    key.len > 0 ? key : certificate, why))
			return false;
	}
	return true;
}

bool
identity_load(const struct identity_setup *setup, struct identity **identity,
    struct dsn *why)
{
	struct identity *id = mem_new(1, sizeof(*id));
	bool good;

	if (setup->chain_files_len > 0)
		good = add_chain_files(id, setup, why);
	else
		good = add_pairs(id, setup, why);
	if (good)
		*identity = id;
	else
		identity_free(&id);
	return good;
}

void
identity_free(struct identity **identity)
{
	struct identity *id = *identity;

	if (id == NULL)
		return;
	for (size_t i = 0; i < id->chains.len; i++) {
		struct identity_chain *chain = id->chains.at[i];

		while (chain->len > 0)
			gnutls_pcert_deinit(
			    &chain->certificate[--chain->len]);
		gnutls_privkey_deinit(chain->key);
		mem_free(&chain);
	}
	vec_clear(&id->chains);
	mem_free(identity);
}

/* takes - a server that has these algorithms can use the key. RSA-PSS is also
 * said of signatures by a common RSA key (RFC 8446 section 4.2.3). */

static bool
takes(const gnutls_pk_algorithm_t *algorithms, size_t len,
    gnutls_pk_algorithm_t key)
{
	for (size_t i = 0; i < len; i++)
		if (algorithms[i] == key || (key == GNUTLS_PK_RSA &&
		    algorithms[i] == GNUTLS_PK_RSA_PSS))
			return true;
	return len == 0;
}

struct identity_chain *
identity_pick(const struct identity *identity,
    const gnutls_pk_algorithm_t *algorithms, size_t len)
{
	struct identity_chain *rsa = NULL;

	if (identity == NULL)
		return NULL;
	for (size_t i = 0; i < identity->chains.len; i++) {
		struct identity_chain *chain = identity->chains.at[i];
		int key = gnutls_privkey_get_pk_algorithm(chain->key, NULL);

		if (key < 0 ||
		    !takes(algorithms, len, (gnutls_pk_algorithm_t)key))
			continue;
		if (key != GNUTLS_PK_RSA)
			return chain;
		rsa = rsa == NULL ? chain : rsa;
	}
	return rsa;
}
