/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Logins that were refused, and need not be tried again soon
 * (smtp_sasl_auth_cache_name, behaviour 164). What is kept of a password is a
 * slow digest with a salt.
 */
#ifndef POLICY_FAILURES_H
#define POLICY_FAILURES_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "os/secret.h"
#include "os/store.h"

struct login {
	struct span host;	/* the server's name, in any case */
	struct span user;
	const struct secret *password;
};

/*
 * What the server said when the same login was refused: its reply, with the
 * code, in the arena of *why; empty: nothing that still counts. What is
 * malformed, of another password or older than it may be is removed. now:
 * clock_wall. False: the store cannot say; a caller goes on without it.
 */
bool failures_find(struct store *store, const struct login *login, msec_t now,
    struct span *reply, struct dsn *why) MUST_USE;

/*
 * Remembers the reply ("535 5.7.8 no") until then; a reply with another code
 * than 535 is not kept, nor is one to a login that is too long. False: the
 * store cannot.
 */
bool failures_put(struct store *store, const struct login *login,
    struct span reply, msec_t until, struct dsn *why) MUST_USE;

#endif
