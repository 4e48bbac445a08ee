/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include "policy/quirks.h"

bool
policy_for(const struct params *params, const struct candidate *candidate,
    struct policy *policy, struct dsn *why)
{
	*policy = (struct policy){ 0 };
	return quirks_for(params, candidate, policy, why);
}
