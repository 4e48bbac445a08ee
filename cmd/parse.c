/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/parse.h"

#include "base/str.h"

/* What is left of the command line. */
struct line {
	char **next;
	char **end;
	struct parsed *parsed;
	struct dsn *why;
};

static bool
fail(struct line *line, const char *what, struct span option,
    const char *detail)
{
	return dsn_fail(line->why, "5.3.5", "%.*s%s%s", SPAN_ARG(option),
	    what, detail);
}

static void
add(struct line *line, const struct option_row *row, struct span spelling,
    const char *arg)
{
	*vec_add(&line->parsed->given) = (struct given){ row, arg, spelling };
}

static struct span
long_name(struct line *line, const struct option_row *row)
{
	return arena_text(line->why->arena, "--%s", row->name);
}

/* ambiguous - which options a beginning could mean */

static bool
ambiguous(struct line *line, struct span option, struct span name)
{
	enum { NAMES_MAX = 1000 };
	struct str names;

	str_init(&names, NAMES_MAX);
	for (size_t i = 0; i < option_rows_len; i++)
		if (option_rows[i].name != NULL &&
		    span_starts(span_of(option_rows[i].name), name))
			str_addf(&names, "%s--%s", names.len == 0 ? "" : ", ",
			    option_rows[i].name);
	fail(line, " can mean ", option, str_chars(&names));
	str_clear(&names);
	return false;
}

/* find_long - the row of a long option, or of its beginning */

static bool
find_long(struct line *line, struct span option,
    const struct option_row **row)
{
	struct span name = span_from_octet(option, strlen("--"));
	size_t hits = 0;

	for (size_t i = 0; i < option_rows_len; i++) {
		struct span known = span_of(option_rows[i].name);

		if (known.len == 0 || !span_starts(known, name))
			continue;
		hits++;
		*row = &option_rows[i];
		if (known.len == name.len)
			return true;
	}
	if (hits > 1)
		return ambiguous(line, option, name);
	return hits == 1 || fail(line, " is no option", option, "");
}

/* next_arg - the argument that stands by itself */

static bool
next_arg(struct line *line, const struct option_row *row,
    struct span spelling)
{
	if (line->next == line->end)
		return fail(line, " wants an argument: ", spelling,
		    row->arg);
	add(line, row, spelling, *line->next++);
	return true;
}

static bool
parse_long(struct line *line, const char *text)
{
	struct span whole = span_of(text), spelling;
	struct span option = span_first(whole, span_find(whole, '='));
	const char *arg = option.len < whole.len ? text + option.len + 1 :
	    NULL;
	const struct option_row *row = NULL;

	if (!find_long(line, option, &row))
		return false;
	spelling = long_name(line, row);
	if (arg != NULL && row->arg == NULL)
		return fail(line, " takes no argument", spelling, "");
	if (arg == NULL && row->arg != NULL && !row->arg_optional)
		return next_arg(line, row, spelling);
	add(line, row, spelling, arg);
	return true;
}

static const struct option_row *
find_letter(char letter)
{
	for (size_t i = 0; i < option_rows_len; i++)
		if (letter != '\0' && option_rows[i].letter == letter)
			return &option_rows[i];
	return NULL;
}

/* parse_letters - "-abc"; the first that takes an argument takes the rest */

static bool
parse_letters(struct line *line, const char *text)
{
	while (*++text != '\0') {
		const struct option_row *row = find_letter(*text);
		struct span spelling = arena_text(line->why->arena, "-%c",
		    *text);

		if (row == NULL)
			return fail(line, " is no option", spelling, "");
		if (row->arg == NULL) {
			add(line, row, spelling, NULL);
			continue;
		}
		if (text[1] == '\0')
			return next_arg(line, row, spelling);
		add(line, row, spelling, text + 1);
		return true;
	}
	return true;
}

static void
add_operand(struct line *line, const char *text)
{
	for (size_t i = 0; i < option_rows_len; i++)
		if (option_rows[i].take == take_to)
			add(line, &option_rows[i], SPAN("recipient"), text);
}

bool
parse(int argc, char **argv, struct parsed *parsed, struct dsn *why)
{
	struct line line = { .next = argv, .end = argv + argc,
	    .parsed = parsed, .why = why };
	bool options = true, good = true;

	if (argc > 0)
		line.next++;	/* the name of the program */
	while (good && line.next < line.end) {
		const char *text = *line.next++;

		if (!options || text[0] != '-' || text[1] == '\0')
			add_operand(&line, text);
		else if (strcmp(text, "--") == 0)
			options = false;
		else if (text[1] == '-')
			good = parse_long(&line, text);
		else
			good = parse_letters(&line, text);
	}
	return good;
}

void
parse_clear(struct parsed *parsed)
{
	vec_clear(&parsed->given);
}
