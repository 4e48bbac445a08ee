/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/resolv_conf.h"

#include "unit/tap.h"

/* servers - "192.0.2.1:53 [2001:db8::1]:53" */

static struct span
servers(struct arena *arena, const struct resolv_conf *conf)
{
	struct span text = SPAN("");

	for (size_t i = 0; i < conf->servers_len; i++) {
		struct span one = netaddr_text(arena, &conf->servers[i]);

		text = arena_text(arena, "%.*s%s%.*s/%d", SPAN_ARG(text),
		    i > 0 ? " " : "", SPAN_ARG(one), conf->servers[i].port);
	}
	return text;
}

static struct span
search(struct arena *arena, const struct resolv_conf *conf)
{
	struct span text = SPAN("");

	for (size_t i = 0; i < conf->search_len; i++)
		text = arena_text(arena, "%.*s%s%.*s", SPAN_ARG(text),
		    i > 0 ? " " : "", SPAN_ARG(conf->search[i]));
	return text;
}

static const struct {
	const char *name, *text, *servers;
} files[] = {
	{ "nothing: the local machine", "", "127.0.0.1/53" },
	{ "all servers, not three", "nameserver 192.0.2.1\n"
	    "nameserver 192.0.2.2\nnameserver 192.0.2.3\n"
	    "nameserver 192.0.2.4\n",
	    "192.0.2.1/53 192.0.2.2/53 192.0.2.3/53 192.0.2.4/53" },
	{ "IPv6", "nameserver 2001:db8::1\n", "2001:db8::1/53" },
	{ "a scope", "nameserver fe80::1%lo\n", "fe80::1%lo/53" },
	{ "tabs, trailing words, no line end", "nameserver\t 192.0.2.1 x",
	    "192.0.2.1/53" },
	{ "CRLF", "nameserver 192.0.2.1\r\n", "192.0.2.1/53" },
	{ "comments", "# nameserver 192.0.2.9\n;nameserver 192.0.2.8\n"
	    "nameserver 192.0.2.1\n", "192.0.2.1/53" },
	{ "a keyword stands at the beginning", " nameserver 192.0.2.9\n"
	    "nameserver 192.0.2.1\n", "192.0.2.1/53" },
	{ "a blank stands behind it", "nameservers 192.0.2.9\n"
	    "nameserver192.0.2.9\nnameserver\nnameserver 192.0.2.1\n",
	    "192.0.2.1/53" },
	{ "what is no address is passed over", "nameserver ns.example\n"
	    "nameserver [192.0.2.9]\nnameserver 192.0.2.1\n", "192.0.2.1/53" },
	{ "nothing but such", "nameserver ns.example\n", "127.0.0.1/53" },
};

static void
test_servers(struct arena *arena)
{
	struct resolv_conf conf;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		resolv_conf_read(span_of(files[i].text), &conf);
		is_text(servers(arena, &conf), files[i].servers,
		    files[i].name);
	}
}

static void
test_many(struct arena *arena)
{
	struct resolv_conf conf;
	struct span text = SPAN("");

	for (int i = 0; i < RESOLV_SERVERS_MAX + 2; i++)
		text = arena_text(arena, "%.*snameserver 192.0.2.%d\n"
		    "search a.example b.example\n", SPAN_ARG(text), i);
	resolv_conf_read(text, &conf);
	is_number(conf.servers_len, RESOLV_SERVERS_MAX, "a bound");
	is_number(conf.servers[RESOLV_SERVERS_MAX - 1].octets[3],
	    RESOLV_SERVERS_MAX - 1, "the first ones are used");

	text = SPAN("search");
	for (int i = 0; i < RESOLV_SEARCH_MAX + 2; i++)
		text = arena_text(arena, "%.*s d%d.example", SPAN_ARG(text),
		    i);
	resolv_conf_read(text, &conf);
	is_number(conf.search_len, RESOLV_SEARCH_MAX, "another bound");
}

static void
test_defaults(void)
{
	struct resolv_conf conf;

	resolv_conf_read(SPAN(""), &conf);
	is_number(conf.timeout, 5000, "5 s");
	is_number(conf.attempts, 2, "twice");
	is_number(conf.ndots, 1, "one dot");
	ok(!conf.rotate && !conf.use_vc && !conf.trust_ad && !conf.edns0,
	    "no option is on");
	is_number(conf.search_len, 0, "nothing to search");
}

