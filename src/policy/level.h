/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLS level that is configured for a candidate (behaviours 100, 104 to
 * 106).
 */
#ifndef POLICY_LEVEL_H
#define POLICY_LEVEL_H

#include <stdbool.h>

#include "policy/policy.h"
#include "policy/tls_entry.h"

struct tls_wish {
	enum tls_level level;
	struct span from;	/* "smtp_tls_policy_maps, .example" */
	struct tls_entry entry;	/* of a policy table, or all zeros */
};

/* TLS begins with the first octet: smtp_tls_wrappermode, smtps: or, outside
 * Postfix mode, port 465 (RFC 8314 section 3.3). */
bool level_wraps(const struct policy_setup *setup);

/* The level for those that no table speaks of. */
enum tls_level level_general(const struct params *params);

/* False: *why is 4.3.0 if smtp_tls_per_site cannot say, else 4.7.5 with what
 * is wrong with a table. */
bool level_find(const struct policy_setup *setup, struct tls_wish *wish,
    struct dsn *why) MUST_USE;

#endif
