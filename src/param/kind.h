/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kinds of value: how the text of a parameter becomes a value of a C type,
 * the TYPE_OF_ of params.h, and text again. An enumeration is a kind with a
 * table of words.
 */
#ifndef PARAM_KIND_H
#define PARAM_KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/str.h"

/* How far a parameter, or one word of its value, is built. */
enum built {
	BUILT_ACTS,		/* it does what its doc says */
	BUILT_INDIRECT,		/* it acts as the default of others */
	BUILT_NOT_YET,		/* no effect yet: setting it is a warning */
	BUILT_NO_USE,		/* it never will have; its doc says why */
	BUILT_PROTECTS,		/* no effect yet, but what it asks for is
				 * protection or a credential: an error */
};

/* What a value may be: numbers as such, times in milliseconds, texts in
 * octets. A zero is always fine if or_zero says so. */
struct limits {
	int64_t least, most;
	bool or_zero;
};

#define ANY			{ INT64_MIN, INT64_MAX, false }
#define AT_LEAST(n)		{ (n), INT64_MAX, false }
#define BETWEEN(least, most)	{ (least), (most), false }
#define ZERO_OR_AT_LEAST(n)	{ (n), INT64_MAX, true }

struct word {
	const char *name;
	unsigned value;
	enum built built;
};

enum shape {
	SHAPE_BOOL,
	SHAPE_NUMBER,
	SHAPE_TIME,
	SHAPE_TEXT,
	SHAPE_CHOICE,		/* one word of a table */
	SHAPE_SET,		/* any words of a table */
};

struct kind {
	const char *name;	/* "a time", for messages and the manual */
	enum shape shape;
	/* False: the text is no such value, or is outside the limits. */
	bool (*read)(const struct kind *kind, struct span text,
	    const struct limits *limits, void *value);
	/* Adds the value as read would read it again; for secrets, stars. */
	void (*show)(const struct kind *kind, const void *value,
	    struct str *to);
	const struct word *words;	/* NULL: it has none */
	size_t words_len;
	bool any_case;		/* of the words (behaviour 245) */
	bool lenient;		/* unknown words are passed over */
};

/* Room for a value of any kind. */
union value {
	bool yes;
	int64_t number;
	unsigned word;
	struct span text;
};

/* Adds what is wanted of a value: "yes or no", "a number of at least 1". */
void kind_add_wanted(const struct kind *kind, const struct limits *limits,
    struct str *to);

/* It asks for nothing: "no", or an empty text. */
bool kind_is_off(const struct kind *kind, const void *value);

extern const struct kind KIND_BOOL, KIND_NUMBER;
extern const struct kind KIND_TIME;	/* seconds, if no unit is given */
extern const struct kind KIND_DAYS;	/* days, if no unit is given */
extern const struct kind KIND_TEXT;
extern const struct kind KIND_LIST;	/* commas and blanks stand between */
extern const struct kind KIND_LEVEL;	/* a compatibility level: 3.6 */
extern const struct kind KIND_IPV4, KIND_IPV6;	/* perhaps in brackets */
extern const struct kind KIND_PATH;
extern const struct kind KIND_PATHS;
extern const struct kind KIND_TABLE;	/* one type:name */
extern const struct kind KIND_TABLES;	/* a list of them */
extern const struct kind KIND_PASSWORDS;	/* tables, shown in stars */

#endif
