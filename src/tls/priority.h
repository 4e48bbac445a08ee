/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Postfix says in words of OpenSSL (protocols, cipher grades,
 * exclusions, curves) as a priority string of GnuTLS. Pure.
 *
 * Known limits: GnuTLS takes out ciphers, key exchanges and digests, not
 * single suites, and does so for TLS 1.3 too. What is excluded is never
 * offered; of a combination ("kRSA+AES128") or a whole suite that part goes
 * which is missed least, wherever else it stands.
 */
#ifndef TLS_PRIORITY_H
#define TLS_PRIORITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "base/span.h"

enum { PRIORITY_LISTS = 3 };

/* Everything is borrowed; what is empty asks for nothing. */
struct priority_setup {
	struct span protocols;	/* smtp_tls_mandatory_protocols or the like;
				 * empty: all that GnuTLS has */
	struct span grade;	/* "medium": behaviour 108 */
	struct span exclude[PRIORITY_LISTS];	/* every list counts */
	struct span curves;	/* tls_eecdh_auto_curves */
	struct span groups;	/* tls_ffdhe_auto_groups */
	bool anonymous;		/* a server without a certificate will do:
				 * may and encrypt (behaviour 130) */
	bool matching;		/* the server must prove who it is: weak
				 * parameters will not do (behaviour 141) */
};

/*
 * The priority string, which GnuTLS takes as it is. False: 4.7.5, and *why
 * names the word that is unknown, or that GnuTLS has nothing for: the grade
 * null, a protocol list that leaves none (behaviour 110).
 */
bool priority_make(struct arena *arena, const struct priority_setup *setup,
    struct span *priority, struct dsn *why) MUST_USE;

#endif
