/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/netaddr.h"

#include "unit/tap.h"

static const struct {
	const char *text;
	enum net_family family;
	const char *again;	/* as it is shown */
} good[] = {
	{ "192.0.2.1", NET_INET, "192.0.2.1" },
	{ "0.0.0.0", NET_INET, "0.0.0.0" },
	{ "255.255.255.255", NET_INET, "255.255.255.255" },
	{ "2001:db8::1", NET_INET6, "2001:db8::1" },
	{ "2001:0DB8:0:0:0:0:0:1", NET_INET6, "2001:db8::1" },
	{ "::", NET_INET6, "::" },
	{ "::ffff:192.0.2.1", NET_INET6, "::ffff:192.0.2.1" },
	{ "fe80::1%lo", NET_INET6, "fe80::1%lo" },
	{ "fe80::1%4000000", NET_INET6, "fe80::1%4000000" },
};

static const char *const bad[] = { "", ".", "192.0.2", "192.0.2.256",
	"192.0.2.1.", " 192.0.2.1", "192.0.2.1 ", "192.0.2.1:25", "0x7f.0.0.1",
	"12345", "[::1]", ":", ":::", "2001:db8::1::2", "::1%", "::1%no-such",
	"::1%4294967296", "localhost", "1:2:3:4:5:6:7:8:9",
	"1111111111111111111111111111111111111111111111111111111111111111",
	"::1%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static void
test_text(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct netaddr addr = { .port = 7 };

		ok(netaddr_parse(span_of(good[i].text), &addr), good[i].text);
		is_number(addr.family, good[i].family, "its family");
		is_number(addr.port, 0, "no port");
		is_text(netaddr_text(arena, &addr), good[i].again,
		    "shown again");
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct netaddr addr = { .port = 7 };

		ok(!netaddr_parse(span_of(bad[i]), &addr), bad[i]);
		ok(addr.port == 7 && addr.family == NET_NONE, "untouched");
	}
	arena_free(&arena);
}

static void
test_nul(void)
{
	struct netaddr addr;

	ok(!netaddr_parse(SPAN("192.0.2.1\0"), &addr), "a NUL is no digit");
	ok(!netaddr_parse(SPAN("::1\0"), &addr), "nor a hexadecimal one");
	ok(!netaddr_parse(SPAN("fe80::1%lo\0"), &addr), "nor in a scope");
	ok(!netaddr_parse(SPAN("fe80::1%lo:1"), &addr), "nor an alias");
}

static void
test_octets(void)
{
	static const unsigned char octets[16] = { 192, 0, 2, 1, 0xff };
	struct netaddr four = netaddr_from_octets(NET_INET, octets, 25);
	struct netaddr six = netaddr_from_octets(NET_INET6, octets, 25);
	struct arena *arena = arena_new();

	is_text(netaddr_text(arena, &four), "192.0.2.1", "an A record");
	is_number(four.port, 25, "with its port");
	is_number(four.octets[4], 0, "four octets are taken, no more");
	is_text(netaddr_text(arena, &six), "c000:201:ff00::",
	    "an AAAA record");
	arena_free(&arena);
}

static void
test_path(void)
{
	struct netaddr addr = { .family = NET_UNIX, .path = SPAN("/run/x") };
	struct netaddr other = { .family = NET_UNIX, .path = SPAN("/run/y") };
	struct netaddr none = { .family = NET_NONE };
	struct arena *arena = arena_new();

	is_text(netaddr_text(arena, &addr), "/run/x", "a socket is its path");
	ok(!netaddr_equal(&addr, &other), "another path, another socket");
	ok(netaddr_equal(&addr, &addr), "the same path");
	is_text(netaddr_text(arena, &none), "none", "no address");
	arena_free(&arena);
}

static bool
same(const char *a, const char *b)
{
	struct netaddr x, y;

	if (!netaddr_parse(span_of(a), &x) || !netaddr_parse(span_of(b), &y))
		return false;
	x.port = 25;
	return netaddr_equal(&x, &y);
}

static void
test_equal(void)
{
	ok(same("192.0.2.1", "192.0.2.1"), "ports do not count");
	ok(!same("192.0.2.1", "192.0.2.2"), "octets do");
	ok(same("2001:db8::1", "2001:DB8:0::1"), "whatever the spelling");
	ok(!same("::ffff:192.0.2.1", "192.0.2.1"), "families do");
	ok(!same("fe80::1%1", "fe80::1%2"), "scopes do");
}

static bool
is_loopback(const char *text)
{
	struct netaddr addr;

	return netaddr_parse(span_of(text), &addr) &&
	    netaddr_is_loopback(&addr);
}

static void
test_loopback(void)
{
	struct netaddr path = { .family = NET_UNIX, .octets = { 127 } };

	ok(is_loopback("127.0.0.1") && is_loopback("127.255.0.9"),
	    "127.0.0.0/8 is loopback");
	ok(is_loopback("::1"), "::1 is loopback");
	ok(!is_loopback("126.0.0.1") && !is_loopback("128.0.0.1"),
	    "its neighbours are not");
	ok(!is_loopback("::2") && !is_loopback("::") &&
	    !is_loopback("7f00::1"), "nor those of ::1");
	ok(!netaddr_is_loopback(&path), "nor is a socket");
}

int
main(void)
{
	test_text();
	test_nul();
	test_octets();
	test_path();
	test_equal();
	test_loopback();
	return tap_done();
}
