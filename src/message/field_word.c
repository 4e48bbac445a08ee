/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/field_word.h"

#include "base/ascii.h"
#include "mail/header_address.h"

/* closed_by - where the word ends; 0: it has no end */

static size_t
closed_by(struct span s, char close)
{
	for (size_t i = 1; i < s.len; i++) {
		if (s.at[i] == '\\')
			i++;
		else if (s.at[i] == close)
			return i + 1;
	}
	return 0;
}

static bool
is_special(char c)
{
	return c != '\0' && strchr("()<>[]:;@\\,\"", c) != NULL;
}

static size_t
atom_end(struct span s)
{
	size_t i = 0;

	while (i < s.len && !is_special(s.at[i]) && !ascii_is_space(s.at[i]))
		i++;
	return i == 0 ? 1 : i;
}

static size_t
word_end(struct span s)
{
	switch (s.at[0]) {
	case '(':
		return header_comment_length(s);
	case '"':
		return closed_by(s, '"');
	case '[':
		return closed_by(s, ']');
	default:
		return atom_end(s);
	}
}

bool
field_word_next(struct span *rest, struct field_word *word, bool *broken)
{
	struct span s = *rest;
	size_t len;

	while (s.len > 0 && ascii_is_space(s.at[0]))
		s = span_from_octet(s, 1);
	if (s.len == 0)
		return false;
	len = word_end(s);
	*broken = len == 0;
	if (*broken)
		return false;
	word->text = span_first(s, len);
	word->apart = s.len < rest->len;
	*rest = span_from_octet(s, len);
	return true;
}
