/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses in a header field, replaced as in the envelope (behaviour 201).
 * A field in which none is replaced stays as it is, octet for octet; so does
 * one whose quotes, comments or brackets have no end. The others are written
 * anew: a blank behind the colon, as many members of the list on a line as
 * fit into 70 octets, lines that go on begin with a tab.
 */
#ifndef MESSAGE_REWRITE_H
#define MESSAGE_REWRITE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"
#include "message/generic.h"

/* A field of this name holds addresses that are replaced. */
bool rewrite_concerns(struct span name);

/*
 * Adds to `to`, which is empty, what becomes of the field, LF where it is
 * folded; adds nothing where it stays. Only the first so many words
 * (header_address_token_limit) are looked at. False: generic_map says so.
 */
bool rewrite_field(const struct generic *generic, struct span field,
    size_t words, struct str *to, struct dsn *why) MUST_USE;

#endif
