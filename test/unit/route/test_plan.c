/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/plan.h"

#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct zone_row world[] = {
	{ "d.test", RR_MX, .records = "20 c.test 10 a.test 10 b.test",
	    .dnssec = DNSSEC_SECURE },
	{ "a.test", RR_A, .records = "192.0.2.2 192.0.2.1" },
	{ "a.test", RR_AAAA, .records = "2001:db8::1" },
	{ "b.test", RR_A, .records = "192.0.2.3" },
	{ "b.test", RR_AAAA, .records = "2001:db8::3" },
	{ "c.test", RR_A, .records = "192.0.2.4" },
	{ "c.test", RR_AAAA, .records = "2001:db8::4" },
	{ "three.test", RR_A, .records = "192.0.2.1 192.0.2.2 192.0.2.3" },
	{ "pairs.test", RR_MX, .records = "10 b.test 20 c.test 10 one.test "
	    "20 two.test" },
	{ "one.test", RR_A, .records = "192.0.2.6" },
	{ "two.test", RR_A, .records = "192.0.2.7" },
	{ "better-gone.test", RR_MX, .records = "10 gone.test 20 c.test" },
	{ "all-gone.test", RR_MX, .records = "10 gone.test 20 lost.test" },
	{ "one-slow.test", RR_MX, .records = "10 slow.test 20 lost.test" },
	{ "slow.test", RR_A, .state = ANSWER_TEMPORARY },
	{ "slow.test", RR_AAAA, .state = ANSWER_TEMPORARY },
	{ "all-gone.test", RR_A, .records = "192.0.2.66" },
	{ .name = NULL },
};

#define NOT_FOUND(name, type) "Host or domain name not found. Name service " \
	"error for name=" name " type=" type ": "
#define IN_ORDER "smtp_randomize_addresses = no\n"

static const struct scene {
	const char *name, *hop, *settings;
	const char *route;	/* a digit of each address; NULL: there is
				 * none: */
	const char *status, *text;
} scenes[] = {
	{ "behaviour 35: by preference, then as DNS has it",
	    .hop = "d.test", IN_ORDER, "2 1 :1 3 :3 4 :4" },
	{ "behaviour 35: ipv4 first within a preference", .hop = "d.test",
	    IN_ORDER "smtp_address_preference = ipv4", "2 1 3 :1 :3 4 :4" },
	{ "behaviour 35: ipv6 first within a preference", .hop = "d.test",
	    IN_ORDER "smtp_address_preference = ipv6", ":1 :3 2 1 3 :4 4" },
	{ "behaviour 36: a plain host as DNS has it", .hop = "[a.test]",
	    IN_ORDER, "2 1 :1" },
	{ "behaviour 36: a plain host, ipv6 first", .hop = "[a.test]",
	    IN_ORDER "smtp_address_preference = ipv6", ":1 2 1" },
	{ "behaviour 21: no MX records, the domain itself", .hop = "a.test",
	    IN_ORDER, "2 1 :1" },
	{ "behaviour 36: one family, nothing to prefer", .hop = "[a.test]",
	    IN_ORDER "inet_protocols = ipv4\n"
	    "smtp_address_preference = ipv6", "2 1" },
	{ "behaviour 11: an address", .hop = "192.0.2.9", IN_ORDER, "9" },

	{ "behaviour 25: no MX host has an address: not the domain's own",
	    "all-gone.test", NULL, NULL, "5.4.4",
	    NOT_FOUND("lost.test", "AAAA") "Host not found" },
	{ "behaviour 25: unless that is to be deferred", "all-gone.test",
	    "smtp_defer_if_no_mx_address_found = yes", NULL, "4.4.4",
	    NOT_FOUND("lost.test", "AAAA") "Host not found" },
	{ "behaviour 25: one of them failed for the time being",
	    "one-slow.test", NULL, NULL, "4.4.4",
	    NOT_FOUND("lost.test", "AAAA") "Host not found" },
	{ "behaviour 25: a domain without MX records is not deferred",
	    "gone.test", "smtp_defer_if_no_mx_address_found = yes", NULL,
	    "5.4.4", NOT_FOUND("gone.test", "AAAA") "Host not found" },
	{ "behaviour 25: a bracketed host neither", "[gone.test]",
	    "smtp_defer_if_no_mx_address_found = yes", NULL, "5.4.4",
	    NOT_FOUND("gone.test", "AAAA") "Host not found" },
};

struct trial {
	struct arena *arena;
	struct params params;
	struct zone zone;
	struct nexthop hop;
	struct route route;
	struct dsn why;
};

/* True if there is a route. */

static bool
plan(struct trial *t, const char *hop, struct teller teller)
{
	struct route_setup setup = { .params = &t->params,
	    .nexthop = &t->hop, .resolver = &t->zone.resolver,
	    .native = native_look_up, .teller = teller };

	t->zone = zone_of(world, t->arena);
	t->why = DSN_IN(t->arena);
	must(nexthop_read(span_of(hop), &t->params, &t->hop, &t->why));
	return route_plan(&setup, &t->route, &t->why);
}

/* The last digit of each address, behind a colon if it is IPv6. */

static struct span
digits(const struct trial *t)
{
	struct span text = { 0 };

	for (size_t i = 0; i < t->route.len; i++) {
		struct span address = t->route.at[i].address;

		text = arena_text(t->arena, "%.*s%s%s%c", SPAN_ARG(text),
		    i == 0 ? "" : " ",
		    span_find(address, ':') < address.len ? ":" : "",
		    address.at[address.len - 1]);
	}
	return text;
}

