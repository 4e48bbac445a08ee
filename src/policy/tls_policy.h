/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much TLS to insist on with one candidate, what the handshake needs for
 * that, and how the server must prove who it is (behaviours 100 to 122, 129
 * to 136, 143). Built by policy_for in the arena of its *why, then const.
 *
 * Opens no file: trust stores, anchors and our own certificates are for who
 * does the handshake. REQUIRETLS (behaviours 144 to 152) is not in it yet.
 */
#ifndef POLICY_TLS_POLICY_H
#define POLICY_TLS_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dsn.h"
#include "base/span.h"
#include "param/params.h"
#include "tls/dane.h"
#include "tls/fingerprint.h"
#include "tls/match.h"

struct nexthop;
struct policy_setup;

/* What a server shows to prove who it is. */
enum tls_proof {
	TLS_PROOF_NONE,		/* none, may, encrypt: nothing is asked for */
	TLS_PROOF_NAME,		/* verify, secure: peer_check_names */
	TLS_PROOF_FINGERPRINT,	/* fingerprint: peer_check_fingerprints */
	TLS_PROOF_DANE,		/* half-dane, dane, dane-only: dane_check */
};

struct tls_policy {
	enum tls_level level;	/* in force; never UNSAID */
	enum tls_level configured;	/* before DNS, sockets and ports had
					 * their say */
	struct span why;	/* "smtp_tls_policy_maps, .example: dane, but
				 * there are no TLSA records" */
	bool wrapper;		/* the handshake comes before the greeting */

	/* For the handshake. Not read at level none. */
	struct dsn no_engine;	/* has a status: there can be none, this is
				 * why; engine_start may know more reasons
				 * (behaviour 107) */
	struct span priority;	/* for GnuTLS; empty: there is none */
	struct dsn no_priority;	/* why: the handshake fails with this, a 4.7.5
				 * (behaviour 110) */
	struct span server_name;	/* SNI, A-labels; empty: none */

	/* For the server's certificate. Without a match the session ends with
	 * 4.7.5, unless proof is NONE (behaviour 129). */
	enum tls_proof proof;
	const struct references *names;	/* NAME; none in it: no certificate
					 * will do */
	const struct span *anchor_files;	/* NAME: if there are any they
	    alone count (anchors_load), else the trust store */
	size_t anchor_files_len;
	unsigned depth;		/* NAME: smtp_tls_scert_verifydepth */
	const struct fingerprints *fingerprints;	/* FINGERPRINT */
	const struct dane_demand *dane;	/* DANE: the records that are not
	    dropped when they are read (118); if dane_usable finds none in it,
	    half-dane and dane mean encrypt for the session, and dane-only
	    fails */
	struct span failure;	/* not empty: no certificate will do, and this
				 * is why (policy_failure, behaviour 122) */

	bool may_retry_plain;	/* after TLS failed, the same address may be
				 * used without it while nothing is in doubt
				 * (behaviours 134 to 136, deviations D7,
				 * D18) */
};

/* The trust store is needed for it: a level that trusts nobody loads none. */
static inline bool
tls_policy_needs_trust(const struct tls_policy *tls)
{
	return tls->proof == TLS_PROOF_NAME && tls->anchor_files_len == 0;
}

/* smtp_tls_scert_verifydepth, as peer_demand and dane_demand have it. */
static inline unsigned
tls_policy_depth(const struct params *params)
{
	return params->tls_scert_verifydepth < UINT32_MAX ?
	    (unsigned)params->tls_scert_verifydepth : UINT32_MAX;
}

/* What the server's certificate must have: "one of the names example.test,
 * .example.test", "one of 2 fingerprints", "the one TLSA record"; empty:
 * nothing is asked of it. */
struct span tls_proof_text(struct arena *arena,
    const struct tls_policy *tls);

/* As the results name it: "half-dane". */
const char *tls_level_name(enum tls_level level);

/*
 * False: this candidate must not be tried. *why is 4.7.5, with the reason; or
 * 4.3.0 where Postfix passes it over without a word of its own: a pattern of
 * MTA-STS does not have it (122), wrapper mode with a level below encrypt
 * (60), smtp_tls_per_site cannot say (104). What was decided is told.
 */
bool tls_policy_for(const struct policy_setup *setup, struct tls_policy *tls,
    struct dsn *why) MUST_USE;

/*
 * The level that is configured for a destination is a DANE one, as far as
 * that can be known before its hosts are, and what DANE needs is there
 * (behaviour 113).
 */
bool tls_policy_may_be_dane(const struct params *params,
    const struct nexthop *nexthop);

#endif
