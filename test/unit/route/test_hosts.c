/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/hosts.h"

#include <stdatomic.h>

#include "unit/listing.h"
#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

#define MANY	"192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5 " \
	"192.0.2.6 192.0.2.7 192.0.2.8 192.0.2.9 192.0.2.10 "

static const struct zone_row world[] = {
	{ "a.test", RR_A, .records = "192.0.2.1 192.0.2.2",
	    .dnssec = DNSSEC_SECURE, .final_name = "real.a.test" },
	{ "a.test", RR_AAAA, .records = "2001:db8::1",
	    .dnssec = DNSSEC_INSECURE, .final_name = "real.a.test" },
	{ "b.test", RR_A, .records = "192.0.2.9" },
	{ "six.test", RR_AAAA, .records = "2001:db8::6" },
	{ "half.test", RR_A, .records = "192.0.2.5" },
	{ "half.test", RR_AAAA, .state = ANSWER_TEMPORARY },
	{ "slow.test", RR_A, .state = ANSWER_TEMPORARY },
	{ "slow.test", RR_AAAA, .state = ANSWER_TEMPORARY },
	{ "sick.test", RR_A, .state = ANSWER_NO_DATA },
	{ "sick.test", RR_AAAA, .state = ANSWER_TEMPORARY },
	{ "form.test", RR_A, .state = ANSWER_FORMERR },
	{ "form.test", RR_AAAA, .state = ANSWER_NO_DATA },
	{ "bad.test", RR_A, .state = ANSWER_MALFORMED },
	{ "bad.test", RR_AAAA, .state = ANSWER_FORMERR },
	{ "loop.test", RR_A, .state = ANSWER_LOOP },
	{ "loop.test", RR_AAAA, .state = ANSWER_LOOP },
	{ "empty.test", RR_MX, .records = "10 a.test" },
	{ "many.test", RR_A, .records = MANY MANY MANY MANY MANY MANY MANY
	    MANY MANY "192.0.2.11 192.0.2.12" },
	{ .name = NULL },
};

/* The system's own name service, by smtp_host_lookup = native. */

static atomic_uint native_calls;

static bool
native(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why)
{
	native_calls++;
	found->len = 0;
	if (span_equal(host, SPAN("again.test")))
		return dsn_fail(why, "4.4.4", "unable to look up host "
		    "again.test: Try again");
	if (span_equal(host, SPAN("localhost")) ||
	    span_equal(host, SPAN("mx.LocalHost"))) {
		found->len = netaddr_parse(SPAN("127.0.0.1"), &found->at[0]);
		return true;
	}
	if (!span_equal(host, SPAN("local.test")))
		return dsn_fail(why, "5.4.4", "unable to look up host %.*s: "
		    "Unknown", SPAN_ARG(host));
	if (family != NET_INET)
		found->len += netaddr_parse(SPAN("2001:db8::99"),
		    &found->at[found->len]);
	/* A system that gives what was not asked for. */
	found->len += netaddr_parse(SPAN("192.0.2.99"),
	    &found->at[found->len]);
	return true;
}

#define NOT_FOUND(name, type) "Host or domain name not found. Name service " \
	"error for name=" name " type=" type ": "
#define BOTH	"inet_protocols = all\n"
#define V4	"inet_protocols = ipv4\n"
#define V6	"inet_protocols = ipv6\n"

