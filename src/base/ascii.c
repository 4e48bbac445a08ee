/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/ascii.h"

#include <string.h>

bool
ascii_is_all(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	return true;
}

bool
ascii_equal(struct span a, struct span b)
{
	return a.len == b.len && ascii_starts(a, b);
}

bool
ascii_starts(struct span s, struct span with)
{
	if (s.len < with.len)
		return false;
	for (size_t i = 0; i < with.len; i++)
		if (ascii_lower(s.at[i]) != ascii_lower(with.at[i]))
			return false;
	return true;
}

/* stands - whether c is one of a set; NUL never is */

static bool
stands(const char *set, char c)
{
	return c != '\0' && strchr(set, c) != NULL;
}

bool
ascii_word(struct span *rest, const char *between, struct span *word)
{
	size_t from = 0, to;

	while (from < rest->len && stands(between, rest->at[from]))
		from++;
	for (to = from; to < rest->len && !stands(between, rest->at[to]);)
		to++;
	if (from == to)
		return false;
	*word = span_from(rest->at + from, to - from);
	*rest = span_from_octet(*rest, to);
	return true;
}
