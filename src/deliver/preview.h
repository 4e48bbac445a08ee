/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run would try, without connecting anywhere (--plan): DNS and policy
 * are asked as for a delivery.
 */
#ifndef DELIVER_PREVIEW_H
#define DELIVER_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "deliver/deliver.h"
#include "policy/policy.h"
#include "route/nexthop.h"
#include "route/plan.h"

/* One candidate of a member, as policy sees it. */
struct preview_candidate {
	const struct candidate *candidate;
	struct policy policy;
	struct dsn refused;	/* why policy forbids it; no status: it may be
				 * tried */
	bool beyond;		/* smtp_mx_address_limit comes before it */
};

/* One member of a list of destinations, or a fallback relay. */
struct preview_member {
	struct span text;	/* as it was given */
	bool is_fallback;
	struct nexthop nexthop;
	struct route route;
	struct preview_candidate *candidates;	/* route.len of them, in the
						 * order in which they would
						 * be tried */
	struct dsn why;		/* why it leads nowhere; no status: it has a
				 * candidate */
};

/* One destination, and who goes there. */
struct preview {
	struct span destination;	/* the whole list, as it was given */
	const struct batch *batch;
	struct preview_member *members;	/* in order; those behind a host that
					 * is here are never reached, and left
					 * out */
	size_t len;
	struct dsn why;		/* as of a recipient, if no member has a
				 * candidate; no status: one has */
};

struct previews;

/*
 * Looks everything up; run needs no message. Call it from the main thread,
 * as deliver_run. Previews live until they are freed; what policies and
 * texts refer to, as long as the run.
 */
void deliver_preview(const struct run *run, struct previews **previews);
void previews_free(struct previews **previews);

/* All of them, *len in a row, in the order of the destinations. */
const struct preview *previews_all(const struct previews *previews,
    size_t *len);

#endif
