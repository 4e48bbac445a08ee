/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message of a sender, or its header, on its way back: as it was handed
 * over, but without the fields that are sent to nobody, and with line feeds
 * for line ends. Memory does not grow with it.
 */
#ifndef REPORT_RETURNED_H
#define REPORT_RETURNED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/dsn.h"
#include "os/source.h"

/* What comes back. */
struct returned {
	const struct source *source;
	const char *const *omit;	/* as in struct pick, or NULL */
	uint64_t octets;	/* of what is left then: so many at most */
};

/* Writes it. False: it cannot be read any more, 4.3.0. */
bool returned_write(const struct returned *returned, FILE *out,
    struct dsn *why) MUST_USE;

/*
 * Whether the text occurs in it, anywhere. The first character of the text
 * must not occur in the rest of that. False: as above.
 */
bool returned_holds(const struct returned *returned, struct span text,
    bool *holds, struct dsn *why) MUST_USE;

#endif
