/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/utf8.h"

#include <string.h>

/* One row a length: how the first octet looks, and the least code point
 * that needs so many octets (RFC 3629 section 3). */
static const struct form {
	unsigned char mask, lead;
	unsigned long least;
} forms[] = {
	{ 0x80, 0x00, 0 },
	{ 0xe0, 0xc0, 0x80 },
	{ 0xf0, 0xe0, 0x800 },
	{ 0xf8, 0xf0, 0x10000 },
};

static bool
is_point(unsigned long p)
{
	return p <= 0x10ffff && (p < 0xd800 || p > 0xdfff);
}

size_t
utf8_step(struct span s, unsigned long *point)
{
	unsigned char first = s.len == 0 ? 0xff : (unsigned char)s.at[0];
	unsigned long p;
	size_t n = 0;

	while (n < 4 && (first & forms[n].mask) != forms[n].lead)
		n++;
	if (n == 4 || s.len < n + 1)
		return 0;
	p = first & (unsigned char)~forms[n].mask;
	for (size_t i = 1; i <= n; i++) {
		if (((unsigned char)s.at[i] & 0xc0) != 0x80)
			return 0;
		p = p << 6 | ((unsigned char)s.at[i] & 0x3f);
	}
	if (p < forms[n].least || !is_point(p))
		return 0;
	*point = p;
	return n + 1;
}

size_t
utf8_make(unsigned long point, char *octets)
{
	size_t n = 3;

	if (!is_point(point))
		return 0;
	while (point < forms[n].least)
		n--;
	for (size_t i = n; i > 0; i--, point >>= 6)
		octets[i] = (char)(0x80 | (point & 0x3f));
	octets[0] = (char)(forms[n].lead | point);
	return n + 1;
}

bool
utf8_is_valid(struct span s)
{
	unsigned long point;
	size_t n;

	while (s.len > 0) {
		n = utf8_step(s, &point);
		if (n == 0)
			return false;
		s = span_from_octet(s, n);
	}
	return true;
}

struct span
utf8_printable(struct arena *arena, struct span s, char instead)
{
	char *to = arena_get(arena, s.len + 1, 1), *end = to;
	unsigned long point;
	size_t n;

	while (s.len > 0) {
		n = utf8_step(s, &point);
		if (n == 0 || point < 0x20 || (point >= 0x7f && point < 0xa0)) {
			*end++ = s.at[0] == '\n' ? ' ' : instead;
			n = n == 0 ? 1 : n;
		} else {
			memcpy(end, s.at, n);
			end += n;
		}
		s = span_from_octet(s, n);
	}
	return span_from(to, (size_t)(end - to));
}
