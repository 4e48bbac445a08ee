/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A span is borrowed bytes: a place and a length, no NUL needed, any octet
 * allowed. It lives as long as whoever owns the bytes. The zero value is the
 * empty span.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *at;
	size_t len;
};

/* A span over a string literal, as a constant and as an expression. */
#define SPAN_INIT(literal)	{ (literal), sizeof(literal) - 1 }
#define SPAN(literal)		((struct span)SPAN_INIT(literal))

/* The two arguments of "%.*s". */
#define SPAN_ARG(s)		(int)(s).len, (s).at

static inline struct span
span_of(const char *string)
{
	return (struct span){ string, string == NULL ? 0 : strlen(string) };
}

static inline struct span
span_from(const char *at, size_t len)
{
	return (struct span){ at, len };
}

static inline bool
span_is_empty(struct span s)
{
	return s.len == 0;
}

/* Same octets. For comparisons that ignore case see ascii.h. */
static inline bool
span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool
span_starts(struct span s, struct span with)
{
	return s.len >= with.len &&
	    (with.len == 0 || memcmp(s.at, with.at, with.len) == 0);
}

/* The part that begins at octet n (n <= s.len). */
static inline struct span
span_from_octet(struct span s, size_t n)
{
	return n == 0 ? s : (struct span){ s.at + n, s.len - n };
}

/* The first n octets (n <= s.len). */
static inline struct span
span_first(struct span s, size_t n)
{
	return (struct span){ s.at, n };
}

/* The first n octets, or all of them where there are fewer. */
static inline struct span
span_up_to(struct span s, size_t n)
{
	return s.len > n ? span_first(s, n) : s;
}

/* Where c stands first, or s.len. */
static inline size_t
span_find(struct span s, char c)
{
	const char *hit = s.len == 0 ? NULL : memchr(s.at, c, s.len);

	return hit == NULL ? s.len : (size_t)(hit - s.at);
}

/* Where c stands last, or s.len. */
static inline size_t
span_find_last(struct span s, char c)
{
	for (size_t i = s.len; i-- > 0;)
		if (s.at[i] == c)
			return i;
	return s.len;
}

/* Where the text stands first, or s.len. */
static inline size_t
span_find_text(struct span s, struct span text)
{
	for (size_t i = 0; i < s.len; i++)
		if (span_starts(span_from_octet(s, i), text))
			return i;
	return s.len;
}

/*
 * Cuts the text before the first c off *rest and returns it; *rest goes on
 * behind the c. Without a c everything is returned and *rest is empty.
 */
static inline struct span
span_cut(struct span *rest, char c)
{
	size_t n = span_find(*rest, c);
	struct span head = span_first(*rest, n);

	*rest = span_from_octet(*rest, n < rest->len ? n + 1 : n);
	return head;
}

/* Without blanks, tabs, CR and LF at either end. */
static inline struct span
span_trim(struct span s)
{
	while (s.len > 0 && memchr(" \t\r\n", s.at[0], 4) != NULL)
		s = span_from_octet(s, 1);
	while (s.len > 0 && memchr(" \t\r\n", s.at[s.len - 1], 4) != NULL)
		s.len--;
	return s;
}

#endif
