/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table for tests: pairs of key and value, and the questions that it was
 * asked, a line each, "whole" or "part" before the key. The value "!" is
 * trouble.
 */
#ifndef TEST_UNIT_MESSAGE_PAIRS_H
#define TEST_UNIT_MESSAGE_PAIRS_H

#include "base/str.h"
#include "mail/lookup.h"

struct pairs {
	const char *const *at;	/* key, value, key, value ... NULL */
	struct str *asked;	/* NULL: nobody wants to know */
};

static inline bool
pairs_find(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	const struct pairs *pairs = self;

	if (pairs->asked != NULL)
		str_addf(pairs->asked, "%s %.*s\n",
		    part == MAPPING_PART ? "part" : "whole", SPAN_ARG(key));
	*value = (struct span){ 0 };
	for (const char *const *at = pairs->at; *at != NULL; at += 2) {
		if (!span_equal(key, span_of(at[0])))
			continue;
		if (at[1][0] == '!')
			return dsn_fail(why, "4.3.0", "no answer for %s",
			    at[0]);
		/* As the contract says, it lives as long as the arena. */
		*value = arena_copy(why->arena, span_of(at[1]));
		return true;
	}
	return true;
}

static inline struct mapping
pairs_mapping(const struct pairs *pairs)
{
	return (struct mapping){ .find = pairs_find, .self = pairs };
}

#endif
