/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/tlsa.h"

#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct zone_row world[] = {
	{ "_25._tcp.a.test", RR_TLSA, .records = "a" },
	{ "_25._tcp.real.test", RR_TLSA, .records = "real" },
	{ "_25._tcp.alias.test", RR_TLSA, .records = "alias" },
	{ "_25._tcp.slow.test", RR_TLSA, .state = ANSWER_TEMPORARY },
	{ "_587._tcp.a.test", RR_TLSA, .records = "submission" },
	{ .name = NULL },
};

struct trial {
	struct params params;
	struct zone zone;
	struct nexthop hop;
	struct route_setup setup;
	struct route route;
	struct draft draft;
};

static void
prepare(struct trial *t, struct arena *arena, const char *settings,
    const char *host)
{
	t->params = settings_postfix(arena, settings);
	t->zone = zone_of(world, arena);
	t->hop = (struct nexthop){ .port = 25 };
	t->setup = (struct route_setup){ .params = &t->params,
	    .nexthop = &t->hop, .resolver = &t->zone.resolver,
	    .wants_tlsa = true };
	t->draft = draft_of(&t->setup, &t->route, arena);
	t->route.kind = ROUTE_MX;
	t->route.dnssec = DNSSEC_SECURE;
	draft_expect(&t->draft, 1);
	draft_host(&t->draft, span_of(host), 10);
}

/* What is known in the end: the text of the zone, or the answer's state. */

static struct span
found(const struct trial *t)
{
	const struct answer *tlsa = t->route.hosts[0].tlsa;

	if (tlsa == NULL)
		return SPAN("not asked");
	if (tlsa->state == ANSWER_TEMPORARY)
		return SPAN("temporary");
	return tlsa->state == ANSWER_RECORDS ? tlsa->rr[0].data :
	    SPAN("nothing");
}

/* along: the host's own name was asked for together with its addresses. */
static const struct scene {
	const char *name, *host, *base;
	enum route_kind kind;
	enum dnssec dnssec;
	const char *settings, *flight, *found;
	bool along;
} scenes[] = {
	{ "RFC 7672: asked along with the addresses, nothing remains",
	    "a.test", "a.test", ROUTE_MX, DNSSEC_SECURE, NULL, "", "a",
	    true },
	{ "RFC 7672: the addresses are not signed, nothing more is asked",
	    "a.test", "", ROUTE_MX, DNSSEC_SECURE, NULL, "", "a", true },
	{ "behaviour 115: an alias has its records at its end", "alias.test",
	    "real.test", ROUTE_MX, DNSSEC_SECURE, NULL,
	    "_25._tcp.real.test TLSA+", "real", true },
	{ "behaviour 115: else under its own name", "alias.test",
	    "bare.test", ROUTE_MX, DNSSEC_SECURE, NULL,
	    "_25._tcp.bare.test TLSA+", "alias", true },
	{ "behaviour 116: trouble there is not hidden by the other name",
	    "alias.test", "slow.test", ROUTE_MX, DNSSEC_SECURE, NULL,
	    "_25._tcp.slow.test TLSA+", "temporary", true },
	{ "RFC 7672: without MX records once the addresses are signed",
	    "a.test", "a.test", ROUTE_HOST, DNSSEC_INDETERMINATE, NULL,
	    "_25._tcp.a.test TLSA+", "a", false },
	{ "RFC 7672: and not where they are not", "a.test", "", ROUTE_HOST,
	    DNSSEC_INDETERMINATE, NULL, "", "not asked", false },
	{ "behaviour 115: both names of an alias in one flight", "alias.test",
	    "real.test", ROUTE_IMPLICIT, DNSSEC_INSECURE, NULL,
	    "_25._tcp.real.test TLSA+, _25._tcp.alias.test TLSA+", "real",
	    false },
	{ "behaviour 114: insecure MX records, smtp_tls_dane_insecure_mx_"
	    "policy = dane", "a.test", "a.test", ROUTE_MX, DNSSEC_INSECURE,
	    "smtp_tls_dane_insecure_mx_policy = dane",
	    "_25._tcp.a.test TLSA+", "a", false },
	{ "behaviour 114: and may", "a.test", "a.test", ROUTE_MX,
	    DNSSEC_INSECURE, "smtp_tls_dane_insecure_mx_policy = may", "",
	    "not asked", false },
};

static void
play(const struct scene *s, struct arena *arena)
{
	struct span base = span_of(s->base);
	struct lookup along;
	struct trial t;

	prepare(&t, arena, s->settings, s->host);
	t.route.kind = s->kind;
	t.route.dnssec = s->dnssec;
	is_number(tlsa_goes_along(&t.draft), s->along, s->name);
	if (s->along) {
		along = tlsa_question(&t.draft, &t.route.hosts[0],
		    t.route.hosts[0].name);
		t.route.hosts[0].tlsa = zone_answer(&t.zone, &along);
	}
	tlsa_complete(&t.draft, &base);
	is_text(zone_flight(&t.zone, 0), s->flight, s->name);
	ok(t.zone.len <= 1, "one flight at most");
	is_text(found(&t), s->found, s->name);
}

static void
others(struct arena *arena)
{
	const struct span base = SPAN_INIT("a.test");
	struct trial t;

	prepare(&t, arena, NULL, "a.test");
	t.setup.wants_tlsa = false;
	ok(!tlsa_goes_along(&t.draft), "nobody wants TLSA records");
	tlsa_complete(&t.draft, &base);
	is_number(t.zone.len, 0, "so that none are asked for");
	prepare(&t, arena, NULL, "a.test");
	t.route.kind = ROUTE_SRV;
	t.route.hosts[0].port = 587;
	tlsa_complete(&t.draft, &base);
	is_text(found(&t), "submission",
	    "behaviour 44: the port of an SRV record counts");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	others(arena);
	arena_free(&arena);
	return tap_done();
}
