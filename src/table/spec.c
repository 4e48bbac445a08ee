/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/spec.h"

#include "base/ascii.h"

#define BETWEEN ", \t\r\n"

static bool
is_between(char c)
{
	return memchr(BETWEEN, c, sizeof(BETWEEN) - 1) != NULL;
}

bool
spec_word(struct span *rest, struct span *word)
{
	size_t depth = 0, n;

	while (rest->len > 0 && is_between(rest->at[0]))
		*rest = span_from_octet(*rest, 1);
	for (n = 0; n < rest->len; n++) {
		char c = rest->at[n];

		if (c == '{')
			depth++;
		else if (c == '}' && depth > 0)
			depth--;
		else if (depth == 0 && is_between(c))
			break;
	}
	*word = span_first(*rest, n);
	*rest = span_from_octet(*rest, n);
	return n > 0;
}

bool
spec_read(struct span word, struct table_spec *spec)
{
	const struct span proxy = SPAN_INIT("proxy:");
	struct span type;

	while (span_starts(word, proxy))
		word = span_from_octet(word, proxy.len);
	type = span_cut(&word, ':');
	if (type.len == 0 || word.len == 0 ||
	    span_find(word, '\0') < word.len)
		return false;
	*spec = (struct table_spec){ type, word };
	return true;
}

/* closing - where the brace stands that closes the first one, or s.len */

static size_t
closing(struct span s)
{
	size_t depth = 0, i;

	for (i = 0; i < s.len; i++) {
		if (s.at[i] == '{')
			depth++;
		else if (s.at[i] == '}' && --depth == 0)
			break;
	}
	return i;
}

bool
spec_unbrace(struct span word, struct span *inside, struct dsn *why)
{
	size_t end;

	if (word.len == 0 || word.at[0] != '{')
		return dsn_fail(why, "4.3.5",
		    "a \"{\" is wanted at its beginning");
	end = closing(word);
	if (end == word.len)
		return dsn_fail(why, "4.3.5", "its last \"}\" is missing");
	if (end < word.len - 1)
		return dsn_fail(why, "4.3.5",
		    "something stands behind the \"}\" that ends it");
	*inside = spec_trim(span_from(word.at + 1, end - 1));
	return true;
}

struct span
spec_trim(struct span s)
{
	while (s.len > 0 && ascii_is_space(s.at[0]))
		s = span_from_octet(s, 1);
	while (s.len > 0 && ascii_is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}
