/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run: every recipient of an envelope is settled, and told as soon as it
 * is. Recipients are grouped by next hop, one delivery a next hop.
 */
#ifndef DELIVER_DELIVER_H
#define DELIVER_DELIVER_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "deliver/outcome.h"
#include "dns/resolver.h"
#include "mail/envelope.h"
#include "message/survey.h"
#include "os/halt.h"
#include "os/source.h"
#include "param/params.h"
#include "policy/match_list.h"
#include "route/here.h"
#include "tls/engine.h"
#include "trace/trace.h"

struct run {
	const struct params *params;
	struct envelope *envelope;	/* its recipients become settled */
	const struct source *source;	/* the message */
	const char *const *omit;	/* as in struct letter */
	const struct survey *survey;
	struct span delivered_to;	/* of the message's fields of that
					 * name the values, a line each */
	struct span destination;	/* -d, else empty: relayhost, or else
					 * each recipient's own domain */
	enum stage quit_after;		/* as in session_setup; if no message
					 * is sent, it may be missing */
	bool all_hosts;			/* visits all, even if somebody is
					 * deliverable at one */
	const struct match_list *watched;	/* debug_peer_list; NULL: it
						 * is empty */
	struct resolver *resolver;
	struct engine *engine;		/* for TLS; NULL: it cannot be had */
	const struct logins *logins;	/* NULL: nobody logs in anywhere */
	bool show_secrets;		/* what is said in a login */
	const struct here *here;	/* the addresses of this machine; NULL:
				 * nobody looked */
	struct trace *trace;
	struct halt *halt;
	msec_t timeout;			/* --timeout, 0: none */
	msec_t started;			/* clock_now at the start of the run */
	bool in_turn;			/* one destination at a time */
	outcome_taker *settled;
	void *self;
};

/*
 * Looks at what can be found wrong before anything is tried (deviation D24):
 * the first member of every next hop. False: *why (5.3.5) says what.
 */
bool deliver_check(const struct run *run, struct dsn *why) MUST_USE;

/*
 * Delivers. Call it from the main thread: it waits there for signals and the
 * end of the time, while the work is done in threads of its own. When it
 * returns every recipient was settled and told. Outcomes live until
 * *deliveries is freed.
 */
struct deliveries;

void deliver_run(const struct run *run, struct deliveries **deliveries);
void deliveries_free(struct deliveries **deliveries);

#endif
