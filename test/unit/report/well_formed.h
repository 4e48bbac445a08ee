/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is a text one JSON object (RFC 8259), written on one line? A reader of its
 * own, so that the writer is not its own witness.
 */
#ifndef TEST_UNIT_REPORT_WELL_FORMED_H
#define TEST_UNIT_REPORT_WELL_FORMED_H

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/span.h"
#include "base/utf8.h"

static inline bool
eat(struct span *s, const char *any)
{
	if (s->len == 0 || strchr(any, s->at[0]) == NULL || s->at[0] == '\0')
		return false;
	*s = span_from_octet(*s, 1);
	return true;
}

static inline bool
eat_escape(struct span *s)
{
	if (!eat(s, "u"))
		return eat(s, "\"\\/bfnrt");
	for (int i = 0; i < 4; i++)
		if (!eat(s, "0123456789abcdefABCDEF"))
			return false;
	return true;
}

static inline bool
eat_string(struct span *s)
{
	unsigned long point;
	size_t n;

	if (!eat(s, "\""))
		return false;
	while (!eat(s, "\"")) {
		if (eat(s, "\\")) {
			if (!eat_escape(s))
				return false;
			continue;
		}
		n = utf8_step(*s, &point);
		if (n == 0 || point < 0x20)
			return false;
		*s = span_from_octet(*s, n);
	}
	return true;
}

static inline bool
eat_number(struct span *s)
{
	eat(s, "-");
	if (!eat(s, "0")) {
		if (!eat(s, "123456789"))
			return false;
		while (eat(s, "0123456789"))
			;
	}
	if (!eat(s, "."))
		return true;
	if (!eat(s, "0123456789"))
		return false;
	while (eat(s, "0123456789"))
		;
	return true;
}

static inline bool
eat_word(struct span *s, struct span word)
{
	if (!span_starts(*s, word))
		return false;
	*s = span_from_octet(*s, word.len);
	return true;
}

static inline bool eat_value(struct span *s);

static inline bool
eat_members(struct span *s, const char *end, bool named)
{
	if (eat(s, end))
		return true;
	do {
		if (named && (!eat_string(s) || !eat(s, ":")))
			return false;
		if (!eat_value(s))
			return false;
	} while (eat(s, ","));
	return eat(s, end);
}

static inline bool
eat_value(struct span *s)
{
	if (eat(s, "{"))
		return eat_members(s, "}", true);
	if (eat(s, "["))
		return eat_members(s, "]", false);
	return eat_string(s) || eat_number(s) || eat_word(s, SPAN("true")) ||
	    eat_word(s, SPAN("false")) || eat_word(s, SPAN("null"));
}

static inline bool
is_one_object(struct span s)
{
	return s.len > 0 && s.at[0] == '{' && eat_value(&s) && s.len == 0;
}

#endif
