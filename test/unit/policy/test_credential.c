/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/credential.h"

#include "base/mem.h"
#include "os/secret_reveal.h"
#include "unit/listing.h"
#include "unit/tap.h"

static const struct scene {
	const char *name;
	struct listing rows[4];	/* of the table */
	const char *local, *domain;	/* the sender's; NULL: he is not asked
					 * for */
	const char *delimiters, *ours;	/* recipient_delimiter; "yes" */
	const char *delimiter;
	const char *user, *password;	/* NULL: there is none */
} scenes[] = {
	{ "behaviour 153: no entry", { { "other.test", "u:p" } }, NULL, NULL,
	    "", NULL, ":", NULL, NULL },
	{ "behaviour 154: the server", { { "mx.test", "h:h" } }, NULL, NULL,
	    "", NULL, ":", "h", "h" },
	{ "behaviour 154: the destination as configured",
	    { { "[relay.test]:587", "n:n" } }, NULL, NULL, "", NULL, ":",
	    "n", "n" },
	{ "behaviour 154: not a part of it", { { "[relay.test]", "n:n" },
	    { "relay.test", "n:n" } }, NULL, NULL, "", NULL, ":", NULL,
	    NULL },
	{ "behaviour 154: the server before the destination",
	    { { "[relay.test]:587", "n:n" }, { "mx.test", "h:h" } }, NULL,
	    NULL, "", NULL, ":", "h", "h" },
	{ "behaviour 154: no port behind the server's name",
	    { { "mx.test:587", "h:h" } }, NULL, NULL, "", NULL, ":", NULL,
	    NULL },
	{ "behaviour 154: the sender before the server",
	    { { "ann@sender.test", "s:s" }, { "mx.test", "h:h" } }, "ann",
	    "sender.test", "", NULL, ":", "s", "s" },
	{ "behaviour 154: the sender is not asked for",
	    { { "ann@sender.test", "s:s" }, { "mx.test", "h:h" } }, NULL,
	    NULL, "", NULL, ":", "h", "h" },
	{ "behaviour 154: the null sender", { { "@", "s:s" },
	    { "mx.test", "h:h" } }, "", "", "", NULL, ":", "h", "h" },
	{ "behaviour 154: the sender with his extension",
	    { { "ann+x@sender.test", "f:f" }, { "ann@sender.test", "b:b" } },
	    "ann+x", "sender.test", "+", NULL, ":", "f", "f" },
	{ "behaviour 154: then without it", { { "ann@sender.test", "b:b" },
	    { "@sender.test", "d:d" } }, "ann+x", "sender.test", "+", NULL,
	    ":", "b", "b" },
	{ "behaviour 154: but not where there are no extensions",
	    { { "ann@sender.test", "b:b" }, { "mx.test", "h:h" } }, "ann+x",
	    "sender.test", "", NULL, ":", "h", "h" },
	{ "behaviour 154: the user of a domain of ours",
	    { { "ann", "u:u" }, { "@sender.test", "d:d" } }, "ann",
	    "sender.test", "", "yes", ":", "u", "u" },
	{ "behaviour 154: but of no other", { { "ann", "u:u" },
	    { "@sender.test", "d:d" } }, "ann", "sender.test", "", NULL, ":",
	    "d", "d" },
	{ "behaviour 154: the sender's domain last",
	    { { "@sender.test", "d:d" }, { "mx.test", "h:h" } }, "ann",
	    "sender.test", "", NULL, ":", "d", "d" },
	{ "behaviour 156: the first delimiter counts",
	    { { "mx.test", "user:pa:ss" } }, NULL, NULL, "", NULL, ":",
	    "user", "pa:ss" },
	{ "behaviour 156: no delimiter, no password",
	    { { "mx.test", "user" } }, NULL, NULL, "", NULL, ":", "user",
	    "" },
	{ "behaviour 156: nothing behind it", { { "mx.test", "user:" } },
	    NULL, NULL, "", NULL, ":", "user", "" },
	{ "behaviour 156: nothing before it", { { "mx.test", ":pw" } },
	    NULL, NULL, "", NULL, ":", "", "pw" },
	{ "behaviour 156: another delimiter", { { "mx.test", "us:er;pw" } },
	    NULL, NULL, "", NULL, ";", "us:er", "pw" },
	{ "behaviour 156: blanks", { { "mx.test", "user:two words" } }, NULL,
	    NULL, "", NULL, ":", "user", "two words" },
};

