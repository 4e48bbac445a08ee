/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words and what they stand for: enumerations (one word, one code) and sets
 * (a list of words, a mask of bits). A table says itself whether case
 * counts (behaviour 245).
 */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>

#include "base/span.h"
#include "base/str.h"

/* One row. In a table for sets the code is a bit, or several. */
struct name {
	const char *word;	/* NULL in the last row only */
	unsigned code;
};

struct names {
	const struct name *rows;
	bool exact;		/* case counts */
};

/* The code of a word; false when no row has it. */
bool names_code(const struct names *names, struct span word, unsigned *code);

/* The word of a code: that of the first row which has it; else NULL. */
const char *names_word(const struct names *names, unsigned code);

/*
 * All bits that a list names; its words stand apart by commas, blanks, tabs
 * and line ends, and an empty list is 0. False when a word is in no row:
 * *unknown is the first such word then, and *mask is untouched.
 */
bool names_mask(const struct names *names, struct span list, unsigned *mask,
    struct span *unknown);

/*
 * Adds the words of a mask, those of all rows whose bits are all in it, in
 * the order of the table; between them stands `between`.
 */
void names_add_mask(struct str *to, const struct names *names, unsigned mask,
    const char *between);

/* Adds every word of the table: "may, encrypt, dane" in a message. */
void names_add_all(struct str *to, const struct names *names,
    const char *between);

#endif
