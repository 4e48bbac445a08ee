/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A preview with something of everything: two hosts whose addresses are
 * shuffled, one that has none, records, candidates that are left out, a
 * member that leads nowhere, a fallback relay.
 */
#ifndef TEST_UNIT_REPORT_PLAN_SCENE_H
#define TEST_UNIT_REPORT_PLAN_SCENE_H

#include "report/plan.h"

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

#define LEVEL(l, w)	.policy.tls = { .level = (l), .why = SPAN_INIT(w) }

static struct preview_candidate judged[] = {
	{ .candidate = &servers[0], LEVEL(TLS_MAY, "smtp_tls_security_level: "
	    "dane, but there are no TLSA records") },
	{ .candidate = &servers[1], .refused = { .status = "4.7.5",
	    .text = SPAN_INIT("no trust") } },
	{ .candidate = &servers[2], LEVEL(TLS_DANE,
	    "smtp_tls_security_level") },
	{ .candidate = &servers[3], .beyond = true },
};

static struct route_omission omitted[] = {
	{ SPAN_INIT("self.a.test[192.0.2.9]:25"), SPAN_INIT("own address") },
};

static struct candidate relay = { HOST_NAME("r.test"),
    INET("192.0.2.7", 587) };
static struct route_host relay_host = { .name = SPAN_INIT("r.test"),
    .port = 587, .dnssec = DNSSEC_INDETERMINATE };
static struct preview_candidate judged_relay = { .candidate = &relay,
    .policy.tls = { .level = TLS_SECURE, .wrapper = true,
    .why = SPAN_INIT("smtp_tls_policy_maps, \x1b") } };

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

static const struct preview usable = { .destination = SPAN_INIT(
    "a.test, gone.test"), .batch = &some, .members = members, .len = 3 };

static const struct preview nowhere = { .destination = SPAN_INIT(
    "gone.test"), .batch = &all, .members = &members[1], .len = 1,
    .why = { .status = "5.4.4", .text = SPAN_INIT("not found") } };

static const struct preview later = { .batch = &some, .why = {
    .status = "4.4.3", .text = SPAN_INIT("try again") } };

#endif
