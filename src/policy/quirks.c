/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: the tables by address (smtp_discard_ehlo_keyword_address_maps
 * and smtp_pix_workaround_maps) come with the table room; until then setting
 * them is a warning, and the candidate does not matter here.
 */
#include "policy/quirks.h"

#include "proto/capability.h"

bool
quirks_for(const struct params *params, const struct candidate *candidate,
    struct policy *policy, struct dsn *why)
{
	(void)candidate;
	(void)why;
	policy->discard = capabilities_from_list(params->discard_ehlo_keywords,
	    &policy->discard_silently);
	policy->pix = params->pix_workarounds;
	return true;
}
