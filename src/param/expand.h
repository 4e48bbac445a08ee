/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Macros in the values of parameters, as postconf(5) has them:
 *
 *	$name ${name} $(name)		the value of name, expanded as well
 *	$$				a dollar
 *	${name?text} ${name:text}	the text, if name is (not) set
 *	${name?{a}:{b}}			either
 *	${{a} OP {b} ? {c} : {d}}	c or d; without them "true" or nothing
 *	${domain_to_ascii{a}}		a as an A-label
 *
 * OP is one of == != < <= >= >, between numbers if both are, else between
 * texts; with "level" behind it, between compatibility levels. Set means that
 * the value is not empty before it is expanded. A name that is not set stands
 * for nothing.
 */
#ifndef PARAM_EXPAND_H
#define PARAM_EXPAND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"

enum {
	EXPAND_MAX = 65536,	/* octets of an expanded value */
	EXPAND_DEPTH = 100,	/* macros within macros */
	EXPAND_STEPS = 10000,	/* macros in all, for one value */
};

/* Finds the value of a name before expansion; empty if it is not set. */
typedef void expand_lookup(void *self, struct span name, struct span *value);

/*
 * The text with its macros replaced, in the arena. False: it is malformed,
 * or a name leads to itself or beyond a limit above; *why (5.3.5) says what
 * is wrong, and the caller adds where.
 */
bool expand(struct span text, expand_lookup *lookup, void *self,
    struct span *expanded, struct dsn *why) MUST_USE;

#endif
