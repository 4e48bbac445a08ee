/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables of a run. A table is opened when it is first asked, once, and
 * remembered; one that cannot be opened is trouble for whoever asks it, and
 * for nobody else (behaviour 243). Relative names of files begin where the
 * program was started.
 *
 * Types: inline, static, texthash, cidr, regexp, pcre, and fail, which always
 * fails. hash, btree, dbm, lmdb and cdb mean the text file that the database
 * is made from; a "proxy:" before a type is dropped.
 */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"
#include "mail/lookup.h"
#include "trace/trace.h"

struct tables;

/* How a parameter uses its tables: any of these together. */
enum table_use {
	TABLE_FOLD = 1,		/* keys of tables without patterns in lower
				 * case, here and there (behaviour 244) */
	TABLE_UTF8 = 2,		/* what is no UTF-8 is no key, and trouble as
				 * a value: generic, policy and password maps
				 * where smtputf8_enable is yes */
	TABLE_SECRET = 4,	/* it holds passwords: a file that everybody
				 * may write to is trouble, and one that
				 * everybody may read is worth a warning */
	TABLE_TRUSTING = 8,	/* for such a table, as Postfix has it: a
				 * warning in both cases */
};

/* The teller hears of lines that are skipped, when a table is opened. */
struct tables *tables_new(struct teller teller);

/* Wipes what was read from files. No mapping may be asked any more, and no
 * value be used. */
void tables_free(struct tables **tables);

/*
 * All tables that a parameter names, asked in this order. The text is copied.
 * Nothing is opened, and nothing fails: what is wrong is trouble when it is
 * asked. The mapping lives as long as the tables; its values do too, if they
 * do not live in the arena of the *why that it was asked with.
 */
struct mapping tables_mapping(struct tables *tables, struct span list,
    unsigned use);

/*
 * Whether a parameter can be that: each word is type:name, of a type that is
 * known, and well-formed if it is a table itself. No file is looked at.
 * False: *why is 4.3.5 (78 for the caller); it shows no contents of tables.
 */
bool tables_check(struct span list, struct dsn *why) MUST_USE;

#endif
