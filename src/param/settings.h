/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the user set, as text, before it means anything: parameter names,
 * values, and where each value came from. What an option says beats every
 * file; among options, and among files, what comes later beats the earlier.
 */
#ifndef PARAM_SETTINGS_H
#define PARAM_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "base/span.h"

enum setting_from {
	SETTING_FILE,		/* a main.cf */
	SETTING_OPTION,		/* -o, or an option that stands for one */
};

struct setting {
	struct span name, value;	/* value: blanks at its ends removed */
	enum setting_from from;
	struct span file;	/* FILE: its name; OPTION: the option, "-o" */
	unsigned line;		/* FILE: where it begins */
	unsigned over;		/* FILE: the line of another value that the
				 * same file gives it before; 0: none */
};

struct settings;

struct settings *settings_new(void);
void settings_free(struct settings **settings);

/* Texts are copied; blanks at the ends of name and value are removed, and
 * `over` is found out. */
void settings_set(struct settings *settings, const struct setting *setting);

/* The one in force, or NULL. It lives until the next settings_set. */
const struct setting *settings_get(const struct settings *settings,
    struct span name);

/* A file set it, whether or not an option beats that. */
bool settings_in_file(const struct settings *settings, struct span name);

/* The one in force for each name, in the order in which the names were first
 * set; NULL behind the last. */
const struct setting *settings_at(const struct settings *settings, size_t i);

/*
 * Reads main.cf syntax (CLI.md, Configuration) from memory; file is its name
 * for messages. A line that begins with a blank goes on with the one before;
 * comments and empty lines may stand between them. What some editors write
 * before UTF-8 (U+FEFF) is passed over. False: a line that is neither a
 * setting, a continuation, a comment nor empty, or holds a NUL; *why (5.3.5)
 * says file, line and what is wrong, and the settings that stood before it
 * were set.
 */
bool settings_read(struct settings *settings, struct span text,
    struct span file, struct dsn *why) MUST_USE;

/* "main.cf:7" or "-o": for messages. */
struct span setting_origin(struct arena *arena, const struct setting *s);

#endif
