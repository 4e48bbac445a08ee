/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/report/plan_scene.h"
#include "unit/report/well_formed.h"
#include "unit/tap.h"

static bool
holds(const struct str *text, const char *what)
{
	return strstr(str_chars(text), what) != NULL;
}

static void
test_json(void)
{
	const struct preview both[] = { usable, nowhere };
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
	    "\"host\":1,\"tls\":{\"level\":\"may\",\"wrapper\":false,"
	    "\"why\":\"smtp_tls_security_level: dane, but there are no TLSA "
	    "records\"},"), "candidates stand in their order, and say which "
	    "host they are of, and how much TLS each gets");
	ok(holds(&text, "\"address\":\"192.0.2.1\",\"port\":25,"
	    "\"preference\":10,\"host\":0,\"tls\":null,") &&
	    holds(&text, "{\"level\":\"secure\",\"wrapper\":true,"),
	    "none if it is left out");
	ok(holds(&text, "\"left_out\":\"beyond smtp_mx_address_limit\"") &&
	    holds(&text, "\"status\":\"4.7.5\",\"detail\":\"no trust\"") &&
	    holds(&text, "\"what\":\"self.a.test[192.0.2.9]:25\"") &&
	    holds(&text, "\"left_out\":\"Host not found\""),
	    "what is left out says why");
	ok(holds(&text, "\"fay\\u001b@a.test\",\"gus@a.test\""),
	    "everybody is named, and octets are escaped");
	str_clear(&text);
}

int
main(void)
{
	test_json();
	return tap_done();
}