static void
test_options(void)
{
	struct resolv_conf conf;

	resolv_conf_read(SPAN("options timeout:3 attempts:4 ndots:2\n"
	    "options\trotate use-vc trust-ad  edns0 debug inet6\n"), &conf);
	is_number(conf.timeout, 3000, "timeout");
	is_number(conf.attempts, 4, "attempts");
	is_number(conf.ndots, 2, "ndots");
	ok(conf.rotate && conf.use_vc && conf.trust_ad && conf.edns0,
	    "several lines add up; unknown words do nothing");

	resolv_conf_read(SPAN("options timeout:99 attempts:99 ndots:99\n"),
	    &conf);
	is_number(conf.timeout, 30000, "at most 30 s");
	is_number(conf.attempts, 5, "at most 5 times");
	is_number(conf.ndots, 15, "at most 15 dots");

	resolv_conf_read(SPAN("options timeout:0 attempts:0 ndots:0\n"),
	    &conf);
	is_number(conf.timeout, 1000, "at least 1 s");
	is_number(conf.attempts, 1, "at least once");
	is_number(conf.ndots, 0, "perhaps no dot");

	resolv_conf_read(SPAN("options timeout: attempts:x ndots:-1 "
	    "timeout:99999999999999999999 rotates xrotate Rotate\n"), &conf);
	ok(conf.timeout == 5000 && conf.attempts == 2 && conf.ndots == 1 &&
	    !conf.rotate, "what is no number or no option does nothing");
}

static void
test_search(struct arena *arena)
{
	struct resolv_conf conf;

	resolv_conf_read(SPAN("search a.example b.example\n"), &conf);
	is_text(search(arena, &conf), "a.example b.example", "search");
	resolv_conf_read(SPAN("domain a.example x\n"), &conf);
	is_text(search(arena, &conf), "a.example", "domain is one name");
	resolv_conf_read(SPAN("search a.example b.example\ndomain c.example"),
	    &conf);
	is_text(search(arena, &conf), "c.example", "the last line counts");
	resolv_conf_read(SPAN("domain c.example\nsearch a.example b.example"),
	    &conf);
	is_text(search(arena, &conf), "a.example b.example",
	    "whichever it is");
}

static const struct {
	const char *list, *servers;	/* NULL: it cannot be read */
} lists[] = {
	{ "192.0.2.1", "192.0.2.1/53" },
	{ "192.0.2.1:5353", "192.0.2.1/5353" },
	{ "2001:db8::1", "2001:db8::1/53" },
	{ "[2001:db8::1]", "2001:db8::1/53" },
	{ "[2001:db8::1]:5353", "2001:db8::1/5353" },
	{ "[192.0.2.1]:5353", "192.0.2.1/5353" },
	{ "::1, 127.0.0.1:54,192.0.2.3\t[::2]:1",
	    "::1/53 127.0.0.1/54 192.0.2.3/53 ::2/1" },
	{ " , ", NULL },
	{ "", NULL },
	{ "ns.example", NULL },
	{ "192.0.2.1 ns.example", NULL },
	{ "192.0.2.1:0", NULL },
	{ "192.0.2.1:65536", NULL },
	{ "192.0.2.1:", NULL },
	{ "192.0.2.1:53x", NULL },
	{ "[::1]53", NULL },
	{ "[::1]:", NULL },
	{ "[::1", NULL },
	{ "[]:53", NULL },
	{ ":53", NULL },
};

static void
test_list(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct resolv_conf conf = { .attempts = 77 };
		struct dsn why = DSN_IN(arena);
		bool good = resolv_conf_list(span_of(lists[i].list), &conf,
		    &why);

		ok(good == (lists[i].servers != NULL), lists[i].list);
		if (good)
			is_text(servers(arena, &conf), lists[i].servers,
			    "its servers");
		else
			is_text(span_of(why.status), "4.3.5", "its status");
		is_number(conf.attempts, good ? 2 : 77, "the rest");
	}
}

static void
test_list_bound(struct arena *arena)
{
	struct resolv_conf conf;
	struct dsn why = DSN_IN(arena);
	struct span list = SPAN("192.0.2.1");

	for (int i = 1; i < RESOLV_SERVERS_MAX; i++)
		list = arena_text(arena, "%.*s,192.0.2.1", SPAN_ARG(list));
	ok(resolv_conf_list(list, &conf, &why), "as many as there may be");
	list = arena_text(arena, "%.*s,192.0.2.1", SPAN_ARG(list));
	ok(!resolv_conf_list(list, &conf, &why), "one too many is said");
	is_text(why.text, "more than 32 name servers", "in words");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_servers(arena);
	test_many(arena);
	test_defaults();
	test_options();
	test_search(arena);
	test_list(arena);
	test_list_bound(arena);
	arena_free(&arena);
	return tap_done();
}
