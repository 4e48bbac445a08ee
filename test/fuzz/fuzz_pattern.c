/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * regexp: and pcre: tables. A text of which each octet stands behind a
 * backslash is a pattern that matches it, and nothing but it; what a group
 * matched comes back as it was; a result without dollars is the value. The
 * input as a table, and as the key that it is asked, does no harm and ends.
 *
 * The input: a key, up to a line feed, and the text of a table.
 */
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/utf8.h"
#include "fuzz/table_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* add_literal - as both kinds of pattern write it; with a backslash before
 * them, letters and digits would mean something */

static void
add_literal(struct str *text, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (ascii_is_print(s.at[i]) && !ascii_is_alnum(s.at[i]) &&
		    strchr("<>`'_\"", s.at[i]) == NULL)
			str_add_char(text, '\\');
		str_add_char(text, s.at[i]);
	}
}

static void
add_doubled(struct str *text, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '$')
			str_add_char(text, '$');
		str_add_char(text, s.at[i]);
	}
}

/* ask - NULL-safe: what the table says must be this */

static void
expect(struct table_text *t, struct span key, struct span want)
{
	struct span value;

	hold(table_text_ask(t, key, &value));
	hold(span_equal(value, want));
}

/* check_literal - keys of one line, in the case they have */

static void
check_literal(const char *type, struct span key)
{
	struct table_text t;
	struct str text, want;

	str_init(&text, TABLE_TEXT_MAX);
	str_init(&want, TABLE_TEXT_MAX);
	str_add(&text, SPAN("/^("));
	add_literal(&text, key);
	str_add(&text, SPAN(")$/i <$1> "));
	add_doubled(&text, key);
	str_add(&text, SPAN("|\n!/^"));
	add_literal(&text, key);
	str_add(&text, SPAN("$/i other\n"));
	str_addf(&want, "<%.*s> %.*s|", SPAN_ARG(key), SPAN_ARG(key));
	table_text_open(&t, type, str_span(&text), 0);
	expect(&t, key, str_span(&want));
	str_reset(&want);
	str_addf(&want, "%.*sx", SPAN_ARG(key));
	expect(&t, str_span(&want), SPAN("other"));
	expect(&t, span_from_octet(key, 1), key.len > 1 ? SPAN("other") :
	    SPAN(""));
	table_text_close(&t);
	str_clear(&text);
	str_clear(&want);
}

/* may_be_literal - one line that has no blanks which a table would trim, and
 * that the C library's characters, UTF-8 or not, agree about */

static bool
may_be_literal(struct span key)
{
	for (size_t i = 0; i < key.len; i++)
		if (!ascii_is_print(key.at[i]))
			return false;
	return key.len > 0 && key.len < 200;
}

static void
check_table(const char *type, struct span text, struct span key)
{
	struct span value, again;
	struct table_text t;
	bool good;

	table_text_open(&t, type, text, 0);
	good = table_text_ask(&t, key, &value);
	hold(table_text_ask(&t, key, &again) == good);
	hold(!good || span_equal(value, again));
	hold(!good || value.len <= 1 << 20);
	table_text_close(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct span key = span_cut(&text, '\n');

	if (size > 2000)
		return 0;
	if (may_be_literal(key)) {
		check_literal("regexp", key);
		check_literal("pcre", key);
	}
	check_table("regexp", text, key);
	check_table("pcre", text, key);
	return 0;
}
