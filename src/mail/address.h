/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mail addresses (RFC 5321 section 4.1.2, RFC 6531 section 3.3): the form
 * in which they are kept is unquoted, "john doe" and "example.org"; the form
 * in which they are sent is quoted where it must be.
 */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"

struct address {
	struct span local;	/* unquoted; both empty: the null address */
	struct span domain;	/* empty: none was given */
};

enum {
	ADDRESS_MAX = 1024,	/* octets as written; longer is refused */
	ADDRESS_QUOTED_MAX = 2 * ADDRESS_MAX + 2,	/* what address_add
				 * adds at most for an address so read */
};

/*
 * Reads one address, with or without angle brackets and blanks around it: a
 * local part of dot-separated atoms and quoted-strings, then perhaps @ and a
 * domain or an address literal. More than RFC 5321 allows is taken where the
 * meaning is clear: "a..b@x" and "x.@y" (address_add quotes them), any octet
 * but CR, LF and NUL between quotes, digits for a domain.
 *
 * Refused: display names, comments, routes, blanks and specials outside of
 * quotes, quotes without an end, an empty local part that is not written
 * "", a domain that domain_is_good does not like, CR, LF and NUL anywhere,
 * more than ADDRESS_MAX octets, what is not UTF-8. The status is 5.1.3; who
 * reads a sender's may say 5.1.7 instead.
 *
 * The empty text and "<>" are the null address. Texts are copied into the
 * arena of *why.
 */
bool address_parse(struct span text, struct address *address,
    struct dsn *why) MUST_USE;

/* Fills *why for a text that somebody took for an address: its beginning, and
 * what is wrong with it. Always false. */
bool address_refuse(struct span text, const char *what, struct dsn *why);

/*
 * The next word of *rest, where words stand apart by any of the characters
 * in between, but not by those inside a quoted-string: the members of a
 * comma list, or the address that begins a line. Blanks at its ends are
 * taken off; an empty word is passed over. *rest goes on behind the separator
 * that ends it. Words are not checked. False when there is none.
 */
bool address_word(struct span *rest, const char *between, struct span *word);

/*
 * Adds local@domain. quote: the local part becomes a quoted-string where it
 * is no dot-string (behaviour 176); else it is added as it is
 * (smtp_quote_rfc821_envelope = no). The null address adds nothing.
 */
void address_add(struct str *to, const struct address *address, bool quote);

/* Same local part, same domain in any case and in any form (U-labels or
 * A-labels). */
bool address_equal(const struct address *a, const struct address *b);

/* Holds octets beyond US-ASCII: needs SMTPUTF8 (RFC 6531). */
bool address_is_utf8(const struct address *address);

static inline bool
address_is_null(const struct address *address)
{
	return address->local.len == 0 && address->domain.len == 0;
}

#endif
