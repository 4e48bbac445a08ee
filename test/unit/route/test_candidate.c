/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/candidate.h"

#include "base/mem.h"
#include "unit/tap.h"

int
main(void)
{
	struct arena *arena = arena_new();
	struct candidate c = { .host = SPAN_INIT("mx.test"),
	    .address = SPAN_INIT("2001:db8::1"),
	    .addr = { .family = NET_INET6, .port = 587 } };

	is_text(candidate_text(arena, &c), "mx.test[2001:db8::1]:587",
	    "host, address and port");
	c.addr.family = NET_UNIX;
	c.address = SPAN("/run/lmtp");
	is_text(candidate_text(arena, &c), "mx.test[/run/lmtp]",
	    "behaviour 17: a socket has no port");
	arena_free(&arena);
	return tap_done();
}
