/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/lines.h"

#include "base/ascii.h"
#include "table/spec.h"

bool
lines_load(struct lines *lines, const char *path, struct str *text,
    enum exposure *exposure, struct dsn *why)
{
	if (!exposure_slurp(path, LINES_TEXT_MAX, text, exposure, why))
		return false;
	lines->rest = str_span(text);
	return true;
}

bool
lines_unbrace(struct lines *lines, struct span name, struct dsn *why)
{
	struct span inside, rest, word, rule;

	if (!spec_unbrace(name, &inside, why))
		return false;
	for (rest = inside; spec_word(&rest, &word);)
		if (!spec_unbrace(word, &rule, why))
			return dsn_fail(why, "4.3.5", "each of its rules "
			    "stands in braces, {{rule}, {rule}}");
	lines->rest = inside;
	lines->braces = true;
	return true;
}

/* is_nothing - an empty line or a comment, which may stand anywhere */

static bool
is_nothing(struct span line)
{
	line = spec_trim(line);
	return line.len == 0 || line.at[0] == '#';
}

static struct span
cut_line(struct lines *lines)
{
	lines->at++;
	return span_cut(&lines->rest, '\n');
}

/* may_go_on - what comes next is no new logical line */

static bool
may_go_on(const struct lines *lines)
{
	return lines->rest.len > 0 && (lines->rest.at[0] == '#' ||
	    ascii_is_space(lines->rest.at[0]));
}

/* join - a first line and those that go on with it */

static struct span
join(struct lines *lines, struct span first)
{
	struct span whole = first, more;
	struct str text;

	str_init(&text, first.len + lines->rest.len + 1);
	while (may_go_on(lines)) {
		more = cut_line(lines);
		if (is_nothing(more))
			continue;
		if (text.len == 0)
			str_add(&text, first);
		str_add(&text, more);
	}
	if (text.len > 0)
		whole = arena_copy(lines->arena, str_span(&text));
	str_clear(&text);
	return whole;
}

/* is_good - said why not; what is not is passed over */

static bool
is_good(struct lines *lines, struct span line)
{
	if (ascii_is_space(line.at[0])) {
		lines_warn(lines, "it begins with a blank, but there is none "
		    "before it to go on with; it is skipped");
		return false;
	}
	if (span_find(line, '\0') < line.len) {
		lines_warn(lines, "there is a NUL in it; it is skipped");
		return false;
	}
	return true;
}

static bool
next_line(struct lines *lines, struct span *line)
{
	struct span one;

	while (lines->rest.len > 0) {
		one = cut_line(lines);
		if (is_nothing(one))
			continue;
		lines->line = lines->at;
		one = join(lines, one);
		if (!is_good(lines, one))
			continue;
		*line = spec_trim(one);
		return true;
	}
	return false;
}

static bool
next_rule(struct lines *lines, struct span *line)
{
	struct dsn why = DSN_IN(lines->arena);
	struct span word;

	while (spec_word(&lines->rest, &word)) {
		lines->line = ++lines->at;
		if (spec_unbrace(word, line, &why) && !is_nothing(*line) &&
		    is_good(lines, *line))
			return true;
	}
	return false;
}

bool
lines_next(struct lines *lines, struct span *line)
{
	struct span next;

	if (lines->count > LINES_MAX ||
	    !(lines->braces ? next_rule(lines, &next) :
	    next_line(lines, &next)))
		return false;
	if (++lines->count > LINES_MAX)
		return false;
	*line = next;
	return true;
}

/* warn - the first few are told, the others counted */

PRINTF_LIKE(3, 0) static void
warn(struct lines *lines, unsigned line, const char *format, va_list args)
{
	struct str text;

	if (++lines->warnings > LINES_WARNINGS)
		return;
	str_init(&text, DSN_TEXT_MAX);
	str_addv(&text, format, args);
	tellf(lines->teller, EVENT_WARNING, "%.*s, %s %u: %s",
	    SPAN_ARG(lines->label), lines_unit(lines), line,
	    str_chars(&text));
	str_clear(&text);
}

void
lines_warn(struct lines *lines, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	warn(lines, lines->line, format, args);
	va_end(args);
}

void
lines_warn_at(struct lines *lines, unsigned line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	warn(lines, line, format, args);
	va_end(args);
}

bool
lines_end(struct lines *lines, struct dsn *why)
{
	if (lines->warnings > LINES_WARNINGS)
		tellf(lines->teller, EVENT_WARNING, "%.*s: %u more warnings "
		    "like these", SPAN_ARG(lines->label),
		    lines->warnings - LINES_WARNINGS);
	return lines->count <= LINES_MAX || dsn_fail(why, "4.3.0",
	    "it has more than %d lines", LINES_MAX);
}

const char *
lines_unit(const struct lines *lines)
{
	return lines->braces ? "rule" : "line";
}
