/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How tables are written in a parameter: words that stand apart by commas and
 * blanks, each type:name, where a name in braces is a table itself.
 */
#ifndef TABLE_SPEC_H
#define TABLE_SPEC_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"

struct table_spec {
	struct span type, name;
};

/*
 * The next word of *rest, which goes on behind it. Separators inside of
 * braces do not end it (behaviour 242). False when there is none.
 */
bool spec_word(struct span *rest, struct span *word);

/* Splits a word; "proxy:" before it is dropped. False: it is no type:name, or
 * there is a NUL in the name. */
bool spec_read(struct span word, struct table_spec *spec);

/*
 * What stands between the brace that a word begins with and the one that
 * ends it, without blanks at its ends. False: it is not so; *why (4.3.5) says
 * which is missing, but does not quote the word, which may hold a secret.
 */
bool spec_unbrace(struct span word, struct span *inside, struct dsn *why)
    MUST_USE;

/* Without any of ascii_is_space at either end. */
struct span spec_trim(struct span s);

#endif