static const struct scene {
	const char *name;
	const char *hosts;	/* "10 a.test 20 b.test" */
	const char *settings;
	const char *flight;	/* NULL: nothing may be asked */
	const char *route;	/* as written; NULL: there is none: */
	const char *status, *text;
	unsigned native_calls;
} scenes[] = {
	{ "behaviour 27: A, then AAAA", .hosts = "10 a.test", BOTH,
	    "a.test A, a.test AAAA",
	    "10 a.test[192.0.2.1]:26, 10 a.test[192.0.2.2]:26, "
	    "10 a.test[2001:db8::1]:26" },
	{ "all hosts and both families in one flight",
	    .hosts = "10 a.test 10 b.test 20 six.test", BOTH,
	    "a.test A, a.test AAAA, b.test A, b.test AAAA, "
	    "six.test A, six.test AAAA",
	    "10 a.test[192.0.2.1]:26, 10 a.test[192.0.2.2]:26, "
	    "10 a.test[2001:db8::1]:26, 10 b.test[192.0.2.9]:26, "
	    "20 six.test[2001:db8::6]:26" },
	{ "inet_protocols = ipv4: no AAAA", .hosts = "0 a.test", V4,
	    "a.test A", "0 a.test[192.0.2.1]:26, 0 a.test[192.0.2.2]:26" },
	{ "inet_protocols = ipv6: no A", .hosts = "0 a.test", V6,
	    "a.test AAAA", "0 a.test[2001:db8::1]:26" },
	{ "behaviour 47: the final name of an alias", .hosts = "10 a.test", V4
	    "smtp_cname_overrides_servername = yes", "a.test A",
	    "10 real.a.test[192.0.2.1]:26, 10 real.a.test[192.0.2.2]:26" },
	{ "behaviour 26: hosts without an address do not matter",
	    .hosts = "10 gone.test 20 slow.test 30 b.test", V4,
	    "gone.test A, slow.test A, b.test A", "30 b.test[192.0.2.9]:26" },
	{ "behaviour 27: A ok, AAAA SERVFAIL: ok", .hosts = "0 half.test",
	    BOTH, "half.test A, half.test AAAA", "0 half.test[192.0.2.5]:26" },

	{ "behaviour 24: a host that is an address",
	    .hosts = "10 192.0.2.7 20 b.test", BOTH, "b.test A, b.test AAAA",
	    "10 192.0.2.7[192.0.2.7]:26, 20 b.test[192.0.2.9]:26" },
	{ "behaviour 11: an address, and nothing is asked",
	    .hosts = "0 2001:db8::7", BOTH, NULL,
	    "0 2001:db8::7[2001:db8::7]:26" },
	{ "behaviour 29: an address of a family that is off",
	    .hosts = "0 2001:db8::7", V4, NULL, NULL, "5.4.4",
	    "Name service error for 2001:db8::7: invalid host or domain "
	    "name" },
	{ "behaviour 29: and the other family", .hosts = "0 192.0.2.7", V6,
	    NULL, NULL, "5.4.4",
	    "Name service error for 192.0.2.7: invalid host or domain "
	    "name" },

	{ "behaviour 26: NXDOMAIN", .hosts = "0 gone.test", V4, "gone.test A",
	    NULL, "5.4.4", NOT_FOUND("gone.test", "A") "Host not found" },
	{ "behaviour 26: NODATA", .hosts = "0 empty.test", V4, "empty.test A",
	    NULL, "5.4.4", NOT_FOUND("empty.test", "A")
	    "Host found but no data record of requested type" },
	{ "behaviour 27: of two that are not there the last is told",
	    .hosts = "0 gone.test", BOTH, "gone.test A, gone.test AAAA", NULL,
	    "5.4.4", NOT_FOUND("gone.test", "AAAA") "Host not found" },
	{ "behaviour 26: SERVFAIL", .hosts = "0 slow.test", V4, "slow.test A",
	    NULL, "4.4.3", NOT_FOUND("slow.test", "A")
	    "Host not found, try again" },
	{ "behaviour 27: A NODATA, AAAA SERVFAIL: 4.4.3",
	    .hosts = "0 sick.test", BOTH, "sick.test A, sick.test AAAA", NULL,
	    "4.4.3", NOT_FOUND("sick.test", "AAAA")
	    "Host not found, try again" },
	{ "D9: FORMERR is temporary, and better than NODATA",
	    .hosts = "0 form.test", BOTH, "form.test A, form.test AAAA", NULL,
	    "4.4.3", NOT_FOUND("form.test", "A") "Non-recoverable error" },
	{ "behaviour 27: invalid data is better than FORMERR",
	    .hosts = "0 bad.test", BOTH, "bad.test A, bad.test AAAA", NULL,
	    "5.4.4",
	    "Name service error for name=bad.test type=A: Malformed or "
	    "unexpected name server reply" },
	{ "behaviour 30: a loop of aliases is not found",
	    .hosts = "0 loop.test", V4, "loop.test A", NULL, "5.4.4",
	    "Name server loop for loop.test" },
	{ "behaviour 25: the last host that failed is told",
	    .hosts = "10 empty.test 20 gone.test", V4,
	    "empty.test A, gone.test A", NULL, "5.4.4",
	    NOT_FOUND("gone.test", "A") "Host not found" },
	{ "behaviour 26: soft dominates what comes later",
	    .hosts = "10 slow.test 20 gone.test", V4,
	    "slow.test A, gone.test A", NULL, "4.4.4",
	    NOT_FOUND("gone.test", "A") "Host not found" },
	{ "behaviour 26: and what came before",
	    .hosts = "10 gone.test 20 slow.test", V4,
	    "gone.test A, slow.test A", NULL, "4.4.3",
	    NOT_FOUND("slow.test", "A") "Host not found, try again" },
	{ "behaviour 26: and it lasts",
	    .hosts = "10 slow.test 20 gone.test 30 bad.test", V4,
	    "slow.test A, gone.test A, bad.test A", NULL, "4.4.4",
	    "Name service error for name=bad.test type=A: "
	    "Malformed or unexpected name server reply" },
	{ "behaviour 26: an address of a family that is off is no excuse",
	    .hosts = "10 slow.test 20 2001:db8::7", V4, "slow.test A", NULL,
	    "4.4.4",
	    "Name service error for 2001:db8::7: invalid host or domain "
	    "name" },

	{ "behaviour 28: native after NXDOMAIN", "0 local.test", BOTH
	    "smtp_host_lookup = dns, native", "local.test A, local.test AAAA",
	    "0 local.test[2001:db8::99]:26, 0 local.test[192.0.2.99]:26",
	    .native_calls = 1 },
	{ "behaviour 28: not after an address", .hosts = "0 b.test", V4
	    "smtp_host_lookup = dns, native", "b.test A",
	    "0 b.test[192.0.2.9]:26" },
	{ "behaviour 28: not after SERVFAIL", .hosts = "0 slow.test", V4
	    "smtp_host_lookup = dns, native", "slow.test A", NULL, "4.4.3",
	    NOT_FOUND("slow.test", "A") "Host not found, try again" },
	{ "behaviour 28: not after FORMERR", .hosts = "0 form.test", V4
	    "smtp_host_lookup = dns, native", "form.test A", NULL, "4.4.3",
	    NOT_FOUND("form.test", "A") "Non-recoverable error" },
	{ "behaviour 28: native alone", "0 local.test", V4
	    "smtp_host_lookup = native", NULL, "0 local.test[192.0.2.99]:26",
	    .native_calls = 1 },
	{ "behaviour 28: a family that is off is skipped", "0 local.test", V6
	    "smtp_host_lookup = native", NULL, "0 local.test[2001:db8::99]:26",
	    .native_calls = 1 },
	{ "behaviour 28: unknown there as well", "0 gone.test", V4
	    "smtp_host_lookup = dns, native", "gone.test A", NULL, "5.4.4",
	    "unable to look up host gone.test: Unknown", .native_calls = 1 },
	{ "behaviour 28: try again is 4.4.4", "0 again.test", V4
	    "smtp_host_lookup = native", NULL, NULL, "4.4.4",
	    "unable to look up host again.test: Try again",
	    .native_calls = 1 },
	{ "behaviours 26, 28: soft dominates here too",
	    "10 slow.test 20 gone.test", V4 "smtp_host_lookup = dns, native",
	    "slow.test A, gone.test A", NULL, "4.4.4",
	    "unable to look up host gone.test: Unknown", .native_calls = 1 },
	{ "behaviour 28: an address is not looked up", .hosts = "0 192.0.2.7",
	    V4 "smtp_host_lookup = dns, native", NULL,
	    "0 192.0.2.7[192.0.2.7]:26" },
	{ "RFC 6761: localhost is not asked for where there is a native way",
	    "0 localhost 10 mx.LocalHost",
	    V4 "smtp_host_lookup = dns, native", NULL,
	    "0 localhost[127.0.0.1]:26, 10 mx.LocalHost[127.0.0.1]:26",
	    .native_calls = 2 },
	{ "RFC 6761: only where there is one", .hosts = "0 localhost", V4,
	    "localhost A", NULL, "5.4.4",
	    NOT_FOUND("localhost", "A") "Host not found" },
	{ "RFC 6761: and no name that only looks like it",
	    "0 mylocalhost", V4 "smtp_host_lookup = dns, native",
	    "mylocalhost A", NULL, "5.4.4",
	    "unable to look up host mylocalhost: Unknown",
	    .native_calls = 1 },
	{ "neither DNS nor native: our own fault", .hosts = "0 a.test",
	    V4 "smtp_host_lookup =", NULL, NULL, "4.3.5",
	    "no way is set to look up host a.test" },
	{ "behaviour 14: no DNS leaves the native way", "0 local.test", V4
	    "smtp_dns_support_level = disabled", NULL,
	    "0 local.test[192.0.2.99]:26", .native_calls = 1 },
};

