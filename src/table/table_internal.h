/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The types of table: how each is opened and asked. What was opened is const,
 * so that several threads may ask it at a time.
 */
#ifndef TABLE_TABLE_INTERNAL_H
#define TABLE_TABLE_INTERNAL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"
#include "table/lines.h"
#include "trace/trace.h"

/* What a table is opened with. */
struct table_setup {
	struct span name;	/* what stands behind "type:", with a NUL
				 * behind it, and none inside */
	struct span label;	/* "texthash:/etc/x", for messages */
	unsigned use;		/* enum table_use */
	bool database;		/* the text that a database was made from */
	struct arena *arena;	/* lives as long as the table; so does */
	struct str *text;	/* the text of its file */
	struct teller teller;
};

struct table_type {
	bool patterns;		/* keys are not folded, and parts of addresses
				 * not asked for */
	/* What can be said without opening a file. False: the name cannot
	 * be that of such a table, *why (4.3.5) says in what way without
	 * quoting it. NULL: any can. */
	bool (*check)(struct span name, struct dsn *why);
	/* Sets *content. False: the table cannot be used, *why says why. */
	bool (*open)(const struct table_setup *setup, void **content,
	    struct dsn *why);
	/* As mapping_find, but that a value may be empty when value->at is
	 * not NULL. A key is folded as setup->use says. */
	bool (*find)(const void *content, struct span key,
	    struct span *value, struct dsn *why);
	void (*free)(void *content);
};

extern const struct table_type TABLE_STATIC, TABLE_FAIL, TABLE_INLINE;
extern const struct table_type TABLE_TEXTHASH, TABLE_CIDR;
extern const struct table_type TABLE_REGEXP, TABLE_PCRE;

/*
 * The lines of a table that is a file, or, for those that allow it, of rules
 * in braces. *lines is set whole. False: *why says what happened.
 */
bool table_lines(const struct table_setup *setup, struct lines *lines,
    struct dsn *why) MUST_USE;

/* A check for such tables. */
bool table_check_rules(struct span name, struct dsn *why);

#endif
