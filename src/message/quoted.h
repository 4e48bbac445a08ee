/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Quoted-printable (RFC 2045 section 6.7), as Postfix writes it (behaviour
 * 196): lines of any length in, lines of at most 76 octets out, all of them
 * printable ASCII and tabs.
 */
#ifndef MESSAGE_QUOTED_H
#define MESSAGE_QUOTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"

enum { QUOTED_LINE_MAX = 76 };	/* octets, without the line end */

struct quoted {
	/* Takes a line, without its end. False stops, *why is filled. */
	bool (*line)(void *self, struct span text, struct dsn *why);
	void *self;

	/* The rest is how far it has come. */
	size_t len;
	char room[QUOTED_LINE_MAX];
};

/* A piece of a line, without its end. */
bool quoted_add(struct quoted *quoted, struct span text, struct dsn *why)
    MUST_USE;

/* The line ends here. */
bool quoted_end(struct quoted *quoted, struct dsn *why) MUST_USE;

#endif
