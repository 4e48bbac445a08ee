/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/srv.h"

#include <stdlib.h>

#include "unit/listing.h"
#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

#define SUBMISSION "_submission._tcp."

static const struct zone_row world[] = {
	{ SUBMISSION "d.test", RR_SRV, .dnssec = DNSSEC_SECURE,
	    .records = "20 0 2525 c.test 10 0 587 a.test 10 0 0 b.test" },
	{ SUBMISSION "dot.test", RR_SRV, .records = "0 0 587 a.test 0 0 0 ." },
	{ SUBMISSION "slow.test", RR_SRV, .state = ANSWER_TEMPORARY },
	{ SUBMISSION "form.test", RR_SRV, .state = ANSWER_FORMERR },
	{ SUBMISSION "bad.test", RR_SRV, .state = ANSWER_MALFORMED },
	{ SUBMISSION "empty.test", RR_A, .records = "192.0.2.1" },
	{ "_24._tcp.d.test", RR_SRV, .records = "0 0 24 l.test" },
	{ .name = NULL },
};

#define USE	"use_srv_lookup = imap, submission\n"
#define ALLOW	"allow_srv_lookup_fallback = yes\n"
#define IGNORE	"ignore_srv_lookup_error = yes\n"
#define NAMED(domain) "name=" SUBMISSION domain " type=SRV: "
#define NOT_FOUND(domain) "Host or domain name not found. Name service " \
	"error for " NAMED(domain)

static const struct scene {
	const char *name, *hop, *settings;
	const char *hosts;	/* "priority name:port"; NULL: there are none,
				 * for this reason: */
	const char *status, *text;
	bool falls_back, with_ignore;	/* with each of the two parameters */
} scenes[] = {
	{ "behaviours 42 to 44: by priority, with their own ports",
	    "d.test:submission", USE,
	    .hosts = "10 a.test:587, 10 b.test:587, 20 c.test:2525" },
	{ "behaviour 45: NXDOMAIN", "gone.test:submission", USE, NULL,
	    "5.4.4", NOT_FOUND("gone.test") "Host not found", true, false },
	{ "behaviour 45: NODATA", "empty.test:submission", USE, NULL,
	    "5.4.4", NOT_FOUND("empty.test") "Host found but no data record "
	    "of requested type", true, false },
	{ "behaviour 45: SERVFAIL", "slow.test:submission", USE, NULL,
	    "4.4.3", NOT_FOUND("slow.test") "Host not found, try again",
	    true, true },
	{ "behaviour 45, D9: FORMERR is temporary", "form.test:submission",
	    USE, NULL, "4.4.3", NOT_FOUND("form.test") "Non-recoverable error",
	    true, true },
	{ "behaviour 45: names that are none", "bad.test:submission", USE,
	    NULL, "5.4.4", "Name service error for " NAMED("bad.test")
	    "Malformed or unexpected name server reply", true, true },
	{ "behaviour 45: the root as a target", "dot.test:submission", USE,
	    NULL, "5.1.0", "Domain " SUBMISSION "dot.test does not support "
	    "SRV requests", true, false },
};

struct trial {
	struct params params;
	struct zone zone;
	struct nexthop hop;
	struct route_setup setup;
	struct route route;
	struct draft draft;
	struct dsn why;
};

static void
prepare(struct trial *t, struct arena *arena, const char *settings,
    const char *hop)
{
	t->params = settings_postfix(arena, settings);
	t->zone = zone_of(world, arena);
	t->why = DSN_IN(arena);
	must(nexthop_read(span_of(hop), &t->params, &t->hop, &t->why));
	t->setup = (struct route_setup){ .params = &t->params,
	    .nexthop = &t->hop, .resolver = &t->zone.resolver };
	t->draft = draft_of(&t->setup, &t->route, arena);
	t->route.kind = ROUTE_SRV;
}

static struct span
written(struct arena *arena, const struct route *route)
{
	struct span text = { 0 };

	for (size_t i = 0; i < route->hosts_len; i++)
		text = arena_text(arena, "%.*s%s%u %.*s:%u", SPAN_ARG(text),
		    i == 0 ? "" : ", ", route->hosts[i].preference,
		    SPAN_ARG(route->hosts[i].name), route->hosts[i].port);
	return text;
}