static void
play(const struct scene *s, struct arena *arena)
{
	const struct address sender = { span_of(s->local),
	    span_of(s->domain) };
	struct credential_wish wish = { .passwords = listing_of(s->rows),
	    .sender = s->local == NULL ? NULL : &sender,
	    .way = { span_of(s->delimiters), s->ours != NULL },
	    .host = SPAN("mx.test"), .nexthop = SPAN("[relay.test]:587"),
	    .delimiter = span_of(s->delimiter) };
	struct credential credential = { .password = NULL };
	struct dsn why = DSN_IN(arena);

	ok(credential_find(&wish, &credential, &why), s->name);
	is_text(span_of(why.status), "", "and no word is said");
	ok((credential.password == NULL) == (s->user == NULL), s->name);
	is_text(credential.user, s->user, s->name);
	if (credential.password != NULL)
		is_text(secret_reveal(credential.password), s->password,
		    s->name);
	credential_clear(&credential);
	ok(credential.password == NULL, "cleared, it is as new");
}

static void
test_trouble(struct arena *arena)
{
	static const char *const broken[] = { "ann@sender.test", "mx.test",
	    "[relay.test]:587" };
	const struct address sender = { SPAN_INIT("ann"),
	    SPAN_INIT("sender.test") };

	for (size_t i = 0; i < 3; i++) {
		const struct listing rows[] = { { broken[i], NULL },
		    { NULL, NULL } };
		struct credential_wish wish = { .passwords = listing_of(rows),
		    .sender = &sender, .host = SPAN("mx.test"),
		    .nexthop = SPAN("[relay.test]:587"),
		    .delimiter = SPAN(":") };
		struct credential credential = { .user = SPAN("before") };
		struct dsn why = DSN_IN(arena);

		ok(!credential_find(&wish, &credential, &why),
		    "behaviour 155: a table that cannot say");
		is_text(span_of(why.status), "4.3.0", "the status");
		is_span(why.text, arena_text(arena, "look up \"%s\": no table",
		    broken[i]), "the text outlives the lookup");
		is_text(credential.user, "before", "nothing else is said");
	}
}

static void
test_netrc(struct arena *arena)
{
	static const struct listing none[] = { { NULL, NULL } };
	static const struct listing table[] = { { "mx.test", "u:p" },
	    { NULL, NULL } };
	struct secret *file = secret_copy(SPAN("machine mx.test login ann "
	    "password secret machine relay.test login bob password other"));
	struct secret *bad = secret_copy(SPAN("hunter2"));
	struct credential_wish wish = { .passwords = listing_of(none),
	    .host = SPAN("MX.test"), .nexthop = SPAN("relay.test"),
	    .delimiter = SPAN(":"), .netrc = file };
	struct credential credential = { .password = NULL };
	struct dsn why = DSN_IN(arena);

	ok(credential_find(&wish, &credential, &why), "~/.netrc");
	is_text(credential.user, "ann", "of the server, in any case");
	is_text(secret_reveal(credential.password), "secret", "is asked");
	credential_clear(&credential);
	wish.host = SPAN("other.test");
	ok(credential_find(&wish, &credential, &why) &&
	    credential.password == NULL, "not of the destination");
	wish.host = SPAN("mx.test");
	wish.passwords = listing_of(table);
	ok(credential_find(&wish, &credential, &why), "a table");
	is_text(credential.user, "u", "comes first");
	credential_clear(&credential);
	wish.passwords = listing_of(none);
	wish.netrc = bad;
	ok(!credential_find(&wish, &credential, &why), "one that is none");
	is_text(span_of(why.status), "4.3.0", "is trouble");
	ok(strstr(why.text.at, "hunter2") == NULL, "of which nothing is shown");
	secret_free(&file);
	secret_free(&bad);
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	test_trouble(arena);
	test_netrc(arena);
	arena_free(&arena);
	return tap_done();
}
