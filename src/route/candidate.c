/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/candidate.h"

struct span
candidate_text(struct arena *arena, const struct candidate *c)
{
	if (c->addr.family == NET_UNIX)
		return arena_text(arena, "%.*s[%.*s]", SPAN_ARG(c->host),
		    SPAN_ARG(c->address));
	return arena_text(arena, "%.*s[%.*s]:%u", SPAN_ARG(c->host),
	    SPAN_ARG(c->address), c->addr.port);
}
