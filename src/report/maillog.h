/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One outcome as Postfix logs it (behaviours 225 to 228), in a whole line as
 * syslog writes it, for programs that read the logs of Postfix. Pure, and
 * without allocation once the string has its room.
 */
#ifndef REPORT_MAILLOG_H
#define REPORT_MAILLOG_H

#include <stdbool.h>

#include "base/num.h"
#include "base/span.h"
#include "base/str.h"
#include "deliver/outcome.h"

/* What the lines of a run have in common. All borrowed. */
struct maillog {
	struct span host;	/* of this machine */
	struct span program;	/* $syslog_name */
	const char *service;	/* "smtp", "lmtp" */
	msec_t started;		/* the run, wall clock; with the process it is
				 * the message's identifier */
	long process;
	int decimals;		/* $delay_logging_resolution_limit: 0 to 6 */
	bool with_tls;		/* $smtp_log_tls_feature_status */
	bool quote;		/* local parts, where RFC 5321 demands it */
	bool verifies;		/* addresses only (--quit-after) */
};

/*
 * DATE HOST PROGRAM/SERVICE[PROCESS]: ID: to=<RECIPIENT>[, orig_to=<ADDRESS>],
 * relay=HOST[ADDR]:PORT, delay=T, delays=A/B/C/D[, tls=LEVEL], dsn=STATUS,
 * status=WORD (TEXT), without line end. The original recipient is that of
 * ORCPT, if it is another one; who is nobody is <>.
 */
void maillog_add(struct str *to, const struct maillog *maillog,
    const struct outcome *outcome);

/*
 * A time in seconds (behaviour 226): two significant digits below 100 s,
 * whole seconds from there on, but not more decimals than asked for below
 * 1 s; rounded, up at half; without zeros at its end.
 */
void maillog_add_seconds(struct str *to, msec_t time, int decimals);

#endif
