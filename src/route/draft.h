/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A route that is being made. Internal to the room: what the steps of
 * route_plan hand to one another.
 */
#ifndef ROUTE_DRAFT_H
#define ROUTE_DRAFT_H

#include "base/arena.h"
#include "route/plan.h"

struct draft {
	const struct route_setup *setup;
	struct arena *arena;	/* where the route will live */
	struct route *route;
	bool srv_unsure;	/* whether there are SRV records could not be
				 * found out (behaviour 45) */
};

/* Nothing is known yet. */
struct draft draft_of(const struct route_setup *setup, struct route *route,
    struct arena *arena);

/* Whether what is behind the MX or SRV records is signed matters: if they are
 * not, only as smtp_tls_dane_insecure_mx_policy has it (33, 114). */
bool draft_minds_dnssec(const struct draft *draft);

/* Begins anew; what was left out so far stays known. */
void draft_reset(struct draft *draft, enum route_kind kind);

/* Room for hosts, of which there are none yet. */
void draft_expect(struct draft *draft, size_t hosts);

/* One more host, the last one; with the port of the next hop. */
struct route_host *draft_host(struct draft *draft, struct span name,
    unsigned preference);

/* As filter_ask; records that are dropped are left out. */
void draft_ask(struct draft *draft, struct lookup *lookups, size_t len);

/* Something is left out: it is told, and remembered. */
void draft_omit(struct draft *draft, struct span what, struct span why);

/* The records of an answer whose targets are no host names (24). */
void draft_omit_unnamed(struct draft *draft, const struct answer *answer);

/* Keeps the candidates that are marked; why the others are left out is told
 * of each. */
void draft_keep(struct draft *draft, const bool *keep, struct span why);

#endif
