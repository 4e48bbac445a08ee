/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/describe.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "param/expand.h"
#include "param/values.h"

/* Rows in the order of their names ------------------------------------------*/

/* first_name - the SMTP name, or the LMTP name of one that has none */

static struct span
first_name(const struct param_row *row)
{
	struct span name = param_name(row, PROTOCOL_SMTP);

	return name.len > 0 ? name : param_name(row, PROTOCOL_LMTP);
}

static int
compare(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.at, b.at, len);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int
by_name(const void *a, const void *b)
{
	const struct param_row *const *left = a, *const *right = b;

	return compare(first_name(*left), first_name(*right));
}

/* sorted_rows - all of them; freed by the caller */

static const struct param_row **
sorted_rows(void)
{
	const struct param_row **rows = mem_new(param_rows_len,
	    sizeof(*rows));

	for (size_t i = 0; i < param_rows_len; i++)
		rows[i] = &param_rows[i];
	qsort(rows, param_rows_len, sizeof(*rows), by_name);
	return rows;
}

/* --show-config -------------------------------------------------------------*/

/* add_line_of - what may be written in one line: blanks, of which
 * continuation lines bring many, become one, but in braces they stay as many
 * as they are */

static void
add_line_of(struct span text, struct str *to)
{
	size_t depth = 0;
	bool blank = true;

	text = span_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		char c = ascii_is_space(text.at[i]) ? ' ' : text.at[i];

		if (c != ' ' || !blank || depth > 0)
			str_add_char(to, c);
		blank = c == ' ';
		depth += c == '{';
		depth -= c == '}' && depth > 0;
	}
}

/* add_value - as it was understood, if it was */

static void
add_value(const struct param_row *row, struct span text, struct arena *arena,
    struct str *to)
{
	union value value;
	struct str shown, line;

	str_init(&shown, EXPAND_MAX);
	str_init(&line, EXPAND_MAX);
	if (row->kind->read(row->kind, text, &row->limits, &value))
		row->kind->show(row->kind, &value, &shown);
	else
		str_add(&shown, text);
	add_line_of(str_span(&shown), &line);
	str_add(to, utf8_printable(arena, str_span(&line), '?'));
	str_clear(&shown);
	str_clear(&line);
}

static void
add_origin(const struct setting *setting, struct arena *arena,
    struct str *to)
{
	str_add(to, SPAN("\t# "));
	str_add(to, setting == NULL ? SPAN("default") :
	    setting_origin(arena, setting));
}

static void
add_line(struct values *values, const struct param_row *row, bool origins,
    struct str *to)
{
	struct dsn unheard = DSN_IN(values->arena);
	struct span name = param_name(row, values->input->protocol);
	struct value_text text;

	if (!values_text(values, row, &text, &unheard))
		text.text = text.setting == NULL ? SPAN("") :
		    text.setting->value;
	str_add(to, name);
	str_add(to, SPAN(" = "));
	add_value(row, text.text, values->arena, to);
	if (origins)
		add_origin(text.setting, values->arena, to);
	str_add_char(to, '\n');
}

void
describe_config(const struct params_input *input, bool set_only,
    bool origins, struct str *to)
{
	const struct param_row **rows = sorted_rows();
	struct arena *arena = arena_new();
	struct values values;

	values_init(&values, input, arena);
	for (size_t i = 0; i < param_rows_len; i++) {
		struct span name = param_name(rows[i], input->protocol);

		if (name.len > 0 && (!set_only ||
		    settings_get(input->settings, name) != NULL))
			add_line(&values, rows[i], origins, to);
	}
	values_clear(&values);
	arena_free(&arena);
	mem_free(&rows);
}

/* The manual ----------------------------------------------------------------*/

enum { COLUMNS = 72 };

/* add_word - with what roff would take for its own made harmless */

static void
add_word(struct span word, bool first, struct str *to)
{
	if (first && word.len > 0 &&
	    (word.at[0] == '.' || word.at[0] == '\''))
		str_add(to, SPAN("\\&"));
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '\\')
			str_add(to, SPAN("\\e"));
		else if (word.at[i] == '-' && word.at[0] == '-')
			str_add(to, SPAN("\\-"));
		else
			str_add_char(to, word.at[i]);
}

