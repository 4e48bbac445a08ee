/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/message/parts.h"

#include <stdint.h>

struct scene {
	const char *name;
	struct span in, out;
};

#define GOES(in_, out_)	.in = SPAN_INIT(in_), .out = SPAN_INIT(out_)
#define MULTI(b)	"Content-Type: multipart/mixed; boundary=" b "\n"
#define EIGHT		"Content-Transfer-Encoding: 8bit\n"
#define QP		"Content-Transfer-Encoding: quoted-printable\n"
#define SEVEN		"Content-Transfer-Encoding: 7bit\n"

/* Taken apart, not converted. */
static const struct scene apart[] = {
	{ "nothing", GOES("", "") },
	{ "behaviour 191: Name : becomes Name:", GOES("A : b\n\nc\n",
	    "HA: b\n.\n.c\n") },
	{ "behaviour 191: a missing empty line is put in",
	    GOES("A: b\nno field\nc\n", "HA: b\n.\n.no field\n.c\n") },
	{ "a message without a header", GOES("no field\n",
	    ".\n.no field\n") },
	{ "an empty line alone", GOES("\n", ".\n") },
	{ "only a header", GOES("A: b\nC: d\n", "HA: b\nHC: d\n") },
	{ "only a header, cut off", GOES("A: b\n c", "HA: b| c\n") },
	{ "behaviour 189: a last line without its end", GOES("A: b\n\nc",
	    "HA: b\n.\n.c\n") },
	{ "behaviour 198: folds are joined by LF", GOES(
	    "A: b\r\n\tc\r\n \r\n d\r\n\r\n", "HA: b|\tc| | d\n.\n") },
	{ "a first line that begins with a blank is of no field",
	    GOES(" a\nB: c\n", ".\n. a\n.B: c\n") },
	{ "D26: a CR that belongs to no line end is content",
	    GOES("A: b\r\r\n\r\rc\rd\r\r\n\r", "HA: b\r\n.\n.\r\rc\rd\r\n"
	    ".\r\n") },
	{ "NUL", GOES("A: \0\n\n\0\n", "HA: \0\n.\n.\0\n") },

	{ "behaviour 198: classes of fields", GOES("A: b\nMIME-version: 1.0\n"
	    "content-TYPE: multipart/mixed; boundary=x\n\npre\n--x\nA: b\n"
	    "Content-ID: c\n\nbody\n--x\nContent-Type: message/rfc822\n\n"
	    "A: b\nContent-ID: c\n\nbody\n--x--\npost\n",
	    "HA: b\nMMIME-version: 1.0\nMcontent-TYPE: multipart/mixed; "
	    "boundary=x\n.\n.pre\n.--x\nMA: b\nMContent-ID: c\n.\n.body\n"
	    ".--x\nMContent-Type: message/rfc822\n.\nNA: b\nMContent-ID: c\n"
	    ".\n.body\n.--x--\n.post\n") },
	{ "parts of a digest are messages", GOES("Content-Type: multipart/"
	    "Digest; boundary=x\n\n--x\n\nA: b\n\nc\n--x\nContent-Type: "
	    "text/plain\n\nA: b\n", "MContent-Type: multipart/Digest; "
	    "boundary=x\n.\n.--x\n.\nNA: b\n.\n.c\n.--x\nMContent-Type: "
	    "text/plain\n.\n.A: b\n") },
	{ "a part without header and empty line", GOES(MULTI("x") "\n--x\n"
	    "no field\n", "M" MULTI("x") ".\n.--x\n.no field\n") },
	{ "a delimiter ends a header", GOES(MULTI("x") "\n--x\nA: b\n--x\n"
	    "C: d\n--x--\n", "M" MULTI("x") ".\n.--x\nMA: b\n.--x\nMC: d\n"
	    ".--x--\n") },
	{ "even one that looks like a field", GOES(MULTI("x") "\n--x\n"
	    "--x: y\nA: b\n", "M" MULTI("x") ".\n.--x\n.--x: y\nMA: b\n") },
	{ "but not that of the message", GOES(MULTI("x") "--x: y\n\n",
	    "M" MULTI("x") "H--x: y\n.\n") },
	{ "behaviour 196: a delimiter by its first octets",
	    GOES(MULTI("x") "\n--xy z\nA: b\n\n--x--y\nA: b\n",
	    "M" MULTI("x") ".\n.--xy z\nMA: b\n.\n.--x--y\n.A: b\n") },
	{ "case counts in it", GOES(MULTI("x") "\n--X\nA: b\n",
	    "M" MULTI("x") ".\n.--X\n.A: b\n") },
	{ "an inner part ends with the outer one", GOES(MULTI("o") "\n--o\n"
	    MULTI("i") "\n--i\nA: b\n\nc\n--o\nA: b\n\n--i\n--o--\n--o\n",
	    "M" MULTI("o") ".\n.--o\nM" MULTI("i") ".\n.--i\nMA: b\n.\n.c\n"
	    ".--o\nMA: b\n.\n.--i\n.--o--\n.--o\n") },
};

