/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mint - certificates for servers of tests.
 *
 *   mint [-a] [-s ISSUER] [-d FROM:TO] [-n NAME]... FILE
 *
 * FILE gets a new key, a certificate for it and, with -s, behind it that of
 * the issuer; FILE.crt only the certificate. -a: it may issue others.
 * ISSUER: a file made before with -a; without it the certificate is signed by
 * itself. -d: days from now; without it, from yesterday on for a month. -n: DNS
 * names. On stdout: the SHA-256 digest of its key, as TLSA records have it.
 */
#include <stdlib.h>
#include <unistd.h>

#include "tls/fingerprint.h"
#include "unit/tls/ca.h"

enum { FILE_MAX = 65536 };

static struct arena *arena;

static gnutls_datum_t
read_file(const char *path)
{
	gnutls_datum_t text = { arena_get(arena, 1, FILE_MAX), 0 };
	FILE *in = fopen(path, "r");

	must(in != NULL);
	text.size = (unsigned)fread(text.data, 1, FILE_MAX, in);
	fclose(in);
	return text;
}

static struct minted *
read_issuer(const char *path)
{
	struct minted *issuer = arena_get(arena, 1, sizeof(*issuer));
	gnutls_datum_t text = read_file(path);

	must(gnutls_x509_crt_init(&issuer->crt) == 0);
	must(gnutls_x509_crt_import(issuer->crt, &text,
	    GNUTLS_X509_FMT_PEM) == 0);
	must(gnutls_x509_privkey_init(&issuer->key) == 0);
	must(gnutls_x509_privkey_import2(issuer->key, &text,
	    GNUTLS_X509_FMT_PEM, NULL, 0) == 0);
	return issuer;
}

static void
put(FILE *out, struct span text)
{
	must(fwrite(text.at, 1, text.len, out) == text.len);
}

static void
write_files(const struct minted *minted, const struct minted *issuer,
    const char *path)
{
	FILE *out = fopen(path, "w");

	must(out != NULL);
	put(out, ca_key_pem(arena, minted));
	put(out, ca_pem(arena, minted));
	if (issuer != NULL)
		put(out, ca_pem(arena, issuer));
	must(fclose(out) == 0);
	out = fopen(arena_text(arena, "%s.crt", path).at, "w");
	must(out != NULL);
	put(out, ca_pem(arena, minted));
	must(fclose(out) == 0);
}

static void
say_digest(const struct minted *minted)
{
	unsigned digest = 0;
	struct span text;

	must(fingerprint_digest(SPAN("sha256"), &digest));
	text = fingerprint_text(arena, digest, minted->spki);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != ':')
			putchar(text.at[i]);
	putchar('\n');
}

static void
take(struct order *order, int option, const char *value, size_t *names)
{
	char *rest;

	switch (option) {
	case 'a':
		order->authority = true;
		order->cn = "an authority";
		return;
	case 's':
		order->issuer = read_issuer(value);
		return;
	case 'd':
		order->from = (int)strtol(value, &rest, 10);
		order->to = (int)strtol(rest + 1, NULL, 10);
		return;
	case 'n':
		must(*names < CA_NAMES_MAX);
		order->dns[(*names)++] = span_of(value);
		return;
	}
	exit(64);
}

int
main(int argc, char **argv)
{
	struct order order = { .issuer = NULL };
	struct minted *minted;
	size_t names = 0;
	int option;

	arena = arena_new();
	while ((option = getopt(argc, argv, "as:d:n:")) != -1)
		take(&order, option, optarg, &names);
	if (argc - optind != 1)
		return 64;
	minted = ca_mint(arena, &order);
	write_files(minted, order.issuer, argv[optind]);
	say_digest(minted);
	ca_forget(minted, true);
	if (order.issuer != NULL) {
		gnutls_x509_crt_deinit(order.issuer->crt);
		gnutls_x509_privkey_deinit(order.issuer->key);
	}
	arena_free(&arena);
	return 0;
}
