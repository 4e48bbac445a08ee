/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/level.h"

#include "base/num.h"

/* Which outcomes of a comparison an operator is content with. */
static const struct operator {
	const char *name;
	bool less, equal, more;
} operators[] = {
	{ "==", false, true, false },
	{ "!=", true, false, true },
	{ "<", true, false, false },
	{ "<=", true, true, false },
	{ ">=", false, true, true },
	{ ">", false, false, true },
};

static const struct operator *
find_operator(struct span name)
{
	size_t i, n = sizeof(operators) / sizeof(operators[0]);

	for (i = 0; i < n; i++)
		if (span_equal(span_of(operators[i].name), name))
			return &operators[i];
	return NULL;
}

/* compare_numbers - below, at or above 0, like the two below */

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_texts(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.at, b.at, len);

	return order != 0 ? order : compare_numbers(a.len, b.len);
}

/* read_level - what is left out is 0 */

static bool
read_level(struct span s, uint64_t level[3])
{
	size_t i = 0;

	level[0] = level[1] = level[2] = 0;
	do {
		struct span part = span_first(s, span_find(s, '.'));

		if (i == 3 || !num_unsigned(part, &level[i++]))
			return false;
		s = span_from_octet(s, part.len);
		if (s.len == 0)
			return true;
		s = span_from_octet(s, 1);
	} while (true);
}

bool
level_is_good(struct span s)
{
	uint64_t level[3];

	return read_level(s, level);
}

static bool
compare_levels(struct span a, struct span b, int *order)
{
	uint64_t left[3], right[3];

	if (!read_level(a, left) || !read_level(b, right))
		return false;
	*order = 0;
	for (size_t i = 0; i < 3 && *order == 0; i++)
		*order = compare_numbers(left[i], right[i]);
	return true;
}

bool
level_compare(struct span a, struct span op, struct span b, bool *holds)
{
	const struct span suffix = SPAN_INIT("level");
	const struct operator *operator;
	uint64_t left, right;
	bool of_levels = op.len > suffix.len && span_equal(suffix,
	    span_from_octet(op, op.len - suffix.len));
	int order;

	operator = find_operator(span_first(op,
	    op.len - (of_levels ? suffix.len : 0)));
	if (operator == NULL)
		return false;
	if (of_levels) {
		if (!compare_levels(a, b, &order))
			return false;
	} else if (num_unsigned(a, &left) && num_unsigned(b, &right))
		order = compare_numbers(left, right);
	else
		order = compare_texts(a, b);
	*holds = order < 0 ? operator->less :
	    order > 0 ? operator->more : operator->equal;
	return true;
}
