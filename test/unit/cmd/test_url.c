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
	{ " unix:/run/a  b,c ", "unix:/run/a  b,c", NULL },
	{ "smtp://mx.example", "[mx.example]", NULL },
	{ "smtp://mx.example/", "[mx.example]", NULL },
	{ "SMTP://mx.example:2525", "[mx.example]:2525", NULL },
	{ "smtp://mx.example:", "[mx.example]", NULL },
	{ "smtp://[2001:db8::1]", "[2001:db8::1]", NULL },
	{ "smtp://[2001:db8::1]:25/", "[2001:db8::1]:25", NULL },
	{ "smtp://192.0.2.1:25", "[192.0.2.1]:25", NULL },
	{ "a, smtp://b:1,c", "a, [b]:1, c", NULL },
	{ "lmtp://mx.example", "[mx.example]", NULL },
	{ "lmtp://mx.example:24/", "[mx.example]:24", NULL },
	{ "lmtp://[2001:db8::1]:24", "[2001:db8::1]:24", NULL },
	{ "LMTP:///run/dovecot/lmtp", "unix:/run/dovecot/lmtp", NULL },
	{ "lmtp://a, b, lmtp://c:1", "[a], b, [c]:1", NULL },

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
	{ "smtps://", NULL, "smtps:// is not of the form smtps://host:port" },
	{ "smtps://u:secret@mx", NULL,
	    "a URL with a user in it is no destination" },
	{ "lmtp://b, smtps://a", NULL,
	    "smtp:// and lmtp:// do not go together" },
	{ "lmtp://", NULL,
	    "lmtp:// is not of the form lmtp://host:port" },
	{ "lmtp:///", NULL,
	    "lmtp:/// is not of the form lmtp://host:port" },
	{ "lmtp:///run/x?y", NULL,
	    "lmtp:///run/x?y is not of the form lmtp:///path" },
	{ "lmtp://user:secret@mx", NULL,
	    "a URL with a user in it is no destination" },
	{ "lmtp:///run/x, lmtp:///run/y", NULL,
	    "lmtp:///path is all of a destination" },
	{ "a, lmtp:///run/x", NULL, "lmtp:///path is all of a destination" },
	{ "lmtp:///run/x, a", NULL, "lmtp:///path is all of a destination" },
	{ "smtp://a, lmtp://b", NULL,
	    "smtp:// and lmtp:// do not go together" },
	{ "http://mx", NULL, "http:// is no URL of a mail server" },
	{ "http://u:secret@mx", NULL, "http:// is no URL of a mail server" },
	{ "smtps://mx", "smtps:[mx]", NULL },
	{ "a, smtps://mx:2465/", "a, smtps:[mx]:2465", NULL },
	{ "SMTPS://[2001:db8::1]", "smtps:[2001:db8::1]", NULL },
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

static void
test_lmtp(void)
{
	ok(url_asks_lmtp(SPAN("lmtp://mx")), "lmtp:// asks for LMTP");
	ok(url_asks_lmtp(SPAN("a, Lmtp:///run/x")), "wherever it stands");
	ok(!url_asks_lmtp(SPAN("smtp://lmtp.example, lmtp, xlmtp://a")),
	    "and nothing else does");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_lists(arena);
	test_servers(arena);
	test_lmtp();
	arena_free(&arena);
	return tap_done();
}
