/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inline:{key=value, {key = value}}: a table in a parameter. Declared in
 * table_internal.h.
 */
#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "table/pairs.h"
#include "table/spec.h"
#include "table/table.h"
#include "table/table_internal.h"

/* split - "key = value"; a value may be empty here */

static bool
split(struct span text, struct span *key, struct span *value,
    struct dsn *why)
{
	size_t n = 0;

	text = spec_trim(text);
	while (n < text.len && text.at[n] != '=' &&
	    !ascii_is_space(text.at[n]))
		n++;
	*key = span_first(text, n);
	*value = spec_trim(span_from_octet(text, n));
	if (value->len == 0 || value->at[0] != '=')
		return dsn_fail(why, "4.3.5", "key=value is wanted, and no "
		    "\"=\" stands behind a key");
	if (key->len == 0)
		return dsn_fail(why, "4.3.5", "key=value is wanted, and no "
		    "key stands before a \"=\"");
	*value = spec_trim(span_from_octet(*value, 1));
	return true;
}

/* read_pairs - of two pairs with one key the last one counts */

static bool
read_pairs(struct arena *arena, struct span name, unsigned use,
    struct pairs *pairs, struct dsn *why)
{
	struct span rest, word, key, value;
	unsigned number = 0;

	if (!spec_unbrace(name, &rest, why))
		return false;
	if ((use & TABLE_UTF8) != 0 && !utf8_is_valid(name))
		return dsn_fail(why, "4.3.5", "it is no UTF-8");
	while (spec_word(&rest, &word)) {
		if (word.at[0] == '{' && !spec_unbrace(word, &word, why))
			return false;
		if (!split(word, &key, &value, why))
			return false;
		if ((use & TABLE_FOLD) != 0)
			key = pairs_fold(arena, key);
		pairs_put(pairs, key, value, ++number);
	}
	return number > 0 || dsn_fail(why, "4.3.5", "it is empty");
}

static bool
check_inline(struct span name, struct dsn *why)
{
	struct pairs *pairs = mem_new(1, sizeof(*pairs));
	bool good = read_pairs(why->arena, name, 0, pairs, why);

	pairs_free(&pairs);
	return good;
}

static bool
open_inline(const struct table_setup *setup, void **content, struct dsn *why)
{
	struct pairs *pairs = mem_new(1, sizeof(*pairs));

	if (read_pairs(setup->arena, setup->name, setup->use, pairs, why)) {
		*content = pairs;
		return true;
	}
	pairs_free(&pairs);
	return false;
}

const struct table_type TABLE_INLINE = {
	.check = check_inline,
	.open = open_inline,
	.find = pairs_answer,
	.free = pairs_drop,
};
