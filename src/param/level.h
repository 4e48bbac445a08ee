/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The comparisons of "${{a} OP {b} ...}": of texts, of numbers, and of
 * compatibility levels, which are one to three numbers with dots between.
 */
#ifndef PARAM_LEVEL_H
#define PARAM_LEVEL_H

#include <stdbool.h>

#include "base/span.h"

/* One to three numbers with dots between, of which the second and the third
 * go up to 1023; blanks may stand before each. */
bool level_is_good(struct span s);

/* It compares: "==", "<level" and the like. */
bool level_is_operator(struct span op);

/*
 * Whether a OP b holds. Texts are compared as octets, but as numbers where
 * both are nothing but digits. False: there is no such OP, it compares levels
 * and one of the two is none, or a number is above INT64_MAX.
 */
bool level_compare(struct span a, struct span op, struct span b,
    bool *holds);

#endif
