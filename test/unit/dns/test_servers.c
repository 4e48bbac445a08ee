/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/servers.h"

#include "unit/tap.h"

static struct resolv_conf
conf_of(const char *text)
{
	struct resolv_conf conf;

	resolv_conf_read(span_of(text), &conf);
	return conf;
}

static struct servers *
servers_of(const char *text)
{
	struct resolv_conf conf = conf_of(text);

	return servers_new(&conf, false);
}

#define THREE	"nameserver 192.0.2.1\nnameserver 192.0.2.2\n" \
	"nameserver 192.0.2.3\n"

static const char *
order_of(struct arena *arena, struct servers *servers)
{
	struct server_order order = servers_order(servers);
	struct span text = SPAN("");

	for (size_t i = 0; i < order.len; i++)
		text = arena_text(arena, "%.*s%d", SPAN_ARG(text),
		    order.at[i]);
	return text.at;
}

static void
test_order(struct arena *arena)
{
	struct servers *s = servers_of(THREE);

	is_text(span_of(order_of(arena, s)), "012", "as they are listed");
	is_text(span_of(order_of(arena, s)), "012", "every time");
	servers_bury(s, 0);
	ok(servers_is_dead(s, 0) && !servers_is_dead(s, 1), "one is dead");
	ok(!servers_are_silent(s), "the others are not");
	is_text(span_of(order_of(arena, s)), "120", "and comes last");
	servers_bury(s, 2);
	is_text(span_of(order_of(arena, s)), "102", "two are");
	servers_bury(s, 1);
	is_text(span_of(order_of(arena, s)), "012", "all are");
	ok(servers_are_silent(s), "none can be expected to answer");
	servers_hear(s, 2);
	ok(!servers_are_silent(s), "one did");
	is_text(span_of(order_of(arena, s)), "012", "that does not put it "
	    "before others");
	servers_bury(s, 2);
	ok(servers_are_silent(s), "and is silent again");
	servers_free(&s);
	ok(s == NULL, "freed");
	servers_free(&s);
}

static void
test_rotate(struct arena *arena)
{
	struct servers *s = servers_of(THREE "options rotate\n");

	is_text(span_of(order_of(arena, s)), "012", "the first one first");
	is_text(span_of(order_of(arena, s)), "120", "then the second");
	is_text(span_of(order_of(arena, s)), "201", "then the third");
	servers_bury(s, 0);
	is_text(span_of(order_of(arena, s)), "120",
	    "the dead are not first when it is their turn");
	servers_free(&s);
}

static const struct {
	const char *name, *text;
	bool trust_any, trusted;
} trust[] = {
	{ "127.0.0.1 is trusted", "nameserver 127.0.0.1\n", false, true },
	{ "127.0.0.53 is", "nameserver 127.0.0.53\n", false, true },
	{ "::1 is", "nameserver ::1\n", false, true },
	{ "the default is", "", false, true },
	{ "192.0.2.1 is not", "nameserver 192.0.2.1\n", false, false },
	{ "fe80::1 is not", "nameserver fe80::1\n", false, false },
	{ "::ffff:127.0.0.1 is not", "nameserver ::ffff:127.0.0.1\n", false,
	    false },
	{ "192.0.2.1 with trust-ad is", "nameserver 192.0.2.1\n"
	    "options trust-ad\n", false, true },
	{ "192.0.2.1 in Postfix mode is", "nameserver 192.0.2.1\n", true,
	    true },
};

static void
test_trust(void)
{
	for (size_t i = 0; i < sizeof(trust) / sizeof(trust[0]); i++) {
		struct resolv_conf conf = conf_of(trust[i].text);
		struct servers *s = servers_new(&conf, trust[i].trust_any);

		ok(servers_at(s, 0)->trusted == trust[i].trusted,
		    trust[i].name);
		servers_free(&s);
	}
}

static void
test_facts(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct resolv_conf conf;
	struct servers *s = servers_of(THREE
	    "options timeout:3 attempts:4 use-vc\n");

	is_number(servers_timeout(s), 3000, "timeout");
	is_number(servers_attempts(s), 4, "attempts");
	ok(servers_by_stream(s), "use-vc");
	is_number(servers_at(s, 2)->addr.octets[3], 3, "address");
	is_text(servers_at(s, 2)->text, "192.0.2.3", "in words");
	ok(servers_has_edns(s, 1), "EDNS is taken for granted");
	servers_drop_edns(s, 1);
	ok(!servers_has_edns(s, 1), "until a server does not know it");
	ok(servers_has_edns(s, 0) && servers_has_edns(s, 2), "that server");
	servers_free(&s);

	ok(resolv_conf_list(SPAN("192.0.2.1:54 [::1]:54 ::1"), &conf, &why),
	    "other ports");
	s = servers_new(&conf, false);
	is_text(servers_at(s, 0)->text, "192.0.2.1:54", "IPv4 and port");
	is_text(servers_at(s, 1)->text, "[::1]:54", "IPv6 and port");
	is_text(servers_at(s, 2)->text, "::1", "IPv6 alone");
	ok(!servers_by_stream(s), "datagrams");
	servers_free(&s);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_order(arena);
	test_rotate(arena);
	test_trust();
	test_facts(arena);
	arena_free(&arena);
	return tap_done();
}
