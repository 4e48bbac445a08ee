/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Header and body checks (behaviours 198 to 200): a table is asked with a
 * field or a line, and says what is to become of it. This is how its answer
 * is read; whoever asks does it. Pure.
 */
#ifndef MESSAGE_CHECKS_H
#define MESSAGE_CHECKS_H

#include <stdbool.h>

#include "base/span.h"

enum check_action {
	CHECK_KEEP,		/* DUNNO, OK */
	CHECK_NOTE,		/* WARN, INFO: kept, and told */
	CHECK_REPLACE,		/* by the text */
	CHECK_PREPEND,		/* the text stands before it */
	CHECK_IGNORE,		/* dropped */
	CHECK_STRIP,		/* dropped, and told */
	CHECK_UNKNOWN,		/* no such command here: kept */
	CHECK_NO_TEXT,		/* REPLACE or PREPEND without one: kept */
	CHECK_NO_FIELD,		/* REPLACE of a field by what is none: kept */
};

struct check {
	enum check_action action;
	struct span command;	/* as the table has it */
	struct span text;	/* what stands behind it */
};

/* field: what was asked about is a header field, else a line of the body. */
struct check check_read(struct span answer, bool field);

#endif
