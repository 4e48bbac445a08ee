/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/num.h"

#include "base/ascii.h"

bool
num_unsigned(struct span s, uint64_t *value)
{
	uint64_t n = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit = (uint64_t)(s.at[i] - '0');

		if (!ascii_is_digit(s.at[i]) || n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*value = n;
	return true;
}

bool
num_signed(struct span s, int64_t *value)
{
	bool minus = s.len > 0 && s.at[0] == '-';
	uint64_t n;

	if (!num_unsigned(span_from_octet(s, minus ? 1 : 0), &n) ||
	    n > (uint64_t)INT64_MAX + minus)
		return false;
	if (minus && n > 0)
		*value = -(int64_t)(n - 1) - 1;	/* the least has no negative */
	else
		*value = (int64_t)n;
	return true;
}

/* in_unit - milliseconds of a unit, 0 for an unknown one */

static msec_t
in_unit(char unit)
{
	enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

	switch (ascii_lower(unit)) {
	case 's':
		return SECOND;
	case 'm':
		return MINUTE;
	case 'h':
		return HOUR;
	case 'd':
		return (msec_t)24 * HOUR;
	case 'w':
		return (msec_t)7 * 24 * HOUR;
	}
	return 0;
}

bool
num_time(struct span s, char unit, msec_t *value)
{
	size_t digits = 0;
	uint64_t n;
	msec_t each;

	while (digits < s.len && ascii_is_digit(s.at[digits]))
		digits++;
	if (!num_unsigned(span_first(s, digits), &n))
		return false;
	s = span_from_octet(s, digits);
	each = ascii_equal(s, SPAN("ms")) ? 1 :
	    in_unit(s.len > 0 ? s.at[0] : unit);
	if (each == 0 || n > (uint64_t)(INT64_MAX / each))
		return false;
	*value = (msec_t)n * each;
	return true;
}
