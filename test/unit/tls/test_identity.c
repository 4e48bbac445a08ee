/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/identity.h"

#include "tls/identity_internal.h"
#include "unit/tap.h"
#include "unit/tls/folder.h"

static struct folder f;
static struct minted *root, *ec, *rsa;

static struct span
file(const char *name, const struct span *texts, size_t len)
{
	return ca_file(f.arena, f.path, name, texts, len);
}

static void
loads(const struct identity_setup *setup, size_t chains, unsigned first_len,
    const char *name)
{
	static const gnutls_pk_algorithm_t with_rsa[] = { GNUTLS_PK_RSA };
	struct dsn why = DSN_IN(f.arena);
	struct identity *identity = NULL;
	const struct identity_chain *first;

	if (!ok(identity_load(setup, &identity, &why), name)) {
		printf("# %.*s\n", SPAN_ARG(why.text));
		return;
	}
	first = identity_pick(identity, NULL, 0);
	ok((first != NULL) == (chains > 0), "somebody, if anybody is named");
	if (first != NULL)
		is_number(first->len, first_len, "the certificates");
	ok((identity_pick(identity, with_rsa, 1) != NULL) == (chains > 1),
	    "the one with RSA, if there are two");
	identity_free(&identity);
	ok(identity == NULL, "freed");
}

static void
refuses(const struct identity_setup *setup, const char *says,
    const char *name)
{
	struct dsn why = DSN_IN(f.arena);
	struct identity *identity = NULL;

	ok(!identity_load(setup, &identity, &why) && identity == NULL, name);
	is_text(span_of(why.status), "4.7.5", "behaviour 107: is 4.7.5");
	if (!ok(holds(why.text, says), "says why"))
		printf("# %.*s\n", SPAN_ARG(why.text));
}

static void
picking(void)
{
	static const gnutls_pk_algorithm_t likes[] = { GNUTLS_PK_DSA,
	    GNUTLS_PK_RSA, GNUTLS_PK_ECDSA, GNUTLS_PK_RSA_PSS };
	struct span path = file("pick", CA_TEXTS(ca_key_pem(f.arena, rsa),
	    ca_pem(f.arena, rsa), ca_key_pem(f.arena, ec),
	    ca_pem(f.arena, ec)));
	struct identity_setup setup = { .chain_files = &path,
	    .chain_files_len = 1 };
	struct dsn why = DSN_IN(f.arena);
	struct identity *us;
	const struct identity_chain *on_curve, *with_rsa;

	must(identity_load(&setup, &us, &why));
	with_rsa = identity_pick(us, likes + 1, 1);
	on_curve = identity_pick(us, likes + 2, 1);
	ok(with_rsa != NULL && on_curve != NULL && with_rsa != on_curve,
	    "what the server can use");
	ok(identity_pick(us, likes, 4) == on_curve, "ECDSA before RSA");
	ok(identity_pick(us, NULL, 0) == on_curve, "if it says nothing too");
	ok(identity_pick(us, likes + 3, 1) == with_rsa,
	    "RSA where RSA-PSS is wanted");
	ok(identity_pick(us, likes, 1) == NULL, "nothing it cannot use");
	identity_free(&us);
}

static void
chain_files(void)
{
	struct span key = ca_key_pem(f.arena, ec), leaf = ca_pem(f.arena, ec);
	struct span issuer = ca_pem(f.arena, root);
	struct span key2 = ca_key_pem(f.arena, rsa);
	struct span leaf2 = ca_pem(f.arena, rsa);
	struct span paths[2];
	struct identity_setup s = { .chain_files = paths,
	    .chain_files_len = 1 };

	paths[0] = file("one", CA_TEXTS(key, leaf, issuer));
	loads(&s, 1, 2, "a key, its certificate, the issuer's");
	paths[0] = file("two", CA_TEXTS(key, leaf, issuer, key2, leaf2));
	loads(&s, 2, 2, "two keys in one file");
	paths[0] = file("split", CA_TEXTS(key));
	paths[1] = file("rest", CA_TEXTS(leaf, key2, leaf2));
	s.chain_files_len = 2;
	loads(&s, 2, 1, "a chain that goes on in the next file");
	paths[1] = file("late", CA_TEXTS(key2, leaf2));
	refuses(&s, "there is no certificate with it",
	    "a key without a certificate before the next key");
	s.chain_files_len = 1;
	refuses(&s, "there is no certificate with it",
	    "a key without a certificate at the end");
	paths[0] = file("first", CA_TEXTS(leaf, key));
	refuses(&s, "its key must stand before it",
	    "a certificate before its key");
	paths[0] = file("other", CA_TEXTS(key, leaf2));
	refuses(&s, "it is not that of the certificate",
	    "a key of another certificate");
	paths[0] = file("empty", CA_TEXTS(SPAN("nothing\n")));
	refuses(&s, "there is no key", "no PEM at all");
	paths[0] = SPAN("/nowhere/chain.pem");
	refuses(&s, "cannot open /nowhere/chain.pem: No such file",
	    "no such file");
}

