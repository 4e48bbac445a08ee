/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What compiles and matches patterns: POSIX's regcomp for regexp: tables, as
 * in Postfix, so that a table means the same on the same machine; PCRE2 for
 * pcre: tables. Compiled patterns are const; what a match needs besides lives
 * in a trial, which belongs to one lookup.
 */
#ifndef TABLE_ENGINE_H
#define TABLE_ENGINE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "table/rule.h"
#include "table/template.h"

/* A key on its way through the patterns of a table. */
struct trial {
	struct span key;	/* a NUL stands behind it, and none in it */
	unsigned groups;	/* the highest that is wanted of a match */
	struct span group[TEMPLATE_GROUPS];	/* of the last for which that
						 * was not 0 */
	void *own;		/* the engine's */
};

struct engine {
	bool two;		/* /one/!/other/ is a rule */
	size_t key_max;		/* octets; longer keys are trouble */
	/*
	 * Compiles it; `groups` is the highest group that will be asked for.
	 * False: it is no pattern, or has fewer groups; *why (4.3.5).
	 */
	bool (*compile)(const struct rule_pattern *pattern, unsigned groups,
	    void **code, struct dsn *why);
	void (*drop)(void *code);
	/* Before the first and after the last match of a trial, of which key
	 * is set. */
	void (*begin)(struct trial *trial);
	void (*end)(struct trial *trial);
	/*
	 * Whether the pattern matches; if so, the groups that are wanted are
	 * set, those that took no part to the empty text. False: it cannot be
	 * said (too much time or memory), *why says why.
	 */
	bool (*match)(const void *code, struct trial *trial, bool *matches,
	    struct dsn *why);
};

extern const struct engine ENGINE_POSIX, ENGINE_PCRE;

#endif
