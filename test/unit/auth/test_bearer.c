/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/bearer.h"

#include "unit/tap.h"

int
main(void)
{
	struct auth_setup setup = { .mechanism = MECHANISM_OAUTHBEARER,
	    .user = SPAN("a=b,c@example.org"), .host = SPAN("mx.test"),
	    .port = 587 };
	struct str s;

	str_init(&s, 1000);
	bearer_add(&setup, SPAN("token"), &s);
	is_text(str_span(&s), "n,a=a=3Db=2Cc@example.org,\001host=mx.test"
	    "\001port=587\001auth=Bearer token\001\001",
	    "OAUTHBEARER: RFC 7628 section 3.1, the name as RFC 5801 has it");
	str_clear(&s);
	setup.mechanism = MECHANISM_XOAUTH2;
	bearer_add(&setup, SPAN("token"), &s);
	is_text(str_span(&s), "user=a=b,c@example.org\001auth=Bearer token"
	    "\001\001", "XOAUTH2: the name as it is");
	str_clear(&s);
	str_init(&s, 50);
	bearer_add(&setup, SPAN("token"), &s);
	ok(s.full && s.len == 0, "no room: nothing, and it is full");
	str_clear(&s);
	is_text(bearer_answer(MECHANISM_OAUTHBEARER), "\001",
	    "RFC 7628 section 3.2.3: one octet");
	is_text(bearer_answer(MECHANISM_XOAUTH2), "", "XOAUTH2: none");
	return tap_done();
}
