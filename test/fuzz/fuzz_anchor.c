/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trust anchor: a file is refused with a reason, or holds at least one
 * record and not too many, each of which is a key of the root by itself.
 */
#include <stdint.h>
#include <stdlib.h>

#include "dns/anchor.h"
#include "dns/ldns_door.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hold(bool what)
{
	if (!what)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct anchor anchor = { .len = 0 };

	if (anchor_read(span_from((const char *)data, size), &anchor, &why)) {
		hold(anchor.len >= 1 && anchor.len <= ANCHOR_RECORDS_MAX);
		for (size_t i = 0; i < anchor.len; i++)
			hold(door_is_root_key(anchor.at[i]));
	} else {
		hold(anchor.len == 0);
		hold(why.text.len > 0);
	}
	arena_free(&arena);
	return 0;
}
