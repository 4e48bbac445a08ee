/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/completions.h"

#include "base/ascii.h"
#include "cmd/take.h"
#include "param/describe.h"

enum { LINE = 79, TAB = 8, NAMES_MAX = 65536 };

/* is_offered - nobody is led to what would be refused */

static bool
is_offered(const struct option_row *row)
{
	return row->built == BUILT_ACTS;
}

/* add_list - words in single quotes, in lines of a bearable length */

static void
add_list(struct span words, const char *before, struct str *to)
{
	size_t column = TAB + strlen(before);
	struct span word;
	bool first = true;

	str_addf(to, "\t%s'", before);
	while (ascii_word(&words, " \n", &word)) {
		if (!first && column + 1 + word.len > LINE - 1) {
			str_add(to, SPAN("\n\t"));
			column = TAB;
		} else if (!first)
			str_add_char(to, ' ');
		str_add(to, word);
		column += word.len + 1;
		first = false;
	}
	str_add(to, SPAN("'\n"));
}

/* add_choices - what the argument may be, a blank between */

static void
add_choices(const struct option_row *row, struct str *to)
{
	const char *blank = "";

	if (row->choices != NULL)
		str_addf(to, "%s", row->choices);
	for (const struct word *word = row->words;
	    word != NULL && word->name != NULL; word++) {
		if (word->built != BUILT_ACTS)
			continue;
		str_addf(to, "%s%s", blank, word->name);
		blank = " ";
	}
}

static bool
has_choices(const struct option_row *row)
{
	return row->choices != NULL || row->words != NULL;
}

static bool
is_file(const struct option_row *row)
{
	return strcmp(row->arg, "FILE") == 0;
}

static bool
is_parameter(const struct option_row *row)
{
	return strcmp(row->arg, "NAME=VALUE") == 0;
}

/* bash ---------------------------------------------------------------------*/

static void
bash_branch(const struct option_row *row, struct str *to)
{
	str_add_char(to, '\t');
	if (row->letter != 0)
		str_addf(to, "-%c%s", row->letter,
		    row->name == NULL ? "" : " | ");
	if (row->name != NULL)
		str_addf(to, "--%s", row->name);
	str_add(to, SPAN(") words="));
	if (has_choices(row)) {
		str_add_char(to, '\'');
		add_choices(row, to);
		str_add_char(to, '\'');
	} else
		str_add(to, is_file(row) ? SPAN("FILE") :
		    is_parameter(row) ? SPAN("PARAMETER") : SPAN("NOTHING"));
	str_add(to, SPAN(" ;;\n"));
}

void
completions_bash(struct str *to)
{
	struct str names;

	str_init(&names, NAMES_MAX);
	for (size_t i = 0; i < option_rows_len; i++) {
		const struct option_row *row = &option_rows[i];

		if (!is_offered(row))
			continue;
		if (row->name != NULL)
			str_addf(&names, "--%s%s ", row->name,
			    row->arg != NULL && !row->arg_optional ? "=" : "");
		else
			str_addf(&names, "-%c ", row->letter);
	}
	add_list(str_span(&names), "options=", to);
	str_clear(&names);
	str_add(to, SPAN("\tcase $before in\n"));
	for (size_t i = 0; i < option_rows_len; i++)
		if (is_offered(&option_rows[i]) && option_rows[i].arg != NULL)
			bash_branch(&option_rows[i], to);
	str_add(to, SPAN("\tesac\n"));
}

void
completions_parameters(struct str *to)
{
	struct str names;

	str_init(&names, NAMES_MAX);
	describe_names(&names);
	add_list(str_span(&names), "parameters=", to);
	str_clear(&names);
}

/* zsh ----------------------------------------------------------------------*/

/* add_escaped - a text inside single quotes; with a backslash before those
 * characters that mean something there */

static void
add_escaped(struct span text, const char *special, struct str *to)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\'') {
			str_add(to, SPAN("'\\''"));
			continue;
		}
		if (strchr(special, text.at[i]) != NULL)
			str_add_char(to, '\\');
		str_add_char(to, text.at[i]);
	}
}

static void
zsh_argument(const struct option_row *row, struct str *to)
{
	if (row->arg == NULL)
		return;
	str_addf(to, "%s", row->arg_optional ? "::" : ":");
	add_escaped(span_of(row->arg), ":", to);
	str_add_char(to, ':');
	if (has_choices(row)) {
		str_add_char(to, '(');
		add_choices(row, to);
		str_add_char(to, ')');
	} else
		str_add(to, is_file(row) ? SPAN("_files") :
		    is_parameter(row) ? SPAN("_mxput_parameters") :
		    SPAN(" "));
}

/* zsh_option - "'(-f --from)'{-f+,--from=}'[doc]:ADDR: '" */

static void
zsh_option(const struct option_row *row, struct str *to)
{
	const char *plus = row->arg == NULL ? "" : "+";
	const char *equals = row->arg == NULL ? "" :
	    row->arg_optional ? "=-" : "=";

	str_add(to, SPAN("\t"));
	if (row->letter != 0 && row->name != NULL)
		str_addf(to, "'*'{-%c%s,--%s%s}'", row->letter, plus,
		    row->name, equals);
	else if (row->name != NULL)
		str_addf(to, "'*--%s%s", row->name, equals);
	else
		str_addf(to, "'*-%c%s", row->letter, plus);
	str_add_char(to, '[');
	add_escaped(option_summary(row), "[]:", to);
	str_add_char(to, ']');
	zsh_argument(row, to);
	str_add(to, SPAN("'\n"));
}

void
completions_zsh(struct str *to)
{
	for (size_t i = 0; i < option_rows_len; i++)
		if (is_offered(&option_rows[i]))
			zsh_option(&option_rows[i], to);
}

/* fish ---------------------------------------------------------------------*/

static void
fish_option(const struct option_row *row, struct str *to)
{
	str_add(to, SPAN("complete -c mxput"));
	if (row->letter != 0)
		str_addf(to, " -s %c", row->letter);
	if (row->name != NULL)
		str_addf(to, " -l %s", row->name);
	if (row->arg != NULL && has_choices(row)) {
		str_addf(to, "%s -a '", row->arg_optional ? "" : " -x");
		add_choices(row, to);
		str_add_char(to, '\'');
	} else if (row->arg != NULL)
		str_add(to, is_file(row) ? SPAN(" -r -F") :
		    is_parameter(row) ? SPAN(" -x -a '(__mxput_parameters)'") :
		    SPAN(" -x"));
	str_add(to, SPAN(" -d '"));
	add_escaped(option_summary(row), "", to);
	str_add(to, SPAN("'\n"));
}

void
completions_fish(struct str *to)
{
	for (size_t i = 0; i < option_rows_len; i++)
		if (is_offered(&option_rows[i]))
			fish_option(&option_rows[i], to);
}

void
completions_fish_parameters(struct str *to)
{
	struct str names;
	struct span rest, name;

	str_init(&names, NAMES_MAX);
	describe_names(&names);
	rest = str_span(&names);
	str_add(to, SPAN("\tprintf '%s=\\n'"));
	while (ascii_word(&rest, "\n", &name))
		str_addf(to, " \\\n\t    %.*s", SPAN_ARG(name));
	str_add_char(to, '\n');
	str_clear(&names);
}
