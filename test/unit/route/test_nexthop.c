/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/nexthop.h"

#include "base/utf8.h"
#include "unit/settings.h"
#include "unit/tap.h"

/* What cannot be written in A-labels: 70 times U+00FC. */
#define UE10	"\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc" \
		"\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
#define UE70	UE10 UE10 UE10 UE10 UE10 UE10 UE10

static const struct good {
	const char *name, *text, *host;
	const char *service;
	uint16_t port;
	bool bracketed;
	enum net_family literal;
} goods[] = {
	{ "behaviour 8: host", "mx.test", "mx.test", "smtp", .port = 25 },
	{ "behaviour 8: host:service", "mx.test:587", "mx.test", "587",
	    .port = 587 },
	{ "behaviour 8: host: means the default port", "mx.test:", "mx.test",
	    "smtp", .port = 25 },
	{ "behaviour 8: [host]", "[mx.test]", "mx.test", "smtp", .port = 25,
	    .bracketed = true },
	{ "behaviour 8: [host]:service", "[mx.test]:2525", "mx.test", "2525",
	    .port = 2525, .bracketed = true },
	{ "behaviour 8: [host]: means the default port", "[mx.test]:",
	    "mx.test", "smtp", .port = 25, .bracketed = true },
	{ "behaviour 8: the case of a host is kept", "MX.Test", "MX.Test",
	    "smtp", .port = 25 },
	{ "behaviour 12: '_' in a host", "_h_x.test", "_h_x.test", "smtp",
	    .port = 25 },

	{ "behaviour 11: an IPv4 address", "192.0.2.1", "192.0.2.1", "smtp",
	    .port = 25, .literal = NET_INET },
	{ "behaviour 11: with a port", "192.0.2.1:2525", "192.0.2.1", "2525",
	    .port = 2525, .literal = NET_INET },
	{ "behaviour 11: in brackets", "[192.0.2.1]", "192.0.2.1", "smtp",
	    .port = 25, .bracketed = true, .literal = NET_INET },
	{ "behaviour 10: [ipv6:x]", "[ipv6:2001:db8::1]", "2001:db8::1",
	    "smtp", .port = 25, .bracketed = true, .literal = NET_INET6 },
	{ "behaviour 10: the prefix in any case", "[IPv6:2001:db8::1]:26",
	    "2001:db8::1", "26", .port = 26, .bracketed = true,
	    .literal = NET_INET6 },
	{ "behaviour 10: [x] without prefix", "[2001:db8::1]", "2001:db8::1",
	    "smtp", .port = 25, .bracketed = true, .literal = NET_INET6 },
	{ "behaviour 10: IPv6 without brackets ends at the last colon",
	    "2001:db8::1:25", "2001:db8::1", "25", .port = 25,
	    .literal = NET_INET6 },

	{ "behaviour 13: known_tcp_ports", "mx.test:submission", "mx.test",
	    "submission", .port = 587 },
	{ "behaviour 13: the first of two names of a port", "mx.test:smtps",
	    "mx.test", "smtps", .port = 465 },
	{ "behaviour 13: the second of two names", "mx.test:submissions",
	    "mx.test", "submissions", .port = 465 },
	{ "behaviour 13: services(5)", "mx.test:pop3", "mx.test", "pop3",
	    .port = 110 },
	{ "behaviour 13: zeros in front", "mx.test:0025", "mx.test", "0025",
	    .port = 25 },
	{ "behaviour 13: the first port", "mx.test:1", "mx.test", "1",
	    .port = 1 },
	{ "behaviour 13: the last port", "mx.test:65535", "mx.test", "65535",
	    .port = 65535 },

	{ "behaviour 19: A-labels", "b\xc3\xbc" "cher.test:25",
	    "xn--bcher-kva.test", "25", .port = 25 },
	{ "behaviour 19: A-labels of a bracketed host",
	    "[b\xc3\xbc" "cher.test]", "xn--bcher-kva.test", "smtp",
	    .port = 25, .bracketed = true },
	{ "behaviour 19: UTS 46 maps capitals", "B\xc3\x9c" "CHER.test",
	    "xn--bcher-kva.test", "smtp", .port = 25 },
};

