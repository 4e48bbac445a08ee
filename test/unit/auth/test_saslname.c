/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/saslname.h"

#include "unit/tap.h"

int
main(void)
{
	struct str s;

	str_init(&s, 100);
	saslname_add(SPAN("=ann,bob=,"), &s);
	is_text(str_span(&s), "=3Dann=2Cbob=3D=2C",
	    "RFC 5801 section 4: commas and equals signs");
	str_reset(&s);
	saslname_add(SPAN("j\303\274rgen@example.test"), &s);
	is_text(str_span(&s), "j\303\274rgen@example.test",
	    "all else is as it was");
	str_clear(&s);
	return tap_done();
}
