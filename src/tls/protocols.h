/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of TLS protocol versions as Postfix has them
 * (smtp_tls_mandatory_protocols). Pure.
 */
#ifndef TLS_PROTOCOLS_H
#define TLS_PROTOCOLS_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"

/* The versions that a list of protocols allows, of those that we have. */
enum {
	PROTOCOL_TLS_1_0 = 1 << 0,
	PROTOCOL_TLS_1_1 = 1 << 1,
	PROTOCOL_TLS_1_2 = 1 << 2,
	PROTOCOL_TLS_1_3 = 1 << 3,
};

/*
 * Words between commas, blanks and colons: ">=V", "<=V", "!V" and "V", where
 * V is a name of Postfix in any case or, for the first two, a number in hex.
 * As soon as one stands alone, those that do not are out. False: an unknown
 * name, a lower limit that is no version we know (D23), or none is left.
 */
bool protocols_read(struct span list, unsigned *protocols, struct dsn *why)
    MUST_USE;

#endif
