/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers, strictly: the whole text is the number, or there is none.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* Milliseconds: points of the monotonic clock, and lengths of time. */
typedef int64_t msec_t;

/* Decimal digits only, at least one; false also when it does not fit. */
bool num_unsigned(struct span s, uint64_t *value);

/* The same with an optional '-'. */
bool num_signed(struct span s, int64_t *value);

/*
 * A length of time: digits, then s, m, h, d or w in any case, of which only
 * the first letter is looked at (behaviour 241), or our own "ms"; without a
 * unit `unit` is meant (one of "smhdw"). False: no number, an unknown unit,
 * or too long for msec_t.
 */
bool num_time(struct span s, char unit, msec_t *value);

#endif
