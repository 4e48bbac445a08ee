/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/url.h"

#include "unit/tap.h"

static const struct {
	const char *list, *destinations, *why;
} lists[] = {
	{ "example.net", "example.net", NULL },
	{ "[mx.example.net]:587", "[mx.example.net]:587", NULL },
	{ " a ,,b\t[c]:smtp ", "a, b, [c]:smtp", NULL },
	{ "[2001:db8::1]:25", "[2001:db8::1]:25", NULL },
	{ "unix:/run/x", "unix:/run/x", NULL },
	{ "smtp://mx.example", "[mx.example]", NULL },
	{ "smtp://mx.example/", "[mx.example]", NULL },
	{ "SMTP://mx.example:2525", "[mx.example]:2525", NULL },
	{ "smtp://mx.example:", "[mx.example]", NULL },
	{ "smtp://[2001:db8::1]", "[2001:db8::1]", NULL },
	{ "smtp://[2001:db8::1]:25/", "[2001:db8::1]:25", NULL },
	{ "smtp://192.0.2.1:25", "[192.0.2.1]:25", NULL },
	{ "a, smtp://b:1,c", "a, [b]:1, c", NULL },

	{ "", NULL, "there is no destination in it" },
	{ " , ,", NULL, "there is no destination in it" },
	{ "smtp://user:secret@mx.example", NULL,
	    "a URL with a user in it is no destination" },
	{ "smtp://user@mx.example", NULL,
	    "a URL with a user in it is no destination" },
	{ "smtp://", NULL,
	    "smtp:// is not of the form smtp://host:port" },
	{ "smtp:///x", NULL,
	    "smtp:///x is not of the form smtp://host:port" },
	{ "smtp://mx/x", NULL,
	    "smtp://mx/x is not of the form smtp://host:port" },
	{ "smtp://mx:smtp", NULL,
	    "smtp://mx:smtp is not of the form smtp://host:port" },
	{ "smtp://mx?x", NULL,
	    "smtp://mx?x is not of the form smtp://host:port" },
	{ "smtp://m%78", NULL,
	    "smtp://m%78 is not of the form smtp://host:port" },
	{ "smtp://[::1", NULL,
	    "smtp://[::1 is not of the form smtp://host:port" },
	{ "smtp://[::1]x", NULL,
	    "smtp://[::1]x is not of the form smtp://host:port" },
	{ "smtp://[]", NULL,
	    "smtp://[] is not of the form smtp://host:port" },
	{ "smtps://mx", NULL, "smtps:// is not built yet" },
	{ "lmtp:///run/x", NULL, "lmtp:// is not built yet" },
	{ "http://mx", NULL, "http:// is no URL of a mail server" },
	{ "http://u:secret@mx", NULL, "http:// is no URL of a mail server" },
	{ "a, smtps://mx", NULL, "smtps:// is not built yet" },
};

static const struct {
	const char *server, *destination;
} servers[] = {
	{ "mx.example", "[mx.example]" },
	{ "mx.example:587", "[mx.example]:587" },
	{ "mx.example:submission", "[mx.example]:submission" },
	{ "mx.example:", "[mx.example]" },
	{ "192.0.2.1:25", "[192.0.2.1]:25" },
	{ "2001:db8::1", "[2001:db8::1]" },
	{ "[2001:db8::1]", "[2001:db8::1]" },
	{ "[2001:db8::1]:25", "[2001:db8::1]:25" },
	{ "b\xc3\xbc" "cher.example", "[b\xc3\xbc" "cher.example]" },
	{ "", NULL },
	{ ":25", NULL },
	{ "a,b", NULL },
	{ "a b", NULL },
	{ "smtp://a", NULL },
	{ "[a", NULL },
	{ "a]", NULL },
	{ "a:2,b", NULL },
	{ "a\r\nb", NULL },
};

static void
test_lists(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct span to = SPAN("(untouched)");
		bool good = url_destinations(span_of(lists[i].list), &to,
		    &why);

		is_number(good, lists[i].why == NULL, lists[i].list);
		is_text(good ? to : why.text, good ? lists[i].destinations :
		    lists[i].why, lists[i].list);
	}
}

static void
test_servers(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(servers) / sizeof(servers[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct span to = SPAN("(none)");

		(void)!url_server(span_of(servers[i].server), &to, &why);
		is_text(to, servers[i].destination == NULL ? "(none)" :
		    servers[i].destination, servers[i].server);
	}
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_lists(arena);
	test_servers(arena);
	arena_free(&arena);
	return tap_done();
}
