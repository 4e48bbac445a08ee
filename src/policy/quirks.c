/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/quirks.h"

#include "param/words.h"
#include "proto/capability.h"

/* for_address - what a table says about the server; empty: nothing */

static bool
for_address(const struct mapping *map, const struct candidate *candidate,
    struct span *value, struct dsn *why)
{
	return mapping_find(map, candidate->address, MAPPING_WHOLE, value,
	    why);
}

/* pick_discard - behaviour 92 as observed: a hit replaces the list; trouble
 * is found only when there is an EHLO reply to read */

static void
pick_discard(const struct params *p, const struct candidate *candidate,
    struct policy *policy, struct arena *arena)
{
	struct dsn trouble = DSN_IN(arena);
	struct span list;

	if (!for_address(&p->maps.discard_ehlo_keywords, candidate, &list,
	    &trouble)) {
		policy->trouble = trouble;
		return;
	}
	if (list.len == 0)
		list = p->discard_ehlo_keywords;
	policy->discard = capabilities_from_list(list,
	    &policy->discard_silently);
}

/* pick_pix - behaviour 81: a table that cannot say is passed over */

static void
pick_pix(const struct params *p, const struct candidate *candidate,
    struct policy *policy, struct arena *arena)
{
	const struct limits any = ANY;
	struct dsn ignored = DSN_IN(arena);
	struct span words;

	policy->pix = p->pix_workarounds;
	if (for_address(&p->maps.pix_workarounds, candidate, &words,
	    &ignored) && words.len > 0)
		KIND_PIX_WORKAROUNDS.read(&KIND_PIX_WORKAROUNDS, words, &any,
		    &policy->pix);
}

bool
quirks_for(const struct params *params, const struct candidate *candidate,
    struct policy *policy, struct dsn *why)
{
	pick_discard(params, candidate, policy, why->arena);
	pick_pix(params, candidate, policy, why->arena);
	return true;
}