static bool
falls_back(struct arena *arena, const struct scene *s, const char *more)
{
	struct trial t;

	prepare(&t, arena, arena_text(arena, "%s%s", s->settings, more).at,
	    s->hop);
	return !srv_look_up(&t.draft, &t.why) && srv_may_fall_back(&t.draft);
}

static void
play(const struct scene *s, struct arena *arena)
{
	struct trial t;
	bool good;

	prepare(&t, arena, s->settings, s->hop);
	ok(srv_is_asked_for(&t.setup), s->name);
	good = srv_look_up(&t.draft, &t.why);
	ok(good == (s->hosts != NULL) && t.zone.len == 1, s->name);
	if (good) {
		is_text(written(arena, &t.route), s->hosts, s->name);
		ok(dsn_class(&t.why) == '\0' && t.why.stage == STAGE_INPUT,
		    "and no word is said");
		return;
	}
	is_text(t.why.text, s->text, s->name);
	is_text(span_of(t.why.status), s->status, s->name);
	ok(t.why.stage == STAGE_DNS, "and the stage is dns");
	ok(!srv_may_fall_back(&t.draft),
	    "behaviour 45: without a parameter that is the end");
	is_number(falls_back(arena, s, ALLOW), s->falls_back,
	    "behaviour 45: allow_srv_lookup_fallback");
	is_number(falls_back(arena, s, IGNORE), s->with_ignore,
	    "behaviour 45: ignore_srv_lookup_error");
}

static bool
is_asked_for(struct arena *arena, const char *settings, const char *hop)
{
	struct trial t;

	prepare(&t, arena, settings, hop);
	return srv_is_asked_for(&t.setup);
}

static void
services(struct arena *arena)
{
	ok(!is_asked_for(arena, NULL, "d.test:submission"),
	    "behaviour 42: no service is in the list by default");
	ok(!is_asked_for(arena, USE, "d.test"), "behaviour 42: not this one");
	ok(!is_asked_for(arena, USE, "d.test:587"),
	    "behaviour 42: the text counts, not the port");
	ok(is_asked_for(arena, "use_srv_lookup = smtp", "d.test"),
	    "behaviour 42: the default port parameter is a text as well");
	ok(is_asked_for(arena, "use_srv_lookup = SMTP", "d.test"),
	    "behaviour 42: in any case");
	ok(!is_asked_for(arena, "use_srv_lookup = !submission, submission",
	    "d.test:submission") && is_asked_for(arena, "use_srv_lookup = "
	    "!smtp submission", "d.test:submission"),
	    "behaviour 42: the first word that fits decides");
	ok(!is_asked_for(arena, USE, "[d.test]:submission"),
	    "behaviours 14, 42: brackets turn it off");
	ok(!is_asked_for(arena, USE "smtp_dns_support_level = disabled",
	    "d.test:submission"), "behaviour 14: and so does no DNS");
	ok(!is_asked_for(arena, USE, "192.0.2.1:submission"),
	    "an address has no SRV records");
}

static void
checks(struct arena *arena)
{
	struct params p = settings_postfix(arena, USE);
	struct dsn why = DSN_IN(arena);

	ok(srv_check(&p, &why), "behaviour 42: a list of names");
	p = settings_postfix(arena, "use_srv_lookup = imap, texthash:/x");
	ok(!srv_check(&p, &why), "D24: a table is refused");
	is_text(why.text, "use_srv_lookup = texthash:/x: only names of "
	    "services can be listed", "D24: which says so");
	p = settings_postfix(arena, "use_srv_lookup = /etc/services");
	ok(!srv_check(&p, &why), "D24: and a file");
}

static void
lmtp(struct arena *arena)
{
	struct trial t;

	prepare(&t, arena, USE, "d.test");
	settings_load(arena, PROTOCOL_LMTP, true, "use_srv_lookup = 24",
	    &t.params);
	must(nexthop_read(SPAN("d.test"), &t.params, &t.hop, &t.why));
	ok(srv_is_asked_for(&t.setup) && srv_look_up(&t.draft, &t.why),
	    "behaviour 42: LMTP included");
	is_text(zone_flight(&t.zone, 0), "_24._tcp.d.test SRV",
	    "behaviour 42: where the service without a port is 24");
}