static void
play(const struct scene *scene, struct arena *arena)
{
	struct trial t = { .arena = arena };
	bool good;

	t.params = settings_postfix(arena, scene->settings);
	good = plan(&t, scene->hop, (struct teller){ 0 });
	ok(good == (scene->route != NULL), scene->name);
	if (good)
		is_text(digits(&t), scene->route, scene->name);
	else {
		is_text(t.why.text, scene->text, scene->name);
		is_text(span_of(t.why.status), scene->status, scene->name);
	}
}

/*
 * Of n orders that are equally likely, and of RUNS plans, the chance that one
 * of them never comes up is at most n * (1 - 1/n) ** RUNS: for six orders and
 * 300 runs less than 1e-22.
 */
enum { RUNS = 300 };

static size_t
orders_of(struct trial *t, const char *hop, struct span *seen, size_t room)
{
	size_t len = 0;

	for (unsigned run = 0; run < RUNS; run++) {
		struct span order;
		size_t i = 0;

		must(plan(t, hop, (struct teller){ 0 }));
		order = digits(t);
		while (i < len && !span_equal(seen[i], order))
			i++;
		if (i == len && len < room)
			seen[len++] = order;
	}
	return len;
}

static void
shuffles(struct arena *arena)
{
	struct trial t = { .arena = arena };
	struct span seen[32];
	size_t len;
	bool sorted = true;

	t.params = settings_postfix(arena, "inet_protocols = ipv4");
	is_number(orders_of(&t, "[three.test]", seen, 32), 6,
	    "behaviour 36: each of six orders comes up, and no other");
	len = orders_of(&t, "pairs.test", seen, 32);
	is_number(len, 4, "behaviour 35: equal preferences are shuffled");
	for (size_t i = 0; i < len; i++)
		sorted &= span_find(seen[i], '3') < 4 &&
		    span_find(seen[i], '6') < 4;
	ok(sorted, "behaviour 35: and the better preference stays first");
	t.params = settings_postfix(arena, "smtp_address_preference = ipv6");
	is_number(orders_of(&t, "[a.test]", seen, 32), 2,
	    "behaviour 36: and the preferred family too");
	ok(seen[0].at[0] == ':' && seen[1].at[0] == ':',
	    "behaviour 36: shuffled before it is sorted");
	t.params = settings_postfix(arena, IN_ORDER);
	is_number(orders_of(&t, "[three.test]", seen, 32), 1,
	    "smtp_randomize_addresses = no: always the same");
}

static void
flights(struct arena *arena)
{
	struct trial t = { .arena = arena };

	t.params = settings_postfix(arena, IN_ORDER);
	must(plan(&t, "d.test", (struct teller){ 0 }));
	is_number(t.zone.len, 2, "two flights: MX, then all hosts");
	is_text(zone_flight(&t.zone, 0), "d.test MX", "first MX alone");
	is_text(zone_flight(&t.zone, 1), "a.test A, a.test AAAA, b.test A, "
	    "b.test AAAA, c.test A, c.test AAAA",
	    "then A and AAAA of every host together");
	must(plan(&t, "[192.0.2.1]", (struct teller){ 0 }));
	is_number(t.zone.len, 0, "behaviour 11: no question for an address");
}

static void
facts(struct arena *arena)
{
	struct trial t = { .arena = arena };

	t.params = settings_postfix(arena, IN_ORDER
	    "inet_protocols = ipv4\nsmtp_tcp_port = 2525");
	must(plan(&t, "d.test", (struct teller){ 0 }));
	ok(t.route.len == 4 && t.route.at[0].best && t.route.at[1].best &&
	    t.route.at[2].best && !t.route.at[3].best,
	    "behaviour 87: those of the best preference are known");
	ok(t.route.at[0].preference == 10 && t.route.at[3].preference == 20 &&
	    t.route.at[3].addr.port == 2525 &&
	    t.route.at[3].mx_dnssec == DNSSEC_SECURE,
	    "each candidate has its preference and port");
	must(plan(&t, "better-gone.test", (struct teller){ 0 }));
	ok(t.route.len == 1 && !t.route.at[0].best,
	    "behaviours 39, 87: an MX record without address is the best");
	must(plan(&t, "[a.test]", (struct teller){ 0 }));
	ok(t.route.at[0].best && t.route.at[1].best,
	    "behaviour 87: without MX records there is no better one");
}

static void
hear(void *self, const struct event *event)
{
	struct str *heard = self;

	if (event->kind == EVENT_NOTE || event->kind == EVENT_WARNING)
		str_addf(heard, "%.*s|", SPAN_ARG(event->text));
}

static struct span
heard_about(struct arena *arena, const char *hop)
{
	struct trial t = { .arena = arena };
	struct trace *trace = trace_new();
	struct span text;
	struct str heard;

	str_init(&heard, 1000);
	trace_listen(trace, &(struct listener){ .take = hear, .level = 2,
	    .self = &heard });
	t.params = settings_postfix(arena, NULL);
	if (!plan(&t, hop, (struct teller){ .trace = trace }))
		must(dsn_class(&t.why) == '5');
	text = arena_copy(arena, str_span(&heard));
	trace_free(&trace);
	str_clear(&heard);
	return text;
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	shuffles(arena);
	flights(arena);
	facts(arena);
	is_text(heard_about(arena, "all-gone.test"),
	    "no MX host for all-gone.test has an address|",
	    "behaviour 25: and the domain is named");
	is_text(heard_about(arena, "gone.test"), "",
	    "behaviour 25: which is nobody's fault without MX records");
	arena_free(&arena);
	return tap_done();
}
