/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much memory a POSIX pattern will need. C libraries write repeats out,
 * ((a{99}){99}){99} a million times, and descend into brackets on the stack;
 * neither has a bound there.
 */
#ifndef TABLE_REPEATS_H
#define TABLE_REPEATS_H

#include <stdbool.h>

#include "base/span.h"

enum { REPEATS_DEPTH_MAX = 250 };	/* brackets in brackets */

/*
 * Whether the pattern has at most about so many characters and brackets when
 * its repeats are written out, and brackets are no deeper than that.
 * `extended` as REG_EXTENDED. The pattern need not be well-formed.
 */
bool repeats_fit(struct span pattern, bool extended, unsigned long most);

#endif
