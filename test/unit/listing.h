/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A mapping for rooms that open no tables: a list of pairs in the program.
 */
#ifndef TEST_UNIT_LISTING_H
#define TEST_UNIT_LISTING_H

#include "mail/lookup.h"

/* The key "*" is any key; a value of NULL: the table cannot say. A list ends
 * with a key of NULL. */
struct listing {
	const char *key, *value;
};

#define LISTING(...) \
	((const struct listing[]){ __VA_ARGS__, { NULL, NULL } })

static inline bool
listing_find(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	const struct listing *row = self;

	(void)part;
	while (row->key != NULL && !span_equal(span_of(row->key), SPAN("*")) &&
	    !span_equal(span_of(row->key), key))
		row++;
	if (row->key != NULL && row->value == NULL)
		return dsn_fail(why, "4.3.0", "look up \"%.*s\": no table",
		    SPAN_ARG(key));
	*value = span_of(row->value);
	return true;
}

static inline struct mapping
listing_of(const struct listing *rows)
{
	return (struct mapping){ listing_find, rows };
}

#endif