static void
pairs(void)
{
	struct span issuer = ca_pem(f.arena, root);
	struct identity_setup s = { .chain_files_len = 0 };

	s.file[0].certificate = file("cert", CA_TEXTS(ca_pem(f.arena, ec),
	    issuer));
	s.file[0].key = file("key", CA_TEXTS(ca_key_pem(f.arena, ec)));
	loads(&s, 1, 2, "a certificate and its key");
	s.file[2].certificate = file("both", CA_TEXTS(ca_pem(f.arena, rsa),
	    ca_key_pem(f.arena, rsa)));
	loads(&s, 2, 2, "another, with its key in the same file");
	s.file[2].key = s.file[0].key;
	refuses(&s, "it is not that of the certificate",
	    "a key of another certificate");
	s.file[2].key = s.file[0].certificate;
	refuses(&s, "there is no key", "a file without a key");
	s.file[2].certificate = s.file[0].key;
	refuses(&s, "there is no certificate",
	    "a file without a certificate");
	s.file[2].certificate = SPAN("/nowhere/cert.pem");
	refuses(&s, "cannot open /nowhere/cert.pem", "no such file");
}

static void
one_key(struct span key, const char *says, const char *name)
{
	struct identity_setup s = { .chain_files_len = 0 };

	s.file[0].certificate = file("cert", CA_TEXTS(ca_pem(f.arena, ec)));
	s.file[0].key = file("key", CA_TEXTS(key));
	refuses(&s, says, name);
}

static void
bad_keys(void)
{
	gnutls_datum_t octets;

	must(gnutls_x509_privkey_export2_pkcs8(ec->key, GNUTLS_X509_FMT_PEM,
	    "secret", GNUTLS_PKCS_PBES2_AES_256, &octets) == 0);
	one_key(ca_keep(f.arena, &octets), "it is encrypted",
	    "a key that is encrypted");
	one_key(SPAN("-----BEGIN RSA PRIVATE KEY-----\n"
	    "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
	    "-----END RSA PRIVATE KEY-----\n"), "it is encrypted",
	    "one that is encrypted in the old way");
	one_key(SPAN("-----BEGIN PRIVATE KEY-----\nAAAA\n"
	    "-----END PRIVATE KEY-----\n"), "cannot read the key in ",
	    "a key of junk");
}

static void
too_many(void)
{
	struct span texts[20] = { ca_key_pem(f.arena, ec) };
	struct span path;
	struct identity_setup s = { .chain_files = &path,
	    .chain_files_len = 1 };

	for (size_t i = 1; i < 20; i++)
		texts[i] = ca_pem(f.arena, ec);
	path = file("many", texts, 20);
	refuses(&s, "they are too many", "certificates without end");
}

int
main(void)
{
	struct identity_setup none = { .chain_files_len = 0 };

	folder_begin(&f);
	root = ca_authority(f.arena, "root", NULL);
	ec = ca_mint(f.arena, &(struct order){ .issuer = root });
	rsa = ca_mint(f.arena, &(struct order){ .rsa = 1024 });
	loads(&none, 0, 0, "we are nobody");
	ok(identity_pick(NULL, NULL, 0) == NULL, "nobody has no chain");
	picking();
	chain_files();
	pairs();
	bad_keys();
	too_many();
	ca_forget(root, true);
	ca_forget(ec, true);
	ca_forget(rsa, true);
	folder_end(&f);
	return tap_done();
}
