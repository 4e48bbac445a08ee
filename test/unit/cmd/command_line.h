/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A command line for tests: its words stand in one text, a blank between, and
 * a "~" in a word is a blank.
 */
#ifndef CMD_COMMAND_LINE_H
#define CMD_COMMAND_LINE_H

#include "base/ascii.h"
#include "base/mem.h"
#include "cmd/options.h"

enum { WORDS_MAX = 64 };

struct command_line {
	struct arena *arena;
	struct settings *settings;
	struct options options;
	struct dsn why;
	bool good;
	char *argv[WORDS_MAX];
	int argc;
};

static inline void
command_line_read(struct command_line *c, const char *text)
{
	struct span rest = span_of(text), word;

	*c = (struct command_line){ .arena = arena_new(),
	    .settings = settings_new() };
	c->why = DSN_IN(c->arena);
	while (ascii_word(&rest, " ", &word)) {
		char *copy = mem_string(word);

		must(c->argc < WORDS_MAX);
		c->argv[c->argc++] = copy;
		for (; *copy != '\0'; copy++)
			if (*copy == '~')
				*copy = ' ';
	}
	c->good = options_read(c->argc, c->argv, &c->options, c->settings,
	    &c->why);
}

static inline void
command_line_clear(struct command_line *c)
{
	options_clear(&c->options);
	settings_free(&c->settings);
	arena_free(&c->arena);
	while (c->argc-- > 0)
		mem_free(&c->argv[c->argc]);
}

/* The value of a setting, or "(none)". */
static inline struct span
command_line_setting(const struct command_line *c, const char *name)
{
	const struct setting *s = settings_get(c->settings, span_of(name));

	return s == NULL ? SPAN("(none)") : s->value;
}

#endif
