/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a message is, and in whatever pieces it comes: taken apart and
 * put together again it is the message, but for blanks before a colon, dropped
 * parts of long fields, and an empty line put in. Converted, it has the same
 * lines in every body that is not recoded, and recoded lines are printable,
 * of 76 octets at most, and mean the lines that they were. The first octets
 * of the input are the settings.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/str.h"
#include "message/mime.h"
#include "message/quoted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

/* What comes out: fields, and the lines of bodies, in their order. */
struct parts {
	struct str fields;	/* in one text each, LF behind it */
	struct str body;	/* lines, LF behind each */
	struct str all;		/* both, with letters before them */
	bool inside;		/* of a line */
};

static void
parts_init(struct parts *parts, size_t max)
{
	parts->inside = false;
	str_init(&parts->fields, max);
	str_init(&parts->body, max);
	str_init(&parts->all, max);
}

static void
parts_clear(struct parts *parts)
{
	check(!parts->all.full);
	str_clear(&parts->fields);
	str_clear(&parts->body);
	str_clear(&parts->all);
}

static bool
field(void *self, enum field_class class, struct span text, struct dsn *why)
{
	struct parts *parts = self;
	size_t colon = span_find(text, ':');

	(void)why;
	check(class <= FIELD_NESTED && !parts->inside);
	check(colon > 0 && colon < text.len && text.at[colon - 1] != ' ');
	str_add(&parts->fields, text);
	str_add_char(&parts->fields, '\n');
	str_add_char(&parts->all, "HMN"[class]);
	str_add(&parts->all, text);
	str_add_char(&parts->all, '\n');
	return true;
}

static bool
line(void *self, struct span octets, bool ends, struct dsn *why)
{
	struct parts *parts = self;

	(void)why;
	check(span_find(octets, '\n') == octets.len);
	str_add_char(&parts->all, ends ? '.' : '+');
	str_add(&parts->all, octets);
	str_add_char(&parts->all, '\n');
	str_add(&parts->body, octets);
	if (ends)
		str_add_char(&parts->body, '\n');
	parts->inside = !ends;
	return true;
}

static bool
octets(void *self, struct span text, struct dsn *why)
{
	struct parts *parts = self;

	(void)why;
	check(text.len > 0 && !parts->inside);
	str_add(&parts->body, text);
	return true;
}

/* take_apart - true: all of it; false: it is nested too deep */

static bool
take_apart(struct mime_setup setup, struct span in, size_t each,
    struct parts *parts)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct mime *mime;
	bool good = true;

	setup.taker = (struct mime_taker){ field, line, octets, parts };
	mime = mime_new(&setup);
	while (good && in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		good = mime_feed(mime, span_first(in, n), &why);
		in = span_from_octet(in, n);
	}
	good = good && mime_end(mime, &why);
	check(good || span_equal(span_of(why.status), SPAN("5.6.0")));
	check(good ? !parts->inside : setup.converts);
	mime_free(&mime);
	arena_free(&arena);
	return good;
}

/* without - octets that are not compared: line ends, blanks, colons */

static struct span
without(struct str *to, struct span text)
{
	str_reset(to);
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_is_space(text.at[i]) && text.at[i] != ':')
			str_add_char(to, text.at[i]);
	return str_span(to);
}

/* check_whole - nothing is lost where nothing is converted, and nothing is
 * out of order */

static void
check_whole(struct span in, const struct parts *parts)
{
	struct str want, got, rest;

	str_init(&want, in.len + 1);
	str_init(&got, parts->all.len + 1);
	str_init(&rest, parts->all.len + 1);
	for (struct span all = str_span(&parts->all); all.len > 0;) {
		struct span one = span_cut(&all, '\n');

		/* A field that is folded has lines without a letter. */
		if (one.len > 0 && strchr("HMN.+", one.at[0]) != NULL)
			one = span_from_octet(one, 1);
		str_add(&rest, one);
	}
	check(span_equal(without(&want, in), without(&got,
	    str_span(&rest))));
	str_clear(&want);
	str_clear(&got);
	str_clear(&rest);
}

/* hex - the value of a digit */

static unsigned
hex(char c)
{
	check((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
	return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

/* decode - RFC 2045 section 6.7, nothing but the standard */

static void
decode(struct span coded, struct str *to)
{
	while (coded.len > 0) {
		struct span row = span_cut(&coded, '\n');
		bool soft = row.len > 0 && row.at[row.len - 1] == '=';

		check(row.len <= QUOTED_LINE_MAX);
		check(row.len == 0 || !ascii_is_blank(row.at[row.len - 1]));
		for (size_t i = 0; i < row.len - soft; i++) {
			check(ascii_is_print(row.at[i]) || row.at[i] == '\t');
			if (row.at[i] != '=') {
				str_add_char(to, row.at[i]);
				continue;
			}
			check(i + 2 < row.len - soft);
			str_add_char(to, (char)(hex(row.at[i + 1]) << 4 |
			    hex(row.at[i + 2])));
			i += 2;
		}
		if (!soft)
			str_add_char(to, '\n');
	}
}


/*
 * check_leaf - a message that is one leaf and labelled: its body decodes to
 * what it is when it is taken apart only.
 */

static void
check_leaf(struct mime_setup setup, struct span in)
{
	static const struct span label =
	    SPAN_INIT("Content-Transfer-Encoding: 8bit\n\n");
	struct parts plain, coded;
	struct str whole, back;

	str_init(&whole, in.len + label.len);
	str_init(&back, 8 * in.len + 8);
	str_add(&whole, label);
	str_add(&whole, in);
	parts_init(&plain, 16 * in.len + 1000);
	parts_init(&coded, 16 * in.len + 1000);
	setup.limits.line += label.len;	/* it must be seen */
	setup.only_header = false;
	setup.converts = false;
	check(take_apart(setup, str_span(&whole), SIZE_MAX, &plain));
	setup.converts = true;
	check(take_apart(setup, str_span(&whole), SIZE_MAX, &coded));
	check(span_equal(str_span(&coded.fields),
	    SPAN("Content-Transfer-Encoding: quoted-printable\n")));
	/* The empty line behind the header is not encoded, but looks it. */
	decode(str_span(&coded.body), &back);
	check(!back.full && span_equal(str_span(&back),
	    str_span(&plain.body)));
	parts_clear(&plain);
	parts_clear(&coded);
	str_clear(&whole);
	str_clear(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_from((const char *)data, size);
	struct mime_setup setup = { .limits = { .field = 1000,
	    .boundary = 70 } };
	struct parts whole, pieces;
	size_t each;

	if (size < 2)
		return 0;
	setup.limits.line = data[0] % 64 + 1;
	setup.limits.nesting = data[0] >> 6;
	setup.converts = (data[1] & 1) != 0;
	setup.only_header = (data[1] & 3) == 2;
	each = (data[1] >> 2) + 1;
	in = span_from_octet(in, 2);
	parts_init(&whole, 16 * size + 1000);
	parts_init(&pieces, 16 * size + 1000);
	check(take_apart(setup, in, SIZE_MAX, &whole) ==
	    take_apart(setup, in, each, &pieces));
	check(span_equal(str_span(&whole.all), str_span(&pieces.all)) &&
	    span_equal(str_span(&whole.body), str_span(&pieces.body)));
	if (!setup.converts && !setup.only_header && size < 1000)
		check_whole(in, &whole);
	check_leaf(setup, in);
	parts_clear(&whole);
	parts_clear(&pieces);
	return 0;
}
