/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How code that opens no files asks tables. A mapping is all the tables that
 * one parameter names, as one thing that has values for keys. It is a value,
 * copied freely; the zero value is the mapping of an empty parameter, which
 * has no value for any key. Several threads may ask it at a time.
 */
#ifndef MAIL_LOOKUP_H
#define MAIL_LOOKUP_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"

enum mapping_key {
	MAPPING_WHOLE,		/* the zero value: every table is asked */
	MAPPING_PART,		/* a part of an address, such as
				 * "@example.org": tables of patterns, which
				 * would take it for a whole one, are not */
};

struct mapping {
	/* What mapping_find does, for a key of at least one octet and without
	 * a NUL; NULL: no key has a value. */
	bool (*find)(const void *self, struct span key, enum mapping_key part,
	    struct span *value, struct dsn *why);
	const void *self;
};

static inline bool
mapping_is_empty(const struct mapping *mapping)
{
	return mapping->find == NULL;
}

/*
 * The value of the first table that has one for the key; it is empty when
 * none has: a value never is (behaviour 243). It lives as long as the arena
 * of *why. Only what stands before a NUL counts as key, and the empty key has
 * no value. False: a table could not say, and those behind it were not
 * asked. *why is 4.3.0 then and names key and table; a caller for whom that
 * is another status says its own.
 */
MUST_USE static inline bool
mapping_find(const struct mapping *mapping, struct span key,
    enum mapping_key part, struct span *value, struct dsn *why)
{
	key.len = span_find(key, '\0');
	if (mapping->find == NULL || key.len == 0) {
		*value = (struct span){ 0 };
		return true;
	}
	return mapping->find(mapping->self, key, part, value, why);
}

#endif
