/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters as the mail RFCs mean them: US-ASCII, whatever the locale.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

#include "base/span.h"

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
ascii_is_alnum(char c)
{
	return ascii_is_digit(c) || ascii_is_alpha(c);
}

static inline bool
ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Blank, tab, CR, LF, VT or FF. */
static inline bool
ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* From space to tilde. */
static inline bool
ascii_is_print(char c)
{
	return c >= 0x20 && c <= 0x7e;
}

/* What a hexadecimal digit is worth, in any case; -1: it is none. */
static inline int
ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline char
ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Every octet is below 128. */
bool ascii_is_all(struct span s);

/* The same text but for the case of A to Z. */
bool ascii_equal(struct span a, struct span b);

/* s begins with with, whatever the case. */
bool ascii_starts(struct span s, struct span with);

/*
 * The next word of *rest, where words stand apart by any of the characters
 * in between (RFC 2822 comma lists: ", \t\r\n"); *rest goes on behind it.
 * False when there is none.
 */
bool ascii_word(struct span *rest, const char *between, struct span *word);

#endif
