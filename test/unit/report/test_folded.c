/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/folded.h"

#include <stdlib.h>

#include "base/mem.h"
#include "unit/tap.h"

static const struct {
	const char *name, *text, *want;
	bool utf8;
} rows[] = {
	{ "a field", "hello", "X: hello\n", false },
	{ "nothing is no field", "", "", false },
	{ "blanks are nothing", "  \t\r\n ", "", false },
	{ "blanks at the ends go", "  a  b ", "X: a  b\n", false },
	{ "a line end begins no field", "a\r\nBcc: b", "X: a? Bcc: b\n",
	    false },
	{ "nor do two begin a body", "a\n\nb", "X: a  b\n", false },
	{ "no control is left", "a\033[1m\tb\177", "X: a?[1m?b?\n", false },
	{ "no other line end of Unicode", "a\342\200\250b", "X: a?b\n",
	    true },
	{ "RFC 3464: US-ASCII", "\303\251", "X: ??\n", false },
	{ "RFC 6533: or UTF-8", "\303\251", "X: \303\251\n", true },
	{ "what is neither", "\351", "X: ?\n", true },
	{ "RFC 5322 section 2.2.3: folded before a blank",
	    "123456789 123456789 123456789 123456789 123456789 123456789 "
	    "123456789 12345 789",
	    "X: 123456789 123456789 123456789 123456789 123456789 123456789 "
	    "123456789 12345\n 789\n", false },
	{ "RFC 5322 section 2.1.1: 78 characters are one line",
	    "123456789 123456789 123456789 123456789 123456789 123456789 "
	    "123456789 12345",
	    "X: 123456789 123456789 123456789 123456789 123456789 123456789 "
	    "123456789 12345\n", false },
};

static void
test_fields(void)
{
	struct str to;

	str_init(&to, 10000);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		str_reset(&to);
		folded_add_field(&to, "X", span_of(rows[i].text),
		    rows[i].utf8);
		is_text(str_span(&to), rows[i].want, rows[i].name);
	}
	str_clear(&to);
}

/* lines_are_sound - none is too long, and each but the first begins with a
 * blank and has more than blanks */

static bool
lines_are_sound(struct span text)
{
	bool first = true, sound = true;

	while (text.len > 0) {
		struct span line = span_cut(&text, '\n');

		sound = sound && line.len <= FOLDED_LINE_MAX &&
		    span_trim(line).len > 0 && (first || line.at[0] == ' ');
		first = false;
	}
	return sound;
}

/* unfold - RFC 5322 section 2.2.3 */

static void
unfold(struct span text, struct str *to)
{
	while (text.len > 0)
		str_add(to, span_cut(&text, '\n'));
}

static void
test_long(void)
{
	char text[FOLDED_TEXT_MAX];
	struct str to, back;

	str_init(&to, 100000);
	str_init(&back, 100000);
	memset(text, 'x', sizeof(text));
	folded_add_field(&to, "X", span_from(text, sizeof(text)), false);
	ok(to.len > sizeof(text) && lines_are_sound(str_span(&to)),
	    "RFC 5322 section 2.1.1: a word without end is broken");
	str_reset(&to);
	memset(text + 1, ' ', 3000);
	folded_add_field(&to, "X", span_from(text, sizeof(text)), false);
	ok(lines_are_sound(str_span(&to)), "no line is of blanks only");
	str_reset(&to);
	for (size_t i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "\303\251", 2);
	folded_add_field(&to, "X", span_from(text, sizeof(text) - 1), true);
	ok(lines_are_sound(str_span(&to)) && span_find(str_span(&to), '?') ==
	    to.len - 2, "no character is broken in two");
	str_reset(&to);
	for (size_t i = 0; i < 900; i++)
		text[i] = i % 7 == 3 || i % 11 == 5 ? ' ' : 'y';
	folded_add_field(&to, "X", span_from(text, 900), false);
	unfold(str_span(&to), &back);
	is_span(span_from_octet(str_span(&back), 3),
	    span_trim(span_from(text, 900)),
	    "RFC 5322 section 2.2.3: unfolded it is the same text");
	str_clear(&to);
	str_clear(&back);
}

static void
test_indent(void)
{
	const struct folding folding = { .column = 70, .indent = "    " };
	struct str to;

	str_init(&to, 1000);
	folded_add(&to, &folding, SPAN("some words over the edge"));
	is_text(str_span(&to), "some\n     words over the edge",
	    "from a column on, and indented");
	str_clear(&to);
}

int
main(void)
{
	test_fields();
	test_long();
	test_indent();
	return tap_done();
}