/* All of behaviours 9, 12, 13 and of what was observed about 9. */
static const struct bad {
	const char *name, *text, *what;
} bads[] = {
	{ "behaviour 9: no ']'", "[mx.test", "']' is missing" },
	{ "behaviour 9: text behind ']'", "[mx.test]25",
	    "only a ':' may follow ']'" },
	{ "behaviour 9: an empty host", ":25", "the host is empty" },
	{ "behaviour 9: an empty host in brackets", "[]",
	    "the host is empty" },
	{ "behaviour 9: and with a port", "[]:25", "the host is empty" },
	{ "behaviour 9: a colon alone", ":", "the host is empty" },
	{ "behaviour 9: three numbers", "127.0.1",
	    "neither a host name nor an address" },
	{ "behaviour 9: a number too large", "127.0.0.256",
	    "neither a host name nor an address" },
	{ "behaviour 9: digits only", "12345",
	    "neither a host name nor an address" },
	{ "behaviour 9: a malformed address in brackets", "[127.0.0.256]",
	    "neither a host name nor an address" },
	{ "behaviour 9: [ipv6:x] with a malformed x", "[ipv6:zz]",
	    "no IPv6 address follows ipv6:" },
	{ "behaviour 9: an IPv4 address behind ipv6:", "[ipv6:192.0.2.1]",
	    "no IPv6 address follows ipv6:" },
	{ "behaviour 9: nothing behind ipv6:", "[ipv6:]",
	    "no IPv6 address follows ipv6:" },
	{ "behaviour 10: IPv6 without brackets or port", "2001:db8::1",
	    "neither a host name nor an address" },
	{ "behaviour 10: ipv6: is for brackets only", "ipv6:2001:db8::1:25",
	    "neither a host name nor an address" },
	{ "behaviour 9: a bad name in brackets", "[a..b]",
	    "neither a host name nor an address" },
	{ "behaviour 12: a dot at the end", "example.com.",
	    "neither a host name nor an address" },
	{ "behaviour 12: a dot in front", ".example.com",
	    "neither a host name nor an address" },
	{ "behaviour 12: a hyphen in front", "-a.test",
	    "neither a host name nor an address" },
	{ "behaviour 12: a slash", "unix:/tmp/x.sock", "unknown service" },
	{ "behaviour 9: an address of mail", "a@mx.test",
	    "neither a host name nor an address" },
	{ "behaviour 13: port 0", "mx.test:0",
	    "the port is not between 1 and 65535" },
	{ "behaviour 13: port 65536", "mx.test:65536",
	    "the port is not between 1 and 65535" },
	{ "behaviour 13: a port beyond all numbers",
	    "mx.test:99999999999999999999999", "the port is no number" },
	{ "behaviour 9: digits and more", "mx.test:25x",
	    "the port is no number" },
	{ "behaviour 9: an unknown service", "[mx.test]:nosuchservice",
	    "unknown service" },
	{ "behaviour 9: a negative port", "mx.test:-25", "unknown service" },
	{ "behaviour 13: the case of a service counts", "mx.test:SMTP",
	    "unknown service" },
	{ "behaviour 16: inet: means nothing in SMTP", "inet:mx.test",
	    "unknown service" },
	{ "behaviour 19: what cannot be converted", UE70 ".test",
	    "neither a host name nor an address" },
	{ "behaviour 19: octets that are no UTF-8", "b\xfc" "cher.test",
	    "neither a host name nor an address" },
};

static void
read_goods(struct arena *arena)
{
	struct params p = settings_postfix(arena, NULL);

	for (size_t i = 0; i < sizeof(goods) / sizeof(goods[0]); i++) {
		const struct good *g = &goods[i];
		struct nexthop hop = { .port = 0 };
		struct dsn why = DSN_IN(arena);
		bool good = nexthop_read(span_of(g->text), &p, &hop, &why);

		ok(good && span_equal(hop.host, span_of(g->host)) &&
		    span_equal(hop.service, span_of(g->service)) &&
		    hop.port == g->port && hop.bracketed == g->bracketed &&
		    hop.literal.family == g->literal &&
		    span_equal(hop.text, span_of(g->text)) &&
		    dsn_class(&why) == '\0', g->name);
	}
}

