/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTF-8 (RFC 3629): validity, and text from outside made fit for a terminal
 * or a log.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/* Well-formed throughout: shortest forms, no surrogates, at most U+10FFFF.
 * US-ASCII is. */
bool utf8_is_valid(struct span s);

/*
 * The octets of the well-formed sequence that s begins with (1 to 4), its
 * code point in *point; 0 when it begins with none or is empty.
 */
size_t utf8_step(struct span s, unsigned long *point);

/* The octets of a code point in UTF-8, into a room of 4; 0 for what is none
 * (a surrogate, beyond U+10FFFF). */
size_t utf8_make(unsigned long point, char *octets);

/*
 * A copy in which every control character (C0, DEL, C1) and every octet
 * that is no UTF-8 is one `instead`. A line feed becomes a blank. What is
 * printable stays as it is.
 */
struct span utf8_printable(struct arena *arena, struct span s, char instead);

#endif
