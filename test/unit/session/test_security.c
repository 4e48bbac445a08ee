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
	is_text(span_of(security_peer_name(s.peer)), "none",
	    "a server that has shown no certificate is none");
	is_text(span_of(security_peer_name(STANDING_UNTRUSTED)), "untrusted",
	    "one whom nobody vouches for");
	is_text(span_of(security_peer_name(STANDING_TRUSTED)), "trusted",
	    "one whom somebody does");
	is_text(span_of(security_peer_name(STANDING_VERIFIED)), "verified",
	    "one who has proved what was asked for");
	return tap_done();
}
