/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Questions in flight: each with a socket of its own, many at a time, to one
 * server after the other until one gives an answer of use.
 */
#ifndef DNS_QUERY_H
#define DNS_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "dns/ldns_door.h"
#include "dns/rrset.h"
#include "dns/servers.h"
#include "os/halt.h"
#include "trace/trace.h"

enum { QUERY_IN_FLIGHT = 32 };	/* sockets of one query_all; further
				 * questions wait */

/* The best that the servers gave; the worst first. */
enum query_result {
	QUERY_FORMERR,		/* each refused to understand it */
	QUERY_UNREADABLE,	/* what came is no DNS */
	QUERY_FAILED,		/* no answer, or SERVFAIL and the like */
	QUERY_BOGUS,		/* what came does not stand validation: never
				 * from query_all (see validator.h) */
	QUERY_ANSWERED,
	QUERY_HALTED,		/* the run must stop */
	QUERY_IMPOSSIBLE,	/* the name does not fit into a query */
};

struct query {
	/* The question. */
	struct span name;
	enum rr_type type;
	bool dnssec;

	/* What became of it. */
	enum query_result result;
	struct door_reply reply;	/* ANSWERED: NOERROR or NXDOMAIN */
	enum dnssec status;	/* ANSWERED: by the AD bit of a server whose
				 * word counts; INDETERMINATE without
				 * `dnssec` */
	struct span reason;	/* else: which server did what */
};

struct query_run {
	struct servers *servers;
	const struct halt *halt;
	struct teller teller;
	struct arena *arena;	/* replies and reasons */
	/*
	 * Called for each query as soon as it is over. True: it is to be
	 * asked again, under the name that it has now; only what was
	 * ANSWERED or IMPOSSIBLE may be.
	 */
	bool (*heard)(void *self, struct query *query);
	void *self;
};

/*
 * Asks them all, and returns when the last is over. How long one may take:
 * timeout * attempts * servers. A server that does not answer in time, or
 * where nobody listens, is asked after the others for the rest of the run;
 * while none has been heard of since it was silent, there is but one round.
 * A server's SERVFAIL, REFUSED or NOTIMP, or what cannot be read, sends the
 * question to the next one. EDNS (RFC 6891) is used where the DNSSEC status
 * matters, as Postfix does, and left out where a server refuses it.
 */
void query_all(const struct query_run *run, struct query *queries,
    size_t len);

#endif
