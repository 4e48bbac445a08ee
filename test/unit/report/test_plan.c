/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/plan.h"

#include "unit/report/well_formed.h"
#include "unit/tap.h"

enum { PLAN_MAX = 100000 };

#define HOST_NAME(n)	.host = SPAN_INIT(n)
#define INET(n, port_)	.address = SPAN_INIT(n), \
	.addr = { .family = NET_INET, .port = (port_) }

static struct recipient people[7] = {
	{ .given = SPAN_INIT("ann@a.test") },
	{ .given = SPAN_INIT("bob@a.test") },
	{ .given = SPAN_INIT("cat@a.test") },
	{ .given = SPAN_INIT("dan@a.test") },
	{ .given = SPAN_INIT("eve@a.test") },
	{ .given = SPAN_INIT("fay\x1b@a.test") },
	{ .given = SPAN_INIT("gus@a.test") },
};

static struct recipient *everybody[] = { &people[0], &people[1], &people[2],
    &people[3], &people[4], &people[5], &people[6] };

static const struct rr pin = { .type = RR_TLSA, .owner = SPAN_INIT(
    "_25._tcp.mx1.a.test"), .data = SPAN_INIT("\x03\x01\x01\xab\xcd") };

static const struct answer tlsa = { .name = SPAN_INIT("_25._tcp.mx1.a.test"),
    .type = RR_TLSA, .state = ANSWER_RECORDS, .dnssec = DNSSEC_SECURE,
    .rr = &pin, .len = 1 };

static struct route_host hosts[] = {
	{ .name = SPAN_INIT("mx1.a.test"), .preference = 10, .port = 25,
	    .dnssec = DNSSEC_SECURE, .tlsa = &tlsa },
	{ .name = SPAN_INIT("mx2.a.test"), .preference = 10, .port = 25,
	    .dnssec = DNSSEC_INSECURE },
	{ .name = SPAN_INIT("gone.a.test"), .preference = 20, .port = 25,
	    .trouble = SPAN_INIT("Host not found") },
};

/* shuffled: the second host comes first, and between the other's addresses */
static struct candidate servers[] = {
	{ HOST_NAME("mx2.a.test"), INET("192.0.2.3", 25), .preference = 10,
	    .via = 1 },
	{ HOST_NAME("mx1.a.test"), INET("192.0.2.1", 25), .preference = 10 },
	{ HOST_NAME("mx2.a.test"), INET("192.0.2.4", 25), .preference = 10,
	    .via = 1 },
	{ HOST_NAME("mx1.a.test"), INET("192.0.2.2", 25), .preference = 10 },
};

static struct preview_candidate judged[] = {
	{ .candidate = &servers[0] },
	{ .candidate = &servers[1], .refused = { .status = "4.7.5",
	    .text = SPAN_INIT("no trust") } },
	{ .candidate = &servers[2] },
	{ .candidate = &servers[3], .beyond = true },
};

static struct route_omission omitted[] = {
	{ SPAN_INIT("self.a.test[192.0.2.9]:25"), SPAN_INIT("own address") },
};

static struct candidate relay = { HOST_NAME("r.test"),
    INET("192.0.2.7", 587) };
static struct route_host relay_host = { .name = SPAN_INIT("r.test"),
    .port = 587, .dnssec = DNSSEC_INDETERMINATE };
static struct preview_candidate judged_relay = { .candidate = &relay };

static struct preview_member members[] = {
	{ .text = SPAN_INIT("a.test"), .candidates = judged,
	    .route = { .at = servers, .len = 4, .kind = ROUTE_MX,
	    .asked = SPAN_INIT("a.test"), .dnssec = DNSSEC_SECURE,
	    .hosts = hosts, .hosts_len = 3, .omitted = omitted,
	    .omitted_len = 1 } },
	{ .text = SPAN_INIT("gone.test"), .route = { .kind = ROUTE_IMPLICIT,
	    .asked = SPAN_INIT("gone.test"), .is_here = true },
	    .why = { .status = "5.4.4", .text = SPAN_INIT("not found") } },
	{ .text = SPAN_INIT("[r.test]:587"), .is_fallback = true,
	    .candidates = &judged_relay, .route = { .at = &relay, .len = 1,
	    .kind = ROUTE_HOST, .hosts = &relay_host, .hosts_len = 1 } },
};

static const struct batch some = { everybody, 2 }, all = { everybody, 7 };

static const struct preview good = { .destination = SPAN_INIT(
    "a.test, gone.test"), .batch = &some, .members = members, .len = 3 };

