/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/address.h"

#include "unit/tap.h"

/* What is read, and how it is sent: quoted, and as it is. */
static const struct {
	const char *name, *text, *local, *domain, *quoted, *raw;
} good[] = {
	{ "an ordinary one", "alice@example.org", "alice", "example.org",
	    "alice@example.org", "alice@example.org" },
	{ "angle brackets are taken off", "<alice@example.org>", "alice",
	    "example.org", "alice@example.org", "alice@example.org" },
	{ "so are blanks around it", " \talice@x ", "alice", "x", "alice@x",
	    "alice@x" },
	{ "and around the brackets", " <alice@x> ", "alice", "x", "alice@x",
	    "alice@x" },
	{ "no domain", "alice", "alice", "", "alice", "alice" },
	{ "no domain, in brackets", "<postmaster>", "postmaster", "",
	    "postmaster", "postmaster" },
	{ "case is kept on both sides", "Alice@Example.ORG", "Alice",
	    "Example.ORG", "Alice@Example.ORG", "Alice@Example.ORG" },
	{ "null sender", "", "", "", "", "" },
	{ "behaviour 176: <> is the null sender", "<>", "", "", "", "" },
	{ "blanks alone are nothing", "  ", "", "", "", "" },

	{ "behaviour 176: a blank", "\"john doe\"@x", "john doe", "x",
	    "\"john doe\"@x", "john doe@x" },
	{ "behaviour 176: two dots, as written by many", "a..b@x", "a..b",
	    "x", "\"a..b\"@x", "a..b@x" },
	{ "behaviour 176: a dot at the end", "x.@y", "x.", "y", "\"x.\"@y",
	    "x.@y" },
	{ "behaviour 176: a dot in front", ".x@y", ".x", "y", "\".x\"@y",
	    ".x@y" },
	{ "behaviour 176: a dot alone", ".@y", ".", "y", "\".\"@y", ".@y" },
	{ "behaviour 176: a quote", "\"a\\\"b\"@x", "a\"b", "x",
	    "\"a\\\"b\"@x", "a\"b@x" },
	{ "behaviour 176: a backslash", "\"a\\\\b\"@x", "a\\b", "x",
	    "\"a\\\\b\"@x", "a\\b@x" },
	{ "behaviour 176: quotes that are not needed go",
	    "\"alice\"@x", "alice", "x", "alice@x", "alice@x" },
	{ "so do needless backslashes", "\"a\\l\\ ice\"@x", "al ice", "x",
	    "\"al ice\"@x", "al ice@x" },
	{ "quoted brackets are octets like others", "\"a<b>c\"@x", "a<b>c",
	    "x", "\"a<b>c\"@x", "a<b>c@x" },
	{ "so are colon and semicolon", "\"a:b;c\"@x", "a:b;c", "x",
	    "\"a:b;c\"@x", "a:b;c@x" },
	{ "a comma", "\"a,b\"@x", "a,b", "x", "\"a,b\"@x", "a,b@x" },
	{ "parentheses", "\"a(b)\"@x", "a(b)", "x", "\"a(b)\"@x", "a(b)@x" },
	{ "square brackets", "\"a[b]\"@x", "a[b]", "x", "\"a[b]\"@x",
	    "a[b]@x" },
	{ "an @", "\"a@b\"@x", "a@b", "x", "\"a@b\"@x", "a@b@x" },
	{ "an @ alone", "\"@\"@x", "@", "x", "\"@\"@x", "@@x" },
	{ "a tab", "\"a\tb\"@x", "a\tb", "x", "\"a\tb\"@x", "a\tb@x" },
	{ "DEL", "\"a\x7f\"@x", "a\x7f", "x", "\"a\x7f\"@x", "a\x7f@x" },
	{ "an empty local part, if it is written so", "\"\"@x", "", "x",
	    "\"\"@x", "@x" },
	{ "a quoted part between dots (RFC 5322 section 4.4)",
	    "a.\"b c\".d@x", "a.b c.d", "x", "\"a.b c.d\"@x", "a.b c.d@x" },
	{ "the specials of atoms need no quotes", "a!#$%&'*+-/=?^_`{|}~b@x",
	    "a!#$%&'*+-/=?^_`{|}~b", "x", "a!#$%&'*+-/=?^_`{|}~b@x",
	    "a!#$%&'*+-/=?^_`{|}~b@x" },

	{ "RFC 6531: UTF-8 needs no quotes", "us\xc3\xa9r@x", "us\xc3\xa9r",
	    "x", "us\xc3\xa9r@x", "us\xc3\xa9r@x" },
	{ "RFC 6531: nor is it left out of them", "\"us\xc3\xa9r x\"@x",
	    "us\xc3\xa9r x", "x", "\"us\xc3\xa9r x\"@x", "us\xc3\xa9r x@x" },
	{ "RFC 6531: a U-label", "a@b\xc3\xbc" "cher.example", "a",
	    "b\xc3\xbc" "cher.example", "a@b\xc3\xbc" "cher.example",
	    "a@b\xc3\xbc" "cher.example" },

	{ "an address literal", "a@[192.0.2.1]", "a", "[192.0.2.1]",
	    "a@[192.0.2.1]", "a@[192.0.2.1]" },
	{ "an IPv6 one", "<a@[IPv6:2001:db8::1]>", "a",
	    "[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]",
	    "a@[IPv6:2001:db8::1]" },
	{ "digits", "a@192.0.2.1", "a", "192.0.2.1", "a@192.0.2.1",
	    "a@192.0.2.1" },
	{ "an underscore", "a@_x.example", "a", "_x.example",
	    "a@_x.example", "a@_x.example" },
};

