/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/header.h"

#include "unit/tap.h"

/* A header and its fields in order; rest: where the walk ends. */
struct scene {
	const char *name;
	struct span header;
	struct {
		const char *name, *body;
	} fields[3];
	const char *rest;
};

#define H(text)		.header = SPAN_INIT(text)

static const struct scene scenes[] = {
	{ "no header", H(""), .rest = "" },
	{ "an empty line ends it", H("A: b\n\nC: d\n"),
	    .fields = { { "A", " b" } }, .rest = "\nC: d\n" },
	{ "an empty CRLF line does too", H("A: b\r\n\r\nC: d\r\n"),
	    .fields = { { "A", " b" } }, .rest = "\r\nC: d\r\n" },
	{ "several fields", H("A: b\nC:d\nE:\n"),
	    .fields = { { "A", " b" }, { "C", "d" }, { "E", "" } },
	    .rest = "" },
	{ "folds belong to the body", H("A: b\n c\r\n\td\nC: d"),
	    .fields = { { "A", " b\n c\r\n\td" }, { "C", " d" } },
	    .rest = "" },
	{ "a fold of blanks is no empty line", H("A: b\n \nC: d"),
	    .fields = { { "A", " b\n " }, { "C", " d" } }, .rest = "" },
	{ "a body that begins with a fold", H("A:\n b\n"),
	    .fields = { { "A", "\n b" } }, .rest = "" },
	{ "blanks before the colon", H("A \t: b\n"),
	    .fields = { { "A", " b" } }, .rest = "" },
	{ "colons in the body", H("A: b: c\n"),
	    .fields = { { "A", " b: c" } }, .rest = "" },
	{ "a CR in the body", H("A: b\rc\r\r\n"),
	    .fields = { { "A", " b\rc\r" } }, .rest = "" },
	{ "a last field without a line end", H("A: b\r"),
	    .fields = { { "A", " b\r" } }, .rest = "" },
	{ "a line without a colon ends it", H("A: b\nhello\nC: d\n"),
	    .fields = { { "A", " b" } }, .rest = "hello\nC: d\n" },
	{ "a blank in the name ends it", H("From me: b\n"),
	    .rest = "From me: b\n" },
	{ "a name without octets ends it", H(": b\n"), .rest = ": b\n" },
	{ "a control character in the name ends it", H("A\001: b\n"),
	    .rest = "A\001: b\n" },
	{ "an 8-bit octet in the name ends it", H("\xc3\xa9: b\n"),
	    .rest = "\xc3\xa9: b\n" },
	{ "a colon on the next line is none", H("A\n : b\n"),
	    .rest = "A\n : b\n" },
	{ "a fold without a field ends it", H(" a: b\nC: d\n"),
	    .rest = " a: b\nC: d\n" },
};

static void
play(const struct scene *scene)
{
	struct span rest = scene->header, walked = scene->header;
	struct header_field field;

	for (size_t i = 0; i < 3 && scene->fields[i].name != NULL; i++) {
		ok(header_next(&rest, &field), scene->name);
		is_text(field.name, scene->fields[i].name, "its name");
		is_text(field.body, scene->fields[i].body, "its body");
		is_span(field.whole, span_first(walked, field.whole.len),
		    "its lines");
		walked = span_from_octet(walked, field.whole.len);
		is_span(rest, walked, "what is left");
	}
	ok(!header_next(&rest, &field), scene->name);
	is_text(rest, scene->rest, "where it ends");
}

static void
found(void)
{
	static const struct span header =
	    SPAN_INIT("To: a\nTLS-Required: No\nto: b\n\nCc: c\n");
	struct header_field field = { 0 };
	struct span rest = header;

	ok(!header_find(&rest, SPAN("Cc"), &field), "nothing of the body");
	ok(field.name.at == NULL, "what is not found leaves no trace");
	is_text(rest, "\nCc: c\n", "the whole header is read");
	rest = header;
	ok(!header_find(&rest, SPAN("T"), &field), "no part of a name");
	rest = header;
	ok(header_find(&rest, SPAN("tls-required"), &field), "in any case");
	is_text(field.body, " No", "its body");
	rest = header;
	ok(header_find(&rest, SPAN("TO"), &field), "the first of two");
	is_text(field.body, " a", "its body");
	ok(header_find(&rest, SPAN("TO"), &field), "the second of two");
	is_text(field.body, " b", "its body");
	ok(!header_find(&rest, SPAN("TO"), &field), "there is no third");
}

#define CTE	"Content-Transfer-Encoding:"

