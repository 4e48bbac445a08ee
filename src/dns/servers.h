/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The name servers of a run, and what was learnt about them: which are dead,
 * which know no EDNS. Shared by all threads; its lock is held for no longer
 * than it takes to read or note a fact.
 */
#ifndef DNS_SERVERS_H
#define DNS_SERVERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/num.h"
#include "base/span.h"
#include "dns/resolv_conf.h"
#include "net/netaddr.h"

struct servers;

/* trust_any: the AD bit of each counts; else that of loopback addresses,
 * and with `options trust-ad` that of all. */
struct servers *servers_new(const struct resolv_conf *conf, bool trust_any);
void servers_free(struct servers **servers);

/* What never changes; readable without a lock. */
struct server {
	struct netaddr addr;
	struct span text;	/* "192.0.2.1", or with a port that is not 53:
				 * "192.0.2.1:5353", "[2001:db8::1]:5353" */
	bool trusted;
};

size_t servers_len(const struct servers *servers);
const struct server *servers_at(const struct servers *servers, size_t i);
msec_t servers_timeout(const struct servers *servers);
unsigned servers_attempts(const struct servers *servers);
bool servers_by_stream(const struct servers *servers);

/* How long all rounds together may take for one question. */
msec_t servers_patience(const struct servers *servers);

/* In which order to ask them, with `rotate` another one first each time.
 * Those that are dead come last. */
struct server_order {
	unsigned char at[RESOLV_SERVERS_MAX];
	size_t len;
};

struct server_order servers_order(struct servers *servers);

/* It did not answer in time, or nobody listens there: dead for the rest of
 * the run, and silent until it answers after all. */
void servers_bury(struct servers *servers, size_t i);
void servers_hear(struct servers *servers, size_t i);
bool servers_is_dead(struct servers *servers, size_t i);

/* None of them can be expected to answer. */
bool servers_are_silent(struct servers *servers);

/* It understood a question without EDNS that it had refused with it. */
void servers_drop_edns(struct servers *servers, size_t i);
bool servers_has_edns(struct servers *servers, size_t i);

#endif