static void
facts(struct arena *arena)
{
	struct trial t;

	prepare(&t, arena, USE "smtp_dns_support_level = dnssec",
	    "d.test:submission");
	must(srv_look_up(&t.draft, &t.why));
	is_text(zone_flight(&t.zone, 0), SUBMISSION "d.test SRV+",
	    "behaviour 33: with DNSSEC where it is asked for");
	is_text(t.route.asked, SUBMISSION "d.test", "what was asked is kept");
	is_number(t.route.dnssec, DNSSEC_SECURE, "and the answer's status");
	prepare(&t, arena, USE, "d.test:submission");
	t.params.maps.dns_reply_filter = listing_of(LISTING({ "*",
	    "IGNORE" }));
	ok(!srv_look_up(&t.draft, &t.why) && !srv_may_fall_back(&t.draft),
	    "behaviours 32, 45: all records are dropped");
	is_text(span_of(t.why.status), "4.7.0", "behaviour 45: that is 4.7.0");
}

/* The order ----------------------------------------------------------------*/

static void
fixed(void)
{
	struct route_host hosts[5];
	bool good = true;

	for (unsigned run = 0; run < 100; run++) {
		for (unsigned i = 0; i < 5; i++)
			hosts[i] = (struct route_host){ .port =
			    (uint16_t)i, .preference = i < 2 ? 20 : 10 };
		srv_order(hosts, 5);
		for (unsigned i = 0; i < 5; i++)
			good &= hosts[i].port == (i + 2) % 5;
	}
	ok(good, "behaviour 43: weights of 0 alone leave the order of the DNS");
}

/*
 * How often each of three comes first in RUNS draws. By Hoeffding a share is
 * off by BOUND or more with a probability of at most 2 * exp(-2 * RUNS *
 * BOUND ** 2), which is below 3e-11.
 */
enum { RUNS = 20000, PER_MILLE = 25 };

static void
shares(const unsigned weights[3], const unsigned per_mille[3],
    const char *name)
{
	unsigned first[3] = { 0 };
	bool good = true;

	for (unsigned run = 0; run < RUNS; run++) {
		struct route_host hosts[3];

		for (unsigned i = 0; i < 3; i++)
			hosts[i] = (struct route_host){ .port = (uint16_t)i,
			    .weight = weights[i] };
		srv_order(hosts, 3);
		first[hosts[0].port]++;
	}
	for (unsigned i = 0; i < 3; i++) {
		long off = (long)first[i] - (long)per_mille[i] * RUNS / 1000;

		good &= labs(off) < PER_MILLE * (long)RUNS / 1000;
	}
	if (!ok(good, name))
		printf("# %u %u %u\n", first[0], first[1], first[2]);
}

/* The mark lies between 0 and the sum, both included, so that the first one
 * has a little more than its share. */

static void
weighted(void)
{
	shares((unsigned[]){ 100, 300, 600 }, (unsigned[]){ 101, 300, 599 },
	    "behaviour 43: each comes first as often as its weight has it");
	shares((unsigned[]){ 0, 500, 500 }, (unsigned[]){ 1, 500, 499 },
	    "behaviour 43: a weight of 0 is a small weight");
	shares((unsigned[]){ 65535, 65535, 65535 },
	    (unsigned[]){ 333, 333, 333 },
	    "behaviour 43: the largest weights do not overflow");
}

static void
weighted_rest(void)
{
	unsigned second = 0;

	for (unsigned run = 0; run < RUNS; run++) {
		struct route_host hosts[3] = { { .weight = 50000 },
		    { .port = 1, .weight = 300 },
		    { .port = 2, .weight = 900 } };

		srv_order(hosts, 3);
		second += hosts[1].port == 2 || hosts[0].port == 2;
	}
	/* 0.017 is for when the heavy one does not come first. */
	ok(second > RUNS * 3 / 4 - RUNS / 40 &&
	    second < RUNS * 3 / 4 + RUNS / 40 + RUNS * 17 / 1000,
	    "behaviour 43: and among the rest by what is left");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	services(arena);
	checks(arena);
	lmtp(arena);
	facts(arena);
	fixed();
	weighted();
	weighted_rest();
	arena_free(&arena);
	return tap_done();
}
