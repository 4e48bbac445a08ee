/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/mx.h"

#include "unit/listing.h"
#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct zone_row world[] = {
	{ "d.test", RR_MX, .records = "30 mx3.d.test 10 mx1.d.test "
	    "20 mx2.d.test", .dnssec = DNSSEC_SECURE },
	{ "equal.test", RR_MX, .records = "10 c.test 5 a.test 10 b.test "
	    "10 a.test" },
	{ "digits.test", RR_MX, .records = "10 192.0.2.7 "
	    "20 mx.digits.test" },
	{ "null.test", RR_MX, .records = "0 ." },
	{ "null.test", RR_A, .records = "192.0.2.1" },
	{ "mixed.test", RR_MX, .records = "10 mx.mixed.test 20 ." },
	{ "some.test", RR_MX, .records = "20 good.some.test", .dropped = 1 },
	{ "nodata.test", RR_A, .records = "192.0.2.1" },
	{ "loop.test", RR_MX, .state = ANSWER_LOOP },
	{ "fail.test", RR_MX, .state = ANSWER_TEMPORARY },
	{ "form.test", RR_MX, .state = ANSWER_FORMERR },
	{ "bad.test", RR_MX, .state = ANSWER_MALFORMED },
	{ "none.test", RR_MX, .state = ANSWER_NOT_A_NAME },
	{ .name = NULL },
};

#define NOT_FOUND(name) "Host or domain name not found. Name service error " \
	"for name=" name " type=MX: "
#define BAD_NAMES "Name service error for name=bad.test type=MX: " \
	"Malformed or unexpected name server reply"
#define NULL_MX(name) "Domain " name " does not accept mail (nullMX)"

