/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a session finds out about its server and itself, for the report.
 */
#ifndef SESSION_FACTS_H
#define SESSION_FACTS_H

#include "base/num.h"
#include "base/span.h"
#include "session/security.h"

/* Who the server knows us as, after a login. */
struct session_login {
	const char *mechanism;	/* "SCRAM-SHA-256"; NULL: as nobody */
	struct span user;	/* in the arena of the session */
};

/* What was found out, for the report. */
struct session_facts {
	const char *protocol;	/* "smtp", "esmtp", "lmtp" */
	msec_t mail_at;		/* clock when the first MAIL was due, 0: not
				 * reached */
	struct security security;
	struct session_login login;
};

#endif