/* One plan of this test: params and whatever looks at them. */
struct trial {
	struct params params;
	struct zone zone;
	struct nexthop hop;
	struct route_setup setup;
	struct route route;
	struct draft draft;
	struct dsn why;
};

/* hosts: "10 a.test 20 b.test", of MX records. */

static void
prepare(struct trial *t, struct arena *arena, const char *settings,
    const char *hosts)
{
	struct span rest = span_of(hosts), word;
	uint64_t preference;

	t->params = settings_postfix(arena, settings);
	t->zone = zone_of(world, arena);
	t->hop = (struct nexthop){ .port = 26, .text = SPAN_INIT("d.test") };
	t->setup = (struct route_setup){ .params = &t->params,
	    .nexthop = &t->hop, .resolver = &t->zone.resolver,
	    .native = native };
	t->why = DSN_IN(arena);
	t->draft = draft_of(&t->setup, &t->route, arena);
	t->route.kind = ROUTE_MX;
	draft_expect(&t->draft, RR_MAX);
	while (ascii_word(&rest, " ", &word)) {
		must(num_unsigned(word, &preference));
		must(ascii_word(&rest, " ", &word));
		draft_host(&t->draft, word, (unsigned)preference);
	}
}

static struct span
written(struct arena *arena, const struct route *route)
{
	struct span text = { 0 };

	for (size_t i = 0; i < route->len; i++) {
		const struct candidate *c = &route->at[i];

		must(span_equal(c->address, netaddr_text(arena, &c->addr)));
		text = arena_text(arena, "%.*s%s%u %.*s[%.*s]:%u",
		    SPAN_ARG(text), i == 0 ? "" : ", ", c->preference,
		    SPAN_ARG(c->host), SPAN_ARG(c->address), c->addr.port);
	}
	return text;
}

