/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text from outside as lines that can do no harm in a message: of its line
 * ends and controls none is left, and long lines are folded (RFC 5322 section
 * 2.2.3). Without allocation once the string has its room.
 */
#ifndef REPORT_FOLDED_H
#define REPORT_FOLDED_H

#include <stdbool.h>

#include "base/span.h"
#include "base/str.h"

enum {
	FOLDED_WIDTH = 78,	/* octets of a line, where blanks allow it */
	FOLDED_LINE_MAX = 998,	/* octets of a line, whatever the text */
	FOLDED_TEXT_MAX = 4096,	/* octets of text that are shown */
};

/* How a text is laid out. */
struct folding {
	size_t column;		/* where it begins */
	const char *indent;	/* what each further line begins with, before
				 * the blanks at which it was folded */
	bool utf8;		/* may go beyond US-ASCII; else '?' is there */
};

/*
 * Adds the text, as printable_add makes it, without blanks at its ends and
 * without a line end behind it. A word that is too long for a line is broken.
 */
void folded_add(struct str *to, const struct folding *folding,
    struct span text);

/* NAME: TEXT, a field of a header with its line end; nothing if the text is
 * empty. */
void folded_add_field(struct str *to, const char *name, struct span text,
    bool utf8);

#endif
