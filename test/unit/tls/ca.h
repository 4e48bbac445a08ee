/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An authority in memory: makes keys and certificates of every sort, good
 * and bad, for servers and for us. What it makes lives until the test ends.
 */
#ifndef TEST_UNIT_TLS_CA_H
#define TEST_UNIT_TLS_CA_H

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/span.h"

enum { CA_NAMES_MAX = 4, CA_DAY = 86400 };

struct minted {
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t crt;
	struct span der;	/* of the certificate */
	struct span spki;	/* of its key */
};

/* What is not said is as a good server's certificate has it. */
struct order {
	const struct minted *issuer;	/* NULL: itself */
	const struct minted *key;	/* NULL: a new one */
	const char *cn;		/* NULL: "minted" */
	struct span dns[CA_NAMES_MAX];
	struct span ip;		/* octets */
	const char *mail;	/* an rfc822Name */
	unsigned rsa;		/* bits; 0: a key on P-256 */
	bool ed25519;
	bool authority;
	const char *purpose;	/* OID; NULL: none is said */
	int from, to;		/* days from now; both 0: -1 and 30 */
	gnutls_digest_algorithm_t digest;	/* 0: SHA256 */
	const char *permitted;	/* name constraint */
	struct span raw;	/* octets instead of a subjectAltName */
};

static inline struct span
ca_keep(struct arena *arena, gnutls_datum_t *datum)
{
	struct span copy = arena_copy(arena,
	    span_from((char *)datum->data, datum->size));

	gnutls_free(datum->data);
	return copy;
}

static inline gnutls_x509_privkey_t
ca_key(const struct order *order)
{
	gnutls_x509_privkey_t key;
	gnutls_pk_algorithm_t algorithm = order->rsa > 0 ? GNUTLS_PK_RSA :
	    order->ed25519 ? GNUTLS_PK_EDDSA_ED25519 : GNUTLS_PK_ECDSA;
	unsigned bits = order->rsa > 0 ? order->rsa :
	    GNUTLS_CURVE_TO_BITS(order->ed25519 ? GNUTLS_ECC_CURVE_ED25519 :
	    GNUTLS_ECC_CURVE_SECP256R1);

	must(gnutls_x509_privkey_init(&key) == 0);
	must(gnutls_x509_privkey_generate(key, algorithm, bits, 0) == 0);
	return key;
}

static inline void
ca_name(gnutls_x509_crt_t crt, const struct order *order)
{
	const char *cn = order->cn == NULL ? "minted" : order->cn;

	must(gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME,
	    0, cn, (unsigned)strlen(cn)) == 0);
	for (size_t i = 0; i < CA_NAMES_MAX; i++)
		if (order->dns[i].len > 0)
			must(gnutls_x509_crt_set_subject_alt_name(crt,
			    GNUTLS_SAN_DNSNAME, order->dns[i].at,
			    (unsigned)order->dns[i].len,
			    GNUTLS_FSAN_APPEND) == 0);
	if (order->ip.len > 0)
		must(gnutls_x509_crt_set_subject_alt_name(crt,
		    GNUTLS_SAN_IPADDRESS, order->ip.at,
		    (unsigned)order->ip.len, GNUTLS_FSAN_APPEND) == 0);
	if (order->mail != NULL)
		must(gnutls_x509_crt_set_subject_alt_name(crt,
		    GNUTLS_SAN_RFC822NAME, order->mail,
		    (unsigned)strlen(order->mail), GNUTLS_FSAN_APPEND) == 0);
	if (order->raw.len > 0)
		must(gnutls_x509_crt_set_extension_by_oid(crt, "2.5.29.17",
		    order->raw.at, order->raw.len, 0) == 0);
}

static inline void
ca_constrain(gnutls_x509_crt_t crt, const char *permitted)
{
	gnutls_x509_name_constraints_t constraints;
	gnutls_datum_t name;

	name.data = (unsigned char *)(uintptr_t)permitted;
	name.size = (unsigned)strlen(permitted);
	must(gnutls_x509_name_constraints_init(&constraints) == 0);
	must(gnutls_x509_name_constraints_add_permitted(constraints,
	    GNUTLS_SAN_DNSNAME, &name) == 0);
	must(gnutls_x509_crt_set_name_constraints(crt, constraints, 1) == 0);
	gnutls_x509_name_constraints_deinit(constraints);
}

static inline void
ca_extend(gnutls_x509_crt_t crt, const struct order *order)
{
	unsigned char id[64];
	size_t len = sizeof(id);

	must(gnutls_x509_crt_get_key_id(crt, 0, id, &len) == 0);
	must(gnutls_x509_crt_set_subject_key_id(crt, id, len) == 0);
	if (order->authority) {
		must(gnutls_x509_crt_set_basic_constraints(crt, 1, -1) == 0);
		must(gnutls_x509_crt_set_key_usage(crt,
		    GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN) == 0);
	}
	if (order->purpose != NULL)
		must(gnutls_x509_crt_set_key_purpose_oid(crt, order->purpose,
		    0) == 0);
	if (order->permitted != NULL)
		ca_constrain(crt, order->permitted);
}