/* final_names - of the candidates, with blanks between */

static void
final_names(struct arena *arena, const char *settings, const char *hosts,
    const char *expected, const char *name)
{
	struct span text = { "", 0 };
	struct trial t;

	prepare(&t, arena, settings, hosts);
	must(hosts_look_up(&t.draft, &t.why));
	for (size_t i = 0; i < t.route.len; i++)
		text = arena_text(arena, "%.*s%s\"%.*s\"", SPAN_ARG(text),
		    i == 0 ? "" : " ", SPAN_ARG(t.route.at[i].final_name));
	is_text(text, expected, name);
}

static void
play(const struct scene *scene, struct arena *arena)
{
	struct trial t;
	bool good;

	prepare(&t, arena, scene->settings, scene->hosts);
	native_calls = 0;
	good = hosts_look_up(&t.draft, &t.why);
	ok(good == (scene->route != NULL) &&
	    t.zone.len == (scene->flight != NULL) &&
	    native_calls == scene->native_calls, scene->name);
	if (scene->flight != NULL)
		is_text(zone_flight(&t.zone, 0), scene->flight, scene->name);
	if (good) {
		is_text(written(arena, &t.route), scene->route, scene->name);
		ok(dsn_class(&t.why) == '\0', "and no word is said");
	} else {
		is_text(t.why.text, scene->text, scene->name);
		is_text(span_of(t.why.status), scene->status, scene->name);
		ok(t.why.stage == STAGE_DNS, "and the stage is dns");
	}
}

