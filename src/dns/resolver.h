/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interface through which route and policy ask the DNS. Whatever stands
 * behind it asks each question once and remembers the answer for the run;
 * it may be used by several threads at a time.
 */
#ifndef DNS_RESOLVER_H
#define DNS_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "dns/rrset.h"
#include "os/halt.h"
#include "param/params.h"
#include "trace/trace.h"

/* One question, and in the end its answer, which is the resolver's and lives
 * as long as it. Never NULL after resolver_ask. */
struct lookup {
	struct span name;	/* ASCII (A-labels), no dot at the end; case is
				 * kept, but is not looked at in memory */
	enum rr_type type;
	bool dnssec;		/* its DNSSEC status matters: DO is set, unless
				 * mxput_dnssec says that nobody looks */
	bool search;		/* smtp_dns_resolver_options hold: for the
				 * addresses of hosts, and for nothing else */
	const struct answer *answer;
};

struct resolver {
	/* Answers all of them, all in flight together; returns when the last
	 * is there. A halt ends the rest as ANSWER_TEMPORARY. */
	void (*ask)(struct resolver *self, struct lookup *lookups, size_t len,
	    struct teller teller);
	void (*free)(struct resolver *self);
};

/* Where answers come from: resolv.conf(5), or what the user set. */
struct resolver_setup {
	const char *resolv_conf;	/* path; NULL: /etc/resolv.conf */
	struct span servers;	/* mxput_resolvers: `address[:port]` list that
				 * stands in for resolv.conf; may be empty */
	struct span domain;	/* of this host: the search list where
				 * resolv.conf has none; may be empty */
	unsigned search;	/* smtp_dns_resolver_options */
	msec_t timeout;		/* of one try; 0: as resolv.conf says */
	unsigned attempts;	/* rounds through the servers; 0: likewise */
	const struct halt *halt;

	/* DNSSEC status: see trust.h. */
	enum dnssec_source dnssec;	/* mxput_dnssec */
	struct span trust_anchor;	/* path of the root key; empty: the
					 * system's */
	struct span dnssec_probe;	/* "ns:."; empty: none */
	bool may_probe;		/* queries may be made only to find out whether
				 * DNSSEC works */
};

/*
 * A resolver that asks the servers of resolv.conf itself: own sockets, ldns
 * for packets only; and libunbound where answers are validated here. A
 * resolv.conf that is missing or cannot be read means 127.0.0.1, as for the C
 * library. An alias that is answered without what it leads to is followed,
 * with at most 10 queries in all (behaviour 30); each of them takes timeout *
 * attempts * servers at most. With `dnssec` an answer has a status: by the AD
 * bit it is SECURE if that of a trusted server stood in each reply that led
 * to it, INSECURE if a trusted server left it out, else INDETERMINATE; what
 * is validated here can be BOGUS, which is ANSWER_TEMPORARY. False, 4.3.5 (78
 * for the caller): a server list or a probe that cannot be read, or
 * DNSSEC_VALIDATE where that cannot be done.
 */
bool resolver_new(const struct resolver_setup *setup,
    struct resolver **resolver, struct dsn *why) MUST_USE;
void resolver_free(struct resolver **resolver);

/* This program can validate answers itself (libunbound is built in). */
bool resolver_can_validate(void);

static inline void
resolver_ask(struct resolver *resolver, struct lookup *lookups, size_t len,
    struct teller teller)
{
	resolver->ask(resolver, lookups, len, teller);
}

#endif
