/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who we are, for servers that ask: our certificates and their keys. Const
 * once loaded, and may be used by several threads.
 *
 * Known limits: the copies that GnuTLS makes of a key are its own, and it
 * wipes what it knows to be secret; the text of the files is wiped here.
 */
#ifndef TLS_IDENTITY_H
#define TLS_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"

enum { IDENTITY_FILES = 3 };	/* RSA, DSA and EC have their own */

struct identity;

struct identity_setup {
	const struct span *chain_files;	/* smtp_tls_chain_files, in order */
	size_t chain_files_len;	/* not 0: the files below do not count */
	struct {
		struct span certificate;	/* leaf first; empty: none */
		struct span key;	/* may be the same file */
	} file[IDENTITY_FILES];
};

/*
 * Chain files are read as one: each key, then its certificate, then those
 * that vouch for it. With an empty setup the identity is empty, and nothing
 * is sent to servers that ask. False: 4.7.5 and the reason: a file cannot be
 * read, holds no key or no certificate, the key is encrypted, is not that of
 * the certificate, or stands behind it.
 */
bool identity_load(const struct identity_setup *setup,
    struct identity **identity, struct dsn *why) MUST_USE;
void identity_free(struct identity **identity);

#endif
