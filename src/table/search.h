/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The orders in which Postfix looks for a domain or an address in tables: the
 * name itself first, then what stands for more and more others. For each key
 * all tables are asked before the next key is.
 */
#ifndef TABLE_SEARCH_H
#define TABLE_SEARCH_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"
#include "mail/address.h"
#include "mail/lookup.h"

/*
 * The name as it stands, then, if it is a host name, each of its parent
 * domains with the dot before it: a.b.example, .b.example, .example
 * (behaviours 101, 144). Tables of patterns are asked for these too. *key,
 * the name at first, becomes what has the value; empty: nothing has. *value
 * and false as with mapping_find, and *key is untouched then.
 */
bool search_domain(const struct mapping *mapping, struct span *key,
    struct span *value, struct dsn *why) MUST_USE;

/* How addresses are looked for. */
struct search_way {
	struct span delimiters;	/* recipient_delimiter: each octet begins an
				 * extension; may be empty */
	bool local;		/* the domain is one of ours, or $myorigin:
				 * users without a domain are looked for */
};

struct search_hit {
	struct span value;	/* empty: there is none */
	struct span extension;	/* what was left out of the key that has it,
				 * "+ext", or empty; borrowed from the
				 * address */
};

/*
 * user+ext@domain, user@domain; if the domain is local user+ext, user; then
 * @domain (behaviours 154, 202). A local part that needs quotes is looked
 * for with them first, then without. Only the whole address is asked of
 * tables of patterns. False as with mapping_find.
 */
bool search_address(const struct mapping *mapping,
    const struct address *address, const struct search_way *way,
    struct search_hit *hit, struct dsn *why) MUST_USE;

#endif
