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
#include "trace/trace.h"

/* One question, and in the end its answer, which is the resolver's and lives
 * as long as it. Never NULL after resolver_ask. */
struct lookup {
	struct span name;	/* ASCII (A-labels), no dot at the end; case is
				 * kept, but is not looked at in memory */
	enum rr_type type;
	bool dnssec;		/* its DNSSEC status matters: DO is set */
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
	bool trust_any;		/* AD of any resolver counts (Postfix mode);
				 * else only of loopback or trust-ad */
	msec_t timeout;		/* of one try; 0: as resolv.conf says */
	unsigned attempts;	/* rounds through the servers; 0: likewise */
	const struct halt *halt;
};

/*
 * A resolver that asks the servers of resolv.conf itself: own sockets, ldns
 * for packets only. A resolv.conf that is missing or cannot be read means
 * 127.0.0.1, as for the C library. An alias that is answered without what it
 * leads to is followed, with at most 10 queries in all (behaviour 30); each
 * of them takes timeout * attempts * servers at most. With `dnssec` an answer
 * is SECURE if the AD bit of a trusted server stood in each reply that led to
 * it, INSECURE if a trusted server left it out, else INDETERMINATE. False: a
 * server list of the user's that cannot be read, 4.3.5 (78 for the caller).
 */
bool resolver_new(const struct resolver_setup *setup,
    struct resolver **resolver, struct dsn *why) MUST_USE;
void resolver_free(struct resolver **resolver);

static inline void
resolver_ask(struct resolver *resolver, struct lookup *lookups, size_t len,
    struct teller teller)
{
	resolver->ask(resolver, lookups, len, teller);
}

#endif
