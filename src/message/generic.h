/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smtp_generic_maps: what an address is called outside (behaviours 176, 201,
 * 202).
 */
#ifndef MESSAGE_GENERIC_H
#define MESSAGE_GENERIC_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "mail/address.h"
#include "mail/lookup.h"

struct generic {
	struct mapping map;
	struct span delimiters;	/* recipient_delimiter: any of these octets
				 * begins an extension */
	bool propagates;	/* an extension that was not looked up is
				 * added to what was found */
	struct span origin;	/* $myorigin: for results without a domain */
	struct span local;	/* $mydestination: in these domains, and in
				 * the origin, a user is also looked up
				 * without domain; names only */
};

static inline bool
generic_is_empty(const struct generic *generic)
{
	return mapping_is_empty(&generic->map);
}

/* A user of this domain is also looked up without it. */
bool generic_is_local(const struct generic *generic, struct span domain);

/*
 * The address outside, or the same where no table has it: user+ext@domain is
 * asked for, then user@domain, user+ext, user (in domains that are local) and
 * @domain, each as it is quoted and then as it is meant. A value @domain keeps
 * the local part; one without a domain gets the origin; of several the first
 * counts. Texts live in the arena of *why. The null address stays.
 *
 * False: a table cannot say, or says what is no address; 4.3.0.
 */
bool generic_map(const struct generic *generic, const struct address *in,
    struct address *out, struct dsn *why) MUST_USE;

#endif
