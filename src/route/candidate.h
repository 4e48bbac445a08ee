/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server that may be tried: one address of one host.
 */
#ifndef ROUTE_CANDIDATE_H
#define ROUTE_CANDIDATE_H

#include <stdbool.h>

#include "base/span.h"
#include "dns/rrset.h"
#include "net/netaddr.h"

struct candidate {
	struct span host;	/* the server's name, as it was looked up or as
				 * smtp_cname_overrides_servername says (47) */
	struct netaddr addr;	/* with its port */
	struct span address;	/* the same, numeric text without the port */
	unsigned preference;	/* of its MX record; 0 without MX */
	bool best;		/* no better preference in its destination */
	enum dnssec mx_dnssec;	/* status of the MX (SRV) answer */
	enum dnssec host_dnssec;	/* status of the address answer */
};

/* Candidates in the order in which they are to be tried: built once. */
struct route {
	struct candidate *at;
	size_t len;
};

#endif
