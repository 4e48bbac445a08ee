/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A DNS in a table, and a record of what was asked of it: every call of
 * resolver_ask is one flight.
 */
#ifndef TEST_UNIT_ROUTE_ZONE_H
#define TEST_UNIT_ROUTE_ZONE_H

#include <pthread.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "dns/resolver.h"
#include "net/netaddr.h"

/* What the DNS holds about one name and one type; further rows with the same
 * name make what has no row NODATA instead of NXDOMAIN. */
struct zone_row {
	const char *name;	/* NULL: the end of the table */
	enum rr_type type;
	const char *records;	/* blank-separated: addresses, names for
				 * CNAME, any text for TLSA, or preference and
				 * name, "." being the null MX; SRV: weight
				 * and port between */
	enum answer_state state;
	enum dnssec dnssec;
	const char *final_name;	/* behind aliases; NULL: there are none */
	size_t dropped;
};

enum { ZONE_FLIGHTS = 64 };

struct zone {
	struct resolver resolver;	/* first: it is cast to and fro */
	const struct zone_row *rows;
	struct arena *arena;
	struct span flights[ZONE_FLIGHTS];	/* "h.test A, h.test AAAA"; with
				 * a '+' behind the type: with DNSSEC */
	size_t len;
	pthread_mutex_t lock;	/* of the flights and the arena */
};

static inline const struct zone_row *
zone_find(const struct zone *zone, const struct lookup *lookup, bool *is_name)
{
	*is_name = false;
	for (const struct zone_row *row = zone->rows; row->name != NULL;
	    row++) {
		if (!ascii_equal(span_of(row->name), lookup->name))
			continue;
		if (row->type == lookup->type)
			return row;
		*is_name = true;
	}
	return NULL;
}

static inline void
zone_address(struct zone *zone, struct span word, struct rr *rr)
{
	struct netaddr addr;

	must(netaddr_parse(word, &addr));
	must(addr.family == (rr->type == RR_A ? NET_INET : NET_INET6));
	rr->data = arena_copy(zone->arena, span_from((char *)addr.octets,
	    rr->type == RR_A ? 4 : 16));
}

static inline unsigned
zone_number(struct span word)
{
	uint64_t number;

	must(num_unsigned(word, &number));
	return (unsigned)number;
}

static inline void
zone_record(struct zone *zone, struct span word, struct span *rest,
    struct rr *rr)
{
	struct span next;

	if (rr->type == RR_TLSA) {
		rr->data = word;
		return;
	}
	if (rr->type == RR_CNAME) {
		rr->target = word;
		return;
	}
	if (rr->type != RR_MX && rr->type != RR_SRV) {
		zone_address(zone, word, rr);
		return;
	}
	rr->preference = zone_number(word);
	must(ascii_word(rest, " ", &next));
	if (rr->type == RR_SRV) {
		rr->weight = zone_number(next);
		must(ascii_word(rest, " ", &next));
		rr->port = zone_number(next);
		must(ascii_word(rest, " ", &next));
	}
	rr->target = next;
	if (span_equal(rr->target, SPAN(".")))
		rr->target.len = 0;
}

static inline const struct answer *
zone_answer(struct zone *zone, const struct lookup *lookup)
{
	struct answer *answer = arena_get(zone->arena, 1, sizeof(*answer));
	struct rr *to = arena_get(zone->arena, RR_MAX, sizeof(*to));
	bool is_name;
	const struct zone_row *row = zone_find(zone, lookup, &is_name);
	struct span rest = { 0 }, word;

	*answer = (struct answer){ .name = lookup->name,
	    .type = lookup->type, .final_name = lookup->name,
	    .asked = lookup->name, .rr = to,
	    .state = is_name ? ANSWER_NO_DATA : ANSWER_NO_NAME };
	if (row == NULL)
		return answer;
	answer->state = row->state;
	answer->dnssec = row->dnssec;
	answer->dropped = row->dropped;
	if (row->final_name != NULL)
		answer->final_name = span_of(row->final_name);
	if (row->state == ANSWER_RECORDS)
		rest = span_of(row->records);
	while (ascii_word(&rest, " ", &word)) {
		must(answer->len < RR_MAX);
		to[answer->len].type = lookup->type;
		to[answer->len].owner = answer->final_name;
		zone_record(zone, word, &rest, &to[answer->len++]);
	}
	return answer;
}

static inline void
zone_ask(struct resolver *self, struct lookup *lookups, size_t len,
    struct teller teller)
{
	struct zone *zone = (struct zone *)self;
	struct str flight;

	(void)teller;
	pthread_mutex_lock(&zone->lock);
	str_init(&flight, 65536);
	for (size_t i = 0; i < len; i++) {
		lookups[i].answer = zone_answer(zone, &lookups[i]);
		str_addf(&flight, "%s%.*s %s%s", i == 0 ? "" : ", ",
		    SPAN_ARG(lookups[i].name), rr_type_name(lookups[i].type),
		    lookups[i].dnssec ? "+" : "");
	}
	must(!flight.full && zone->len < ZONE_FLIGHTS);
	zone->flights[zone->len++] = arena_copy(zone->arena,
	    str_span(&flight));
	str_clear(&flight);
	pthread_mutex_unlock(&zone->lock);
}

/* The n-th flight, from 0; empty: there was none. */
static inline struct span
zone_flight(const struct zone *zone, size_t n)
{
	return n < zone->len ? zone->flights[n] : (struct span){ 0 };
}

static inline struct zone
zone_of(const struct zone_row *rows, struct arena *arena)
{
	return (struct zone){ .resolver = { .ask = zone_ask },
	    .rows = rows, .arena = arena,
	    .lock = PTHREAD_MUTEX_INITIALIZER };
}

#endif
