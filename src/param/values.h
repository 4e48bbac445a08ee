/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of each parameter that is in force: what was set, else the
 * default, with its macros replaced. Internal to the room.
 */
#ifndef PARAM_VALUES_H
#define PARAM_VALUES_H

#include "base/map.h"
#include "param/rows.h"

struct values {
	const struct params_input *input;
	bool postfix_mode;
	struct map rows;	/* by name: places in param_rows */
	struct map used;	/* settings that a macro asked for */
	bool in_mydomain;	/* its default is being made */
	struct arena *arena;
};

struct value_text {
	struct span text;
	const struct setting *setting;	/* NULL: it is the default */
};

/* Borrows the input and the arena. */
void values_init(struct values *values, const struct params_input *input,
    struct arena *arena);
void values_clear(struct values *values);

/* False: its macros are malformed; *why is complete. */
bool values_text(struct values *values, const struct param_row *row,
    struct value_text *text, struct dsn *why) MUST_USE;

/* The same for the default, whatever was set. */
bool values_default(struct values *values, const struct param_row *row,
    struct span *text, struct dsn *why) MUST_USE;

/* The row that a name belongs to in any protocol, or NULL. */
const struct param_row *values_row(const struct values *values,
    struct span name);

#endif
