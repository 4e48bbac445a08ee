/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recipients are grouped by next hop: one delivery a next hop, in the order
 * in which they come first. But where the connection does not outlive a
 * transaction (--quit-after=data), as many as these need.
 */
#include "base/ascii.h"
#include "base/map.h"
#include "base/mem.h"
#include "deliver/deliveries_internal.h"

/* next_hop - where a recipient goes when nothing is set: its own domain, in
 * lower case; an address literal is a host, not a domain (RFC 5321 4.1.3) */

static struct span
next_hop(const struct run *run, const struct recipient *r,
    struct arena *arena)
{
	struct span domain, hop = run->destination;
	char *at;

	if (hop.len == 0)
		hop = span_trim(run->params->relayhost);
	if (hop.len > 0)
		return hop;
	domain = arena_copy(arena, r->address.domain);
	at = arena_get(arena, domain.len + 1, 1);
	for (size_t i = 0; i < domain.len; i++)
		at[i] = ascii_lower(domain.at[i]);
	return span_from(at, domain.len);
}

/* is_full - it has all the recipients that its connection can serve */

static bool
is_full(const struct deliveries *all, size_t place)
{
	int64_t limit = all->run->params->recipient_limit;

	return all->run->quit_after == STAGE_DATA && limit > 0 &&
	    (int64_t)all->at[place].letter.batch.len >= limit;
}

/* plan_one - a delivery for this next hop, if there is none yet */

static size_t
plan_one(struct deliveries *all, struct map *known, struct span hop)
{
	size_t place;

	if (map_get(known, hop, &place) && !is_full(all, place))
		return place;
	place = all->len++;
	all->at = mem_grow(all->at, all->len, sizeof(*all->at));
	all->at[place] = (struct delivery){ .run = all->run,
	    .destination = hop };
	map_put(known, hop, place);
	return place;
}

/* divide - recipients into batches, one a next hop, order kept */

static void
divide(struct deliveries *all, const size_t *place_of)
{
	struct envelope *envelope = all->run->envelope;
	struct recipient **next;

	next = all->recipients = mem_new(envelope->recipients.len,
	    sizeof(*all->recipients));
	for (size_t i = 0; i < all->len; i++) {
		struct batch *batch = &all->at[i].letter.batch;

		batch->at = next;
		next += batch->len;
		batch->len = 0;
	}
	for (size_t i = 0; i < envelope->recipients.len; i++) {
		struct batch *batch = &all->at[place_of[i]].letter.batch;

		batch->at[batch->len++] = &envelope->recipients.at[i];
	}
}

struct deliveries *
deliveries_new(const struct run *run)
{
	struct deliveries *all = mem_new(1, sizeof(*all));
	const struct envelope *envelope = run->envelope;
	size_t *place_of = mem_new(envelope->recipients.len,
	    sizeof(*place_of));
	struct map known = { 0 };

	all->run = run;
	all->arena = arena_new();
	for (size_t i = 0; i < envelope->recipients.len; i++) {
		place_of[i] = plan_one(all, &known, next_hop(run,
		    &envelope->recipients.at[i], all->arena));
		all->at[place_of[i]].letter.batch.len++;
	}
	divide(all, place_of);
	map_clear(&known);
	mem_free(&place_of);
	return all;
}

void
deliveries_free(struct deliveries **deliveries)
{
	struct deliveries *all = *deliveries;

	if (all == NULL)
		return;
	for (size_t i = 0; i < all->len; i++)
		arena_free(&all->at[i].arena);
	arena_free(&all->arena);
	mem_free(&all->recipients);
	mem_free(&all->at);
	mem_free(deliveries);
}
