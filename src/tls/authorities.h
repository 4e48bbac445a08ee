/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whom we trust to vouch for servers: certificates of a file, of a folder, or
 * of the system. For the anchors that a policy names instead see anchors.h.
 * Const once loaded, and may be used by several threads.
 */
#ifndef TLS_AUTHORITIES_H
#define TLS_AUTHORITIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"

struct authorities;

struct authorities_setup {
	struct span file;	/* PEM; empty: none */
	struct span folder;	/* of PEM files; empty: none */
	bool system;		/* what the system trusts, too */
};

/* Nothing is named, so nothing can be trusted. */
bool authorities_are_none(const struct authorities_setup *setup);

/*
 * Takes milliseconds for the system's. An intermediate certificate in it is
 * trusted as a root is. False: 4.7.5 and the reason: it cannot be read, or
 * holds no certificate (a folder may be empty).
 */
bool authorities_load(const struct authorities_setup *setup,
    struct authorities **authorities, struct dsn *why) MUST_USE;

/*
 * A cheap look at whether authorities_load would succeed: the file can be
 * read and its first certificate is one; the folder and the system are not
 * looked at.
 */
bool authorities_probe(const struct authorities_setup *setup,
    struct dsn *why) MUST_USE;

void authorities_free(struct authorities **authorities);

/* How many certificates. */
unsigned authorities_count(const struct authorities *authorities);

#endif
