/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of hosts and addresses of any content, which is also what every file
 * in them holds. Whatever a list has, a pattern before it decides first, and
 * one that is not there is decided by the list alone.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "policy/match_list.h"

enum { TEXT_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
find(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	const struct span *text = self;

	(void)part;
	*value = (struct span){ 0 };
	if (key.len == 0)
		abort();	/* no table has the empty key */
	if (key.at[0] == 'T')
		return dsn_fail(why, "4.3.0", "trouble");
	if (text->len > 0 && key.at[0] == text->at[0])
		*value = SPAN("x");
	return true;
}

static bool
table(void *self, struct span name, struct mapping *to, struct dsn *why)
{
	if (name.len % 7 == 6)
		return dsn_fail(why, "4.3.5", "no table");
	*to = (struct mapping){ find, self };
	return true;
}

static bool
file(void *self, struct span path, struct span *text, struct dsn *why)
{
	if (path.at[0] != '/' || path.len % 5 == 4)
		return dsn_fail(why, "4.3.0", "no file");
	/* Not the whole, or it would never come to an end. */
	*text = span_first(*(struct span *)self,
	    ((struct span *)self)->len / 2);
	return true;
}

static bool
read_list(struct arena *arena, struct span text, struct span *all,
    struct match_list *list)
{
	const struct match_source source = { table, file, all };
	struct dsn why = DSN_IN(arena);

	return match_list_read(text, &source, list, &why);
}

static void
insist(bool holds)
{
	if (!holds)
		abort();
}

/* check - a list that can be read, with and without a pattern before it */

static void
check(struct arena *arena, struct span text, bool parents)
{
	static const struct span hosts[] = { SPAN_INIT("a.b.test"),
	    SPAN_INIT("mx"), SPAN_INIT("") };
	struct span with = arena_text(arena, "q.fuzz %.*s", SPAN_ARG(text));
	struct span without = arena_text(arena, "!q.fuzz %.*s",
	    SPAN_ARG(text));
	struct match_list first = { .parents = parents }, plus = first,
	    minus = first;

	if (!read_list(arena, text, &text, &first))
		return;
	insist(read_list(arena, with, &text, &plus));
	insist(read_list(arena, without, &text, &minus));
	insist(plus.len == first.len + 1 && minus.len == first.len + 1);
	insist(match_list_has(&plus, SPAN("Q.fuzz"), SPAN("192.0.2.1")));
	insist(!match_list_has(&minus, SPAN("q.FUZZ"), SPAN("192.0.2.1")));
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		bool has = match_list_has(&first, hosts[i],
		    SPAN("2001:db8::1"));

		insist(has == match_list_has(&plus, hosts[i],
		    SPAN("2001:db8::1")));
		insist(has == match_list_has(&minus, hosts[i],
		    SPAN("2001:db8::1")));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span text = arena_copy(arena, span_from((const char *)data,
	    size < TEXT_MAX ? size : TEXT_MAX));

	/* One text for all readings: the printf of check ends it at a NUL. */
	text.len = span_find(text, '\0');
	check(arena, text, false);
	check(arena, text, true);
	arena_free(&arena);
	return 0;
}
