/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/search.h"

#include "base/str.h"
#include "unit/tap.h"

/* A mapping with one key, which writes down what it is asked for. */
struct notebook {
	const char *key;	/* NULL: it has none */
	const char *trouble;	/* a key that is trouble, or NULL */
	struct str asked;	/* <key> for a whole one, (key) for a part */
};

static bool
note(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	/* The only way to take notes through a pointer to const. */
	struct notebook *book = *(struct notebook *const *)self;

	str_addf(&book->asked, part == MAPPING_WHOLE ? "<%.*s>" : "(%.*s)",
	    SPAN_ARG(key));
	if (book->trouble != NULL && span_equal(key, span_of(book->trouble)))
		return dsn_fail(why, "4.3.0", "no");
	*value = book->key != NULL && span_equal(key, span_of(book->key)) ?
	    SPAN("found") : (struct span){ 0 };
	return true;
}

static const struct {
	const char *name, *domain, *key, *trouble, *asked;
} domains[] = {
	{ "behaviour 101: parents with a dot before them", "a.b.example",
	    NULL, NULL, "<a.b.example><.b.example><.example>" },
	{ "behaviour 101: not further than where there is a value",
	    "a.b.example", ".b.example", NULL, "<a.b.example><.b.example>" },
	{ "the name itself", "a.b.example", "a.b.example", NULL,
	    "<a.b.example>" },
	{ "behaviour 101: brackets only verbatim", "[mx.example]", NULL,
	    NULL, "<[mx.example]>" },
	{ "behaviour 101: a port only verbatim", "mx.example:587", NULL,
	    NULL, "<mx.example:587>" },
	{ "a path only verbatim", "/run/lmtp.sock", NULL, NULL,
	    "</run/lmtp.sock>" },
	{ "an address only verbatim", "192.0.2.1", NULL, NULL,
	    "<192.0.2.1>" },
	{ "a name without parents", "localhost", NULL, NULL,
	    "<localhost>" },
	{ "a parent only verbatim", ".example", NULL, NULL, "<.example>" },
	{ "nothing is not asked for", "", NULL, NULL, "" },
	{ "behaviour 243: trouble ends it", "a.b.example", ".example",
	    ".b.example", "<a.b.example><.b.example>" },
	{ "case is left to the tables", "A.Example", NULL, NULL,
	    "<A.Example><.Example>" },
};

static void
test_domains(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		struct notebook book = { .key = domains[i].key,
		    .trouble = domains[i].trouble };
		struct notebook *self = &book;
		struct mapping mapping = { note, &self };
		struct span value = SPAN_INIT("untouched");
		struct span key = span_of(domains[i].domain);
		struct dsn why = DSN_IN(arena);
		bool good;

		str_init(&book.asked, 1000);
		good = search_domain(&mapping, &key, &value, &why);
		is_text(key, !good ? domains[i].domain : domains[i].key !=
		    NULL ? domains[i].key : "", "which key has it");
		is_text(str_span(&book.asked), domains[i].asked,
		    domains[i].name);
		ok(good == (domains[i].trouble == NULL), "whether it can say");
		is_text(value, !good ? "untouched" : domains[i].key != NULL ?
		    "found" : "", "what it says");
		str_clear(&book.asked);
	}
}

