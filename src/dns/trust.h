/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where it is known from whether DNS answers are authentic (mxput_dnssec):
 * the one place of the rules.
 *
 *   no        nobody looks.
 *   trust     the AD bit, whoever the servers are: Postfix's way.
 *   validate  libunbound, or no run at all.
 *   auto      the AD bit, if that of every server counts: they are on this
 *             host, or resolv.conf says `options trust-ad`. Else libunbound,
 *             if it is built in, the root key is there, and the servers send
 *             signatures, which the question for `. DNSKEY` shows. Else the
 *             AD bit of those servers whose counts, and of the others nobody
 *             knows.
 *
 * A query only to find out whether DNSSEC works, which are this question and
 * that of dnssec_probe (behaviour 34), is made only if `may_probe`.
 */
#ifndef DNS_TRUST_H
#define DNS_TRUST_H

#include <stdbool.h>

#include "dns/rrset.h"
#include "dns/servers.h"
#include "dns/validator.h"
#include "param/params.h"
#include "trace/trace.h"

struct trust;

enum trust_way {
	TRUST_NOBODY,		/* DNSSEC is not even asked for */
	TRUST_AD,
	TRUST_VALIDATOR,
	TRUST_UNDECIDED,	/* the validator, if `. DNSKEY` is signed:
				 * trust_decide */
};

/* A question only to see the status of its answer. */
struct trust_probe {
	struct span name;	/* "." is the root; empty: there is none */
	enum rr_type type;
};

struct trust_setup {
	enum dnssec_source source;
	bool may_probe;
	struct span anchor;	/* path of the root key; empty: the system's */
	struct span probe;	/* dnssec_probe, "ns:."; empty: none */
	struct servers *servers;	/* borrowed */
};

/* False, 4.3.5: `validate` cannot be had, or the probe is malformed. */
bool trust_new(const struct trust_setup *setup, struct trust **trust,
    struct dsn *why) MUST_USE;
void trust_free(struct trust **trust);

enum trust_way trust_way(struct trust *trust);

/* UNDECIDED is over, for all threads. */
void trust_decide(struct trust *trust, bool is_signed);

/* NULL if the way can only be NOBODY or AD. */
struct validator *trust_validator(const struct trust *trust);

/* Says where the status comes from, or why there is none; once in a run, and
 * not while it is undecided. */
void trust_tell(struct trust *trust, struct teller teller);

/*
 * Behaviour 34: the first answer from which a trusted server left AD out, if
 * none had it before, is a reason to ask the probe. True: that is so, and
 * *probe is to be asked; never again in this run.
 */
bool trust_doubts(struct trust *trust, enum dnssec status,
    struct trust_probe *probe);

#endif
