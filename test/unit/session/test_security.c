/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/security.h"

#include "unit/tap.h"

int
main(void)
{
	struct security s = security_of(TLS_DANE);

	ok(s.state == SECURITY_UNDECIDED && s.asked == TLS_DANE &&
	    s.level == TLS_DANE && !s.on && !s.matched,
	    "at first nothing is decided, and nothing is encrypted");
	ok(s.peer == STANDING_ANONYMOUS, "nobody has shown a certificate");
	return tap_done();
}
