/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/loop.h"

#include "base/mem.h"
#include "unit/settings.h"
#include "unit/tap.h"

/* Addresses 192.0.2.N; N = 99 is this machine, N = 0 a host without one. */
static const struct scene {
	const char *name;
	enum route_kind kind;
	struct {
		unsigned preference, address;
	} hosts[5];
	const char *left;	/* last numbers; NULL: nobody, and: */
	const char *status, *text;
	bool is_here;
} scenes[] = {
	{ "behaviour 38: this machine is not among them", ROUTE_MX,
	    { { 10, 1 }, { 20, 2 } }, .left = "1 2" },
	{ "behaviour 38: those that are worse are cut off, and itself",
	    ROUTE_MX, { { 10, 1 }, { 20, 99 }, { 30, 3 } }, .left = "1",
	    .is_here = true },
	{ "behaviour 38: and those that are as good, before and after",
	    ROUTE_MX, { { 10, 1 }, { 20, 2 }, { 20, 99 }, { 20, 4 } },
	    .left = "1", .is_here = true },
	{ "behaviour 38: the best of several of its addresses counts",
	    ROUTE_MX, { { 10, 1 }, { 20, 99 }, { 30, 99 } }, .left = "1",
	    .is_here = true },
	{ "behaviour 39: it is the best one", ROUTE_MX,
	    { { 10, 99 }, { 20, 2 } }, NULL, "5.4.6",
	    "mail for d.test loops back to myself", true },
	{ "behaviour 39: it is one of the best", ROUTE_MX,
	    { { 10, 1 }, { 10, 99 } }, NULL, "5.4.6",
	    "mail for d.test loops back to myself", true },
	{ "behaviour 39: the best one has no address", ROUTE_MX,
	    { { 10, 0 }, { 20, 99 }, { 30, 3 } }, NULL, "4.4.4",
	    "unable to find primary relay for d.test", true },
	{ "behaviour 41: a host of which one address is ours", ROUTE_HOST,
	    { { 0, 1 }, { 0, 99 } }, NULL, "5.4.6",
	    "mail for d.test loops back to myself", true },
	{ "behaviour 41: a domain without MX records", ROUTE_IMPLICIT,
	    { { 0, 99 } }, NULL, "5.4.6",
	    "mail for d.test loops back to myself", true },
	{ "behaviour 41: an address", ROUTE_LITERAL, { { 0, 99 } }, NULL,
	    "5.4.6", "mail for d.test loops back to myself", true },
	{ "behaviours 38, 44: SRV records", ROUTE_SRV, { { 10, 99 } }, NULL,
	    "5.4.6", "mail for _smtp._tcp.d.test loops back to myself",
	    true },
	{ "behaviours 39, 44: of which the best has no address", ROUTE_SRV,
	    { { 10, 0 }, { 20, 99 } }, NULL, "4.4.4",
	    "unable to find primary relay for _smtp._tcp.d.test", true },
};

struct trial {
	struct params params;
	struct nexthop hop;
	struct here here;
	struct netaddr self;
	struct route_setup setup;
	struct route route;
	struct draft draft;
	struct dsn why;
};

static void
add(struct trial *t, unsigned preference, unsigned address)
{
	struct route *route = &t->route;
	struct candidate c = { .preference = preference,
	    .host = SPAN_INIT("h.test") };

	draft_host(&t->draft, SPAN("h.test"), preference);
	if (address == 0)
		return;
	c.address = arena_text(t->draft.arena, "192.0.2.%u", address);
	must(netaddr_parse(c.address, &c.addr));
	c.addr.port = 25;
	route->at[route->len++] = c;
}

static void
prepare(struct trial *t, struct arena *arena, const struct scene *s)
{
	t->hop = (struct nexthop){ .host = SPAN_INIT("d.test"), .port = 25 };
	must(netaddr_parse(SPAN("192.0.2.99"), &t->self));
	t->here = (struct here){ .own = { &t->self, 1 } };
	t->setup = (struct route_setup){ .params = &t->params,
	    .nexthop = &t->hop, .here = &t->here };
	t->why = DSN_IN(arena);
	t->draft = draft_of(&t->setup, &t->route, arena);
	t->route.kind = s->kind;
	t->route.asked = s->kind == ROUTE_SRV ? SPAN("_smtp._tcp.d.test") :
	    SPAN("d.test");
	t->route.at = arena_get(arena, 5, sizeof(*t->route.at));
	draft_expect(&t->draft, 5);
	for (size_t i = 0; i < 5; i++)
		if (s->hosts[i].preference + s->hosts[i].address > 0)
			add(t, s->hosts[i].preference, s->hosts[i].address);
}

