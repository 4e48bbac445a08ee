/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expressions have the values that Postfix's own postconf gives them. They
 * stand in test/data/postconf/values; test/cli/postconf.bats asks a postconf
 * again, where there is one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "os/slurp.h"
#include "param/params.h"
#include "unit/tap.h"

enum { FILE_MAX = 65536 };

static struct span
read_data(struct arena *arena, const char *file)
{
	const char *top = getenv("srcdir");
	struct span path = arena_text(arena, "%s/test/data/postconf/%s",
	    top == NULL ? "." : top, file);
	struct dsn why = DSN_IN(arena);
	struct str text;
	struct span copy;

	must(slurp_file(path.at, FILE_MAX, &text, &why));
	copy = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return copy;
}

/* unescape - line ends and the like are written as in C */

static struct span
unescape(struct arena *arena, struct span s)
{
	static const char letters[] = "ntrf\\", meant[] = "\n\t\r\f\\";
	char *to = arena_get(arena, s.len + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		const char *hit = s.at[i] == '\\' && i + 1 < s.len ?
		    strchr(letters, s.at[i + 1]) : NULL;

		to[n++] = hit == NULL ? s.at[i] : meant[hit - letters];
		i += hit != NULL;
	}
	return span_from(to, n);
}

/* squeeze - as postconf shows a value: a blank for any of them, and none at
 * the ends */

static struct span
squeeze(struct arena *arena, struct span s)
{
	char *to = arena_get(arena, s.len + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_space(s.at[i]))
			to[n++] = s.at[i];
		else if (n > 0 && to[n - 1] != ' ')
			to[n++] = ' ';
	return span_trim(span_from(to, n));
}

/* evaluate - what relayhost is made to be; "!" if that cannot be */

static struct span
evaluate(struct arena *arena, struct span macros, struct span expression)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("mail.example.org") };
	struct settings *settings = settings_new();
	struct params_input input = { .settings = settings,
	    .facts = &facts };
	struct params params;
	struct dsn why = DSN_IN(arena);
	struct span line = arena_text(arena, "relayhost = %.*s\n",
	    SPAN_ARG(expression));
	bool good = settings_read(settings, macros, SPAN("macros.cf"), &why) &&
	    settings_read(settings, line, SPAN("main.cf"), &why) &&
	    params_load(&input, &params, &why);

	settings_free(&settings);
	return good ? squeeze(arena, params.relayhost) : SPAN("!");
}

/* title - an expression as the name of a test: shells take backslashes for
 * their own */

static const char *
title(struct arena *arena, struct span expression)
{
	char *to = arena_get(arena, expression.len + 1, 1);

	for (size_t i = 0; i < expression.len; i++)
		to[i] = expression.at[i] == '\\' ? '/' : expression.at[i];
	return to;
}

/* test_row - expression, postconf's value, and where ours differs, ours and
 * why */

static void
test_row(struct arena *arena, struct span macros, struct span row)
{
	struct span expression = span_cut(&row, '\t');
	struct span theirs = span_cut(&row, '\t');
	struct span ours = row.len > 0 ? span_cut(&row, '\t') : theirs;

	is_span(evaluate(arena, macros, unescape(arena, expression)), ours,
	    title(arena, expression));
	if (!span_equal(ours, theirs))
		ok(row.len > 0, "where Postfix differs, and there is a "
		    "reason");
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct span macros = read_data(arena, "macros.cf");
	struct span rest = read_data(arena, "values");
	size_t rows = 0;

	while (rest.len > 0) {
		struct span row = span_cut(&rest, '\n');

		if (span_find(row, '\t') == row.len)
			continue;
		test_row(arena, macros, row);
		rows++;
	}
	ok(rows >= 250, "many expressions");
	arena_free(&arena);
	return tap_done();
}
