/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A string that grows, up to a maximum it is born with. What does not fit is
 * dropped whole, and full stays set: a caller checks once, at the end.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"

struct str {
	char *at;	/* NULL until something was added; then a NUL is
			 * kept behind the last octet */
	size_t len;
	size_t max;	/* octets it may hold; 0: it is not initialised */
	size_t room;	/* octets allocated */
	bool full;	/* something was dropped since init or reset */
};

/* max > 0 is the most octets it may ever hold. No memory is taken yet. */
void str_init(struct str *s, size_t max);

/* Releases the memory; as after str_init. */
void str_clear(struct str *s);

/* The same, and what it held is overwritten first. What it held before it
 * grew may still lie about: a secret is added in one piece. */
void str_wipe(struct str *s);

/* Empties it, keeps the memory, forgets full. */
void str_reset(struct str *s);

/* Room for so many octets more, so that it does not grow while they are
 * added. False: they are over the maximum, and full is set. */
bool str_reserve(struct str *s, size_t more);

void str_add(struct str *s, struct span text);
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *format, ...) PRINTF_LIKE(2, 3);
void str_addv(struct str *s, const char *format, va_list args)
    PRINTF_LIKE(2, 0);

/* Takes the first n octets away (n <= len). */
void str_drop(struct str *s, size_t n);

static inline struct span
str_span(const struct str *s)
{
	return span_from(s->at, s->len);
}

/* NUL-terminated; "" when empty. */
static inline const char *
str_chars(const struct str *s)
{
	return s->at == NULL ? "" : s->at;
}

#endif
