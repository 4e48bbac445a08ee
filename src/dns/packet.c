/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/packet.h"

#include "base/ascii.h"

enum {
	HEADER = 12,		/* octets */
	TAIL = 4,		/* of a question behind its name */
	FLAG_QR = 0x80,		/* in octet 2 */
	FLAG_TC = 0x02,
	OPCODE = 0x78,
	RCODE = 0x0f,		/* in octet 3 */
};

static unsigned
octet(struct span s, size_t i)
{
	return (unsigned char)s.at[i];
}

static unsigned
number(struct span s, size_t i)
{
	return octet(s, i) << 8 | octet(s, i + 1);
}

/* question - name, type and class of a query of ours: all behind the header
 * up to the root label, and four octets more */

static struct span
question(struct span query)
{
	size_t end = HEADER;

	while (end < query.len && octet(query, end) != 0)
		end += octet(query, end) + 1;
	end += 1 + TAIL;
	return end > query.len ? (struct span){ 0 } :
	    span_from(query.at + HEADER, end - HEADER);
}

/* same_question - label lengths are below 64, so folding case spares them */

static bool
same_question(struct span query, struct span message)
{
	struct span ours = question(query);
	struct span theirs = span_from_octet(message, HEADER);
	size_t name = ours.len - TAIL;

	if (ours.len < TAIL || theirs.len < ours.len)
		return false;
	return ascii_equal(span_first(ours, name), span_first(theirs, name)) &&
	    span_starts(span_from_octet(theirs, name),
	    span_from_octet(ours, name));
}

/* bare_error - header only, as servers send it that cannot read on */

static bool
bare_error(struct span message)
{
	unsigned rcode = octet(message, 3) & RCODE;

	return number(message, 6) == 0 && (rcode == RCODE_FORMERR ||
	    rcode == RCODE_SERVFAIL || rcode == RCODE_NOTIMP ||
	    rcode == RCODE_REFUSED);
}

bool
packet_answers(struct span query, struct span message)
{
	unsigned flags;

	if (query.len < HEADER || message.len < HEADER)
		return false;
	flags = octet(message, 2);
	if (number(message, 0) != number(query, 0) || !(flags & FLAG_QR) ||
	    (flags & OPCODE) != (octet(query, 2) & OPCODE))
		return false;
	if (number(message, 4) == 0)
		return bare_error(message);
	return number(message, 4) == 1 && same_question(query, message);
}

bool
packet_is_cut(struct span message)
{
	return (octet(message, 2) & FLAG_TC) != 0;
}

const char *
rcode_name(unsigned rcode)
{
	switch (rcode) {
	case RCODE_NOERROR:
		return "NOERROR";
	case RCODE_FORMERR:
		return "FORMERR";
	case RCODE_SERVFAIL:
		return "SERVFAIL";
	case RCODE_NXDOMAIN:
		return "NXDOMAIN";
	case RCODE_NOTIMP:
		return "NOTIMP";
	case RCODE_REFUSED:
		return "REFUSED";
	case RCODE_BADVERS:
		return "BADVERS";
	}
	return "an unknown error";
}
