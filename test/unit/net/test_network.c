/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/network.h"

#include "base/mem.h"
#include "unit/tap.h"

static const struct row {
	const char *text, *inside, *outside;	/* NULL: none is tried */
} rows[] = {
	{ "192.0.2.1", "192.0.2.1", "192.0.2.2" },
	{ "192.0.2.0/24", "192.0.2.255", "192.0.3.0" },
	{ "192.0.2.64/27", "192.0.2.95", "192.0.2.96" },
	{ "192.0.2.7/32", "192.0.2.7", "192.0.2.6" },
	{ "0.0.0.0/0", "198.51.100.1", "2001:db8::1" },
	{ "::/0", "2001:db8::1", "192.0.2.1" },
	{ "2001:db8::1", "2001:db8:0::1", "2001:db8::2" },
	{ "[2001:db8::1]", "2001:db8::1", "2001:db8::2" },
	{ "2001:db8::/32", "2001:db8:ffff::", "2001:db9::" },
	{ "[2001:db8::]/32", "2001:db8::5", "2001:db7::" },
	{ "[2001:db8::/33]", "2001:db8:7fff::", "2001:db8:8000::" },
	{ "[192.0.2.0]/24", "192.0.2.5", "192.0.1.255" },
};

static const struct bad {
	const char *text, *why;
} bads[] = {
	{ "", "\"\" is no address and no address/length" },
	{ "mx.test", "\"mx.test\" is no address and no address/length" },
	{ "192.0.2", "\"192.0.2\" is no address and no address/length" },
	{ "192.0.2.0/", "\"192.0.2.0/\" is no address and no "
	    "address/length" },
	{ "192.0.2.0/33", "\"192.0.2.0/33\" is no address and no "
	    "address/length" },
	{ "192.0.2.0/-1", "\"192.0.2.0/-1\" is no address and no "
	    "address/length" },
	{ "2001:db8::/129", "\"2001:db8::/129\" is no address and no "
	    "address/length" },
	{ "fe80::1%lo", "\"fe80::1%lo\" is no address and no "
	    "address/length" },
	{ "[192.0.2.1", "the \"]\" of \"[192.0.2.1\" is missing" },
	{ "[192.0.2.1]x", "something stands behind the \"]\" of "
	    "\"[192.0.2.1]x\"" },
	{ "192.0.2.1/24", "\"192.0.2.1/24\" has bits behind its length; "
	    "perhaps 192.0.2.0/24 is meant" },
	{ "2001:db8::1/64", "\"2001:db8::1/64\" has bits behind its length; "
	    "perhaps 2001:db8::/64 is meant" },
};

static struct netaddr
address(const char *text)
{
	struct netaddr addr;

	must(network_read_address(span_of(text), &addr));
	return addr;
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct netaddr in = address(rows[i].inside);
		struct netaddr out = address(rows[i].outside);
		struct network network;

		ok(network_read(span_of(rows[i].text), &network, &why) &&
		    network_has(&network, &in) && !network_has(&network, &out),
		    rows[i].text);
	}
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct network network;

		ok(!network_read(span_of(bads[i].text), &network, &why),
		    bads[i].why);
		is_text(why.text, bads[i].why, "and that is said");
	}
	arena_free(&arena);
	return tap_done();
}