static struct span
written(struct str *s, const struct address *address, bool quote)
{
	str_reset(s);
	address_add(s, address, quote);
	return str_span(s);
}

static void
reading(struct dsn *why)
{
	struct str s;

	str_init(&s, ADDRESS_QUOTED_MAX);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct address a = { .local = SPAN("untouched") };

		if (!address_parse(span_of(good[i].text), &a, why))
			printf("# %.*s\n", SPAN_ARG(why->text));
		is_text(a.local, good[i].local, good[i].name);
		is_text(a.domain, good[i].domain, "... its domain");
		is_text(written(&s, &a, true), good[i].quoted, "... as sent");
		is_text(written(&s, &a, false), good[i].raw,
		    "... with smtp_quote_rfc821_envelope = no");
	}
	str_clear(&s);
}

static const struct {
	const char *name;
	struct span text;
	const char *what;	/* the message ends so */
} bad[] = {
	{ "D24: CR", SPAN_INIT("a@x\r"), "a line end stands in it" },
	{ "D24: LF", SPAN_INIT("a@x\nRCPT TO:<b@y>"),
	    "a line end stands in it" },
	{ "D24: LF at the end", SPAN_INIT("a@x\n"),
	    "a line end stands in it" },
	{ "D24: CR LF in quotes", SPAN_INIT("\"a\r\nb\"@x"),
	    "a line end stands in it" },
	{ "D24: LF behind a backslash", SPAN_INIT("\"a\\\nb\"@x"),
	    "a line end stands in it" },
	{ "D24: NUL", SPAN_INIT("a\0b@x"), "a NUL stands in it" },
	{ "D24: NUL in quotes", SPAN_INIT("\"a\0b\"@x"),
	    "a NUL stands in it" },
	{ "D24: not UTF-8", SPAN_INIT("us\xe9r@x"), "it is not UTF-8" },
	{ "D24: half a character", SPAN_INIT("a@x\xc3"), "it is not UTF-8" },
	{ "D24: a quote without an end", SPAN_INIT("\"a@x"),
	    "a quote has no end" },
	{ "D24: one that a backslash takes away", SPAN_INIT("\"a\\\""),
	    "a quote has no end" },
	{ "D24: a backslash at the end", SPAN_INIT("\"a\\"),
	    "a quote has no end" },
	{ "D24: a quote alone", SPAN_INIT("\""), "a quote has no end" },
	{ "D24: a quote in a word", SPAN_INIT("a\"b\"@x"),
	    "a quote stands in the middle of a word" },
	{ "D24: a word behind a quote", SPAN_INIT("\"a\"b@x"),
	    "something stands right behind a quoted part" },
	{ "D24: two quoted parts", SPAN_INIT("\"a\"\"b\"@x"),
	    "something stands right behind a quoted part" },
	{ "D24: a blank", SPAN_INIT("john doe@x"),
	    "a blank stands outside of quotes" },
	{ "CLI: display names are not taken", SPAN_INIT("Al <al@x>"),
	    "a blank stands outside of quotes" },
	{ "CLI: nor without a blank", SPAN_INIT("Al<al@x>"),
	    "a special character stands outside of quotes" },
	{ "CLI: nor quoted ones", SPAN_INIT("\"A L\" <al@x>"),
	    "something stands right behind a quoted part" },
	{ "D24: a comment", SPAN_INIT("a(b)@x"),
	    "a special character stands outside of quotes" },
	{ "D24: a tab", SPAN_INIT("a\tb@x"),
	    "a blank stands outside of quotes" },
	{ "D24: a control character", SPAN_INIT("a\033b@x"),
	    "a special character stands outside of quotes" },
	{ "D24: DEL", SPAN_INIT("a\x7f@x"),
	    "a special character stands outside of quotes" },
	{ "D24: a backslash outside of quotes", SPAN_INIT("a\\@b@x"),
	    "a special character stands outside of quotes" },
	{ "D24: a bracket without its fellow", SPAN_INIT("<a@x"),
	    "a special character stands outside of quotes" },
	{ "D24: the other bracket", SPAN_INIT("a@x>"),
	    "what stands behind the @ is no domain" },
	{ "D24: two pairs", SPAN_INIT("<<a@x>>"),
	    "a special character stands outside of quotes" },
	{ "D24: blanks inside of the brackets", SPAN_INIT("< a@x>"),
	    "a blank stands outside of quotes" },
	{ "D24: a route", SPAN_INIT("<@r.example:a@x>"),
	    "nothing stands before the @" },
	{ "D24: no local part", SPAN_INIT("@x"),
	    "nothing stands before the @" },
	{ "D24: nor in brackets", SPAN_INIT("<@x>"),
	    "nothing stands before the @" },
	{ "D24: an empty local part and no domain", SPAN_INIT("\"\""),
	    "an empty local part needs a domain" },
	{ "D24: no domain behind the @", SPAN_INIT("a@"),
	    "what stands behind the @ is no domain" },
	{ "D24: two @", SPAN_INIT("a@b@x"),
	    "what stands behind the @ is no domain" },
	{ "behaviour 12: an empty label", SPAN_INIT("a@x..y"),
	    "what stands behind the @ is no domain" },
	{ "behaviour 12: a trailing dot", SPAN_INIT("a@x."),
	    "what stands behind the @ is no domain" },
	{ "behaviour 12: a hyphen in front", SPAN_INIT("a@-x"),
	    "what stands behind the @ is no domain" },
	{ "D24: a parameter behind the address",
	    SPAN_INIT("a@x> NOTIFY=NEVER"),
	    "what stands behind the @ is no domain" },
	{ "D24: a list is no address", SPAN_INIT("a@x,b@y"),
	    "what stands behind the @ is no domain" },
	{ "D24: a literal that is none", SPAN_INIT("a@[192.0.2.300]"),
	    "what stands behind the @ is no domain" },
	{ "D24: text behind a literal", SPAN_INIT("a@[192.0.2.1]x"),
	    "what stands behind the @ is no domain" },
};

