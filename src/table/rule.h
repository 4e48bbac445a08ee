/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line of a regexp:, pcre: or cidr: table, taken apart, as regexp_table(5)
 * and pcre_table(5) describe it. Nothing is compiled here.
 */
#ifndef TABLE_RULE_H
#define TABLE_RULE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"

enum rule_kind {
	RULE_MATCH,		/* pattern result */
	RULE_IF,		/* if pattern */
	RULE_ENDIF,
};

struct rule_pattern {
	struct span text;	/* between its delimiters */
	struct span flags;	/* behind them */
	bool negated;		/* an odd number of "!" stood before it */
};

struct rule {
	enum rule_kind kind;
	struct rule_pattern pattern;	/* MATCH and IF */
	struct rule_pattern second;	/* regexp: the second of
				 * /one/!/other/; text.at is NULL if there is
				 * none */
	struct span rest;	/* MATCH: the result; else what should not be
				 * there. Without blanks at its ends */
};

/* if and endif in any case, with no letter or digit behind them; *rest is
 * what stands behind such a word, or the line. */
enum rule_kind rule_kind(struct span line, struct span *rest);

/*
 * Reads one line that has no blanks at its ends and is not empty. `two`: a
 * MATCH may have a second pattern. False: it is none of these, *why (4.3.5)
 * says in what way.
 */
bool rule_read(struct span line, bool two, struct rule *rule,
    struct dsn *why) MUST_USE;

#endif
