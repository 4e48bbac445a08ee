/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/network.h"

#include "base/num.h"

/* The two arguments of "%.*s": no more than is helpful. */
#define QUOTE(s)	SPAN_ARG(span_up_to((s), 80))

static unsigned
bits_of(const struct netaddr *addr)
{
	return addr->family == NET_INET ? 32 : 128;
}

/* mask_of - of the octet that begins at bit `from`, what counts */

static unsigned
mask_of(unsigned bits, unsigned from)
{
	unsigned n = bits <= from ? 0 : bits - from;

	return n >= 8 ? 0xff : 0xffu << (8 - n) & 0xff;
}

/* clear_host - sets the bits to zero that do not count; false: they were */

static bool
clear_host(struct network *n)
{
	bool some = false;

	for (unsigned i = 0; i < bits_of(&n->addr) / 8; i++) {
		unsigned mask = mask_of(n->bits, i * 8);

		some = some || (n->addr.octets[i] & ~mask) != 0;
		n->addr.octets[i] &= (unsigned char)mask;
	}
	return some;
}

bool
network_read_address(struct span text, struct netaddr *addr)
{
	return span_find(text, '%') == text.len && netaddr_parse(text, addr);
}

/* open_brackets - [address]/length and [address/length] without brackets */

static bool
open_brackets(struct span *text, struct span *length, struct dsn *why)
{
	struct span inner, rest;

	*length = (struct span){ 0 };
	if (text->len == 0 || text->at[0] != '[')
		return true;
	inner = span_from_octet(*text, 1);
	rest = inner;
	inner = span_cut(&rest, ']');
	if (inner.len == text->len - 1)
		return dsn_fail(why, "4.3.5", "the \"]\" of \"%.*s\" is "
		    "missing", QUOTE(*text));
	if (rest.len > 0 && rest.at[0] != '/')
		return dsn_fail(why, "4.3.5", "something stands behind the "
		    "\"]\" of \"%.*s\"", QUOTE(*text));
	*length = rest;
	*text = inner;
	return true;
}

/* read_length - "/24", or nothing for all bits */

static bool
read_length(struct span text, struct network *n)
{
	uint64_t bits = bits_of(&n->addr);

	if (text.len > 0 && !num_unsigned(span_from_octet(text, 1), &bits))
		return false;
	n->bits = (unsigned)bits;
	return bits <= bits_of(&n->addr);
}

static bool
check_host(struct network *n, struct span text, struct dsn *why)
{
	struct span first;

	if (!clear_host(n))
		return true;
	first = netaddr_text(why->arena, &n->addr);
	return dsn_fail(why, "4.3.5", "\"%.*s\" has bits behind its length; "
	    "perhaps %.*s/%u is meant", QUOTE(text), SPAN_ARG(first),
	    n->bits);
}

bool
network_read(struct span text, struct network *n, struct dsn *why)
{
	struct span length, address = text;

	if (!open_brackets(&address, &length, why))
		return false;
	if (length.len == 0) {
		size_t slash = span_find(address, '/');

		length = span_from_octet(address, slash);
		address = span_first(address, slash);
	}
	if (!network_read_address(address, &n->addr) || !read_length(length, n))
		return dsn_fail(why, "4.3.5", "\"%.*s\" is no address and no "
		    "address/length", QUOTE(text));
	return check_host(n, text, why);
}

bool
network_has(const struct network *n, const struct netaddr *addr)
{
	bool in = true;

	if (n->addr.family != addr->family)
		return false;
	for (unsigned i = 0; in && i * 8 < n->bits; i++)
		in = ((addr->octets[i] ^ n->addr.octets[i]) &
		    mask_of(n->bits, i * 8)) == 0;
	return in;
}
