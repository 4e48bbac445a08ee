/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/xtext.h"

#include "unit/tap.h"

/* RFC 3461 section 4. */
static const struct {
	const char *name;
	struct span plain;
	const char *xtext;
} encodings[] = {
	{ "behaviour 175: an address", SPAN_INIT("u1@s.test"), "u1@s.test" },
	{ "behaviour 172: '+' and '=' too", SPAN_INIT("a+b=c"),
	    "a+2Bb+3Dc" },
	{ "behaviour 175: the specials of atoms",
	    SPAN_INIT("a!#$&'*+-/=?^_`{|}~b@x.test"),
	    "a!#$&'*+2B-/+3D?^_`{|}~b@x.test" },
	{ "behaviour 175: a quoted blank", SPAN_INIT("\"a b\"@x.test"),
	    "\"a+20b\"@x.test" },
	{ "observed 175: UTF-8, octet by octet",
	    SPAN_INIT("us\xc3\xa9r@x.test"), "us+C3+A9r@x.test" },
	{ "the first and the last printable", SPAN_INIT("!~"), "!~" },
	{ "their neighbours", SPAN_INIT(" \x7f"), "+20+7F" },
	{ "CR, LF and NUL cannot get out", SPAN_INIT("a\r\n\0"),
	    "a+0D+0A+00" },
	{ "the highest octet", SPAN_INIT("\xff"), "+FF" },
	{ "nothing", SPAN_INIT(""), "" },
};

static void
encoding(void)
{
	struct str s, back;

	str_init(&s, 1000);
	str_init(&back, 1000);
	for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++) {
		str_reset(&s);
		str_reset(&back);
		xtext_add(&s, encodings[i].plain);
		is_text(str_span(&s), encodings[i].xtext, encodings[i].name);
		if (s.len > 0)
			ok(xtext_decode(&back, str_span(&s)) &&
			    span_equal(str_span(&back), encodings[i].plain),
			    "... and back");
	}
	str_clear(&s);
	str_clear(&back);
}

static const struct {
	const char *name, *text;
	bool good;
} xtexts[] = {
	{ "RFC 3461 4: printable characters", "QQ-123!~", true },
	{ "RFC 3461 4: an encoded octet", "a+3Db", true },
	{ "RFC 3461 4: one at the end", "a+FF", true },
	{ "RFC 3461 4: in lower case it is none", "a+3db", false },
	{ "RFC 3461 4: nor with one digit", "a+3", false },
	{ "RFC 3461 4: nor with none", "a+", false },
	{ "RFC 3461 4: nor with a letter behind F", "a+3G", false },
	{ "RFC 3461 4: no '='", "a=b", false },
	{ "RFC 3461 4: no blank", "a b", false },
	{ "RFC 3461 4: no control character", "a\tb", false },
	{ "RFC 3461 4: no LF", "a\nb", false },
	{ "RFC 3461 4: no DEL", "a\x7f", false },
	{ "RFC 3461 4: nothing beyond ASCII", "\xc3\xa9", false },
	{ "the empty text is none", "", false },
};

static void
xtext_form(void)
{
	struct str s;

	str_init(&s, 1000);
	for (size_t i = 0; i < sizeof(xtexts) / sizeof(*xtexts); i++) {
		ok(xtext_is_good(span_of(xtexts[i].text)) == xtexts[i].good,
		    xtexts[i].name);
		str_reset(&s);
		ok(xtext_decode(&s, span_of(xtexts[i].text)) ==
		    xtexts[i].good && (s.len > 0) == xtexts[i].good,
		    "... and is decoded only if it is");
	}
	str_clear(&s);
}