static const struct preview nowhere = { .destination = SPAN_INIT(
    "gone.test"), .batch = &all, .members = &members[1], .len = 1,
    .why = { .status = "5.4.4", .text = SPAN_INIT("not found") } };

static const struct preview later = { .batch = &some, .why = {
    .status = "4.4.3", .text = SPAN_INIT("try again") } };

static void
test_text(void)
{
	struct str text;

	str_init(&text, PLAN_MAX);
	plan_add_text(&text, &good);
	is_text(str_span(&text),
	    "a.test, gone.test for ann@a.test, bob@a.test\n"
	    "  a.test: MX a.test (secure)\n"
	    "    10 mx2.a.test (insecure)\n"
	    "      1. [192.0.2.3]:25\n"
	    "      3. [192.0.2.4]:25\n"
	    "    10 mx1.a.test (secure)\n"
	    "      2. [192.0.2.1]:25 left out: 4.7.5: no trust\n"
	    "      4. [192.0.2.2]:25 left out: beyond "
	    "smtp_mx_address_limit\n"
	    "      TLSA 3 1 1 ABCD (secure)\n"
	    "    20 gone.a.test\n"
	    "      left out: Host not found\n"
	    "    left out: self.a.test[192.0.2.9]:25: own address\n"
	    "  gone.test: MX gone.test (indeterminate), there is none\n"
	    "    no server: 5.4.4: not found\n"
	    "    this machine is one of its hosts: nothing behind it is "
	    "tried\n"
	    "  fallback relay [r.test]:587\n"
	    "    r.test (indeterminate)\n"
	    "      1. [192.0.2.7]:587\n",
	    "a tree: destinations, lookups, hosts in the order of trial, "
	    "and why others are left out");
	str_reset(&text);
	plan_add_text(&text, &nowhere);
	ok(span_starts(str_span(&text), SPAN("gone.test for ann@a.test, "
	    "bob@a.test, cat@a.test, dan@a.test, eve@a.test and 2 more\n")),
	    "of many recipients a few are named");
	ok(strstr(str_chars(&text), "\n  nowhere to go: 5.4.4: not found\n"),
	    "a destination without a server says so");
	str_clear(&text);
}

static bool
holds(const struct str *text, const char *what)
{
	return strstr(str_chars(text), what) != NULL;
}

static void
test_json(void)
{
	const struct preview both[] = { good, nowhere };
	struct str text;

	str_init(&text, PLAN_MAX);
	plan_add_json(&text, both, 2);
	ok(is_one_object(str_span(&text)), "the JSON is one document");
	ok(holds(&text, "{\"destinations\":[{\"destination\":"
	    "\"a.test, gone.test\",\"recipients\":[\"ann@a.test\","
	    "\"bob@a.test\"],\"members\":[{\"destination\":\"a.test\","
	    "\"fallback_relay\":false,\"kind\":\"mx\",\"lookup\":\"a.test\","
	    "\"dnssec\":\"secure\",\"hosts\":[{\"name\":\"mx1.a.test\","
	    "\"preference\":10,\"weight\":0,\"port\":25,\"dnssec\":"
	    "\"secure\",\"tlsa\":{\"name\":\"_25._tcp.mx1.a.test\","
	    "\"dnssec\":\"secure\",\"records\":[\"3 1 1 ABCD\"],"),
	    "it holds what the text holds");
	ok(holds(&text, "\"candidates\":[{\"name\":\"mx2.a.test\","
	    "\"address\":\"192.0.2.3\",\"port\":25,\"preference\":10,"
	    "\"host\":1,"), "candidates stand in their order, and say which "
	    "host they are of");
	ok(holds(&text, "\"left_out\":\"beyond smtp_mx_address_limit\"") &&
	    holds(&text, "\"status\":\"4.7.5\",\"detail\":\"no trust\"") &&
	    holds(&text, "\"what\":\"self.a.test[192.0.2.9]:25\"") &&
	    holds(&text, "\"left_out\":\"Host not found\""),
	    "what is left out says why");
	ok(holds(&text, "\"fay\\u001b@a.test\",\"gus@a.test\""),
	    "everybody is named, and octets are escaped");
	str_clear(&text);
}

static void
test_status(void)
{
	const struct preview mixed[] = { good, nowhere, later };

	is_number(plan_exit_status(mixed, 1), 0,
	    "exit 0: each destination has a candidate");
	is_number(plan_exit_status(mixed, 2), 69,
	    "exit 69: one will never have any");
	is_number(plan_exit_status(mixed, 3), 75,
	    "exit 75: one may have some later");
}

int
main(void)
{
	test_text();
	test_json();
	test_status();
	return tap_done();
}
