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
	{ "_submission._tcp.d.test", RR_SRV,
	    .records = "20 0 2526 b.test 10 0 2525 a.test" },
	{ "_submission._tcp.late.test", RR_SRV,
	    .records = "10 0 587 gone.test" },
	{ "_submission._tcp.slow.test", RR_SRV, .state = ANSWER_TEMPORARY },
	{ "_smtp._tcp.a.test", RR_SRV, .records = "10 0 2525 one.test" },
	{ "late.test", RR_MX, .records = "10 c.test" },
	{ "_25._tcp.a.test", RR_TLSA, .records = "a" },
	{ "signed.test", RR_A, .records = "192.0.2.8",
	    .dnssec = DNSSEC_SECURE },
	{ "_25._tcp.signed.test", RR_TLSA, .records = "signed" },
	{ .name = NULL },
};

#define NOT_FOUND(name, type) "Host or domain name not found. Name service " \
	"error for name=" name " type=" type ": "
#define SRV	"use_srv_lookup = submission\n"
#define ALLOW	"allow_srv_lookup_fallback = yes\n"
#define IN_ORDER "smtp_randomize_addresses = no\n" \
	"smtp_mx_address_limit = 9\n"

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
	{ "behaviour 37: the limit leaves addresses of both families",
	    .hop = "d.test", IN_ORDER "smtp_mx_address_limit = 4",
	    "2 1 :1 :3" },
	{ "behaviours 42, 43: SRV records", .hop = "d.test:submission",
	    IN_ORDER SRV, "2 1 :1 3 :3" },
	{ "behaviour 43: which no family comes before", "d.test:submission",
	    .settings = SRV "smtp_address_preference = ipv6",
	    .route = "2 1 :1 3 :3" },
	{ "behaviours 37, 43: but are balanced", .hop = "d.test:submission",
	    SRV "smtp_mx_address_limit = 2", "2 :1" },
	{ "behaviour 45: no SRV host has an address, MX records",
	    .hop = "late.test:submission", IN_ORDER SRV ALLOW, "4 :4" },
	{ "behaviour 45: SERVFAIL ignored, the domain itself",
	    .hop = "b.test:submission", IN_ORDER SRV ALLOW, "3 :3" },
	{ "behaviour 38: this machine is the second best", .hop = "d.test",
	    IN_ORDER "proxy_interfaces = 192.0.2.4", "2 1 :1 3 :3" },
	{ "behaviour 45: SRV lead here, MX records do not",
	    .hop = "a.test", IN_ORDER "use_srv_lookup = smtp\n" ALLOW
	    "proxy_interfaces = 192.0.2.6", "2 1 :1" },
	{ "behaviour 11: an address", .hop = "192.0.2.9", IN_ORDER, "9" },

	{ "behaviour 20: no family is left", "d.test", "inet_protocols =",
	    NULL, "4.4.4", "all network protocols are disabled" },
	{ "behaviour 45: SERVFAIL", "slow.test:submission",
	    SRV "ignore_srv_lookup_error = no", NULL, "4.4.3",
	    NOT_FOUND("_submission._tcp.slow.test", "SRV")
	    "Host not found, try again" },
	{ "behaviour 45: no SRV host has an address", "late.test:submission",
	    SRV "ignore_srv_lookup_error = yes\n"
	    "smtp_defer_if_no_mx_address_found = yes", NULL, "5.4.4",
	    NOT_FOUND("gone.test", "AAAA") "Host not found" },
	{ "behaviours 39, 44: SRV records lead here", "a.test",
	    "use_srv_lookup = smtp\nproxy_interfaces = 192.0.2.6", NULL,
	    "5.4.6", "mail for _smtp._tcp.a.test loops back to myself" },
	{ "behaviour 41: a host that is this machine", "[one.test]",
	    "proxy_interfaces = 192.0.2.6", NULL, "5.4.6",
	    "mail for one.test loops back to myself" },

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
	struct here here;
	struct route route;
	struct dsn why;
	bool wants_tlsa;
};

/* Looks up this machine's addresses, which are those of proxies only. */

static void
look_around(struct trial *t)
{
	const struct here_setup setup = { .params = &t->params,
	    .native = native_look_up, .interfaces = interfaces_find };

	t->params.inet_interfaces.len = 0;
	must(here_find(&setup, &t->here, &t->why));
}

/* True if there is a route. */

static bool
plan(struct trial *t, const char *hop, struct teller teller)
{
	struct route_setup setup = { .params = &t->params,
	    .nexthop = &t->hop, .resolver = &t->zone.resolver,
	    .native = native_look_up, .here = &t->here,
	    .wants_tlsa = t->wants_tlsa, .teller = teller };

	t->zone = zone_of(world, t->arena);
	t->why = DSN_IN(t->arena);
	look_around(t);
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

	t.params = settings_postfix(arena, "inet_protocols =");
	ok(!plan(&t, "d.test", (struct teller){ 0 }) && t.zone.len == 0,
	    "behaviour 20: nothing is asked for in vain");
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
	(void)!plan(&t, hop, (struct teller){ .trace = trace });
	text = arena_copy(arena, str_span(&heard));
	trace_free(&trace);
	str_clear(&heard);
	return text;
}

/* behaviour 15 */

static void
hints(struct arena *arena)
{
	is_text(heard_about(arena, "[one.test]:465"), "destination "
	    "[one.test]:465: servers at port 465 wait for TLS, and "
	    "smtp_tls_wrappermode is off|", "behaviour 15: a hint, no more");
	is_text(heard_about(arena, "[one.test]:587"), "",
	    "behaviour 15: not elsewhere");
}

/* TLSA in the same flight as the addresses. */

