/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The comparisons of "${{a} OP {b} ...}": of texts, of numbers, and of
 * compatibility levels, which are one to three numbers with dots between.
 */
#ifndef PARAM_LEVEL_H
#define PARAM_LEVEL_H

#include <stdbool.h>

#include "base/span.h"

/* One to three numbers with dots between. */
bool level_is_good(struct span s);

/*
 * Whether a OP b holds. False: there is no such OP, or it compares levels and
 * one of the two is none.
 */
bool level_compare(struct span a, struct span op, struct span b,
    bool *holds);

#endif
