/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server that may be tried: one address of one host.
 */
#ifndef ROUTE_CANDIDATE_H
#define ROUTE_CANDIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "dns/rrset.h"
#include "net/netaddr.h"

struct candidate {
	struct span host;	/* the server's name, as it was looked up or as
				 * smtp_cname_overrides_servername says (47);
				 * $myhostname, if it is a socket (18) */
	struct netaddr addr;	/* with its port */
	struct span address;	/* the same, numeric text without the port; or
				 * the path */
	unsigned preference;	/* of its MX record; 0 without MX */
	bool best;		/* no better preference in its destination */
	enum dnssec mx_dnssec;	/* status of the MX (SRV) answer */
	enum dnssec host_dnssec;	/* status of the address answer */
	struct span final_name;	/* behind the aliases of its host, by the
				 * answer that it comes from; empty: by none */
	size_t via;		/* its host's place in route.hosts */
};

/* A host on the way to candidates, tried or not. */
struct route_host {
	struct span name;
	unsigned preference;	/* of MX, priority of SRV, else 0 */
	unsigned weight;	/* SRV */
	uint16_t port;
	enum dnssec dnssec;	/* of its addresses */
	const struct answer *tlsa;	/* _PORT._tcp.NAME; NULL: not asked */
	struct span trouble;	/* why it has no address; empty: it has */
};

/* What was found and is left out: "mx.example[192.0.2.1]:25". */
struct route_omission {
	struct span what, why;
};

enum route_kind {
	ROUTE_HOST,		/* [host], or DNS is not used */
	ROUTE_LITERAL,		/* an address */
	ROUTE_PATH,		/* unix: */
	ROUTE_MX,
	ROUTE_IMPLICIT,		/* no MX records: the domain itself */
	ROUTE_SRV,
};

/*
 * Candidates in the order in which they are to be tried: built once. The rest
 * tells how they came about; it is filled as far as that is known when there
 * are none.
 */
struct route {
	struct candidate *at;
	size_t len;
	enum route_kind kind;
	struct span asked;	/* MX, IMPLICIT, SRV: the name that was */
	enum dnssec dnssec;	/* of the MX or SRV answer */
	struct route_host *hosts;	/* in the order of the answer, sorted
					 * by preference */
	size_t hosts_len;
	struct route_omission *omitted;
	size_t omitted_len;
	bool is_here;		/* this machine is among the hosts: no other
				 * destination and no fallback relay counts
				 * (behaviours 38, 40) */
};

/* Its hosts are those of MX or SRV records. */
static inline bool
route_is_list(const struct route *route)
{
	return route->kind == ROUTE_MX || route->kind == ROUTE_SRV;
}

/* "mx.example[192.0.2.1]:25"; of a socket "client.example[/path]". */
struct span candidate_text(struct arena *arena,
    const struct candidate *candidate);

#endif
