/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/family.h"

#include "unit/tap.h"

int
main(void)
{
	struct params p = { .inet_protocols = INET_IPV4 };

	ok(family_is_used(&p, NET_INET) && !family_is_used(&p, NET_INET6),
	    "ipv4: nothing but that");
	is_number(family_wanted(&p), NET_INET, "ipv4: nothing else is wanted");
	p.inet_protocols = INET_IPV6;
	ok(family_is_used(&p, NET_INET6) && !family_is_used(&p, NET_INET),
	    "ipv6: nothing but that");
	is_number(family_wanted(&p), NET_INET6, "ipv6: nothing else is wanted");
	p.inet_protocols = INET_IPV4 | INET_IPV6;
	ok(family_is_used(&p, NET_INET) && family_is_used(&p, NET_INET6),
	    "all: both");
	is_number(family_wanted(&p), NET_NONE, "all: both are wanted");
	ok(!family_is_used(&p, NET_UNIX) && !family_is_used(&p, NET_NONE),
	    "a socket is of no family");
	return tap_done();
}
