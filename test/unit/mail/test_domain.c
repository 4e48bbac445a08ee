/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/domain.h"

#include "unit/tap.h"

#define TEN	"abcdefghij"
#define SIXTY	TEN TEN TEN TEN TEN TEN
#define L63	SIXTY "klm"
#define L62	SIXTY "kl"

static const struct {
	const char *name, *text;
	bool good;
} hosts[] = {
	{ "behaviour 12: an ordinary name", "mx1.Example-2.org", true },
	{ "behaviour 12: one label", "localhost", true },
	{ "behaviour 12: '_' may stand anywhere", "_25._tcp.m_x_", true },
	{ "behaviour 12: a label may be all digits", "1.example", true },
	{ "behaviour 12: and the last one too", "a.1", true },
	{ "behaviour 12: two hyphens inside", "xn--bcher-kva.example", true },
	{ "behaviour 12: a label of 63 octets", L63 ".example", true },
	{ "behaviour 12: a label of 64", L63 "n.example", false },
	{ "behaviour 12: a last label of 64", "a." L63 "n", false },
	{ "behaviour 12: 255 octets in all", L63 "." L63 "." L63 "." L63,
	    true },
	{ "behaviour 12: 256 octets in all", L63 "." L63 "." L63 "." L62 ".a",
	    false },
	{ "behaviour 12: nothing", "", false },
	{ "behaviour 12: no empty label", "a..b", false },
	{ "behaviour 12: no dot in front", ".example", false },
	{ "behaviour 12: no dot at the end", "example.com.", false },
	{ "behaviour 12: a dot alone", ".", false },
	{ "behaviour 12: no hyphen first", "-a.example", false },
	{ "behaviour 12: not in a later label either", "a.-b.example", false },
	{ "behaviour 12: no hyphen last", "a-.example", false },
	{ "behaviour 12: nor at the very end", "a.b-", false },
	{ "behaviour 12: not only digits and dots", "12345", false },
	{ "behaviour 12: an IPv4 address is none", "192.0.2.1", false },
	{ "behaviour 12: no blank", "a b.example", false },
	{ "behaviour 12: no colon", "2001:db8::1", false },
	{ "behaviour 12: no bracket", "[192.0.2.1]", false },
	{ "behaviour 12: no slash", "a/b", false },
	{ "behaviour 12: no @", "a@b", false },
	{ "behaviour 12: no octet beyond ASCII", "b\xc3\xbc" "cher.example",
	    false },
};

static void
host_names(void)
{
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		ok(domain_is_host(span_of(hosts[i].text)) == hosts[i].good,
		    hosts[i].name);
	ok(!domain_is_host(SPAN("a\0b")), "behaviour 12: no NUL");
}

static void
numeric_names(void)
{
	ok(domain_is_numeric(SPAN("192.0.2.1")) &&
	    domain_is_numeric(SPAN("1")) && domain_is_numeric(SPAN("1..2")),
	    "behaviour 11: digits and dots are numeric");
	ok(!domain_is_numeric(SPAN("1a")) && !domain_is_numeric(SPAN("")) &&
	    !domain_is_numeric(SPAN("1-2")), "anything else is not");
}

/* RFC 5321 section 4.1.3. */
static const struct {
	const char *text;
	bool good;
} literals[] = {
	{ "[192.0.2.1]", true },
	{ "[0.0.0.0]", true },
	{ "[255.255.255.255]", true },
	{ "[256.0.2.1]", false },
	{ "[192.0.2]", false },
	{ "[192.0.2.1.2]", false },
	{ "[192.0.2.]", false },
	{ "[192..2.1]", false },
	{ "[192.0.2.0001]", false },
	{ "[192.0.2.1", false },
	{ "192.0.2.1]", false },
	{ "[]", false },
	{ "[", false },
	{ "[a.example]", false },
	{ "[IPv6:2001:db8::1]", true },
	{ "[ipv6:2001:DB8::1]", true },
	{ "[IPv6:::]", true },
	{ "[IPv6:::1]", true },
	{ "[IPv6:1::]", true },
	{ "[IPv6:1:2:3:4:5:6:7:8]", true },
	{ "[IPv6:1:2:3:4:5:6:192.0.2.1]", true },
	{ "[IPv6:::ffff:192.0.2.1]", true },
	{ "[IPv6:1:2:3:4:5:6::8]", true },
	{ "[IPv6:1:2:3:4:5:6:7::]", true },
	{ "[IPv6:1:2:3:4:5:6:7]", false },
	{ "[IPv6:1:2:3:4:5:6:7:8:9]", false },
	{ "[IPv6:1:2:3:4:5:6:7::8]", false },
	{ "[IPv6:1::2::3]", false },
	{ "[IPv6:1:::2]", false },
	{ "[IPv6::1]", false },
	{ "[IPv6:1:]", false },
	{ "[IPv6:1:2:3:4:5:6:7:8:]", false },
	{ "[IPv6:1::2:]", false },
	{ "[IPv6:12345::]", false },
	{ "[IPv6:g::]", false },
	{ "[IPv6:]", false },
	{ "[IPv6:192.0.2.1::]", false },
	{ "[IPv6:1:2:3:4:5:6:7:192.0.2.1]", false },
	{ "[IPv6:::256.0.2.1]", false },
	{ "[IPv6:fe80::1%eth0]", false },
	{ "[tag:anything!printable]", true },
	{ "[2001:db8::1]", true },	/* the tag is "2001" */
	{ "[tag:]", false },
	{ "[:x]", false },
	{ "[tag-:x]", false },
	{ "[ta_g:x]", false },
	{ "[tag:a b]", false },
	{ "[tag:a[b]", false },
	{ "[tag:a]b]", false },
	{ "[tag:a\\b]", false },
	{ "[tag:\xc3\xa9]", false },
	{ "[tag:\x7f]", false },
};

