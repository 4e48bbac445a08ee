/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/xtext.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

/* hex - what a hexadecimal digit is worth, or 16 */

static unsigned
hex(char c)
{
	if (ascii_is_digit(c))
		return (unsigned)(c - '0');
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A' + 10);
	return 16;
}

static bool
is_xchar(char c)
{
	return ascii_is_print(c) && c != ' ' && c != '+' && c != '=';
}

/* step - the octets at the front of xtext that mean one octet; 0: it is bad */

static size_t
step(struct span s, char *meant)
{
	if (is_xchar(s.at[0])) {
		*meant = s.at[0];
		return 1;
	}
	if (s.at[0] != '+' || s.len < 3 || hex(s.at[1]) > 15 ||
	    hex(s.at[2]) > 15)
		return 0;
	*meant = (char)(hex(s.at[1]) << 4 | hex(s.at[2]));
	return 3;
}

bool
xtext_is_good(struct span s)
{
	bool some = s.len > 0;
	char meant;
	size_t n;

	for (; s.len > 0; s = span_from_octet(s, n)) {
		n = step(s, &meant);
		if (n == 0)
			return false;
	}
	return some;
}

bool
envid_is_good(struct span s)
{
	return s.len <= ENVID_MAX && xtext_is_good(s);
}

void
xtext_add(struct str *to, struct span plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (is_xchar(plain.at[i]))
			str_add_char(to, plain.at[i]);
		else
			str_addf(to, "+%02X", (unsigned char)plain.at[i]);
	}
}

bool
xtext_decode(struct str *to, struct span xtext)
{
	char meant;

	if (!xtext_is_good(xtext))
		return false;
	while (xtext.len > 0) {
		xtext = span_from_octet(xtext, step(xtext, &meant));
		str_add_char(to, meant);
	}
	return true;
}

/*
 * needs_escape - the code points that RFC 6533 section 3 has written as
 * \x{...}: beyond US-ASCII, and what would end or change an ORCPT value. CR,
 * LF and NUL are not among them: no address holds these.
 */

static bool
needs_escape(unsigned long point)
{
	return (point > 0 && point <= ' ' && point != '\r' &&
	    point != '\n') || point == '+' || point == '=' ||
	    point == '\\' || point >= 0x7f;
}

/* escape - the octets of \x{...} at the front, 0: there is none */

static size_t
escape(struct span s, unsigned long *point)
{
	size_t i = 3;
	unsigned long p = 0;

	if (!span_starts(s, SPAN("\\x{")))
		return 0;
	for (; i < s.len && i < 9 && hex(ascii_upper(s.at[i])) < 16; i++)
		p = p << 4 | hex(ascii_upper(s.at[i]));
	if (i < 5 || i == s.len || s.at[i] != '}' || !needs_escape(p) ||
	    (s.at[3] == '0' && i > 5))
		return 0;
	*point = p;
	return i + 1;
}

/* step_utf8 - the octets at the front that mean one character; 0: bad.
 * meant has room for 4 octets */

static size_t
step_utf8(struct span s, char *meant, size_t *len)
{
	unsigned long point;
	size_t n = escape(s, &point);

	if (n > 0) {
		*len = utf8_make(point, meant);
		return *len > 0 ? n : 0;
	}
	if (!is_xchar(s.at[0]) || s.at[0] == '\\')
		return 0;
	*meant = s.at[0];
	*len = 1;
	return 1;
}

static bool
utf8_form_is_good(struct span s)
{
	bool some = s.len > 0;
	char meant[4];
	size_t n, len;

	for (; s.len > 0; s = span_from_octet(s, n)) {
		n = step_utf8(s, meant, &len);
		if (n == 0)
			return false;
	}
	return some;
}

static void
utf8_form_decode(struct str *to, struct span s)
{
	char meant[4];
	size_t len;

	while (s.len > 0) {
		s = span_from_octet(s, step_utf8(s, meant, &len));
		str_add(to, span_from(meant, len));
	}
}

/* is_atom - RFC 822: printable, no blank, no special */

static bool
is_atom(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_print(s.at[i]) ||
		    strchr(" ()<>@,;:\\\".[]", s.at[i]) != NULL)
			return false;
	return s.len > 0;
}

static bool
is_utf8_type(struct span type)
{
	return ascii_equal(type, SPAN("utf-8"));
}

bool
orcpt_is_good(struct span s)
{
	struct span type, text = s;

	if (s.len > ORCPT_MAX || span_find(s, ';') == s.len)
		return false;
	type = span_cut(&text, ';');
	if (!is_atom(type))
		return false;
	return is_utf8_type(type) ? utf8_form_is_good(text) :
	    xtext_is_good(text);
}

bool
orcpt_decode(struct str *to, struct span orcpt)
{
	if (!orcpt_is_good(orcpt))
		return false;
	if (!is_utf8_type(span_cut(&orcpt, ';')))
		return xtext_decode(to, orcpt);
	utf8_form_decode(to, orcpt);
	return true;
}