static void
read_bads(struct arena *arena)
{
	struct params p = settings_postfix(arena, NULL);

	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		const struct bad *b = &bads[i];
		struct nexthop hop = { .port = 1 };
		struct dsn why = DSN_IN(arena);
		struct span want = arena_text(arena,
		    "malformed destination \"%s\": %s", b->text, b->what);

		want = utf8_printable(arena, want, '?');
		ok(!nexthop_read(span_of(b->text), &p, &hop, &why) &&
		    hop.port == 1, b->name);
		is_span(why.text, want, "and it is said what is wrong");
		ok(span_equal(span_of(why.status), SPAN("4.3.5")),
		    "D24: the member fails with 4.3.5");
	}
}

/* Members as nexthop_next gives them, with a '|' behind each. */

static struct span
members(struct arena *arena, enum protocol protocol, const char *text)
{
	const struct params p = { .protocol = protocol };
	struct nexthops list = nexthops_of(span_of(text), &p);
	struct span member, all = { 0 };

	while (nexthop_next(&list, &member))
		all = arena_text(arena, "%.*s%.*s|", SPAN_ARG(all),
		    SPAN_ARG(member));
	return all;
}

static void
divide_lists(struct arena *arena)
{
	is_text(members(arena, PROTOCOL_SMTP, "a.test"), "a.test|",
	    "behaviour 7: one");
	is_text(members(arena, PROTOCOL_SMTP, "a.test, [b.test]:26"),
	    "a.test|[b.test]:26|",
	    "behaviour 7: a comma and a blank between two");
	is_text(members(arena, PROTOCOL_SMTP,
	    " a.test\tb.test,c.test\r\n d.test,"),
	    "a.test|b.test|c.test|d.test|",
	    "behaviour 7: commas and white space of all sorts");
	is_text(members(arena, PROTOCOL_SMTP, ", ,"), "",
	    "behaviour 9: only separators");
	is_text(members(arena, PROTOCOL_SMTP, ""), "",
	    "behaviour 9: nothing");
}

/* behaviour 16, and what was observed about it. */

static void
divide_lmtp(struct arena *arena)
{
	is_text(members(arena, PROTOCOL_LMTP, "inet:a.test, b.test"),
	    "a.test|b.test|", "behaviour 16: inet: means nothing in LMTP");
	is_text(members(arena, PROTOCOL_LMTP, "inet:a.test inet:b.test"),
	    "a.test|inet:b.test|", "behaviour 16: it is cut off once");
	is_text(members(arena, PROTOCOL_LMTP, "a.test, inet:b.test"),
	    "a.test|inet:b.test|", "behaviour 16: and only in front");
	is_text(members(arena, PROTOCOL_LMTP, " unix:/run/a b, c "),
	    "unix:/run/a b, c|",
	    "behaviour 16: unix: makes a path of all that follows");
	is_text(members(arena, PROTOCOL_SMTP, "unix:/run/a b"),
	    "unix:/run/a|b|", "behaviour 16: not in SMTP");
	is_text(members(arena, PROTOCOL_SMTP, "inet:a.test"),
	    "inet:a.test|", "behaviour 16: nor is inet: cut off there");
}

/* behaviours 17, 18. */

static void
paths(struct arena *arena)
{
	struct params p;
	struct nexthop hop = { .port = 1 };
	struct dsn why = DSN_IN(arena);

	settings_load(arena, PROTOCOL_LMTP, true, NULL, &p);
	ok(!nexthop_read(SPAN("unix:"), &p, &hop, &why) && hop.port == 1,
	    "behaviour 17: a path must follow");
	is_text(why.text, "malformed destination \"unix:\": no path follows "
	    "unix:", "behaviour 17: which is said");
	ok(!nexthop_read(SPAN("inet:b.test"), &p, &hop, &why),
	    "behaviour 16: inet: elsewhere is a host");
	is_text(why.text, "malformed destination \"inet:b.test\": unknown "
	    "service", "behaviour 16: of a service that nobody knows");
	ok(nexthop_read(SPAN("unix:/run/l, x"), &p, &hop, &why) &&
	    hop.literal.family == NET_UNIX && hop.port == 0 &&
	    hop.service.len == 0, "behaviour 16: a path");
	is_text(hop.literal.path, "/run/l, x", "behaviour 17: as it is");
	is_text(hop.host, "client.test",
	    "behaviour 18: its host is $myhostname");
	is_text(hop.text, "unix:/run/l, x", "and its text what was given");
}

