/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * texthash:, a key and its value a line, and the text of a database: what
 * postmap(1) would make of it. Declared in table_internal.h.
 */
#include <errno.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "table/pairs.h"
#include "table/spec.h"
#include "table/table.h"
#include "table/table_internal.h"

struct reading {
	struct lines lines;
	const struct table_setup *setup;
	struct pairs *pairs;
};

/* split - key and value; values may be secrets and are not shown */

static bool
split(struct reading *r, struct span line, struct span *key,
    struct span *value)
{
	size_t n = 0;

	while (n < line.len && !ascii_is_space(line.at[n]))
		n++;
	*key = span_first(line, n);
	*value = spec_trim(span_from_octet(line, n));
	if (value->len == 0)
		lines_warn(&r->lines, "a key, a blank and a value are wanted, "
		    "and there is only one word; it is skipped");
	else if ((r->setup->use & TABLE_UTF8) != 0 && !utf8_is_valid(line))
		lines_warn(&r->lines, "it is no UTF-8; it is skipped");
	else
		return true;
	return false;
}

/*
 * again - a key that was there before. postmap(1) warns and keeps the first;
 * a texthash: table is of no use to Postfix then.
 */

static bool
again(struct reading *r, struct span key, unsigned first, struct dsn *why)
{
	if (!r->setup->database)
		return dsn_fail(why, "4.3.5",
		    "the key \"%.*s\" stands in line %u and in line %u",
		    LINES_QUOTE(key), first, r->lines.line);
	lines_warn(&r->lines, "the key \"%.*s\" stands in line %u already; it "
	    "is skipped", LINES_QUOTE(key), first);
	return true;
}

static bool
take(struct reading *r, struct span line, struct dsn *why)
{
	const struct pair *other;
	struct span key, value;

	if (!split(r, line, &key, &value))
		return true;
	if (key.at[key.len - 1] == ':')
		lines_warn(&r->lines, "the key \"%.*s\" ends with a colon: is "
		    "this a file of aliases(5)?", LINES_QUOTE(key));
	if (r->setup->database || (r->setup->use & TABLE_FOLD) != 0)
		key = pairs_fold(r->setup->arena, key);
	other = pairs_find(r->pairs, key);
	if (other != NULL)
		return again(r, key, other->line, why);
	pairs_put(r->pairs, key, value, r->lines.line);
	return true;
}

static bool
read_pairs(struct reading *r, struct dsn *why)
{
	struct span line;
	bool good = true;

	while (good && lines_next(&r->lines, &line))
		good = take(r, line, why);
	return lines_end(&r->lines, why) && good;
}

/* begin - the file, or what to do about its absence */

static bool
begin(struct reading *r, struct dsn *why)
{
	const struct table_setup *setup = r->setup;

	if (table_lines(setup, &r->lines, why)) {
		if (setup->database)
			tellf(setup->teller, EVENT_DECISION, "%.*s: read from "
			    "its text %s", SPAN_ARG(setup->label),
			    setup->name.at);
		return true;
	}
	if (!setup->database || errno != ENOENT)
		return false;
	return dsn_fail(why, "4.3.5", "%s, the text that the database was "
	    "made from, is not there; postmap -s prints it", setup->name.at);
}

static bool
open_file(const struct table_setup *setup, void **content, struct dsn *why)
{
	struct reading r = { .setup = setup,
	    .pairs = mem_new(1, sizeof(*r.pairs)) };

	if (begin(&r, why) && read_pairs(&r, why)) {
		*content = r.pairs;
		return true;
	}
	pairs_free(&r.pairs);
	return false;
}

static bool
check_file(struct span name, struct dsn *why)
{
	return name.at[0] != '{' || dsn_fail(why, "4.3.5", "it is the name of "
	    "a file; a table in the parameter itself is inline:{key=value}");
}

const struct table_type TABLE_TEXTHASH = {
	.check = check_file,
	.open = open_file,
	.find = pairs_answer,
	.free = pairs_drop,
};
