/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much to insist on, and how to treat one candidate. Built once for each
 * attempt.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include <stdbool.h>

#include "base/dsn.h"
#include "dns/resolver.h"
#include "param/params.h"
#include "policy/login_policy.h"
#include "policy/tls_policy.h"
#include "route/candidate.h"
#include "route/nexthop.h"
#include "trace/trace.h"

/* What policy depends on; all of it is borrowed. */
struct policy_setup {
	const struct params *params;
	struct resolver *resolver;	/* the one that the route asked */
	const struct nexthop *nexthop;
	const struct route *route;	/* of the next hop */
	const struct candidate *candidate;	/* of the route */
	bool waives_tls;	/* the header says TLS-Required: no */
	const struct logins *logins;	/* NULL: nobody logs in anywhere */
	bool is_named;		/* the user named the next hop, not a
				 * parameter or an address */
	const struct address *sender;	/* of the envelope, or NULL */
	bool verifies;		/* only addresses: no message is sent */
	msec_t age;		/* since the message was first handed over */
	struct teller teller;	/* hears what was decided, and why */
};

struct policy {
	unsigned discard;	/* CAP_ bits treated as not offered (92) */
	struct dsn trouble;	/* a table could not say which: no EHLO reply
				 * can be read; no word: all is well */
	bool discard_silently;	/* silent-discard is among the keywords */
	unsigned pix;		/* PIX_ bits, if the greeting looks like it */
	struct login_policy login;
	struct tls_policy tls;
};

/*
 * Looks at what can be found wrong in the parameters before anything is
 * tried: a lowest version of TLS that nobody knows, and which would else be
 * as good as none (D23). False: 5.3.5 (78 for the caller).
 */
bool policy_check(const struct params *params, struct dsn *why) MUST_USE;

/*
 * Whether TLSA records decide about anything: the level for the next hop is a
 * DANE one, and what DANE needs is there (behaviour 113). route asks for them
 * then, together with addresses; policy finds them in the resolver's memory.
 */
bool policy_wants_tlsa(const struct params *params,
    const struct nexthop *nexthop);

/* False: this candidate must not be tried; *why says why. */
bool policy_for(const struct policy_setup *setup, struct policy *policy,
    struct dsn *why) MUST_USE;

#endif
