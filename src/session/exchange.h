/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said in a login (RFC 4954), and what the server makes of it.
 */
#ifndef SESSION_EXCHANGE_H
#define SESSION_EXCHANGE_H

#include "auth/auth.h"
#include "policy/credential.h"
#include "session/session_internal.h"

/* What a login needs, as long as it goes on. */
struct exchange {
	struct session *session;
	struct credential found;	/* in a table; else empty */
	struct auth_setup setup;	/* all but the mechanism */
};

/*
 * With the first of the candidates that has something to say (deviation D15),
 * unless the same login was refused not long ago (behaviour 164). False:
 * everybody was told why.
 */
bool exchange_run(struct exchange *exchange,
    const struct mechanism_choice *choice) MUST_USE;

/* Trouble that no server has spoken of: everybody is told. Always false. */
bool exchange_fail(const struct exchange *exchange, const struct dsn *why);

#endif
