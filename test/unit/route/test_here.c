/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/here.h"

#include "base/mem.h"
#include "unit/settings.h"
#include "unit/tap.h"

static unsigned interface_calls, native_calls;

/* A machine with two addresses besides loopback. */

static bool
interfaces(struct interfaces *found, struct dsn *why)
{
	static const char *const addresses[] = { "127.0.0.1", "192.0.2.1",
	    "::1", "2001:db8::1" };

	interface_calls++;
	found->at = arena_get(why->arena, 4, sizeof(*found->at));
	found->len = 4;
	for (size_t i = 0; i < 4; i++)
		must(netaddr_parse(span_of(addresses[i]), &found->at[i]));
	return true;
}

static bool
no_interfaces(struct interfaces *found, struct dsn *why)
{
	(void)found;
	return dsn_fail(why, "4.3.0", "cannot list them");
}

static bool
native(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why)
{
	native_calls++;
	found->len = 0;
	if (!span_equal(host, SPAN("mx.here.test")))
		return dsn_fail(why, "4.4.4", "unable to look up host %.*s: "
		    "try again", SPAN_ARG(host));
	if (family != NET_INET6)
		must(netaddr_parse(SPAN("192.0.2.7"),
		    &found->at[found->len++]));
	if (family != NET_INET)
		must(netaddr_parse(SPAN("2001:db8::7"),
		    &found->at[found->len++]));
	return true;
}

struct trial {
	struct params params;
	struct here here;
	struct dsn why;
};

static bool
look(struct trial *t, struct arena *arena, const char *settings,
    interfaces_lookup *lookup)
{
	const struct here_setup setup = { .params = &t->params,
	    .native = native, .interfaces = lookup };

	t->params = settings_postfix(arena, settings);
	t->why = DSN_IN(arena);
	interface_calls = native_calls = 0;
	return here_find(&setup, &t->here, &t->why);
}

static bool
is_here(const struct trial *t, const char *address)
{
	struct netaddr addr;

	must(netaddr_parse(span_of(address), &addr));
	addr.port = 25;
	return here_is(&t->here, &addr);
}

static void
lists(struct arena *arena)
{
	struct trial t;

	ok(look(&t, arena, NULL, interfaces) && interface_calls == 1 &&
	    is_here(&t, "127.0.0.1") && is_here(&t, "2001:db8::1") &&
	    !is_here(&t, "192.0.2.2"), "behaviour 38: all: what there is");
	ok(look(&t, arena, "inet_interfaces = loopback-only", interfaces) &&
	    is_here(&t, "127.0.0.1") && is_here(&t, "::1") &&
	    !is_here(&t, "192.0.2.1"), "behaviour 38: loopback-only");
	ok(look(&t, arena, "inet_interfaces =", interfaces) &&
	    interface_calls == 0 && t.here.own.len == 0,
	    "behaviour 38: empty: the machine is not asked");
	ok(look(&t, arena, "inet_interfaces = 192.0.2.3, [2001:db8::3]",
	    no_interfaces) && is_here(&t, "192.0.2.3") &&
	    is_here(&t, "2001:db8::3") && !is_here(&t, "192.0.2.1") &&
	    native_calls == 0, "behaviour 38: addresses");
	ok(look(&t, arena, "inet_interfaces = mx.here.test", no_interfaces) &&
	    is_here(&t, "192.0.2.7") && is_here(&t, "2001:db8::7"),
	    "behaviour 38: names of hosts");
	ok(look(&t, arena, "inet_interfaces =\nproxy_interfaces = 192.0.2.9",
	    no_interfaces) && is_here(&t, "192.0.2.9") &&
	    t.here.own.len == 0, "behaviour 38: proxies stand for us");
	ok(look(&t, arena, "inet_interfaces = all\ninet_protocols = ipv4",
	    interfaces) && !is_here(&t, "::1") && t.here.own.len == 2,
	    "behaviour 38: families that are off do not count");
	ok(look(&t, arena, "inet_interfaces = 192.0.2.1 all 192.0.2.1",
	    interfaces) && t.here.own.len == 4, "each address is there once");
	settings_load(arena, PROTOCOL_SMTP, false, NULL, &t.params);
	ok(here_find(&(struct here_setup){ .params = &t.params,
	    .native = native, .interfaces = no_interfaces }, &t.here,
	    &t.why) && t.here.own.len == 0,
	    "outside Postfix mode nothing is asked for");
}

static void
troubles(struct arena *arena)
{
	struct trial t;

	ok(!look(&t, arena, "inet_interfaces = 192.0.2.1, gone.test",
	    interfaces), "D24: a name that leads nowhere is an error");
	is_text(t.why.text, "inet_interfaces = gone.test: unable to look up "
	    "host gone.test: try again", "D24: which says what it is");
	is_text(span_of(t.why.status), "5.3.5", "D24: of the configuration");
	ok(!look(&t, arena, "proxy_interfaces = 192.0.2.256", interfaces),
	    "D24: what is no address is a name");
	is_text(t.why.text, "proxy_interfaces = 192.0.2.256: unable to look "
	    "up host 192.0.2.256: try again", "D24: and told so");
	ok(!look(&t, arena, "proxy_interfaces = all", interfaces) &&
	    native_calls == 1, "all is a word of inet_interfaces only");
	ok(!look(&t, arena, NULL, no_interfaces),
	    "a system that does not say is an error");
	is_text(t.why.text, "inet_interfaces = all: cannot list them",
	    "which is said");
}

/* behaviour 50 */

static void
sources(struct arena *arena)
{
	struct trial t;
	struct netaddr addr = { .family = NET_NONE };

	must(look(&t, arena, NULL, interfaces));
	ok(!here_source(&t.here, NET_INET, &addr) &&
	    addr.family == NET_NONE, "behaviour 50: one of several is not it");
	must(look(&t, arena, "inet_interfaces = 192.0.2.5\n"
	    "proxy_interfaces = 192.0.2.6", interfaces));
	ok(here_source(&t.here, NET_INET, &addr),
	    "behaviour 50: the only address, proxies aside");
	is_text(netaddr_text(arena, &addr), "192.0.2.5", "behaviour 50: it");
	ok(!here_source(&t.here, NET_INET6, &addr),
	    "behaviour 50: not of another family");
	must(look(&t, arena, "inet_interfaces = loopback-only", interfaces));
	ok(!here_source(&t.here, NET_INET, &addr),
	    "behaviour 50: a loopback address is not");
}

int
main(void)
{
	struct arena *arena = arena_new();

	lists(arena);
	troubles(arena);
	sources(arena);
	arena_free(&arena);
	return tap_done();
}
