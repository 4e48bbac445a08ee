/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/plan.h"

#include "unit/report/plan_scene.h"
#include "unit/tap.h"

static void
test_text(void)
{
	struct str text;

	str_init(&text, PLAN_MAX);
	plan_add_text(&text, &usable);
	is_text(str_span(&text),
	    "a.test, gone.test for ann@a.test, bob@a.test\n"
	    "  a.test: MX a.test (secure)\n"
	    "    10 mx2.a.test (insecure)\n"
	    "      1. [192.0.2.3]:25, TLS may: smtp_tls_security_level: dane, "
	    "but there are no TLSA records\n"
	    "      3. [192.0.2.4]:25, TLS dane: smtp_tls_security_level\n"
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
	    "      1. [192.0.2.7]:587, TLS secure from the first octet: "
	    "smtp_tls_policy_maps, ?\n",
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

static void
test_status(void)
{
	const struct preview mixed[] = { usable, nowhere, later };

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
	test_status();
	return tap_done();
}