static inline void
ca_date(gnutls_x509_crt_t crt, const struct order *order)
{
	bool said = order->from != 0 || order->to != 0;
	time_t now = time(NULL);

	must(gnutls_x509_crt_set_activation_time(crt,
	    now + (said ? order->from : -1) * CA_DAY) == 0);
	must(gnutls_x509_crt_set_expiration_time(crt,
	    now + (said ? order->to : 30) * CA_DAY) == 0);
}

static inline void
ca_export(struct arena *arena, struct minted *minted)
{
	gnutls_datum_t octets;
	gnutls_pubkey_t key;

	must(gnutls_x509_crt_export2(minted->crt, GNUTLS_X509_FMT_DER,
	    &octets) == 0);
	minted->der = ca_keep(arena, &octets);
	must(gnutls_pubkey_init(&key) == 0);
	must(gnutls_pubkey_import_x509(key, minted->crt, 0) == 0);
	must(gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &octets) == 0);
	minted->spki = ca_keep(arena, &octets);
	gnutls_pubkey_deinit(key);
}

/* What a signed certificate says is known to GnuTLS only once it was read. */
static inline void
ca_reread(struct minted *minted)
{
	gnutls_datum_t octets;

	must(gnutls_x509_crt_export2(minted->crt, GNUTLS_X509_FMT_DER,
	    &octets) == 0);
	gnutls_x509_crt_deinit(minted->crt);
	must(gnutls_x509_crt_init(&minted->crt) == 0);
	must(gnutls_x509_crt_import(minted->crt, &octets,
	    GNUTLS_X509_FMT_DER) == 0);
	gnutls_free(octets.data);
}

static inline struct minted *
ca_mint(struct arena *arena, const struct order *order)
{
	struct minted *minted = arena_get(arena, 1, sizeof(*minted));
	const struct minted *issuer = order->issuer == NULL ? minted :
	    order->issuer;
	unsigned char serial[8];

	/* An engine linked in leaves that to who needs it; see tls/engine.c. */
	must(gnutls_global_init() == 0);
	must(gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial)) == 0);
	serial[0] &= 0x7f;
	minted->key = order->key == NULL ? ca_key(order) : order->key->key;
	must(gnutls_x509_crt_init(&minted->crt) == 0);
	must(gnutls_x509_crt_set_version(minted->crt, 3) == 0);
	must(gnutls_x509_crt_set_serial(minted->crt, serial,
	    sizeof(serial)) == 0);
	must(gnutls_x509_crt_set_key(minted->crt, minted->key) == 0);
	ca_name(minted->crt, order);
	ca_date(minted->crt, order);
	ca_extend(minted->crt, order);
	must(gnutls_x509_crt_sign2(minted->crt, issuer->crt, issuer->key,
	    order->ed25519 && order->issuer == NULL ? GNUTLS_DIG_UNKNOWN :
	    order->digest == 0 ? GNUTLS_DIG_SHA256 : order->digest,
	    0) == 0);
	if (order->raw.len == 0)	/* else it may be unreadable */
		ca_reread(minted);
	ca_export(arena, minted);
	return minted;
}

/* A certificate authority with this name. */
static inline struct minted *
ca_authority(struct arena *arena, const char *cn, const struct minted *issuer)
{
	return ca_mint(arena, &(struct order){ .issuer = issuer, .cn = cn,
	    .authority = true });
}

static inline void
ca_forget(struct minted *minted, bool key_too)
{
	gnutls_x509_crt_deinit(minted->crt);
	if (key_too)
		gnutls_x509_privkey_deinit(minted->key);
}

/* PEM of the certificate, of its key, and of the key's public half. */
static inline struct span
ca_pem(struct arena *arena, const struct minted *minted)
{
	gnutls_datum_t octets;

	must(gnutls_x509_crt_export2(minted->crt, GNUTLS_X509_FMT_PEM,
	    &octets) == 0);
	return ca_keep(arena, &octets);
}

static inline struct span
ca_key_pem(struct arena *arena, const struct minted *minted)
{
	gnutls_datum_t octets;

	must(gnutls_x509_privkey_export2_pkcs8(minted->key,
	    GNUTLS_X509_FMT_PEM, NULL, 0, &octets) == 0);
	return ca_keep(arena, &octets);
}

static inline struct span
ca_public_pem(struct arena *arena, const struct minted *minted)
{
	gnutls_datum_t octets;
	gnutls_pubkey_t key;

	must(gnutls_pubkey_init(&key) == 0);
	must(gnutls_pubkey_import_x509(key, minted->crt, 0) == 0);
	must(gnutls_pubkey_export2(key, GNUTLS_X509_FMT_PEM, &octets) == 0);
	gnutls_pubkey_deinit(key);
	return ca_keep(arena, &octets);
}

/* Texts one behind the other into a file below the folder of the test. */
static inline struct span
ca_file(struct arena *arena, const char *folder, const char *name,
    const struct span *texts, size_t len)
{
	struct span path = arena_text(arena, "%s/%s", folder, name);
	FILE *out = fopen(path.at, "wb");

	must(out != NULL);
	for (size_t i = 0; i < len; i++)
		must(fwrite(texts[i].at, 1, texts[i].len, out) ==
		    texts[i].len);
	must(fclose(out) == 0);
	return path;
}

#define CA_TEXTS(...)							\
	(const struct span[]){ __VA_ARGS__ },				\
	    sizeof((struct span[]){ __VA_ARGS__ }) / sizeof(struct span)

#endif
