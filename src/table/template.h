/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The result of a rule with a pattern: text in which $1, ${1} and $(1) stand
 * for what the pattern's groups matched, and $$ for a dollar.
 */
#ifndef TABLE_TEMPLATE_H
#define TABLE_TEMPLATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"

enum { TEMPLATE_GROUPS = 100 };	/* the whole match, and $1 to $99 */

struct piece {
	struct piece *next;
	struct span text;	/* borrowed from the template */
	unsigned group;		/* if not 0, the group instead */
};

struct template {
	struct piece *pieces;
	unsigned groups;	/* the highest that it names, or 0 */
};

/*
 * False: a dollar with nothing of the kind behind it, *why (4.3.5) says which.
 * As in Postfix, letters, digits and underscores right behind $1 are part of
 * the name, so that "$1x" is none.
 */
bool template_read(struct arena *arena, struct span text,
    struct template *template, struct dsn *why) MUST_USE;

/* Adds the text; group[1] to group[template->groups] are what matched. */
void template_add(const struct template *template, const struct span *group,
    struct str *to);

#endif
