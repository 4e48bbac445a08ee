/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolv.conf(5) as the C library reads it: which name servers, in which
 * manner. Lines and options that are unknown or malformed are passed over,
 * as there. Pure.
 */
#ifndef DNS_RESOLV_CONF_H
#define DNS_RESOLV_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "net/netaddr.h"

enum {
	RESOLV_SERVERS_MAX = 32,	/* further ones are not used */
	RESOLV_SEARCH_MAX = 32,
	RESOLV_PORT = 53,
};

struct resolv_conf {
	struct netaddr servers[RESOLV_SERVERS_MAX];	/* with their ports */
	size_t servers_len;	/* at least 1 */
	struct span search[RESOLV_SEARCH_MAX];	/* of the last `search` or
						 * `domain` line */
	size_t search_len;
	msec_t timeout;		/* of one try, 1 to 30 s; default 5 s */
	unsigned attempts;	/* rounds through the servers, 1 to 5; 2 */
	unsigned ndots;		/* 0 to 15; 1 */
	bool rotate;		/* another server first for each question */
	bool use_vc;		/* streams only */
	bool trust_ad;		/* the AD bit of these servers counts */
	bool edns0;
};

/* No server named: 127.0.0.1. Names are borrowed from the text. */
void resolv_conf_read(struct span text, struct resolv_conf *conf);

/*
 * Servers from mxput_resolvers instead: a list, by commas or blanks, of
 * `address`, `ipv4:port` and `[ipv6]:port`; all else is as in an empty
 * resolv.conf. False: 4.3.5, the list is empty or one of it is no address.
 */
bool resolv_conf_list(struct span list, struct resolv_conf *conf,
    struct dsn *why) MUST_USE;

#endif
