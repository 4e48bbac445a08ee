/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of the options, for those that read it and those that show it,
 * and what each option does.
 */
#ifndef CMD_TAKE_H
#define CMD_TAKE_H

#include "cmd/options.h"
#include "param/kind.h"

enum option_group {
	GROUP_ENVELOPE,
	GROUP_POLICY,
	GROUP_HOW_FAR,
	GROUP_STATE,
	GROUP_OUTPUT,
	GROUP_SENDMAIL,		/* accepted, and mostly ignored */
	OPTION_GROUPS
};

struct option_row;

/* The command line on its way into struct options. */
struct reading {
	struct options *o;
	struct settings *settings;
	struct dsn *why;
	struct span spelling;	/* of the option that is being taken: "-f" */
};

/* What an option does. arg is NULL if it takes none, or none was given. */
typedef bool option_take(struct reading *reading,
    const struct option_row *row, const char *arg);

struct option_row {
	char letter;		/* 0: it has none */
	const char *name;	/* the long one; NULL: it has none */
	const char *arg;	/* what its argument is called; NULL: none */
	bool arg_optional;	/* only as --name=arg */
	enum option_group group;
	enum built built;
	option_take *take;	/* NULL: it only is not built yet */
	size_t offset;		/* of the field that it fills */
	const char *param[2];	/* by protocol: what it stands for */
	const struct word *words;	/* that it may be; ends with NULL */
	const char *choices;	/* the same, for completions only */
	const char *value;	/* of param, for one without an argument */
	enum action action;	/* that it asks for */
	const char *doc;	/* sentences, of which the first one is all
				 * that --help shows */
};

extern const struct option_row option_rows[];
extern const size_t option_rows_len;

/* Those options about which others must know. */
bool take_lmtp(struct reading *reading, const struct option_row *row,
    const char *arg);
bool take_destination(struct reading *reading, const struct option_row *row,
    const char *arg);
bool take_to(struct reading *reading, const struct option_row *row,
    const char *arg);

/* Fills *why: the option's spelling, and what is wrong. Always false. */
bool take_fail(struct reading *reading, const char *what, const char *detail);

/* The same for an argument: what is wanted instead. */
bool take_wanted(struct reading *reading, const char *what, const char *arg);

/* The first sentence of its doc, without the full stop. */
struct span option_summary(const struct option_row *row);

/* The titles of the groups. */
extern const char *const option_groups[OPTION_GROUPS];

#endif
