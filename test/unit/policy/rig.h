/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One next hop with one host and one candidate, for tests of TLS policy: by
 * default example.test with the MX host mx.example.test at 192.0.2.1, all of
 * it signed, and Postfix's parameters.
 */
#ifndef TEST_UNIT_POLICY_RIG_H
#define TEST_UNIT_POLICY_RIG_H

#include "policy/policy.h"
#include "unit/listing.h"
#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

struct rig {
	struct arena *arena;
	struct trace *trace;
	struct params params;
	struct nexthop nexthop;
	struct route_host host;
	struct route route;
	struct candidate candidate;
	struct zone zone;
	struct policy_setup setup;
	struct str told;	/* decisions and notes, a line each */
	struct dsn why;
};

static inline void
rig_take(void *self, const struct event *event)
{
	struct str *told = self;

	if (event->kind == EVENT_DECISION || event->kind == EVENT_NOTE)
		str_addf(told, "%.*s\n", SPAN_ARG(event->text));
}

/* What it was told so far, and nothing of it any more. */
static inline struct span
rig_told(struct rig *s)
{
	struct span told = arena_copy(s->arena, str_span(&s->told));

	str_reset(&s->told);
	return told;
}

static inline void
rig_listen(struct rig *s)
{
	const struct listener listener = { .take = rig_take,
	    .self = &s->told, .level = 2 };

	str_init(&s->told, 65536);
	s->trace = trace_new();
	trace_listen(s->trace, &listener);
	s->setup.teller = (struct teller){ .trace = s->trace };
}

/* Zeroes, or the zone's rows: NULL means that the DNS is empty. */
static inline void
rig_begin(struct rig *s, const char *settings,
    const struct zone_row *rows)
{
	static const struct zone_row none[] = { { 0 } };

	*s = (struct rig){ .arena = arena_new() };
	settings_load(s->arena, PROTOCOL_SMTP, true, settings, &s->params);
	s->params.dns_support_level = DNS_DNSSEC;
	s->nexthop = (struct nexthop){ .text = SPAN_INIT("example.test"),
	    .host = SPAN_INIT("example.test"), .port = 25 };
	s->host = (struct route_host){ .name = SPAN_INIT("mx.example.test"),
	    .port = 25 };
	s->route = (struct route){ .kind = ROUTE_MX, .hosts = &s->host,
	    .hosts_len = 1, .asked = SPAN_INIT("example.test"),
	    .dnssec = DNSSEC_SECURE };
	s->candidate = (struct candidate){ .host = s->host.name,
	    .address = SPAN_INIT("192.0.2.1"), .mx_dnssec = DNSSEC_SECURE,
	    .host_dnssec = DNSSEC_SECURE, .final_name = s->host.name };
	must(netaddr_parse(s->candidate.address, &s->candidate.addr));
	s->candidate.addr.port = 25;
	s->zone = zone_of(rows != NULL ? rows : none, s->arena);
	s->setup = (struct policy_setup){ .params = &s->params,
	    .resolver = &s->zone.resolver, .nexthop = &s->nexthop,
	    .route = &s->route, .candidate = &s->candidate };
	s->why = DSN_IN(s->arena);
	rig_listen(s);
}

static inline void
rig_end(struct rig *s)
{
	trace_free(&s->trace);
	str_clear(&s->told);
	arena_free(&s->arena);
}

/* The level comes by its name: "half-dane". */
static inline enum tls_level
rig_level(const char *name)
{
	unsigned level = TLS_NONE;

	while (strcmp(tls_level_name((enum tls_level)level), name) != 0)
		must(++level <= TLS_UNSAID);
	return (enum tls_level)level;
}

/* "4.7.5 TEXT", or the empty text. */
static inline struct span
rig_word(const struct rig *s)
{
	if (dsn_class(&s->why) == '\0')
		return (struct span){ 0 };
	return arena_text(s->arena, "%s %.*s", s->why.status,
	    SPAN_ARG(s->why.text));
}

#endif