#define LETTERS		"abcdefghijklmnopqrstuvwxyz" \
			"abcdefghijklmnopqrstuvwxyz"

/* Converted to 7 bit. */
static const struct scene converted[] = {
	{ "behaviour 194: what is not labelled stays", GOES("A: \xe9\n\n\xe9"
	    "\n", "HA: \xe9\n.\n.\xe9\n") },
	{ "behaviour 195: a leaf", GOES(EIGHT "A: b\n\n\xe9=\n", "HA: b\nH" QP
	    ".\n.=E9=3D\n") },
	{ "behaviour 195: its label comes last, and before the line put in",
	    GOES(EIGHT "A: b\n\xe9\n", "HA: b\nH" QP ".\n.=E9\n") },
	{ "a leaf without a body", GOES("A: b\n" EIGHT, "HA: b\nH" QP) },
	{ "behaviour 195: multipart becomes 7bit, its parts speak for "
	    "themselves", GOES(MULTI("x") EIGHT "\n\xe9\n--x\n" EIGHT "\n"
	    "\xe9 \n--x\n\n\xe9\n--x--\n\xe9\n", "M" MULTI("x") "H" SEVEN
	    ".\n.\xe9\n.--x\nM" QP ".\n.=E9=20\n.--x\n.\n.\xe9\n.--x--\n"
	    ".\xe9\n") },
	{ "a part without an empty line", GOES(MULTI("x") "\n--x\n" EIGHT
	    "\xe9\n", "M" MULTI("x") ".\n.--x\nM" QP ".=E9\n") },
	{ "behaviour 195: message/rfc822 is 7bit, and gone into",
	    GOES("Content-Type: message/rfc822\n" EIGHT "\nA: \xe9\n" EIGHT
	    "\n\xe9\n", "MContent-Type: message/rfc822\nH" SEVEN ".\n"
	    "NA: \xe9\nN" QP ".\n.=E9\n") },
	{ "behaviour 195 as observed: message/global with 8bit is a leaf",
	    GOES("Content-Type: message/global\n" EIGHT "\nA: \xe9\n",
	    "MContent-Type: message/global\nH" QP ".\n.A: =E9\n") },
	{ "and without it a message", GOES("Content-Type: message/global\n\n"
	    "A: \xe9\n" EIGHT "\n\xe9\n", "MContent-Type: message/global\n.\n"
	    "NA: \xe9\nN" QP ".\n.=E9\n") },
	{ "lines of any length: soft breaks, and nothing else",
	    GOES(EIGHT "\n" LETTERS LETTERS "\n", "H" QP ".\n." LETTERS
	    "abcdefghijklmnopqrstu=\n.vwxyzabcdefghijklmnopqrstuvwxyz\n") },
};

static struct str out;

static void
test_scenes(const struct scene *scenes, size_t n, bool converts)
{
	struct mime_setup setup = parts_setup(&out);

	setup.converts = converts;
	for (size_t i = 0; i < n; i++)
		parts_are(&setup, scenes[i].in, scenes[i].out,
		    scenes[i].name);
}

/* Only the header of the message: the body is given as it is, in pieces that
 * are those of the input. */

static void
test_only_header(void)
{
	struct mime_setup setup = parts_setup(&out);
	struct dsn why = { 0 };

	setup.only_header = true;
	str_reset(&out);
	ok(parts_read(&setup, SPAN("A : b\n" MULTI("x") "\n--x\r\nA: b\n"),
	    SIZE_MAX, &why), "behaviour 192: only the header");
	is_text(str_span(&out), "HA: b\nM" MULTI("x") ".\n=--x\r|A: b|\n",
	    "what comes behind it is not looked at");
	str_reset(&out);
	ok(parts_read(&setup, SPAN("A: b\nno field\nx: y"), SIZE_MAX, &why),
	    "a header that ends without an empty line");
	is_text(str_span(&out), "HA: b\n.\n.no field\n=x: y\n",
	    "gets it all the same");
}

/* Lines are looked at in pieces of bounded length. */

