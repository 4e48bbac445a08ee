/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xtext (RFC 3461 section 4) and utf-8 address forms (RFC 6533 section 3),
 * as ENVID, ORCPT and AUTH= carry them.
 */
#ifndef MAIL_XTEXT_H
#define MAIL_XTEXT_H

#include <stdbool.h>

#include "base/span.h"
#include "base/str.h"

enum { ENVID_MAX = 100, ORCPT_MAX = 500 };	/* octets, RFC 3461 */

/* Printable ASCII but for space, '+' and '='; '+' only before two upper-case
 * hexadecimal digits. The empty text is none. */
bool xtext_is_good(struct span s);

/* An ENVID value: xtext, bounded (RFC 3461 section 4.4). */
bool envid_is_good(struct span s);

/*
 * An ORCPT value, bounded (RFC 3461 section 4.2): atom ';' xtext, or, where
 * the atom is "utf-8" in any case, the seven-bit form of RFC 6533 with its
 * \x{E9}.
 */
bool orcpt_is_good(struct span s);

/* Adds the text with what must not stand in xtext as +XX. */
void xtext_add(struct str *to, struct span plain);

/* Adds what the xtext means; false, and nothing added, if it is bad. */
bool xtext_decode(struct str *to, struct span xtext);

/* Adds the address that an ORCPT value means; the same when it is bad. */
bool orcpt_decode(struct str *to, struct span orcpt);

#endif
