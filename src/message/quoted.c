/* SPDX-License-Identifier: BSD-2-Clause */
#include "message/quoted.h"

#include "base/ascii.h"

/* Octets of a line behind which nothing but a soft line break may come. */
enum { FULL = 73 };

static void
escape(struct quoted *q, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	q->room[q->len++] = '=';
	q->room[q->len++] = digits[c >> 4];
	q->room[q->len++] = digits[c & 15];
}

static bool
flush(struct quoted *q, struct dsn *why)
{
	size_t len = q->len;

	q->len = 0;
	return q->line(q->self, span_from(q->room, len), why);
}

bool
quoted_add(struct quoted *q, struct span text, struct dsn *why)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (q->len >= FULL) {
			q->room[q->len++] = '=';
			if (!flush(q, why))
				return false;
		}
		if (c != '=' && (ascii_is_print(c) || c == '\t'))
			q->room[q->len++] = c;
		else
			escape(q, (unsigned char)c);
	}
	return true;
}

/* A blank at the end of a line may be lost on the way (RFC 2045, rule 3). */

bool
quoted_end(struct quoted *q, struct dsn *why)
{
	if (q->len > 0 && ascii_is_blank(q->room[q->len - 1]))
		escape(q, (unsigned char)q->room[--q->len]);
	return flush(q, why);
}
