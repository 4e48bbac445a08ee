/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever list of destinations is given: each member lies in it, and one
 * that is read can be written as [host]:port and means the same again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "mail/domain.h"
#include "route/nexthop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct params params = {
	.postfix_mode = true,
	.tcp_port = SPAN_INIT("smtp"),
	.known_tcp_ports = SPAN_INIT("smtp=25, smtps=submissions=465"),
};

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
holds_none_of(struct span s, const char *octets)
{
	for (; *octets != '\0'; octets++)
		if (span_find(s, *octets) < s.len)
			return false;
	return true;
}

/* refused - the reason is whole, and nothing else was touched */

static void
refused(const struct nexthop *hop, const struct dsn *why)
{
	check(span_equal(span_of(why->status), SPAN("4.3.5")));
	check(why->text.len > 0 && holds_none_of(why->text, "\r\n"));
	check(hop->port == 0 && hop->host.at == NULL);
}

/* again - in the one form that says everything */

static void
again(const struct nexthop *hop, struct arena *arena)
{
	struct nexthop same = { .port = 0 };
	struct dsn why = DSN_IN(arena);

	check(nexthop_read(arena_text(arena, "[%.*s]:%u",
	    SPAN_ARG(hop->host), hop->port), &params, &same, &why));
	check(span_equal(same.host, hop->host) && same.port == hop->port &&
	    same.bracketed && netaddr_equal(&same.literal, &hop->literal));
}

static void
member(struct span text, struct arena *arena)
{
	struct nexthop hop = { .port = 0 };
	struct dsn why = DSN_IN(arena);

	if (!nexthop_read(text, &params, &hop, &why)) {
		refused(&hop, &why);
		return;
	}
	check(dsn_class(&why) == '\0');
	if (hop.smtps)
		text = span_from_octet(text, sizeof("smtps:") - 1);
	check(hop.port != 0 && hop.service.len > 0);
	check(span_equal(hop.text, text));
	check(hop.bracketed == (text.at[0] == '['));
	check(ascii_is_all(hop.host));
	check((hop.literal.family == NET_NONE) == domain_is_host(hop.host));
	again(&hop, arena);
}

/* socket_path - in LMTP: nothing that begins with unix: is anything else */

static void
socket_path(struct span list, struct arena *arena)
{
	static const struct params lmtp = {
		.protocol = PROTOCOL_LMTP,
		.myhostname = SPAN_INIT("client.test"),
		.tcp_port = SPAN_INIT("24"),
	};
	struct nexthops rest = nexthops_of(list, &lmtp);
	struct nexthop hop = { .port = 0 };
	struct dsn why = DSN_IN(arena);
	struct span text;

	if (!rest.whole || !nexthop_next(&rest, &text))
		return;
	check(!nexthop_next(&rest, &text));
	if (!nexthop_read(text, &lmtp, &hop, &why)) {
		refused(&hop, &why);
		return;
	}
	check(hop.literal.family == NET_UNIX && hop.port == 0);
	check(hop.literal.path.len + 5 == text.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span list = arena_copy(arena,
	    span_from((const char *)data, size));
	struct nexthops rest = nexthops_of(list, &params);
	struct span text, before = rest.rest;

	while (nexthop_next(&rest, &text)) {
		check(text.len > 0 && holds_none_of(text, ", \t\r\n"));
		check(text.at >= before.at &&
		    text.at + text.len <= rest.rest.at);
		check(rest.rest.at + rest.rest.len == before.at + before.len);
		before = rest.rest;
		member(text, arena);
	}
	socket_path(list, arena);
	arena_free(&arena);
	return 0;
}
