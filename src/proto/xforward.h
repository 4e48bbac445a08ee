/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XFORWARD, an extension of Postfix: where a message came from, as told to a
 * server that takes it for somebody else, a content filter say. Pure.
 */
#ifndef PROTO_XFORWARD_H
#define PROTO_XFORWARD_H

#include "base/str.h"
#include "proto/capability.h"

/* What is known, as plain text; empty: nothing. */
struct xforward {
	struct span name, addr, port;	/* of the client */
	struct span proto, helo;	/* what it spoke, and said of itself */
	struct span ident;	/* what the message is called there */
	struct span source;	/* LOCAL or REMOTE */
};

/* What is said in one command, as XFORWARD_ bits. */
enum {
	XFORWARD_CLIENT = XFORWARD_NAME | XFORWARD_ADDR | XFORWARD_PORT,
	XFORWARD_SESSION = XFORWARD_PROTO | XFORWARD_HELO | XFORWARD_IDENT |
	    XFORWARD_SOURCE,
};

/*
 * Adds the command with those of the attributes that are known and that the
 * server has offered (behaviour 168): their values as +XX where they hold
 * blanks, plus signs, control characters or octets above 126. "unknown" is
 * known only as a HELO name, an identity or a source. Nothing, if none is
 * left.
 */
void xforward_add(struct str *to, const struct xforward *known,
    const struct capabilities *caps, unsigned attributes);

#endif
