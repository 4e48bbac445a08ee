/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether to log in at a candidate, as whom, and what a mechanism must have
 * (behaviours 153 to 158; deviations D5, D6). Built by policy_for, then const.
 * No table is asked before somebody wants to know (155).
 */
#ifndef POLICY_LOGIN_POLICY_H
#define POLICY_LOGIN_POLICY_H

#include <stdbool.h>

#include "auth/mechanism.h"
#include "base/dsn.h"
#include "os/secret.h"
#include "os/store.h"
#include "param/params.h"
#include "policy/credential.h"
#include "policy/match_list.h"

struct policy_setup;

/* What the user gave on the command line; good at the destinations that the
 * user named, and nowhere else (D5). */
struct own_login {
	struct span user;	/* .at is NULL: there is none */
	const struct secret *password;	/* NULL: there is none */
	const struct secret *token;	/* NULL: there is none */
	bool required;		/* at these destinations, no delivery without
				 * it */
};

/* What is the same for every login of a run. All of it is borrowed. */
struct logins {
	struct own_login own;
	const struct secret *netrc;	/* what ~/.netrc holds, or NULL */
	const struct match_list *filter;	/* smtp_sasl_mechanism_filter;
						 * NULL: it is empty */
	struct store *refused;	/* smtp_sasl_auth_cache_name, or NULL */
};

struct login_policy {
	bool wanted;		/* where AUTH is offered */
	bool required;		/* no login, no delivery: 4.7.0 */
	const struct own_login *own;	/* it is this one; NULL: look it up */
	struct credential_wish wish;	/* where to look */
	struct security_lists options;
	struct mechanism_filter filter;
	struct store *refused;
};

/*
 * Looks at what can be found wrong before anything is tried (deviation D24):
 * security options that are none, and logins without a place where passwords
 * come from; has_own: the user has given one. False: 5.3.5 (78 for the
 * caller).
 */
bool login_policy_check(const struct params *params, bool has_own,
    struct dsn *why) MUST_USE;

/* False: as with security_read. */
bool login_policy_for(const struct policy_setup *setup,
    struct login_policy *login, struct dsn *why) MUST_USE;

/* There is a login for this candidate, or a table cannot say: TLS is not
 * given up for it then (behaviour 134). Only asked where it matters. */
bool login_policy_has_credential(const struct login_policy *login);

#endif