static void
test_long_lines(void)
{
	struct mime_setup setup = parts_setup(&out);

	setup.limits.line = 4;
	parts_are(&setup, SPAN("A: bcdefgh\n\nabcdefghijk\nlmno\npqrst\n"),
	    SPAN("HA: bcdefgh\n.\n+abcde\n+fghij\n.k\n.lmno\n.pqrst\n"),
	    "a long line comes in pieces");
	parts_are(&setup, SPAN("\nabcd\r\r\r\nefgh\r\n"),
	    SPAN(".\n+abcd\n.\r\r\n.efgh\n"),
	    "a CR stays with the line end");
	setup.limits.line = 60;
	parts_are(&setup, SPAN(MULTI("x") "\n--x " LETTERS LETTERS "\nA: b\n"),
	    SPAN("M" MULTI("x") ".\n+--x " LETTERS "abcde\n.fghijklmnop"
	    "qrstuvwxyzabcdefghijklmnopqrstuvwxyz\nMA: b\n"),
	    "so does a delimiter");
}

static void
test_long_fields(void)
{
	struct mime_setup setup = parts_setup(&out);

	setup.limits.field = 10;
	parts_are(&setup, SPAN("A: 3456789012345\nB: 3\n 67\n 0123\n 45\n"
	    "C: d\n"), SPAN("HA: 3456789012345\nHB: 3| 67| 0123\nHC: d\n"),
	    "behaviour 203: lines that begin beyond the limit are dropped");
	setup.limits.line = 8;
	parts_are(&setup, SPAN("A: 345678901234567890123456789\n"),
	    SPAN("HA: 345678901234567\n"), "so are pieces of a long line");
}

/* nested - multiparts in one another, each labelled 8bit */

static struct span
nested(struct str *text, unsigned levels)
{
	str_reset(text);
	for (unsigned i = 0; i < levels; i++)
		str_addf(text, "Content-Type: multipart/mixed; "
		    "boundary=b%u\n\n--b%u\n", i, i);
	str_add(text, SPAN(EIGHT "\n\xe9\n"));
	return str_span(text);
}

static void
test_nesting(void)
{
	struct arena *arena = arena_new();
	struct mime_setup setup = parts_setup(&out);
	struct dsn why = DSN_IN(arena);
	struct str text;

	str_init(&text, PARTS_MAX);
	str_reset(&out);
	setup.converts = true;
	setup.limits.nesting = 2;
	ok(parts_read(&setup, nested(&text, 4), SIZE_MAX, &why),
	    "behaviour 197: limit 2 lets four levels pass");
	ok(strstr(str_chars(&out), "=E9") != NULL, "they are converted");
	str_reset(&out);
	ok(!parts_read(&setup, nested(&text, 5), 1, &why),
	    "behaviour 197: the fifth does not");
	is_text(span_of(why.status), "5.6.0", "that is 5.6.0");
	is_text(why.text, "MIME nesting exceeds safety limit", "and told");
	ok(strstr(str_chars(&out), "boundary=b4\n") != NULL,
	    "behaviour 197: the field that is too much was still given");
	setup.converts = false;
	ok(parts_read(&setup, nested(&text, 50), 1, &why),
	    "behaviour 197: no such trouble without conversion");
	str_clear(&text);
	arena_free(&arena);
}

static bool
refuse(void *self, struct span octets, bool ends, struct dsn *why)
{
	unsigned *left = self;

	(void)octets;
	(void)ends;
	return (*left)-- > 0 || dsn_fail(why, "4.3.0", "no more");
}

static bool
refuse_field(void *self, enum field_class class, struct span field,
    struct dsn *why)
{
	(void)class;
	return refuse(self, field, true, why);
}

/* Wherever the taker says no, it is asked nothing more. */

static void
test_refusals(void)
{
	static const char text[] = MULTI("x") "A: b\n" EIGHT "\n--x\n"
	    EIGHT "\nx\n";
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct mime_setup setup = parts_setup(NULL);
	unsigned left, calls;
	bool all = true;

	setup.converts = true;
	setup.taker.field = refuse_field;
	setup.taker.line = refuse;
	setup.taker.self = &left;
	for (calls = 0; calls < 8; calls++) {
		left = calls;
		all &= !parts_read(&setup, span_of(text), 3, &why) &&
		    left == UINT32_MAX;
	}
	ok(all, "a taker that refuses stops it at once");
	left = calls;
	ok(parts_read(&setup, span_of(text), 3, &why) && left == 0,
	    "nothing else does");
	arena_free(&arena);
}

int
main(void)
{
	str_init(&out, PARTS_MAX);
	test_scenes(apart, sizeof(apart) / sizeof(apart[0]), false);
	test_scenes(converted, sizeof(converted) / sizeof(converted[0]),
	    true);
	test_only_header();
	test_long_lines();
	test_long_fields();
	test_nesting();
	test_refusals();
	str_clear(&out);
	return tap_done();
}