static struct span
written(const struct trial *t)
{
	struct span text = { 0 };

	for (size_t i = 0; i < t->route.len; i++)
		text = arena_text(t->draft.arena, "%.*s%s%u", SPAN_ARG(text),
		    i == 0 ? "" : " ", t->route.at[i].addr.octets[3]);
	return text;
}

static void
play(const struct scene *s, struct arena *arena)
{
	struct trial t;
	size_t before;
	bool good;

	t.params = settings_postfix(arena, NULL);
	prepare(&t, arena, s);
	before = t.route.len;
	good = loop_cut(&t.draft, &t.why);
	ok(good == (s->left != NULL) && t.route.is_here == s->is_here,
	    s->name);
	is_number(t.route.omitted_len, before - t.route.len,
	    "what is cut off is remembered");
	if (good) {
		is_text(written(&t), s->left, s->name);
		return;
	}
	is_text(t.why.text, s->text, s->name);
	is_text(span_of(t.why.status), s->status, s->name);
	ok(t.why.stage == STAGE_DNS, "and the stage is dns");
}

static void
limits(struct arena *arena)
{
	static const struct scene best = { .hosts = { { 10, 99 } },
	    .kind = ROUTE_MX };
	struct trial t;

	t.params = settings_postfix(arena, NULL);
	prepare(&t, arena, &best);
	t.hop.port = 587;
	ok(loop_cut(&t.draft, &t.why) && !t.route.is_here,
	    "behaviour 38: only where the port is 25");
	prepare(&t, arena, &best);
	t.route.at[0].addr.port = 2525;
	ok(!loop_cut(&t.draft, &t.why),
	    "behaviour 44: that of the next hop, not of an SRV record");
	prepare(&t, arena, &best);
	t.setup.here = NULL;
	ok(loop_cut(&t.draft, &t.why), "nobody looked for this machine");
	settings_load(arena, PROTOCOL_LMTP, true, NULL, &t.params);
	prepare(&t, arena, &best);
	ok(loop_cut(&t.draft, &t.why), "behaviour 38: not in LMTP");
}

static void
other_transport(struct arena *arena)
{
	static const struct scene best = { .hosts = { { 10, 99 } },
	    .kind = ROUTE_MX };
	struct trial t;

	t.params = settings_postfix(arena, "best_mx_transport = local");
	prepare(&t, arena, &best);
	ok(!loop_cut(&t.draft, &t.why) && t.route.is_here,
	    "behaviour 40: no fallback relay");
	is_text(t.why.text, "mail for d.test loops back to myself, and there "
	    "is no transport for best_mx_transport = local",
	    "behaviour 40: the transport that is not here is named");
	is_text(span_of(t.why.status), "4.3.5",
	    "behaviour 40: what Postfix would deliver does not bounce");
}

static void
reasons(struct arena *arena)
{
	static const struct scene middle = { .hosts = { { 10, 1 }, { 20, 99 },
	    { 30, 3 } }, .kind = ROUTE_MX };
	struct trial t;

	t.params = settings_postfix(arena, NULL);
	prepare(&t, arena, &middle);
	must(loop_cut(&t.draft, &t.why));
	is_text(t.route.omitted[1].what, "h.test[192.0.2.3]:25",
	    "behaviour 38: what is left out");
	is_text(t.route.omitted[1].why, "h.test[192.0.2.99]:25 is this "
	    "machine, and no worse", "behaviour 38: and why");
	is_text(t.route.omitted[0].why, "it is this machine",
	    "behaviour 38: itself likewise");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	limits(arena);
	other_transport(arena);
	reasons(arena);
	arena_free(&arena);
	return tap_done();
}
