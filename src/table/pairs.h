/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys and their values: what is behind every table that is no list of
 * patterns. Texts are borrowed. The zero value is empty.
 */
#ifndef TABLE_PAIRS_H
#define TABLE_PAIRS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "base/map.h"
#include "base/span.h"
#include "base/vec.h"

struct pair {
	struct span value;
	unsigned line;		/* where it was read */
};

struct pairs {
	struct map places;	/* of keys in list */
	VEC(struct pair) list;
};

/* An earlier one with this key is replaced. Neither needs to be there: an
 * empty value is one. */
void pairs_put(struct pairs *pairs, struct span key, struct span value,
    unsigned line);

/* The pair of a key, or NULL. */
const struct pair *pairs_find(const struct pairs *pairs, struct span key);

/* Of one that mem_new made. */
void pairs_free(struct pairs **pairs);

/* The text with A to Z in lower case: itself if it holds none, else a
 * copy. */
struct span pairs_fold(struct arena *arena, struct span text);

/* The find and the free of a table whose content is such pairs. */
bool pairs_answer(const void *content, struct span key, struct span *value,
    struct dsn *why);
void pairs_drop(void *content);

#endif