static const struct scene {
	const char *name, *hop;
	const char *settings;	/* NULL: none */
	const char *hosts;	/* "10 a.test, 20 b.test"; NULL: there are
				 * none, for this reason: */
	const char *status, *text;
	const char *flight;	/* "": nothing was asked */
	enum route_kind kind;
} scenes[] = {
	{ "behaviour 21: records, the best preference first", "d.test", NULL,
	    "10 mx1.d.test, 20 mx2.d.test, 30 mx3.d.test", NULL, NULL,
	    .flight = "d.test MX", .kind = ROUTE_MX },
	{ "behaviour 35: equal preferences in the order of the answer",
	    "equal.test", NULL, "5 a.test, 10 c.test, 10 b.test, 10 a.test",
	    NULL, NULL, .flight = "equal.test MX", .kind = ROUTE_MX },
	{ "behaviour 21: NXDOMAIN, the domain itself", "gone.test", NULL,
	    "0 gone.test", NULL, NULL, "gone.test MX", ROUTE_IMPLICIT },
	{ "behaviour 21: NODATA, the domain itself", "nodata.test", NULL,
	    "0 nodata.test", NULL, NULL, "nodata.test MX",
	    ROUTE_IMPLICIT },
	{ "behaviour 30: a loop of aliases is not found", "loop.test", NULL,
	    "0 loop.test", NULL, NULL, "loop.test MX",
	    ROUTE_IMPLICIT },
	{ "behaviour 24: a target that is an address", "digits.test", NULL,
	    "10 192.0.2.7, 20 mx.digits.test", NULL, NULL,
	    .flight = "digits.test MX", .kind = ROUTE_MX },
	{ "behaviour 24: what is no host name was left out", "some.test",
	    NULL, "20 good.some.test", NULL, NULL,
	    .flight = "some.test MX", .kind = ROUTE_MX },

	{ "behaviour 21: SERVFAIL", "fail.test", NULL, NULL, "4.4.3",
	    NOT_FOUND("fail.test") "Host not found, try again",
	    .flight = "fail.test MX", .kind = ROUTE_MX },
	{ "D9: FORMERR is temporary", "form.test", NULL, NULL, "4.4.3",
	    NOT_FOUND("form.test") "Non-recoverable error",
	    .flight = "form.test MX", .kind = ROUTE_MX },
	{ "behaviour 21: all names invalid", "bad.test", NULL, NULL, "5.4.4",
	    BAD_NAMES, .flight = "bad.test MX", .kind = ROUTE_MX },
	{ "behaviour 23: null MX, the A record is not tried", "null.test",
	    NULL, NULL, "5.1.0", NULL_MX("null.test"),
	    .flight = "null.test MX", .kind = ROUTE_MX },
	{ "behaviour 23: one null MX among others is enough", "mixed.test",
	    NULL, NULL, "5.1.0", NULL_MX("mixed.test"),
	    .flight = "mixed.test MX", .kind = ROUTE_MX },

	{ "behaviour 46: SERVFAIL ignored", "fail.test",
	    "ignore_mx_lookup_error = yes", "0 fail.test", NULL, NULL,
	    "fail.test MX",
	    ROUTE_IMPLICIT },
	{ "behaviour 46: FORMERR ignored", "form.test",
	    "ignore_mx_lookup_error = yes", "0 form.test", NULL, NULL,
	    "form.test MX",
	    ROUTE_IMPLICIT },
	{ "behaviour 46: invalid names ignored", "bad.test",
	    "ignore_mx_lookup_error = yes", "0 bad.test", NULL, NULL,
	    "bad.test MX",
	    ROUTE_IMPLICIT },
	{ "behaviour 46: a null MX is not ignored", "null.test",
	    "ignore_mx_lookup_error = yes", NULL, "5.1.0",
	    NULL_MX("null.test"), .flight = "null.test MX", .kind = ROUTE_MX },

	{ "behaviour 14: brackets turn MX off", "[d.test]", NULL, "0 d.test",
	    NULL, NULL, "", ROUTE_HOST },
	{ "behaviour 11: an address has no MX", "192.0.2.1:26", NULL,
	    "0 192.0.2.1", NULL, NULL, "", ROUTE_LITERAL },
	{ "behaviour 14: no DNS, no MX", "d.test",
	    "smtp_dns_support_level = disabled", "0 d.test", NULL, NULL, "",
	    ROUTE_HOST },
	{ "behaviour 33: with DNSSEC where it is asked for", "d.test",
	    "smtp_dns_support_level = dnssec",
	    "10 mx1.d.test, 20 mx2.d.test, 30 mx3.d.test", NULL, NULL,
	    .flight = "d.test MX+", .kind = ROUTE_MX },
};

/* The hosts as a scene writes them. */

static struct span
written(struct arena *arena, const struct route *route)
{
	struct span text = { 0 };

	for (size_t i = 0; i < route->hosts_len; i++)
		text = arena_text(arena, "%.*s%s%u %.*s", SPAN_ARG(text),
		    i == 0 ? "" : ", ", route->hosts[i].preference,
		    SPAN_ARG(route->hosts[i].name));
	return text;
}

static bool
as_expected(const struct scene *scene, struct arena *arena)
{
	struct params p = settings_postfix(arena, scene->settings);
	struct zone zone = zone_of(world, arena);
	struct dsn why = DSN_IN(arena);
	struct nexthop hop;
	struct route_setup setup = { .params = &p, .nexthop = &hop,
	    .resolver = &zone.resolver };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);
	bool good;

	must(nexthop_read(span_of(scene->hop), &p, &hop, &why));
	good = mx_look_up(&draft, &why);
	is_text(zone_flight(&zone, 0), scene->flight, scene->name);
	is_number(route.kind, scene->kind, scene->name);
	if (good != (scene->hosts != NULL) || zone.len > 1)
		return false;
	if (!good)
		return is_text(why.text, scene->text, scene->name) &&
		    is_text(span_of(why.status), scene->status,
		    scene->name) && why.stage == STAGE_DNS;
	return is_text(written(arena, &route), scene->hosts, scene->name) &&
	    dsn_class(&why) == '\0' && why.stage == STAGE_INPUT;
}