static void
tlsa(struct arena *arena)
{
	struct trial t = { .arena = arena, .wants_tlsa = true };

	t.params = settings_postfix(arena, IN_ORDER "inet_protocols = ipv4\n"
	    "smtp_dns_support_level = dnssec");
	must(plan(&t, "d.test", (struct teller){ 0 }));
	is_number(t.zone.len, 2, "RFC 7672: two flights behind signed MX");
	is_text(zone_flight(&t.zone, 0), "d.test MX+", "first MX");
	is_text(zone_flight(&t.zone, 1), "a.test A+, _25._tcp.a.test TLSA+, "
	    "b.test A+, _25._tcp.b.test TLSA+, c.test A+, "
	    "_25._tcp.c.test TLSA+", "RFC 7672: then all the rest together");
	is_text(t.route.hosts[0].tlsa->rr[0].data, "a",
	    "and each host has its own");
	ok(t.route.hosts[1].tlsa->state != ANSWER_RECORDS,
	    "or knows that there are none");
	must(plan(&t, "[signed.test]", (struct teller){ 0 }));
	is_number(t.zone.len, 2, "RFC 7672: a host alone: once it is signed");
	is_text(t.route.hosts[0].tlsa->rr[0].data, "signed", "and not before");
	must(plan(&t, "[one.test]", (struct teller){ 0 }));
	ok(t.zone.len == 1 && t.route.hosts[0].tlsa == NULL,
	    "RFC 7672: one that is not signed: never");
}

/* behaviours 17, 18: in LMTP, a socket. */

static void
sockets(struct arena *arena)
{
	enum { BEFORE = 5, LONGEST = 107 };	/* "unix:", and a path */
	char path[BEFORE + LONGEST + 2] = "unix:/";
	struct trial t = { .arena = arena };

	settings_load(arena, PROTOCOL_LMTP, true, NULL, &t.params);
	ok(plan(&t, "unix:/run/lmtp", (struct teller){ 0 }) &&
	    t.zone.len == 0 && t.route.kind == ROUTE_PATH &&
	    t.route.len == 1 && t.route.at[0].best &&
	    t.route.at[0].addr.family == NET_UNIX,
	    "behaviour 17: nothing is looked up");
	is_text(candidate_text(arena, &t.route.at[0]),
	    "client.test[/run/lmtp]",
	    "behaviour 18: the host is $myhostname, the address the path");
	memset(path + BEFORE + 1, '.', LONGEST - 1);
	ok(plan(&t, path, (struct teller){ 0 }) &&
	    t.route.at[0].address.len == LONGEST,
	    "behaviour 17: as long as a path may be");
	path[BEFORE + LONGEST] = '.';
	ok(!plan(&t, path, (struct teller){ 0 }) &&
	    t.route.kind == ROUTE_PATH,
	    "behaviour 17: and one octet more");
	is_text(t.why.text, "Server configuration error", "behaviour 17");
	is_text(span_of(t.why.status), "4.3.5", "behaviour 17: is put off");
	t.params.randomize_addresses = false;
	must(plan(&t, "a.test", (struct teller){ 0 }));
	ok(t.route.kind == ROUTE_HOST && t.zone.len == 1 &&
	    t.route.at[0].addr.port == 24,
	    "behaviour 16: a host in LMTP, by its addresses");
	ok(!plan(&t, "d.test", (struct teller){ 0 }),
	    "behaviour 16: and by no MX records");
}

/* RFC 8305: outside Postfix mode. */

static void
turns(struct arena *arena)
{
	struct trial t = { .arena = arena };

	settings_load(arena, PROTOCOL_SMTP, false, IN_ORDER
	    "smtp_address_preference = ipv6", &t.params);
	must(plan(&t, "d.test", (struct teller){ 0 }));
	is_text(digits(&t), ":1 2 :3 1 3 :4 4",
	    "RFC 8305: families take turns, the preferred one first");
}

/* What is known of a route that leads nowhere. */

static void
remains(struct arena *arena)
{
	struct trial t = { .arena = arena };

	t.params = settings_postfix(arena, "proxy_interfaces = 192.0.2.4\n"
	    "inet_protocols = ipv4");
	ok(!plan(&t, "late.test", (struct teller){ 0 }) && t.route.is_here,
	    "behaviours 38, 40: this machine is the best");
	ok(t.route.len == 0 && t.route.hosts_len == 1 &&
	    t.route.omitted_len == 1, "the hosts stay known");
	is_text(t.route.omitted[0].what, "c.test[192.0.2.4]:25",
	    "and what was left out");
	ok(!plan(&t, "all-gone.test", (struct teller){ 0 }) &&
	    t.route.kind == ROUTE_MX && t.route.hosts_len == 2 &&
	    t.route.hosts[1].trouble.len > 0 && !t.route.is_here,
	    "and why each host leads nowhere");
	is_text(t.route.asked, "all-gone.test", "and what was asked");
	t.params = settings_postfix(arena, IN_ORDER SRV ALLOW);
	must(plan(&t, "late.test:submission", (struct teller){ 0 }));
	is_text(t.route.omitted[0].what, "_submission._tcp.late.test SRV",
	    "behaviour 45: SRV records that led nowhere");
	ok(t.route.kind == ROUTE_MX && t.route.at[0].addr.port == 587,
	    "behaviour 45: and what came in their place");
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

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	shuffles(arena);
	flights(arena);
	hints(arena);
	tlsa(arena);
	sockets(arena);
	turns(arena);
	remains(arena);
	facts(arena);
	is_text(heard_about(arena, "all-gone.test"),
	    "no MX host for all-gone.test has an address|",
	    "behaviour 25: and the domain is named");
	is_text(heard_about(arena, "gone.test"), "",
	    "behaviour 25: which is nobody's fault without MX records");
	arena_free(&arena);
	return tap_done();
}
