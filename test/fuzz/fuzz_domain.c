/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a name is converted to is a host name, or it was ASCII before; and
 * the folded form of a folded form is the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "mail/domain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span name = span_from((const char *)data, size), ascii, fold;

	if (domain_to_ascii(arena, name, &ascii))
		check(domain_is_host(ascii) || span_equal(ascii, name));
	fold = domain_fold(arena, name);
	check(span_equal(fold, domain_fold(arena, fold)));
	if (domain_is_host(name))
		check(domain_is_good(name) && !domain_is_numeric(name) &&
		    !domain_is_literal(name) && ascii_equal(name, fold));
	if (domain_is_literal(name))
		check(ascii_is_all(name) && name.len > 2 &&
		    span_find(name, ' ') == name.len);
	arena_free(&arena);
	return 0;
}
