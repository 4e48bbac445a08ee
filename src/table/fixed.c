/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables that need no key: static: has one value for all, fail: has none and
 * says so. Both are declared in table_internal.h.
 */
#include "table/spec.h"
#include "table/table_internal.h"

struct fixed {
	struct span value;
};

static bool
read_value(struct span name, struct span *value, struct dsn *why)
{
	if (name.len > 0 && name.at[0] == '{')
		return spec_unbrace(name, value, why);
	*value = name;
	return true;
}

static bool
check(struct span name, struct dsn *why)
{
	struct span value;

	return read_value(name, &value, why);
}

static bool
open_static(const struct table_setup *setup, void **content, struct dsn *why)
{
	struct fixed *fixed;
	struct span value;

	if (!read_value(setup->name, &value, why))
		return false;
	fixed = arena_get(setup->arena, 1, sizeof(*fixed));
	fixed->value = value;
	*content = fixed;
	return true;
}

static bool
find_static(const void *content, struct span key, struct span *value,
    struct dsn *why)
{
	const struct fixed *fixed = content;

	(void)key;
	(void)why;
	*value = fixed->value;
	return true;
}

static void
free_nothing(void *content)
{
	(void)content;		/* it lives in the arena of the table */
}

const struct table_type TABLE_STATIC = {
	.check = check,
	.open = open_static,
	.find = find_static,
	.free = free_nothing,
};

static bool
open_fail(const struct table_setup *setup, void **content, struct dsn *why)
{
	(void)why;
	*content = arena_get(setup->arena, 1, sizeof(struct fixed));
	return true;
}

static bool
find_fail(const void *content, struct span key, struct span *value,
    struct dsn *why)
{
	(void)content;
	(void)key;
	(void)value;
	return dsn_fail(why, "4.3.0", "this type of table always fails");
}

const struct table_type TABLE_FAIL = {
	.open = open_fail,
	.find = find_fail,
	.free = free_nothing,
};
