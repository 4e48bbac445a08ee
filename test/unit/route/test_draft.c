/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/draft.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/tap.h"

enum { MANY = 37 };		/* not a power of two */

static void
hear(void *self, const struct event *event)
{
	if (event->kind == EVENT_DECISION)
		str_addf(self, "%.*s|", SPAN_ARG(event->text));
}

static void
omissions(struct arena *arena)
{
	struct trace *trace = trace_new();
	const struct nexthop hop = { .port = 26 };
	const struct route_setup setup = { .nexthop = &hop,
	    .teller = { .trace = trace } };
	struct route route;
	struct draft d = draft_of(&setup, &route, arena);
	struct str heard;
	bool good = true;

	str_init(&heard, 4096);
	trace_listen(trace, &(struct listener){ .take = hear, .level = 2,
	    .self = &heard });
	draft_omit(&d, SPAN("a.test"), SPAN("it is old"));
	is_text(str_span(&heard), "a.test is left out: it is old|",
	    "an omission is told as it happens");
	for (size_t i = 1; i < MANY; i++)
		draft_omit(&d, arena_text(arena, "%zu", i), SPAN("so"));
	is_number(route.omitted_len, MANY, "all are remembered");
	for (size_t i = 1; i < MANY; i++)
		good &= span_equal(route.omitted[i].what,
		    arena_text(arena, "%zu", i));
	ok(good && span_equal(route.omitted[0].why, SPAN("it is old")),
	    "in their order");
	draft_expect(&d, 1);
	draft_host(&d, SPAN("mx.test"), 10);
	ok(route.hosts_len == 1 && route.hosts[0].port == 26,
	    "a host has the port of the next hop");
	draft_reset(&d, ROUTE_SRV);
	ok(route.kind == ROUTE_SRV && route.hosts_len == 0 &&
	    route.omitted_len == MANY, "and survive a new beginning");
	trace_free(&trace);
	str_clear(&heard);
}

static void
keeps(struct arena *arena)
{
	const struct nexthop hop = { .port = 25 };
	const struct route_setup setup = { .nexthop = &hop };
	const bool keep[] = { true, false, true, false };
	struct route route;
	struct draft d = draft_of(&setup, &route, arena);

	route.at = arena_get(arena, 4, sizeof(*route.at));
	for (size_t i = 0; i < 4; i++)
		route.at[i] = (struct candidate){ .host = SPAN("h"),
		    .address = arena_text(arena, "%zu", i),
		    .addr = { .family = NET_INET, .port = 25 } };
	route.len = 4;
	draft_keep(&d, keep, SPAN("so"));
	ok(route.len == 2 && span_equal(route.at[0].address, SPAN("0")) &&
	    span_equal(route.at[1].address, SPAN("2")),
	    "what is kept stays in order");
	ok(route.omitted_len == 2 &&
	    span_equal(route.omitted[1].what, SPAN("h[3]:25")) &&
	    span_equal(route.omitted[1].why, SPAN("so")),
	    "of what is not the text and the reason stay");
}

static void
unnamed(struct arena *arena)
{
	const struct route_setup setup = { 0 };
	struct answer answer = { .name = SPAN_INIT("d.test"), .type = RR_MX };
	struct route route;
	struct draft d = draft_of(&setup, &route, arena);

	draft_omit_unnamed(&d, &answer);
	is_number(route.omitted_len, 0, "behaviour 24: none was dropped");
	answer.dropped = 2;
	draft_omit_unnamed(&d, &answer);
	is_text(route.omitted[0].what, "2 MX records of d.test",
	    "behaviour 24: records whose target is no host name");
}

int
main(void)
{
	struct arena *arena = arena_new();

	omissions(arena);
	keeps(arena);
	unnamed(arena);
	arena_free(&arena);
	return tap_done();
}