static void
carries_dnssec(struct arena *arena)
{
	struct params p = settings_postfix(arena, NULL);
	struct zone zone = zone_of(world, arena);
	struct dsn why = DSN_IN(arena);
	struct nexthop hop = { .host = SPAN_INIT("d.test") };
	struct route_setup setup = { .params = &p, .nexthop = &hop,
	    .resolver = &zone.resolver };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);

	ok(mx_look_up(&draft, &why) && route.dnssec == DNSSEC_SECURE,
	    "behaviour 33: the status of the MX answer is kept");
	is_text(route.asked, "d.test", "and the name that was asked");
	hop.host = SPAN("equal.test");
	ok(mx_look_up(&draft, &why) && route.dnssec == DNSSEC_INDETERMINATE,
	    "behaviour 33: nobody's status is not made up");
}

/* behaviours 24, 46: what was left out, and why. */

static void
omits(struct arena *arena)
{
	struct params p = settings_postfix(arena,
	    "ignore_mx_lookup_error = yes");
	struct zone zone = zone_of(world, arena);
	struct dsn why = DSN_IN(arena);
	struct nexthop hop = { .host = SPAN_INIT("some.test") };
	struct route_setup setup = { .params = &p, .nexthop = &hop,
	    .resolver = &zone.resolver };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);

	must(mx_look_up(&draft, &why));
	is_number(route.omitted_len, 1, "behaviour 24: it is remembered");
	is_text(route.omitted[0].what, "1 MX record of some.test",
	    "behaviour 24: how many they were");
	hop.host = SPAN("fail.test");
	must(mx_look_up(&draft, &why));
	is_number(route.omitted_len, 2, "behaviour 46: MX are left out");
	is_text(route.omitted[1].why, NOT_FOUND("fail.test")
	    "Host not found, try again", "behaviour 46: and why");
}

/* behaviour 16: LMTP resolves hosts by address. */

static void
lmtp(struct arena *arena)
{
	struct params p;
	struct zone zone = zone_of(world, arena);
	struct dsn why = DSN_IN(arena);
	struct nexthop hop = { .host = SPAN_INIT("d.test") };
	struct route_setup setup = { .params = &p, .nexthop = &hop,
	    .resolver = &zone.resolver };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);

	settings_load(arena, PROTOCOL_LMTP, true, NULL, &p);
	ok(mx_look_up(&draft, &why) && zone.len == 0 &&
	    route.kind == ROUTE_HOST, "behaviour 16: no MX in LMTP");
	is_text(written(arena, &route), "0 d.test",
	    "behaviour 16: the host itself");
}

/* behaviour 32: no MX record is left, or no table can say. */

static void
filtered(struct arena *arena, const struct listing *filter,
    const char *status, const char *name)
{
	struct params p = settings_postfix(arena,
	    "smtp_defer_if_no_mx_address_found = no");
	struct zone zone = zone_of(world, arena);
	struct dsn why = DSN_IN(arena);
	struct nexthop hop = { .host = SPAN_INIT("d.test") };
	struct route_setup setup = { .params = &p, .nexthop = &hop,
	    .resolver = &zone.resolver };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);

	p.maps.dns_reply_filter = listing_of(filter);
	ok(!mx_look_up(&draft, &why) && why.stage == STAGE_DNS, name);
	is_text(span_of(why.status), status, name);
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		ok(as_expected(&scenes[i], arena), scenes[i].name);
	carries_dnssec(arena);
	omits(arena);
	lmtp(arena);
	filtered(arena, LISTING({ "*", "IGNORE" }), "4.7.0",
	    "behaviour 32: all dropped is no implicit MX");
	filtered(arena, LISTING({ "*", NULL }), "4.4.3",
	    "behaviour 32: a table that cannot say is not either");
	arena_free(&arena);
	return tap_done();
}
