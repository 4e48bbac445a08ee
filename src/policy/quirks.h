/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keywords to overlook and workarounds, by server (behaviours 81, 92).
 */
#ifndef POLICY_QUIRKS_H
#define POLICY_QUIRKS_H

#include <stdbool.h>

#include "policy/policy.h"

/* Fills the part of the policy that is about quirks. */
bool quirks_for(const struct params *params,
    const struct candidate *candidate, struct policy *policy,
    struct dsn *why) MUST_USE;

#endif