void
describe_text(struct span text, struct str *to)
{
	struct span word;
	size_t column = 0;

	while (ascii_word(&text, " ", &word)) {
		char last = word.at[word.len - 1];

		if (column > 0 && column + 1 + word.len > COLUMNS) {
			str_add_char(to, '\n');
			column = 0;
		}
		if (column > 0)
			str_add_char(to, ' ');
		add_word(word, column == 0, to);
		column += word.len + 1;
		if (last == '.' && text.len > 0) {
			str_add_char(to, '\n');
			column = 0;
		}
	}
	str_add_char(to, '\n');
}

/* add_default - a default as it stands in the table */

static void
add_default(struct span value, struct str *to)
{
	str_add(to, value.len == 0 ? SPAN("empty") : value);
}

/* add_defaults - those of our own mode, of Postfix mode, and of LMTP, as far
 * as they differ */

static void
add_defaults(const struct param_row *row, struct str *to)
{
	struct span own = param_default(row, PROTOCOL_SMTP, false);
	struct span postfix = param_default(row, PROTOCOL_SMTP, true);
	struct span lmtp = param_default(row, PROTOCOL_LMTP, true);
	bool twins = !span_equal(param_name(row, PROTOCOL_SMTP),
	    param_name(row, PROTOCOL_LMTP));

	str_add(to, SPAN(" Default: "));
	add_default(own, to);
	if (!span_equal(own, postfix)) {
		str_add(to, SPAN("; in Postfix mode: "));
		add_default(postfix, to);
	}
	if (twins && param_name(row, PROTOCOL_LMTP).len > 0 &&
	    !span_equal(own, lmtp)) {
		str_add(to, SPAN("; for LMTP: "));
		add_default(lmtp, to);
	}
	if (to->at[to->len - 1] != '.')
		str_add_char(to, '.');
}

/* add_wanted - nothing for texts, of which the doc says all */

static void
add_wanted(const struct param_row *row, struct str *to)
{
	size_t from = to->len + 1;

	if (row->kind->shape == SHAPE_TEXT)
		return;
	str_add_char(to, ' ');
	kind_add_wanted(row->kind, &row->limits, to);
	to->at[from] = ascii_upper(to->at[from]);
	str_add_char(to, '.');
}

static void
add_item(const struct param_row *row, bool in_full, struct str *to)
{
	enum { ITEM_MAX = 4096 };
	struct span name = first_name(row);
	struct span twin = param_name(row, PROTOCOL_LMTP);
	struct str text;

	str_addf(to, ".It Va %.*s", SPAN_ARG(name));
	if (twin.len > 0 && !span_equal(name, twin))
		str_addf(to, " , %.*s", SPAN_ARG(twin));
	str_add_char(to, '\n');
	str_init(&text, ITEM_MAX);
	str_addf(&text, "%s", row->doc);
	if (in_full) {
		add_wanted(row, &text);
		add_defaults(row, &text);
	}
	if (row->built == BUILT_PROTECTS)
		str_add(&text, SPAN(" To ask for it is an error until it is "
		    "built."));
	describe_text(str_span(&text), to);
	str_clear(&text);
}

/* list_of - rows of kinds with words act in part */

static enum described
list_of(const struct param_row *row)
{
	if (row->built == BUILT_NO_USE)
		return DESCRIBED_NO_USE;
	if (row->has_field || row->built == BUILT_INDIRECT)
		return DESCRIBED_ACTS;
	return DESCRIBED_NOT_YET;
}

void
describe_manual(enum described which, struct str *to)
{
	const struct param_row **rows = sorted_rows();

	for (size_t i = 0; i < param_rows_len; i++)
		if (list_of(rows[i]) == which)
			add_item(rows[i], which != DESCRIBED_NO_USE, to);
	mem_free(&rows);
}

void
describe_names(struct str *to)
{
	const struct param_row **rows = sorted_rows();

	for (size_t i = 0; i < param_rows_len; i++) {
		struct span name = first_name(rows[i]);
		struct span twin = param_name(rows[i], PROTOCOL_LMTP);

		if (list_of(rows[i]) != DESCRIBED_ACTS)
			continue;
		str_addf(to, "%.*s\n", SPAN_ARG(name));
		if (twin.len > 0 && !span_equal(name, twin))
			str_addf(to, "%.*s\n", SPAN_ARG(twin));
	}
	mem_free(&rows);
}
