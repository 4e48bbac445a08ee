/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many recipients one session may serve (RFC 9422): the rest is for
 * another session with the same server.
 */
#ifndef DELIVER_SHARE_H
#define DELIVER_SHARE_H

#include <stdbool.h>
#include <stdint.h>

#include "mail/recipient.h"
#include "session/session.h"

/* What a session may serve; 0 is no limit. */
struct share_limits {
	uint64_t transactions;
	uint64_t recipients;	/* of a transaction */
	uint64_t domains;	/* of recipients */
};

/* What holds for a session: the server's limits, and of a transaction's
 * recipients our own as well; once says that there is one transaction only. */
struct share_limits share_limits_of(const struct server_limits *server,
    int64_t recipients, bool once);

static inline bool
share_has_limits(const struct share_limits *limits)
{
	return limits->transactions > 0 || limits->domains > 0;
}

/*
 * Sorts the open ones of a batch, in place: those who can be served now come
 * first, and become the batch; those who must wait come behind them. Order is
 * kept in both; who is settled is in neither.
 */
void share_out(const struct share_limits *limits, struct batch *batch,
    struct batch *later);

#endif
