/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/asked.h"

#include <stdatomic.h>

#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct zone_row world[] = {
	{ "a.test", RR_A, .records = "192.0.2.1" },
	{ "half.test", RR_A, .state = ANSWER_NO_DATA },
	{ "half.test", RR_AAAA, .state = ANSWER_TEMPORARY },
	{ "_25._tcp.a.test", RR_TLSA, .records = "a" },
	{ .name = NULL },
};

static atomic_uint native_calls;

static bool
native(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why)
{
	native_calls++;
	if (!span_equal(host, SPAN("local.test")))
		return dsn_fail(why, "5.4.4", "no %.*s", SPAN_ARG(host));
	found->len = netaddr_parse(family == NET_INET6 ? SPAN("::1") :
	    SPAN("127.0.0.1"), &found->at[0]);
	return true;
}

struct trial {
	struct params params;
	struct zone zone;
	struct nexthop hop;
	struct route_setup setup;
	struct route route;
	struct draft draft;
	struct all_asked all;
};

static const char *const names[] = { "a.test", "half.test", "gone.test",
    "192.0.2.7", "local.test" };

enum { NAMES = 5 };

static void
ask(struct trial *t, struct arena *arena, const char *settings)
{
	t->params = settings_postfix(arena, settings);
	t->zone = zone_of(world, arena);
	t->hop = (struct nexthop){ .port = 25 };
	t->setup = (struct route_setup){ .params = &t->params,
	    .nexthop = &t->hop, .resolver = &t->zone.resolver,
	    .native = native };
	t->draft = draft_of(&t->setup, &t->route, arena);
	draft_expect(&t->draft, NAMES);
	for (size_t i = 0; i < NAMES; i++)
		draft_host(&t->draft, span_of(names[i]), 0);
	native_calls = 0;
	asked_all(&t->draft, &t->all);
}

static void
answers(struct arena *arena)
{
	struct trial t;

	ask(&t, arena, "smtp_host_lookup = dns, native");
	is_text(zone_flight(&t.zone, 0), "a.test A, a.test AAAA, half.test A, "
	    "half.test AAAA, gone.test A, gone.test AAAA, local.test A, "
	    "local.test AAAA", "all hosts that are names in one flight");
	ok(t.zone.len == 1 && t.all.at[3].lookups[0].answer == NULL &&
	    t.all.at[0].lookups[1].answer != NULL,
	    "each answer is where its question was");
	is_number(t.all.at[1].best->state, ANSWER_TEMPORARY,
	    "behaviour 27: the better answer counts");
	ok(t.all.at[0].native == NULL && t.all.at[1].native == NULL &&
	    t.all.at[3].native == NULL && native_calls == 2,
	    "behaviour 28: the system only where the DNS knows nothing");
	ok(!t.all.at[2].native->good && t.all.at[4].native->good &&
	    t.all.at[4].native->found.len == 1, "behaviour 28: of each host");
	is_text(t.all.at[2].native->why.text, "no gone.test",
	    "behaviour 28: and its words");
	asked_clear(&t.all);
}

static void
ways(struct arena *arena)
{
	struct trial t;

	ask(&t, arena, "smtp_host_lookup = native\ninet_protocols = ipv6");
	ok(t.zone.len == 0 && native_calls == 4 &&
	    t.all.at[4].native->found.at[0].family == NET_INET6,
	    "behaviour 28: native alone, of the family that is on");
	asked_clear(&t.all);
	ask(&t, arena, "smtp_host_lookup =");
	ok(t.zone.len == 0 && native_calls == 0 && t.all.at[0].best == NULL,
	    "no way at all");
	asked_clear(&t.all);
}

int
main(void)
{
	struct arena *arena = arena_new();

	answers(arena);
	ways(arena);
	arena_free(&arena);
	return tap_done();
}
