/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists that hosts and addresses match, as in debug_peer_list. A pattern is a
 * host, a domain, an address, a network/length, a table type:name of which a
 * host or address is a key, or a /file with more patterns; '!' before it
 * excludes what matches.
 */
#ifndef POLICY_MATCH_LIST_H
#define POLICY_MATCH_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "mail/lookup.h"
#include "net/network.h"

enum {
	MATCH_PATTERNS_MAX = 100000,
	MATCH_FILES_MAX = 100,
	MATCH_FILES_DEEP = 8,	/* a file in a file in a file ... */
};

/* Where tables and files come from, when a list is read. */
struct match_source {
	bool (*table)(void *self, struct span name, struct mapping *table,
	    struct dsn *why);
	/* The text may go when the next file is asked for. */
	bool (*file)(void *self, struct span path, struct span *text,
	    struct dsn *why);
	void *self;
};

struct match_pattern {
	enum match_kind {
		MATCH_HOST,
		MATCH_NET,
		MATCH_TABLE,
	} kind;
	bool excludes;
	struct span text;	/* HOST */
	struct network net;	/* NET */
	struct mapping table;	/* TABLE */
};

struct match_list {
	struct match_pattern *at;
	size_t len;
	bool parents;		/* a domain also means those below it; else
				 * ".domain" does */
};

/*
 * Commas and blanks stand between patterns, in files also line ends; a line
 * of a file that begins with '#' is a comment. Patterns are added to the list,
 * which is all zeros, or just says `parents`, at first; they live in the arena
 * of *why. False: *why says what is wrong with which pattern.
 */
bool match_list_read(struct span text, const struct match_source *source,
    struct match_list *list, struct dsn *why) MUST_USE;

/*
 * The first pattern that matches decides. address: the numeric text, and may
 * be empty. A table that cannot say ends it: no.
 */
bool match_list_has(const struct match_list *list, struct span host,
    struct span address);

/* The pattern that decides is this very host, in any case: no domain that it
 * is in, and no table. */
bool match_list_names(const struct match_list *list, struct span host);

#endif
