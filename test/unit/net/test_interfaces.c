/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/interfaces.h"

#include "base/mem.h"
#include "unit/tap.h"

int
main(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct interfaces found;
	bool all_good = true;

	ok(interfaces_find(&found, &why) && dsn_class(&why) == '\0',
	    "the system says which addresses it has");
	for (size_t i = 0; i < found.len; i++) {
		struct netaddr same, *addr = &found.at[i];
		struct span text = netaddr_text(arena, addr);

		all_good &= (addr->family == NET_INET ||
		    addr->family == NET_INET6) && addr->port == 0 &&
		    netaddr_parse(text, &same) && netaddr_equal(&same, addr);
	}
	ok(all_good, "each of them can be written and read again");
	arena_free(&arena);
	return tap_done();
}
