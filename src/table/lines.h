/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a table, line by line, and whom to tell what is wrong with it.
 * Lines are those of postmap(1) and main.cf: one that begins with a blank
 * goes on with the one before; empty lines and lines whose first word begins
 * with # are passed over, wherever they stand. A table that stands in a
 * parameter has rules in braces instead: {rule}, {rule}.
 */
#ifndef TABLE_LINES_H
#define TABLE_LINES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"
#include "os/exposure.h"
#include "trace/trace.h"

enum {
	LINES_TEXT_MAX = 64 << 20,	/* octets of a file */
	LINES_MAX = 1000000,		/* of them, put together */
	LINES_WARNINGS = 10,		/* that are told of one table */
};

/* The two arguments of "%.*s" for text of a file: no more than is helpful. */
#define LINES_QUOTE(s)	SPAN_ARG(span_up_to((s), 80))

struct lines {
	struct span rest;	/* what was not read yet */
	struct span label;	/* "texthash:/etc/x", for messages */
	struct teller teller;
	struct arena *arena;	/* where lines that were put together live */
	bool braces;
	unsigned line;		/* where the last one began, from 1; in braces
				 * the number of the rule */
	unsigned at;		/* lines that were read */
	unsigned count;		/* of lines that were given */
	unsigned warnings;
};

/* Reads a file into *text, where it stays, and finds how exposed it is; the
 * rest of *lines is set by the caller. False: as slurp_file. */
bool lines_load(struct lines *lines, const char *path, struct str *text,
    enum exposure *exposure, struct dsn *why) MUST_USE;

/* Takes the rules in braces that name holds. False: as spec_unbrace, for it
 * or for one of its rules. */
bool lines_unbrace(struct lines *lines, struct span name, struct dsn *why)
    MUST_USE;

/* The next one, without blanks at its ends, never empty; it lives as long as
 * the text and the arena. False when there is none, or after LINES_MAX. */
bool lines_next(struct lines *lines, struct span *line);

/* A warning about the last one; the sentence goes on behind "line 7: ". */
void lines_warn(struct lines *lines, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* The same about another line. */
void lines_warn_at(struct lines *lines, unsigned line, const char *format,
    ...) PRINTF_LIKE(3, 4);

/* Call it behind the last one. False: there were more than LINES_MAX. */
bool lines_end(struct lines *lines, struct dsn *why) MUST_USE;

/* "line", or "rule" in braces. */
const char *lines_unit(const struct lines *lines);

#endif
