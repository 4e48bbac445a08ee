/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smtp_dns_reply_filter (behaviour 32): records are shown to tables as text,
 * and dropped where these say so.
 */
#ifndef ROUTE_FILTER_H
#define ROUTE_FILTER_H

#include "base/arena.h"
#include "dns/resolver.h"
#include "param/params.h"
#include "trace/trace.h"

/* Who asks. All is borrowed. */
struct filter {
	const struct params *params;
	struct resolver *resolver;
	struct teller teller;
	struct arena *arena;	/* of answers that lose records */
	/* A record is dropped, and why. */
	void (*dropped)(void *self, struct span record, struct span why);
	void *self;
};

/*
 * As resolver_ask. An answer that loses records is a copy in the arena;
 * ANSWER_FILTERED: it lost all; ANSWER_FILTER_TROUBLE: a table could not say,
 * or said what is no action.
 */
void filter_ask(const struct filter *filter, struct lookup *lookups,
    size_t len);

#endif
