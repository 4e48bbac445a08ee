/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table whose file is a pipe, so that a fuzzer need not write one, and what
 * it says about a key.
 */
#ifndef TEST_FUZZ_TABLE_TEXT_H
#define TEST_FUZZ_TABLE_TEXT_H

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "table/table.h"

enum { TABLE_TEXT_MAX = 32768 };	/* a pipe holds more */

struct table_text {
	struct arena *arena;
	struct tables *tables;
	struct mapping mapping;
	int fd;
};

static void
hold(bool what)
{
	if (!what)
		abort();
}

/* The text becomes the file of a table of this type. */
static inline void
table_text_open(struct table_text *t, const char *type, struct span text,
    unsigned use)
{
	int pipes[2];

	hold(text.len <= TABLE_TEXT_MAX && pipe(pipes) == 0);
	hold(write(pipes[1], text.at, text.len) == (ssize_t)text.len);
	close(pipes[1]);
	t->fd = pipes[0];
	t->arena = arena_new();
	t->tables = tables_new((struct teller){ 0 });
	t->mapping = tables_mapping(t->tables, arena_text(t->arena,
	    "%s:/dev/fd/%d", type, t->fd), use);
}

static inline void
table_text_close(struct table_text *t)
{
	close(t->fd);
	tables_free(&t->tables);
	arena_free(&t->arena);
}

/* False: trouble. */
static inline bool
table_text_ask(struct table_text *t, struct span key, struct span *value)
{
	struct dsn why = DSN_IN(t->arena);
	bool good = mapping_find(&t->mapping, key, MAPPING_WHOLE, value,
	    &why);

	hold(good || why.text.len > 0);
	return good;
}

#endif