static const struct {
	const char *name, *local, *domain, *delimiters;
	bool ours;
	const char *key, *asked, *extension;
} addresses[] = {
	{ "behaviour 154: the address, then its domain", "user", "x.example",
	    "", false, NULL, "<user@x.example>(@x.example)", "" },
	{ "behaviour 154: first without its extension", "user+ext",
	    "x.example", "+", false, NULL,
	    "<user+ext@x.example>(user@x.example)(@x.example)", "" },
	{ "behaviour 154: users of our own domains", "user+ext", "x.example",
	    "+", true, NULL, "<user+ext@x.example>(user@x.example)(user+ext)"
	    "(user)(@x.example)", "" },
	{ "a user of ours without an extension", "user", "x.example", "+",
	    true, NULL, "<user@x.example>(user)(@x.example)", "" },
	{ "behaviour 202: what was left out", "user+ext", "x.example", "+",
	    false, "user@x.example", "<user+ext@x.example>(user@x.example)",
	    "+ext" },
	{ "behaviour 202: nothing", "user+ext", "x.example", "+", false,
	    "user+ext@x.example", "<user+ext@x.example>", "" },
	{ "behaviour 202: not of a domain's value either", "user+ext",
	    "x.example", "+", false, "@x.example",
	    "<user+ext@x.example>(user@x.example)(@x.example)", "" },
	{ "of a user of ours", "user+ext", "x.example", "+", true, "user",
	    "<user+ext@x.example>(user@x.example)(user+ext)(user)", "+ext" },
	{ "of a user of ours, nothing", "user+ext", "x.example", "+", true,
	    "user+ext", "<user+ext@x.example>(user@x.example)(user+ext)",
	    "" },
	{ "the first delimiter counts", "a-b+c", "x.example", "+-", false,
	    "a@x.example", "<a-b+c@x.example>(a@x.example)", "-b+c" },
	{ "an empty extension is one", "a+", "x.example", "+", false,
	    "a@x.example", "<a+@x.example>(a@x.example)", "+" },
	{ "an empty user is none", "+a", "x.example", "+", false, NULL,
	    "<+a@x.example>(@x.example)", "" },
	{ "no extension without delimiters", "user+ext", "x.example", "",
	    false, NULL, "<user+ext@x.example>(@x.example)", "" },
	{ "owner- is no user", "owner-list", "x.example", "-", false, NULL,
	    "<owner-list@x.example>(@x.example)", "" },
	{ "-request is no extension", "list-request", "x.example", "+-",
	    false, NULL, "<list-request@x.example>(@x.example)", "" },
	{ "where - is no delimiter they mean nothing", "owner-a+b",
	    "x.example", "+", false, NULL,
	    "<owner-a+b@x.example>(owner-a@x.example)(@x.example)", "" },
	{ "nor in the middle", "a-request-b", "x.example", "-", false, NULL,
	    "<a-request-b@x.example>(a@x.example)(@x.example)", "" },
	{ "the mailer's daemon stays whole", "Mailer-Daemon", "x.example",
	    "-", false, NULL, "<Mailer-Daemon@x.example>(@x.example)", "" },
	{ "quotes where they are needed, then none", "a b", "x.example", "+",
	    false, NULL, "<\"a b\"@x.example><a b@x.example>(@x.example)",
	    "" },
	{ "the same for parts", "a b+c", "x.example", "+", true, NULL,
	    "<\"a b+c\"@x.example><a b+c@x.example>(\"a b\"@x.example)"
	    "(a b@x.example)(\"a b+c\")(a b+c)(\"a b\")(a b)(@x.example)",
	    "" },
	{ "no domain", "user+ext", "", "+", true, NULL,
	    "<user+ext>(user)", "" },
	{ "the null address is not asked for", "", "", "+", true, NULL, "",
	    "" },
};

static void
test_addresses(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]);
	    i++) {
		struct address address = { span_of(addresses[i].local),
		    span_of(addresses[i].domain) };
		struct search_way way = { span_of(addresses[i].delimiters),
		    addresses[i].ours };
		struct notebook book = { .key = addresses[i].key };
		struct notebook *self = &book;
		struct mapping mapping = { note, &self };
		struct search_hit hit;
		struct dsn why = DSN_IN(arena);

		str_init(&book.asked, 1000);
		ok(search_address(&mapping, &address, &way, &hit, &why),
		    addresses[i].name);
		is_text(str_span(&book.asked), addresses[i].asked,
		    "what was asked for");
		is_text(hit.value, addresses[i].key != NULL ? "found" : "",
		    "what it says");
		is_text(hit.extension, addresses[i].extension,
		    "the extension");
		str_clear(&book.asked);
	}
}

static void
test_trouble(struct arena *arena)
{
	static const char *const keys[] = { "user+ext@x.example",
	    "user@x.example", "user+ext", "user", "@x.example" };
	const struct address address = { SPAN("user+ext"),
	    SPAN("x.example") };
	const struct search_way way = { SPAN("+"), true };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct notebook book = { .trouble = keys[i] };
		struct notebook *self = &book;
		struct mapping mapping = { note, &self };
		struct search_hit hit = { .value = SPAN("untouched") };
		struct dsn why = DSN_IN(arena);
		size_t brackets;

		str_init(&book.asked, 1000);
		ok(!search_address(&mapping, &address, &way, &hit, &why),
		    "behaviour 243: trouble ends it");
		is_text(hit.value, "untouched", "without a value");
		brackets = span_find_last(str_span(&book.asked),
		    i == 0 ? '<' : '(');
		ok(span_starts(span_from_octet(str_span(&book.asked),
		    brackets + 1), span_of(keys[i])), "that key was the last");
		str_clear(&book.asked);
	}
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct mapping none = { 0 };
	struct span value = SPAN_INIT("untouched"), key = SPAN("a.example");
	struct dsn why = DSN_IN(arena);

	test_domains(arena);
	test_addresses(arena);
	test_trouble(arena);
	ok(search_domain(&none, &key, &value, &why) && value.len == 0 &&
	    key.len == 0, "no tables, no value");
	arena_free(&arena);
	return tap_done();
}
