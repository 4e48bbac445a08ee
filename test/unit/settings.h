/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameters for a test: Postfix's defaults, or our own, and a few settings
 * in words of one line each: "smtp_mx_address_limit = 2".
 */
#ifndef TEST_UNIT_SETTINGS_H
#define TEST_UNIT_SETTINGS_H

#include <stdio.h>

#include "base/mem.h"
#include "param/params.h"

static inline void
settings_line(struct settings *settings, const char *line)
{
	struct span value = span_of(line);
	struct setting setting = { .from = SETTING_OPTION,
	    .file = SPAN_INIT("-o") };

	setting.name = span_trim(span_cut(&value, '='));
	setting.value = span_trim(value);
	settings_set(settings, &setting);
}

/* lines: several with a line feed between them; NULL: none. */
static inline void
settings_load(struct arena *arena, enum protocol protocol, bool postfix_mode,
    const char *lines, struct params *params)
{
	static const struct host_facts facts = {
		.hostname = SPAN_INIT("client.test"),
		.login = SPAN_INIT("alice"),
	};
	struct settings *settings = settings_new();
	struct params_input input = { .settings = settings, .facts = &facts,
	    .protocol = protocol };
	struct span rest = span_of(lines);
	struct dsn why = DSN_IN(arena);
	bool good = !postfix_mode || settings_read(settings,
	    SPAN("compatibility_level = 3.11\n"), SPAN("main.cf"), &why);

	while (rest.len > 0) {
		struct span line = span_cut(&rest, '\n');

		settings_line(settings, arena_copy(arena, line).at);
	}
	good = good && params_load(&input, params, &why);
	settings_free(&settings);
	if (!good)
		printf("# settings: %.*s\n", SPAN_ARG(why.text));
	must(good);
}

/* Postfix's defaults. */
static inline struct params
settings_postfix(struct arena *arena, const char *lines)
{
	struct params params;

	settings_load(arena, PROTOCOL_SMTP, true, lines, &params);
	return params;
}

#endif
