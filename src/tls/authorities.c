/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/authorities.h"

#include <dirent.h>
#include <errno.h>

#include "base/mem.h"
#include "tls/authorities_internal.h"
#include "tls/pem.h"
#include "tls/text.h"

struct authorities {
	gnutls_x509_trust_list_t list;
	unsigned size;
};

bool
authorities_are_none(const struct authorities_setup *setup)
{
	return setup->file.len == 0 && setup->folder.len == 0 &&
	    !setup->system;
}

gnutls_x509_trust_list_t
authorities_list(const struct authorities *authorities)
{
	return authorities->list;
}

unsigned
authorities_count(const struct authorities *authorities)
{
	return authorities->size;
}

/* read_certificate - NULL: it is none, and *why says so */

static gnutls_x509_crt_t
read_certificate(const struct pem *pem, struct span path, struct dsn *why)
{
	gnutls_x509_crt_t crt;
	int rc = chain_import(pem->block, GNUTLS_X509_FMT_PEM, &crt);

	if (rc >= 0)
		return crt;
	dsn_fail(why, "4.7.5", "cannot read a certificate in %.*s: %.*s",
	    SPAN_ARG(path), SPAN_ARG(chain_words(rc)));
	return NULL;
}

static bool
no_certificate(struct span path, struct dsn *why)
{
	return dsn_fail(why, "4.7.5", "there is no certificate in %.*s",
	    SPAN_ARG(path));
}

static bool
add_one(struct authorities *to, gnutls_x509_crt_t crt)
{
	if (gnutls_x509_trust_list_add_cas(to->list, &crt, 1, 0) != 1) {
		gnutls_x509_crt_deinit(crt);
		return false;
	}
	to->size++;
	return true;
}

/* add_text - every certificate of the text, of which there must be one */

static bool
add_text(struct authorities *to, struct span text, struct span path,
    struct dsn *why)
{
	unsigned before = to->size;
	struct pem pem;

	while (pem_next(&text, &pem)) {
		gnutls_x509_crt_t crt;

		if (!pem_is_certificate(&pem))
			continue;
		crt = read_certificate(&pem, path, why);
		if (crt == NULL)
			return false;
		if (!add_one(to, crt))
			return dsn_fail(why, "4.7.5", "cannot trust a "
			    "certificate in %.*s", SPAN_ARG(path));
	}
	return to->size > before || no_certificate(path, why);
}

static bool
add_file(struct authorities *to, struct span path, struct dsn *why)
{
	struct str text;
	bool good;

	if (!text_read(path, &text, why))
		return false;
	good = add_text(to, str_span(&text), path, why);
	str_wipe(&text);
	return good;
}

/* add_folder - what GnuTLS finds in it; to GnuTLS a folder that cannot be
 * read is an empty one */

static bool
add_folder(struct authorities *to, struct span path, struct dsn *why)
{
	struct span copy = arena_copy(why->arena, path);
	DIR *dir = opendir(copy.at);
	int n;

	if (dir == NULL)
		return dsn_fail(why, "4.7.5", "cannot open the folder %.*s: "
		    "%s", SPAN_ARG(path), strerror(errno));
	closedir(dir);
	n = gnutls_x509_trust_list_add_trust_dir(to->list, copy.at, NULL,
	    GNUTLS_X509_FMT_PEM, 0, 0);
	to->size += n > 0 ? (unsigned)n : 0;
	return true;
}

/* add_system - nobody there is no trouble where somebody else was named: a
 * small machine may trust whom its user trusts, and no other */

static bool
add_system(struct authorities *to, const struct authorities_setup *setup,
    struct dsn *why)
{
	int n = gnutls_x509_trust_list_add_system_trust(to->list, 0, 0);
	struct span none = SPAN("there are none");

	if (n <= 0 && (setup->file.len > 0 || setup->folder.len > 0))
		return true;
	if (n <= 0)
		return dsn_fail(why, "4.7.5", "cannot read the certificates "
		    "that this system trusts: %.*s",
		    SPAN_ARG(n < 0 ? chain_words(n) : none));
	to->size += (unsigned)n;
	return true;
}

bool
authorities_load(const struct authorities_setup *setup,
    struct authorities **authorities, struct dsn *why)
{
	struct authorities *a = mem_new(1, sizeof(*a));

	must(gnutls_x509_trust_list_init(&a->list, 0) == 0);
	if ((setup->file.len == 0 || add_file(a, setup->file, why)) &&
	    (setup->folder.len == 0 || add_folder(a, setup->folder, why)) &&
	    (!setup->system || add_system(a, setup, why))) {
		*authorities = a;
		return true;
	}
	authorities_free(&a);
	return false;
}

void
authorities_free(struct authorities **authorities)
{
	if (*authorities == NULL)
		return;
	gnutls_x509_trust_list_deinit((*authorities)->list, 1);
	mem_free(authorities);
}

/* probe_text - its first certificate is one */

static bool
probe_text(struct span text, struct span path, struct dsn *why)
{
	gnutls_x509_crt_t crt;
	struct pem pem;

	while (pem_next(&text, &pem)) {
		if (!pem_is_certificate(&pem))
			continue;
		crt = read_certificate(&pem, path, why);
		if (crt == NULL)
			return false;
		gnutls_x509_crt_deinit(crt);
		return true;
	}
	return no_certificate(path, why);
}

bool
authorities_probe(const struct authorities_setup *setup, struct dsn *why)
{
	struct str text;
	bool good;

	if (setup->file.len == 0)
		return true;
	if (!text_read(setup->file, &text, why))
		return false;
	good = probe_text(str_span(&text), setup->file, why);
	str_wipe(&text);
	return good;
}
