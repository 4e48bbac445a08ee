/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DELIVER_DELIVERIES_INTERNAL_H
#define DELIVER_DELIVERIES_INTERNAL_H

#include "deliver/deliver.h"
#include "deliver/delivery_internal.h"

struct deliveries {
	const struct run *run;
	struct delivery *at;
	size_t len;
	struct arena *arena;	/* of the plan: next hops, batches */
	struct recipient **recipients;	/* of all batches */
};

/* The deliveries of a run, with their destinations and batches. */
struct deliveries *deliveries_new(const struct run *run);

#endif
