/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/header.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "mail/header_address.h"
#include "message/content_type.h"

/* line_length - octets of the first line, with its line end if it has one */

static size_t
line_length(struct span s)
{
	size_t lf = span_find(s, '\n');

	return lf < s.len ? lf + 1 : s.len;
}

static struct span
without_line_end(struct span s)
{
	if (s.len > 0 && s.at[s.len - 1] == '\n') {
		s.len--;
		if (s.len > 0 && s.at[s.len - 1] == '\r')
			s.len--;
	}
	return s;
}

/* split - name and body of a field; false if there is no good name */

static bool
split(struct span whole, struct header_field *field)
{
	size_t name = 0, colon;

	while (name < whole.len && ascii_is_print(whole.at[name]) &&
	    whole.at[name] != ' ' && whole.at[name] != ':')
		name++;
	for (colon = name; colon < whole.len &&
	    ascii_is_blank(whole.at[colon]);)
		colon++;
	if (name == 0 || colon == whole.len || whole.at[colon] != ':')
		return false;
	field->name = span_first(whole, name);
	field->body = without_line_end(span_from_octet(whole, colon + 1));
	field->whole = whole;
	return true;
}

bool
header_next(struct span *rest, struct header_field *field)
{
	struct span s = *rest;
	size_t len = line_length(s);

	while (len < s.len && ascii_is_blank(s.at[len]))
		len += line_length(span_from_octet(s, len));
	if (!split(span_first(s, len), field))
		return false;
	*rest = span_from_octet(s, len);
	return true;
}

bool
header_find(struct span *rest, struct span name, struct header_field *field)
{
	struct header_field next;

	while (header_next(rest, &next))
		if (ascii_equal(next.name, name)) {
			*field = next;
			return true;
		}
	return false;
}

/* gap_length - octets of the blank or of the comment at the front; 0: there
 * is none. A comment without an end is all that is left. */

static size_t
gap_length(struct span s)
{
	size_t comment;

	if (s.len == 0 || s.at[0] != '(')
		return s.len > 0 && ascii_is_space(s.at[0]);
	comment = header_comment_length(s);
	return comment > 0 ? comment : s.len;
}

struct span
header_skip_gap(struct span s)
{
	size_t n;

	while ((n = gap_length(s)) > 0)
		s = span_from_octet(s, n);
	return s;
}

struct span
header_token(struct span *rest)
{
	static const char ends[] = " \t\r\n()<>@,;:\\\"/[]?=";
	struct span s = header_skip_gap(*rest);
	size_t len = 0;

	while (len < s.len && memchr(ends, s.at[len], sizeof(ends)) == NULL)
		len++;
	*rest = span_from_octet(s, len);
	return span_first(s, len);
}

bool
header_declares_8bit(struct span header)
{
	struct header_field field;

	while (header_find(&header, SPAN("Content-Transfer-Encoding"),
	    &field))
		if (encoding_read(field.body) == ENCODING_8BIT)
			return true;
	return false;
}

bool
header_is_utf8(struct span header)
{
	struct header_field field;

	while (header_next(&header, &field))
		if (!ascii_is_all(field.whole) && utf8_is_valid(field.whole))
			return true;
	return false;
}

/* says - some field of that name holds the word alone */

static bool
says(struct span header, struct span name, struct span word)
{
	struct header_field field;

	while (header_find(&header, name, &field))
		if (ascii_equal(span_trim(field.body), word))
			return true;
	return false;
}

bool
header_waives_tls(struct span header)
{
	return says(header, SPAN("TLS-Required"), SPAN("no"));
}

bool
header_wants_requiretls(struct span header)
{
	return says(header, SPAN("Require-TLS-ESMTP"), SPAN("yes"));
}
