/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The addresses in a header field (RFC 5322 section 3.4), with the obsolete
 * forms of its section 4.4 and what else is met in the wild where the meaning
 * is clear. Pure.
 */
#ifndef MAIL_HEADER_ADDRESS_H
#define MAIL_HEADER_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"

/* Octets of the comment that the text begins with (section 3.2.2: they nest);
 * 0: it has no end. */
size_t header_comment_length(struct span text);

/*
 * The next address of the list that *rest is, the body of a field, folded or
 * not; *rest goes on behind it. It comes as local@domain in the form of
 * address_parse, which is yet to judge it, in the arena of *why: without
 * display name, comments, route, folds, and blanks around dots and @; quotes
 * stay. The empty text is the end of the list.
 *
 * Passed over: empty members, "<>", names of groups. Besides what the RFC
 * allows, a display name may be anything but what holds a comma, colon or
 * semicolon outside of quotes; and a semicolon outside of a group separates
 * addresses, as a comma does.
 *
 * False: malformed, 5.1.3; *why shows the member and says what is wrong. So
 * is what is no address but probably the name of somebody: words side by
 * side, a quoted-string or an encoded word alone, a name behind the ">".
 */
bool header_address_next(struct span *rest, struct span *address,
    struct dsn *why) MUST_USE;

#endif