static bool
ends(struct span s, const char *with)
{
	size_t len = strlen(with);

	return s.len >= len &&
	    memcmp(s.at + s.len - len, with, len) == 0;
}

static void
refusing(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct address a = { .local = SPAN("untouched") };
		struct dsn why = DSN_IN(arena);
		bool refused = !address_parse(bad[i].text, &a, &why) &&
		    strcmp(why.status, "5.1.3") == 0 &&
		    ends(why.text, bad[i].what);

		if (!ok(refused && a.domain.at == NULL &&
		    span_equal(a.local, SPAN("untouched")), bad[i].name))
			printf("# said: %.*s\n", SPAN_ARG(why.text));
	}
}

static void
limits(struct dsn *why)
{
	char text[ADDRESS_MAX + 2];
	struct address a = { 0 };
	struct str s;

	memset(text, '"', sizeof(text));
	for (size_t i = 1; i < ADDRESS_MAX - 3; i += 2)
		text[i] = '\\';
	memcpy(text + ADDRESS_MAX - 3, "\"@x", 3);
	str_init(&s, ADDRESS_QUOTED_MAX);
	ok(address_parse(span_from(text, ADDRESS_MAX), &a, why),
	    "as many octets as are allowed");
	address_add(&s, &a, true);
	is_span(str_span(&s), span_from(text, ADDRESS_MAX),
	    "and all of them quoted again");
	str_clear(&s);
	memset(text, 'a', sizeof(text));
	ok(!address_parse(span_from(text, ADDRESS_MAX + 1), &a, why) &&
	    ends(why->text, "...\": it is too long") && why->text.len < 300,
	    "D24: one more is refused, and not repeated in full");
}