/* What the answers say about DNSSEC, and when it is asked for. */

static struct span
asked(struct trial *t, struct arena *arena, const char *settings,
    enum route_kind kind, enum dnssec dnssec)
{
	prepare(t, arena, settings, "10 a.test");
	t->route.kind = kind;
	t->route.dnssec = dnssec;
	must(hosts_look_up(&t->draft, &t->why));
	return zone_flight(&t->zone, 0);
}

#define WITH_DNSSEC	BOTH "smtp_dns_support_level = dnssec\n"

static void
dnssec(struct arena *arena)
{
	struct trial t;

	is_text(asked(&t, arena, WITH_DNSSEC, ROUTE_MX, DNSSEC_SECURE),
	    "a.test A+, a.test AAAA+",
	    "behaviour 33: DNSSEC is asked for behind secure MX records");
	ok(t.route.len == 3 && t.route.at[0].mx_dnssec == DNSSEC_SECURE &&
	    t.route.at[2].mx_dnssec == DNSSEC_SECURE &&
	    t.route.at[0].host_dnssec == DNSSEC_SECURE &&
	    t.route.at[2].host_dnssec == DNSSEC_INSECURE,
	    "behaviour 33: each candidate carries the status of its answers");
	is_number(t.route.hosts[0].dnssec, DNSSEC_INSECURE,
	    "and a host the weaker one");
	is_text(asked(&t, arena, WITH_DNSSEC, ROUTE_MX, DNSSEC_INSECURE),
	    "a.test A, a.test AAAA",
	    "behaviour 33: and not behind insecure ones");
	is_text(asked(&t, arena, WITH_DNSSEC
	    "smtp_tls_dane_insecure_mx_policy = encrypt", ROUTE_MX,
	    DNSSEC_INSECURE), "a.test A+, a.test AAAA+",
	    "behaviour 33: unless smtp_tls_dane_insecure_mx_policy is above "
	    "may");
	is_text(asked(&t, arena, WITH_DNSSEC, ROUTE_IMPLICIT,
	    DNSSEC_INSECURE), "a.test A+, a.test AAAA+",
	    "behaviour 33: a host without MX records always");
	is_number(t.route.at[0].mx_dnssec, DNSSEC_INDETERMINATE,
	    "which has no MX records to be secure");
	is_text(asked(&t, arena, WITH_DNSSEC, ROUTE_HOST,
	    DNSSEC_INDETERMINATE), "a.test A+, a.test AAAA+",
	    "behaviour 33: a host in brackets likewise");
	is_text(asked(&t, arena, BOTH, ROUTE_HOST, DNSSEC_INDETERMINATE),
	    "a.test A, a.test AAAA",
	    "behaviour 33: but not where DNSSEC is not wanted");
}

/* What is known of hosts that have no address, and of those that have. */

static void
facts(struct arena *arena)
{
	struct trial t;

	prepare(&t, arena, V4, "10 gone.test 20 b.test 30 a.test");
	must(hosts_look_up(&t.draft, &t.why));
	is_text(t.route.hosts[0].trouble, NOT_FOUND("gone.test", "A")
	    "Host not found", "why a host has no address");
	ok(t.route.hosts[1].trouble.len == 0 && t.route.at[0].via == 1 &&
	    t.route.at[1].via == 2 && t.route.at[2].via == 2,
	    "each candidate knows its host");
	prepare(&t, arena, V4, "10 gone.test");
	ok(!hosts_look_up(&t.draft, &t.why) &&
	    t.route.hosts[0].trouble.len > 0, "also when there is no other");
}

/* behaviour 44: the port of an SRV record. */