static void
address_literals(void)
{
	char name[64];

	for (size_t i = 0; i < sizeof(literals) / sizeof(*literals); i++) {
		snprintf(name, sizeof(name), "RFC 5321 4.1.3: %s is %s",
		    literals[i].text, literals[i].good ? "good" : "bad");
		ok(domain_is_literal(span_of(literals[i].text)) ==
		    literals[i].good, name);
	}
}

static void
behind_the_at(void)
{
	ok(domain_is_good(SPAN("a.example")), "a host name may follow the @");
	ok(domain_is_good(SPAN("[192.0.2.1]")), "so may a literal");
	ok(domain_is_good(SPAN("192.0.2.1")), "and digits (behaviour 11)");
	ok(domain_is_good(SPAN("b\xc3\xbc" "cher.example")),
	    "and a U-label (RFC 6531)");
	ok(domain_is_good(SPAN(L63 "\xc3\xbc.example")),
	    "which nobody measures in octets");
	ok(!domain_is_good(SPAN(L63 "u.example")), "an ASCII one is measured");
	ok(!domain_is_good(SPAN("b\xc3\xbc..example")),
	    "no empty label beside one");
	ok(!domain_is_good(SPAN("b\xc3\xbc-.example")), "no hyphen at its end");
	ok(!domain_is_good(SPAN("b\xc3\xbc cher")), "no blank in it");
	ok(!domain_is_good(SPAN("")), "nothing is no domain");
	ok(!domain_is_good(SPAN("[192.0.2.300]")), "nor is a bad literal");
}

/* RFC 5891, UTS 46. NULL: cannot be converted. */
static const struct {
	const char *name, *text, *ascii;
} conversions[] = {
	{ "behaviour 19: a U-label", "b\xc3\xbc" "cher.example",
	    "xn--bcher-kva.example" },
	{ "behaviour 19: its case is mapped", "B\xc3\x9c" "CHER.Example",
	    "xn--bcher-kva.example" },
	{ "behaviour 19: composed before (NFC)", "bu\xcc\x88" "cher.example",
	    "xn--bcher-kva.example" },
	{ "behaviour 19: sharp s stays (non-transitional)",
	    "fa\xc3\x9f.example", "xn--fa-hia.example" },
	{ "behaviour 19: a full-width dot is a dot",
	    "b\xc3\xbc" "cher\xef\xbc\x8e" "example", "xn--bcher-kva.example" },
	{ "behaviour 19: several labels",
	    "\xe4\xbe\x8b\xe3\x81\x88.\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88",
	    "xn--r8jz45g.xn--zckzah" },
	{ "behaviour 19: ASCII stays as it is", "MX.Example", "MX.Example" },
	{ "behaviour 19: with '_' (no STD3 rules)", "_h_x.example",
	    "_h_x.example" },
	{ "behaviour 19: beside a U-label too", "_x.b\xc3\xbc" "cher.example",
	    "_x.xn--bcher-kva.example" },
	{ "observed 19: a right-to-left mark is none",
	    "a\xe2\x80\x8f" "b.example", NULL },
	{ "observed 19: no combining mark first", "\xcc\x81" "a.example",
	    NULL },
	{ "observed 19: no UTF-8", "b\xfc" "cher.example", NULL },
	{ "observed 19: a label that grows over 63",
	    SIXTY "\xc3\xbc.example", NULL },
	{ "observed 19: an empty label", "b\xc3\xbc..example", NULL },
	{ "observed 19: a trailing dot", "b\xc3\xbc.example.", NULL },
	{ "observed 19: what maps to a slash", "a\xef\xbc\x8f" "b.example",
	    NULL },
	{ "observed 19: digits of full width are an address, no name",
	    "\xef\xbc\x91.\xef\xbc\x92.\xef\xbc\x93.\xef\xbc\x94", NULL },
	{ "observed 19: a blank beside a U-label", "a b.b\xc3\xbc", NULL },
};

static void
converting(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(conversions) / sizeof(*conversions);
	    i++) {
		struct span got = SPAN("untouched");
		const char *want = conversions[i].ascii;

		if (domain_to_ascii(arena, span_of(conversions[i].text), &got)
		    != (want != NULL))
			ok(false, conversions[i].name);
		else
			is_text(got, want == NULL ? "untouched" : want,
			    conversions[i].name);
	}
	ok(!domain_to_ascii(arena, SPAN("b\xc3\xbc\0.example"),
	    &(struct span){ 0 }), "observed 19: a NUL");
}

static void
folding(struct arena *arena)
{
	is_text(domain_fold(arena, SPAN("MX.Example")), "mx.example",
	    "a name in lower case");
	is_text(domain_fold(arena, SPAN("B\xc3\x9c" "cher.EXAMPLE")),
	    "xn--bcher-kva.example", "a U-label as an A-label");
	is_text(domain_fold(arena, SPAN("B\xff.Example")), "b\xff.example",
	    "what has no A-label keeps its octets");
	is_text(domain_fold(arena, (struct span){ 0 }), "",
	    "no domain is none");
}

int
main(void)
{
	struct arena *arena = arena_new();

	host_names();
	numeric_names();
	address_literals();
	behind_the_at();
	converting(arena);
	folding(arena);
	arena_free(&arena);
	return tap_done();
}
