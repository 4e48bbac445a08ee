/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unit tests in TAP (the Test Anything Protocol), no more than needed: a
 * program calls the checks below and ends with `return tap_done();`. The plan
 * comes last. A failed check says where it stands and what was seen.
 */
#ifndef TEST_UNIT_TAP_H
#define TEST_UNIT_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"

static struct {
	unsigned run, failed;
} tap_count;

/* One line of the result; name is a sentence. */
static inline bool
tap_result(bool good, const char *file, int line, const char *name)
{
	tap_count.run++;
	tap_count.failed += !good;
	printf("%sok %u - %s\n", good ? "" : "not ", tap_count.run, name);
	if (!good)
		printf("# at %s:%d\n", file, line);
	return good;
}

#define ok(cond, name)	tap_result((cond), __FILE__, __LINE__, (name))

static inline bool
tap_is_span(struct span got, struct span want, const char *file, int line,
    const char *name)
{
	bool good = tap_result(span_equal(got, want), file, line, name);

	if (!good)
		printf("#  got: %.*s\n# want: %.*s\n", SPAN_ARG(got),
		    SPAN_ARG(want));
	return good;
}

/* A span holds these octets. */
#define is_span(got, want, name) \
	tap_is_span((got), (want), __FILE__, __LINE__, (name))
#define is_text(got, want, name) \
	tap_is_span((got), span_of(want), __FILE__, __LINE__, (name))

static inline bool
tap_is_number(long long got, long long want, const char *file, int line,
    const char *name)
{
	bool good = tap_result(got == want, file, line, name);

	if (!good)
		printf("#  got: %lld\n# want: %lld\n", got, want);
	return good;
}

#define is_number(got, want, name) \
	tap_is_number((long long)(got), (long long)(want), __FILE__, \
	    __LINE__, (name))

/* The plan, and the exit status of the program. */
static inline int
tap_done(void)
{
	printf("1..%u\n", tap_count.run);
	return tap_count.failed > 0;
}

#endif