static uint16_t
port_of(struct arena *arena, const char *settings, const char *text)
{
	struct params p = settings_postfix(arena, settings);
	struct nexthop hop = { .port = 0 };
	struct dsn why = DSN_IN(arena);

	return nexthop_read(span_of(text), &p, &hop, &why) ? hop.port : 0;
}

static void
default_ports(struct arena *arena)
{
	is_number(port_of(arena, "smtp_tcp_port = 2533", "mx.test"), 2533,
	    "behaviour 8: smtp_tcp_port as a number");
	is_number(port_of(arena, "smtp_tcp_port = submission", "[mx.test]:"),
	    587, "behaviour 8: smtp_tcp_port as a service");
	is_number(port_of(arena, "smtp_tcp_port = nosuchservice", "mx.test"),
	    0, "behaviour 13: an unknown service there is an error");
	is_number(port_of(arena, "smtp_tcp_port = 2533", "mx.test:26"), 26,
	    "behaviour 8: the member's own port comes first");
	is_number(port_of(arena, "known_tcp_ports = smtp=2626", "mx.test"),
	    2626, "behaviour 13: known_tcp_ports comes before services(5)");
	is_number(port_of(arena, "known_tcp_ports = 77=78", "mx.test:77"),
	    78, "behaviour 13: and before numbers");
	is_number(port_of(arena, "known_tcp_ports =", "mx.test"), 25,
	    "behaviour 13: services(5) knows smtp without it");
	is_number(port_of(arena, "known_tcp_ports = x=0 x=65536 x=a x x=7",
	    "mx.test:x"), 7, "what makes no sense there is passed over");
	is_number(port_of(arena, "known_tcp_ports = x==7", "mx.test:"), 25,
	    "an empty name there is nobody's");
}

static void
port_465(struct arena *arena)
{
	struct params p;
	struct nexthop hop = { .port = 0 };
	struct dsn why = DSN_IN(arena);

	is_number(port_of(arena, NULL, "[mx.test]:465"), 465,
	    "behaviour 15: port 465 is one as any other in Postfix mode");
	settings_load(arena, PROTOCOL_SMTP, false, NULL, &p);
	ok(nexthop_read(SPAN("[mx.test]:smtps"), &p, &hop, &why) &&
	    hop.port == 465 && !hop.smtps, "outside of it policy knows what "
	    "port 465 means");
	ok(nexthop_read(SPAN("smtps:[mx.test]"), &p, &hop, &why) &&
	    hop.port == 465 && hop.smtps, "smtps: is TLS from the first "
	    "octet, at port 465");
	ok(nexthop_read(SPAN("smtps:[mx.test]:2465"), &p, &hop, &why) &&
	    hop.port == 2465 && hop.smtps && hop.bracketed,
	    "or at another port");
	is_text(hop.text, "[mx.test]:2465", "the text is that of the rest");
	ok(nexthop_read(SPAN("smtps:25"), &p, &hop, &why) &&
	    hop.port == 25 && !hop.smtps, "smtps can be the name of a host");
	ok(!nexthop_read(SPAN("smtps:mx.test"), &p, &hop, &why),
	    "smtps: stands before brackets only");
	settings_load(arena, PROTOCOL_LMTP, false, NULL, &p);
	ok(!nexthop_read(SPAN("smtps:[mx.test]"), &p, &hop, &why),
	    "in LMTP it means nothing");
}

static void
lmtp_port(struct arena *arena)
{
	struct params p;
	struct nexthop hop = { .port = 0 };
	struct dsn why = DSN_IN(arena);

	settings_load(arena, PROTOCOL_LMTP, true, NULL, &p);
	ok(nexthop_read(SPAN("mx.test"), &p, &hop, &why) && hop.port == 24 &&
	    span_equal(hop.service, SPAN("24")),
	    "behaviour 42: the service of LMTP is 24");
}

int
main(void)
{
	struct arena *arena = arena_new();

	read_goods(arena);
	read_bads(arena);
	divide_lists(arena);
	divide_lmtp(arena);
	paths(arena);
	default_ports(arena);
	port_465(arena);
	lmtp_port(arena);
	arena_free(&arena);
	return tap_done();
}
