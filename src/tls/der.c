/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/der.h"

enum {
	SEQUENCE = 0x30,
	LONG = 0x80,		/* the length has octets of its own */
	LENGTH_MAX = 4,
};

static unsigned char
octet(struct span s, size_t i)
{
	return (unsigned char)s.at[i];
}

/* sequence - the one that s begins with: *whole with its head, *inside
 * without */

static bool
sequence(struct span s, struct span *whole, struct span *inside)
{
	size_t head = 2, len, octets;

	if (s.len < head || octet(s, 0) != SEQUENCE)
		return false;
	len = octet(s, 1);
	if (len >= LONG) {
		octets = len - LONG;
		head += octets;
		if (octets == 0 || octets > LENGTH_MAX || s.len < head)
			return false;
		len = 0;
		for (size_t i = 2; i < head; i++)
			len = len << 8 | octet(s, i);
	}
	if (len > s.len - head)
		return false;
	*whole = span_first(s, head + len);
	*inside = span_from_octet(*whole, head);
	return true;
}

bool
der_signed_part(struct span certificate, struct span *part)
{
	struct span whole, inside;

	return sequence(certificate, &whole, &inside) &&
	    sequence(inside, part, &inside);
}
