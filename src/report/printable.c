/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/printable.h"

#include <stdbool.h>

#include "base/utf8.h"

static bool
is_printable(unsigned long point)
{
	if (point < 0x20 || (point >= 0x7f && point < 0xa0))
		return false;
	return point != 0x2028 && point != 0x2029 &&
	    (point < 0x202a || point > 0x202e) &&
	    (point < 0x2066 || point > 0x2069);
}

void
printable_add(struct str *to, struct span text)
{
	unsigned long point;
	size_t n;

	while (text.len > 0) {
		n = utf8_step(text, &point);
		if (n > 0 && is_printable(point))
			str_add(to, span_first(text, n));
		else
			str_add_char(to, text.at[0] == '\n' ? ' ' : '?');
		text = span_from_octet(text, n == 0 ? 1 : n);
	}
}