static void
words(void)
{
	struct span rest = SPAN(", a@x,\"b,\\\",c\"@y ,\t,d@z\n, "), word;
	struct span line = SPAN("\"a b\"@x  NOTIFY=NEVER");

	ok(address_word(&rest, ",", &word), "a comma list has members");
	is_text(word, "a@x", "empty ones are none, nor are blanks at the ends");
	address_word(&rest, ",", &word);
	is_text(word, "\"b,\\\",c\"@y", "commas in quotes do not part it");
	address_word(&rest, ",", &word);
	is_text(word, "d@z\n", "D24: a line end is left for address_parse");
	ok(!address_word(&rest, ",", &word), "a last comma ends nothing");
	address_word(&line, " \t", &word);
	is_text(word, "\"a b\"@x", "the address that begins a line");
	address_word(&line, " \t", &word);
	is_text(word, "NOTIFY=NEVER", "and what stands behind it");
	line = SPAN("\"a, b\\");
	ok(address_word(&line, ",", &word) && line.len == 0,
	    "quotes without an end go on to the end");
	line = SPAN("a\\\"b,c");
	address_word(&line, ",", &word);
	is_text(word, "a\\\"b,c", "a backslash outside of quotes is none");
	line = SPAN("john doe@x, b@y");
	address_word(&line, ",", &word);
	is_text(word, "john doe@x", "a blank does not part a comma list");
}

static struct address
address(const char *local, const char *domain)
{
	return (struct address){ span_of(local), span_of(domain) };
}

static void
comparing(void)
{
	struct address a = address("a", "B\xc3\xbc" "cher.Example");
	struct address b = address("a", "xn--bcher-kva.example");
	struct address c = address("A", "xn--bcher-kva.example");
	struct address d = address("a", "MX.example");
	struct address e = address("a", "mx.EXAMPLE");
	struct address none = { 0 };

	ok(address_equal(&d, &e), "domains are equal in any case");
	ok(!address_equal(&b, &c), "local parts only octet by octet");
	ok(address_equal(&a, &b), "a U-label is the A-label it stands for");
	ok(!address_equal(&a, &d), "other domains are other addresses");
	ok(address_equal(&none, &none), "the null address is itself");
	ok(address_is_null(&none) && !address_is_null(&d), "and only it is");
	c = address("", "x");
	ok(!address_is_null(&c), "\"\"@x is not");
	ok(address_is_utf8(&a) && !address_is_utf8(&b),
	    "RFC 6531: a domain may need SMTPUTF8");
	c = address("us\xc3\xa9r", "x");
	ok(address_is_utf8(&c), "RFC 6531: so may a local part");
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);

	reading(&why);
	refusing(arena);
	limits(&why);
	words();
	comparing();
	arena_free(&arena);
	return tap_done();
}