/* NULL: ill-formed. */
static const struct {
	const char *name, *orcpt, *means;
} orcpts[] = {
	{ "behaviour 175: rfc822", "rfc822;orig@o.test", "orig@o.test" },
	{ "behaviour 175: the type in any case", "RFC822;Mixed.Case@O.Test",
	    "Mixed.Case@O.Test" },
	{ "behaviour 175: xtext", "rfc822;a+3Db+2Bc+20d@o.test",
	    "a=b+c d@o.test" },
	{ "RFC 3461 4.2: any type", "x-400;c+3Dde", "c=de" },
	{ "RFC 3461 4.2: no type", ";a@x", NULL },
	{ "RFC 3461 4.2: no ';'", "rfc822", NULL },
	{ "RFC 3461 4.2: no address", "rfc822;", NULL },
	{ "RFC 3461 4.2: a blank in the type", "rfc 822;a@x", NULL },
	{ "RFC 3461 4.2: a special in the type", "rfc@822;a@x", NULL },
	{ "RFC 3461 4.2: an address that is no xtext", "rfc822;a b", NULL },
	{ "RFC 3461 4.2: a bad escape", "rfc822;a+4", NULL },
	{ "RFC 3461 4.2: 8-bit octets", "rfc822;us\xc3\xa9r", NULL },
	{ "RFC 6533 3: given as it is passed on", "utf-8;\\x{E9}a@x.test",
	    "\xc3\xa9" "a@x.test" },
	{ "RFC 6533 3: the type in any case", "UTF-8;\\x{E9}@x",
	    "\xc3\xa9@x" },
	{ "RFC 6533 3: three, four, five and six digits",
	    "utf-8;\\x{3B1}\\x{20AC}\\x{1F4E7}\\x{10FFFF}",
	    "\xce\xb1\xe2\x82\xac\xf0\x9f\x93\xa7\xf4\x8f\xbf\xbf" },
	{ "RFC 6533 3: digits in lower case", "utf-8;\\x{e9}", "\xc3\xa9" },
	{ "RFC 6533 3: what xtext would escape",
	    "utf-8;\\x{20}\\x{2B}\\x{3D}\\x{5C}\\x{7F}\\x{09}",
	    " +=\\\x7f\t" },
	{ "RFC 6533 3: the first beyond ASCII", "utf-8;\\x{80}",
	    "\xc2\x80" },
	{ "RFC 6533 3: a plain letter is not escaped", "utf-8;\\x{41}",
	    NULL },
	{ "RFC 6533 3: no LF", "utf-8;a\\x{0A}", NULL },
	{ "RFC 6533 3: no CR", "utf-8;a\\x{0D}", NULL },
	{ "RFC 6533 3: no NUL", "utf-8;a\\x{00}", NULL },
	{ "RFC 6533 3: no surrogate", "utf-8;\\x{D800}", NULL },
	{ "RFC 6533 3: the last one neither", "utf-8;\\x{DFFF}", NULL },
	{ "RFC 6533 3: nothing beyond U+10FFFF", "utf-8;\\x{110000}", NULL },
	{ "RFC 6533 3: not seven digits", "utf-8;\\x{10FFFFF}", NULL },
	{ "RFC 6533 3: not one digit", "utf-8;\\x{9}", NULL },
	{ "RFC 6533 3: no leading zeros", "utf-8;\\x{0E9}", NULL },
	{ "RFC 6533 3: no digit", "utf-8;\\x{}", NULL },
	{ "RFC 6533 3: no end", "utf-8;\\x{E9", NULL },
	{ "RFC 6533 3: a backslash alone", "utf-8;a\\b", NULL },
	{ "RFC 6533 3: '+' is no escape here", "utf-8;us+C3+A9r", NULL },
	{ "RFC 6533 3: the 8-bit form is not for us", "utf-8;us\xc3\xa9r",
	    NULL },
	{ "RFC 6533 3: nothing", "utf-8;", NULL },
};

static void
orcpt_form(void)
{
	struct str s;

	str_init(&s, 1000);
	for (size_t i = 0; i < sizeof(orcpts) / sizeof(*orcpts); i++) {
		bool good = orcpts[i].means != NULL;
		struct span orcpt = span_of(orcpts[i].orcpt);

		str_reset(&s);
		if (orcpt_is_good(orcpt) != good ||
		    orcpt_decode(&s, orcpt) != good)
			ok(false, orcpts[i].name);
		else
			is_text(str_span(&s), good ? orcpts[i].means : "",
			    orcpts[i].name);
	}
	str_clear(&s);
}

static void
limits(void)
{
	char text[ORCPT_MAX + 1];

	memset(text, 'a', sizeof(text));
	ok(envid_is_good(span_from(text, 100)),
	    "RFC 3461 4.4: an ENVID of 100 octets");
	ok(!envid_is_good(span_from(text, 101)),
	    "RFC 3461 4.4: of 101 it is none");
	ok(!envid_is_good(SPAN("a b")) && !envid_is_good(SPAN("")),
	    "RFC 3461 4.4: nor what is no xtext");
	memcpy(text, "rfc822;", 7);
	ok(orcpt_is_good(span_from(text, 500)),
	    "RFC 3461 4.2: an ORCPT of 500 octets");
	ok(!orcpt_is_good(span_from(text, 501)),
	    "RFC 3461 4.2: of 501 it is none");
}

int
main(void)
{
	encoding();
	xtext_form();
	orcpt_form();
	limits();
	return tap_done();
}