static const struct {
	const char *name;
	const char *header;
	bool is_8bit;
} encodings[] = {
	{ "behaviour 171: none", "A: 8bit\n", false },
	{ "behaviour 171: 8bit", "A: b\n" CTE " 8bit\n", true },
	{ "behaviour 171: binary", CTE " binary\n", true },
	{ "behaviour 171: any case", "content-TRANSFER-encoding: 8BIT\n",
	    true },
	{ "behaviour 171: 7bit", CTE " 7bit\n", false },
	{ "behaviour 171: quoted-printable", CTE " quoted-printable\n",
	    false },
	{ "behaviour 171: no blank", CTE "8bit", true },
	{ "behaviour 171: a fold and blanks", CTE "\r\n \t8bit  \r\n", true },
	{ "behaviour 194: a semicolon behind it", CTE " 8bit;\n", true },
	{ "behaviour 194: comments", CTE " (a (b\\)) c) 8bit (d)\n", true },
	{ "behaviour 194: only in a comment", CTE " (8bit) 7bit\n", false },
	{ "behaviour 194: in a comment without end", CTE " (x 8bit\n",
	    false },
	{ "behaviour 194: a comment that ends in a backslash", CTE " (\\",
	    false },
	{ "behaviour 194: in quotes", CTE " \"8bit\"\n", false },
	{ "behaviour 171: part of a word", CTE " 8bits\n", false },
	{ "behaviour 171: a second word", CTE " x-8 8bit\n", false },
	{ "behaviour 171: empty", CTE "\n", false },
	{ "behaviour 171: the second of two", CTE " 7bit\n" CTE " 8bit\n",
	    true },
	{ "behaviour 171: the first of two", CTE " 8bit\n" CTE " 7bit\n",
	    true },
	{ "behaviour 171: in the body", "A: b\n\n" CTE " 8bit\n", false },
	{ "behaviour 171: of another field", "X-" CTE " 8bit\n", false },
};

static const struct {
	const char *name;
	const char *header;
	bool utf8;
} eights[] = {
	{ "behaviour 93: only US-ASCII", "A: b\n", false },
	{ "behaviour 93: UTF-8", "A: b\nC: d\xc3\xa9\n", true },
	{ "behaviour 93: in a fold", "A: b\n \xc3\xa9\n", true },
	{ "another character set is no UTF-8", "A: caf\xe9\n", false },
	{ "beside it, it is", "A: caf\xe9\nB: \xc3\xa9\n", true },
	{ "the body does not count", "A: b\n\n\xc3\xa9\n", false },
	{ "nor what is no field", "A: b\nno field \xc3\xa9\nB: \xc3\xa9\n",
	    false },
	{ "an empty header", "", false },
};

/* What stands before a token, and tokens. */

static void
test_tokens(void)
{
	struct span rest = SPAN(" (a (b)) 8bit; x=y");

	is_text(header_skip_gap(rest), "8bit; x=y", "gaps are skipped");
	is_text(header_token(&rest), "8bit", "a token");
	is_text(header_token(&rest), "", "a special character is none");
	is_text(rest, "; x=y", "and stays");
	rest = SPAN("\n (c");
	is_text(header_token(&rest), "", "nothing but a gap");
	is_number((long long)rest.len, 0, "is the end");
	rest = SPAN("a\0b");
	is_text(header_token(&rest), "a", "NUL ends a token");
}

static const struct {
	const char *name;
	const char *header;
	bool waives;
} required[] = {
	{ "behaviour 106: none", "TLS: no\n", false },
	{ "behaviour 106: no", "TLS-Required: no\n", true },
	{ "behaviour 106: in any case", "tls-required: NO\r\n", true },
	{ "behaviour 106: blanks and folds", "TLS-Required:\n \t no \n",
	    true },
	{ "behaviour 106: yes", "TLS-Required: yes\n", false },
	{ "behaviour 106: a comment", "TLS-Required: no (x)\n", false },
	{ "behaviour 106: more words", "TLS-Required: no no\n", false },
	{ "behaviour 106: empty", "TLS-Required:\n", false },
	{ "behaviour 106: one that says it is enough",
	    "TLS-Required: yes\nA: b\nTLS-Required: no\n", true },
	{ "behaviour 106: the body does not count",
	    "A: b\n\nTLS-Required: no\n", false },
};

static const struct {
	const char *name;
	const char *header;
	bool wants;
} requiretls[] = {
	{ "behaviour 144: none", "TLS-Required: yes\n", false },
	{ "behaviour 144: yes", "A: b\nRequire-TLS-ESMTP: yes\n", true },
	{ "behaviour 144: in any case", "require-tls-esmtp:\r\n YES\r\n",
	    true },
	{ "behaviour 144: no", "Require-TLS-ESMTP: no\n", false },
	{ "behaviour 144: more words", "Require-TLS-ESMTP: yes yes\n", false },
	{ "behaviour 144: another field says nothing",
	    "X-Require-TLS-ESMTP: yes\n", false },
	{ "behaviour 144: the body does not count",
	    "A: b\n\nRequire-TLS-ESMTP: yes\n", false },
};

int
main(void)
{
	test_tokens();
	for (size_t i = 0; i < sizeof(requiretls) / sizeof(requiretls[0]); i++)
		ok(header_wants_requiretls(span_of(requiretls[i].header)) ==
		    requiretls[i].wants, requiretls[i].name);
	for (size_t i = 0; i < sizeof(eights) / sizeof(eights[0]); i++)
		ok(header_is_utf8(span_of(eights[i].header)) ==
		    eights[i].utf8, eights[i].name);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	found();
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		ok(header_declares_8bit(span_of(encodings[i].header)) ==
		    encodings[i].is_8bit, encodings[i].name);
	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++)
		ok(header_waives_tls(span_of(required[i].header)) ==
		    required[i].waives, required[i].name);
	return tap_done();
}
