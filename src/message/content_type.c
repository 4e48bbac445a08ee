/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/content_type.h"

#include "base/ascii.h"
#include "base/names.h"
#include "message/header.h"

static const struct name subtype_rows[] = {
	{ "rfc822", MEDIA_MESSAGE },
	{ "global", MEDIA_GLOBAL },
	{ NULL, 0 }
};

static const struct names subtypes = { .rows = subtype_rows };

static const struct name encoding_rows[] = {
	{ "7bit", ENCODING_7BIT },
	{ "8bit", ENCODING_8BIT },
	{ "binary", ENCODING_8BIT },
	{ NULL, 0 }
};

static const struct names encodings = { .rows = encoding_rows };

/* skip - one octet if it comes next, and what may stand before it */

static bool
skip(struct span *s, char c)
{
	*s = header_skip_gap(*s);
	if (s->len == 0 || s->at[0] != c)
		return false;
	*s = span_from_octet(*s, 1);
	return true;
}

/* cut_quoted - what stands in a quoted-string whose first quote is gone */

static struct span
cut_quoted(struct span *s)
{
	struct span inside;
	size_t i;

	for (i = 0; i < s->len && s->at[i] != '"'; i++)
		if (s->at[i] == '\\' && i + 1 < s->len)
			i++;
	inside = span_first(*s, i);
	*s = span_from_octet(*s, i < s->len ? i + 1 : i);
	return inside;
}

static void
add_quoted(struct span inside, struct str *to)
{
	for (size_t i = 0; i < inside.len; i++) {
		if (inside.at[i] == '\\' && i + 1 < inside.len)
			i++;
		if (inside.at[i] != '\r' && inside.at[i] != '\n')
			str_add_char(to, inside.at[i]);
	}
}

static void
add_unquoted(struct span *s, struct str *to)
{
	size_t i;

	for (i = 0; i < s->len && !ascii_is_space(s->at[i]) &&
	    s->at[i] != ';' && s->at[i] != '('; i++)
		str_add_char(to, s->at[i]);
	*s = span_from_octet(*s, i);
}

static void
add_value(struct span *s, struct str *to)
{
	if (skip(s, '"'))
		add_quoted(cut_quoted(s), to);
	else
		add_unquoted(s, to);
}

/* skip_parameter - to the semicolon behind what is not understood */

static void
skip_parameter(struct span *s)
{
	for (*s = header_skip_gap(*s); s->len > 0 && s->at[0] != ';';
	    *s = header_skip_gap(*s)) {
		if (skip(s, '"'))
			cut_quoted(s);
		else
			*s = span_from_octet(*s, 1);
	}
}

static void
read_boundary(struct span s, struct str *boundary)
{
	struct span name;

	skip_parameter(&s);
	while (boundary->len == 0 && skip(&s, ';')) {
		name = header_token(&s);
		if (ascii_equal(name, SPAN("boundary")) && skip(&s, '='))
			add_value(&s, boundary);
		skip_parameter(&s);
	}
}

struct content_type
content_type_read(struct span body, struct str *boundary)
{
	struct content_type type = { MEDIA_LEAF, false };
	struct span name = header_token(&body), subtype = { 0 };
	unsigned code = MEDIA_MESSAGE_PART;

	if (skip(&body, '/'))
		subtype = header_token(&body);
	if (ascii_equal(name, SPAN("message"))) {
		names_code(&subtypes, subtype, &code);
		type.media = (enum media)code;
	} else if (ascii_equal(name, SPAN("multipart"))) {
		type.media = MEDIA_MULTIPART;
		type.is_digest = ascii_equal(subtype, SPAN("digest"));
		read_boundary(body, boundary);
	}
	return type;
}

enum encoding
encoding_read(struct span body)
{
	unsigned code = ENCODING_OTHER;

	names_code(&encodings, header_token(&body), &code);
	return (enum encoding)code;
}
