/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What became of one recipient, with everything that is reported about it.
 * Built once, when the recipient is settled; const from then on, and in
 * memory until the report is done.
 */
#ifndef DELIVER_OUTCOME_H
#define DELIVER_OUTCOME_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/num.h"
#include "base/span.h"
#include "mail/recipient.h"
#include "session/facts.h"

/* One host that was tried; shared by all recipients it was tried for. */
struct visit {
	struct remote remote;
	bool opened;		/* a connection was made */
	const char *protocol;	/* "smtp", "esmtp", "lmtp": what was spoken;
				 * before any greeting what would have been */
	msec_t mail_at;		/* clock when MAIL FROM was due, 0: never */
	struct security security;
	struct session_login login;
};

/* What a visit meant for one recipient. */
struct attempt {
	const struct visit *visit;
	struct dsn dsn;		/* the word that it brought */
	const struct attempt *next;	/* the following host, or NULL */
};

/* Milliseconds, as the four numbers of Postfix's delays= (behaviour 226). */
struct delays {
	msec_t before;		/* arrival to the start of this run */
	msec_t setup;		/* to the start of this delivery */
	msec_t connect;		/* DNS, connecting, EHLO, TLS, AUTH; hosts
				 * tried before included */
	msec_t transmit;	/* MAIL FROM to the end */
};

struct outcome {
	const struct recipient *recipient;	/* settled: its fate, dsn */
	struct span destination;	/* the next hop, as it was given */
	const char *protocol;	/* "smtp", "esmtp", "lmtp" */
	const struct visit *visit;	/* where the verdict came from; NULL: no
				 * session was open (relay=none) */
	const struct security *security;	/* of the visit, or of the
						 * last one that there was;
						 * NULL: there was none */
	const struct attempt *attempts;	/* in order; NULL: none */
	struct delays delays;
	msec_t delay;		/* their sum */
	msec_t time;		/* wall clock, milliseconds since 1970 */
};

/* Takes outcomes, from any thread, one at a time a delivery. */
typedef void outcome_taker(void *self, const struct outcome *outcome);

#endif
