/* SPDX-License-Identifier: BSD-2-Clause */
#include "param/level.h"

#include "base/ascii.h"
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

/* read_part - one number of a level; blanks may stand before it */

static bool
read_part(struct span s, uint64_t most, uint64_t *part)
{
	while (s.len > 0 && ascii_is_space(s.at[0]))
		s = span_from_octet(s, 1);
	return num_unsigned(s, part) && *part <= most;
}

/* read_level - what is left out is 0; Postfix makes one number of all three,
 * which limits them */

static bool
read_level(struct span s, uint64_t level[3])
{
	static const uint64_t most[] = { INT64_MAX >> 20, 1023, 1023 };
	size_t i = 0;

	level[0] = level[1] = level[2] = 0;
	do {
		struct span part = span_first(s, span_find(s, '.'));

		if (i == 3 || !read_part(part, most[i], &level[i]))
			return false;
		i++;
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

static bool
is_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.at[i]))
			return false;
	return s.len > 0;
}

/* compare_values - as numbers if both are */

static bool
compare_values(struct span a, struct span b, int *order)
{
	int64_t left, right;

	if (!is_digits(a) || !is_digits(b)) {
		*order = compare_texts(a, b);
		return true;
	}
	if (!num_signed(a, &left) || !num_signed(b, &right))
		return false;
	*order = (left > right) - (left < right);
	return true;
}

/* cut_level - whether the operator compares levels; it is cut to the rest */

static bool
cut_level(struct span *op)
{
	const struct span suffix = SPAN_INIT("level");
	size_t rest;

	if (op->len <= suffix.len)
		return false;
	rest = op->len - suffix.len;
	if (!span_equal(span_from_octet(*op, rest), suffix))
		return false;
	op->len = rest;
	return true;
}

bool
level_is_operator(struct span op)
{
	cut_level(&op);
	return find_operator(op) != NULL;
}

bool
level_compare(struct span a, struct span op, struct span b, bool *holds)
{
	bool of_levels = cut_level(&op);
	const struct operator *operator = find_operator(op);
	int order;

	if (operator == NULL)
		return false;
	if (of_levels ? !compare_levels(a, b, &order) :
	    !compare_values(a, b, &order))
		return false;
	*holds = order < 0 ? operator->less :
	    order > 0 ? operator->more : operator->equal;
	return true;
}