static void
ports(struct arena *arena)
{
	struct trial t;

	prepare(&t, arena, V4 "smtp_host_lookup = dns, native",
	    "10 b.test 20 local.test 30 192.0.2.7");
	t.route.kind = ROUTE_SRV;
	for (size_t i = 0; i < t.route.hosts_len; i++)
		t.route.hosts[i].port = (uint16_t)(587 + i);
	must(hosts_look_up(&t.draft, &t.why));
	is_text(written(arena, &t.route), "10 b.test[192.0.2.9]:587, "
	    "20 local.test[192.0.2.99]:26, 30 192.0.2.7[192.0.2.7]:589",
	    "behaviour 44: it counts, but is lost in native lookup");
}

static void
hear(void *self, const struct event *event)
{
	struct str *heard = self;

	str_addf(heard, "%.*s|", SPAN_ARG(event->text));
}

static void
bounds(struct arena *arena)
{
	struct trace *trace = trace_new();
	struct trial t;
	struct str heard;

	prepare(&t, arena, BOTH, "10 many.test 20 many.test 30 b.test");
	t.setup.teller.trace = trace;
	str_init(&heard, 1000);
	trace_listen(trace, &(struct listener){ .take = hear, .level = 1,
	    .self = &heard });
	ok(hosts_look_up(&t.draft, &t.why),
	    "more addresses than anybody needs");
	is_number(t.route.len, RR_MAX, "behaviour 31: 100 candidates at most");
	ok(t.route.at[91].preference == 10 && t.route.at[92].preference == 20,
	    "behaviour 31: those that came first");
	is_text(str_span(&heard), "d.test has 100 addresses or more; further "
	    "ones are left out|", "behaviour 31: it is told once");
	is_number(t.route.omitted_len, 2, "behaviour 31: and remembered");
	is_text(t.route.omitted[0].what, "84 addresses of many.test",
	    "behaviour 31: how many of which host");
	is_text(t.route.omitted[1].what, "1 address of b.test",
	    "behaviour 31: and of the next one");
	str_clear(&heard);
	trace_free(&trace);
}

/* behaviour 32: how a host fares whose records a filter looks at. */

static void
filtered(struct arena *arena, const struct listing *filter,
    const char *host, const char *status, const char *name)
{
	struct trial t;

	prepare(&t, arena, BOTH, host);
	t.params.maps.dns_reply_filter = listing_of(filter);
	ok(hosts_look_up(&t.draft, &t.why) == (*status == '2'), name);
	if (*status == '2')
		is_number(t.route.len, 1, name);
	else
		is_text(span_of(t.why.status), status, name);
}

static void
filters(struct arena *arena)
{
	const struct listing *b =
	    LISTING({ "b.test. 0 IN A 192.0.2.9", "IGNORE" });
	const struct listing *half =
	    LISTING({ "half.test. 0 IN A 192.0.2.5", "IGNORE" });

	filtered(arena, b, "10 b.test", "4.7.0",
	    "behaviour 32: all dropped, and no other family: 4.7.0");
	filtered(arena, b, "10 b.test 20 six.test", "2",
	    "behaviour 32: another host remains");
	filtered(arena, half, "10 half.test", "4.7.0",
	    "behaviour 32: all dropped comes before SERVFAIL");
	filtered(arena, LISTING({ "*", NULL }), "10 b.test", "4.4.3",
	    "behaviour 32: a table that cannot say: 4.4.3");
	filtered(arena, LISTING({ "*", "DROP" }), "10 b.test", "4.4.3",
	    "behaviour 32: an unknown action: 4.4.3");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	final_names(arena, V4, "10 a.test 20 b.test",
	    "\"real.a.test\" \"real.a.test\" \"b.test\"",
	    "behaviour 115: what stands behind the aliases is kept");
	final_names(arena, V4 "smtp_host_lookup = dns, native",
	    "10 local.test 20 192.0.2.7", "\"\" \"\"",
	    "behaviour 115: which only DNS answers know");
	dnssec(arena);
	facts(arena);
	ports(arena);
	bounds(arena);
	filters(arena);
	arena_free(&arena);
	return tap_done();
}
