/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNS messages as octets (RFC 1035 section 4.1): does this one answer that
 * one? Decided before anybody takes it apart.
 */
#ifndef DNS_PACKET_H
#define DNS_PACKET_H

#include <stdbool.h>

#include "base/span.h"

enum {
	PACKET_MAX = 65535,	/* octets of a message */
	PACKET_QUERY_MAX = 512,	/* of one of our queries */
	PACKET_DATAGRAM_MAX = 1232,	/* what we ask for in a datagram */
};

/* RFC 1035 section 4.1.1, RFC 6891 section 9. */
enum rcode {
	RCODE_NOERROR = 0,
	RCODE_FORMERR = 1,
	RCODE_SERVFAIL = 2,
	RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4,
	RCODE_REFUSED = 5,
	RCODE_BADVERS = 16,
};

/*
 * The message is a response to the query: same ID and opcode, QR set, and
 * the same question, octet by octet but for the case of letters. A question
 * may be missing only where an error says that it was not understood or not
 * wanted, and no records come with it.
 */
bool packet_answers(struct span query, struct span message);

/* TC is set: the whole is to be had over a stream. For what has answered. */
bool packet_is_cut(struct span message);

/* "SERVFAIL"; "an unknown error" for numbers without a name here. */
const char *rcode_name(unsigned rcode);

#endif
