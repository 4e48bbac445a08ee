/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fields of a delivery status (RFC 3464 section 2), and those of one that
 * is internationalized (RFC 6533 section 4): once about the message, then
 * once about each recipient. A line ends in a line feed; an empty line is
 * between groups, and the caller's. Nothing that a server says can begin or
 * end a field. Pure, and without allocation once the string has its room.
 */
#ifndef REPORT_DSN_FIELDS_H
#define REPORT_DSN_FIELDS_H

#include <stdbool.h>

#include "base/span.h"
#include "base/str.h"
#include "deliver/outcome.h"
#include "mail/envelope.h"

/* What the fields of a run have in common; borrowed. */
struct dsn_report {
	struct span mta;	/* $myhostname */
	const struct envelope *envelope;
	bool utf8;		/* message/global-delivery-status, not
				 * message/delivery-status */
};

/* It goes beyond US-ASCII if an address does, or the header of the message. */
struct dsn_report dsn_report_for(struct span mta,
    const struct envelope *envelope);

/* Reporting-MTA, Original-Envelope-Id if there is one, Arrival-Date. */
void dsn_fields_add_message(struct str *to, const struct dsn_report *report);

/*
 * Original-Recipient if there is one, Final-Recipient, Action, Status,
 * Remote-MTA if a server said so, Diagnostic-Code ("smtp" with the words of
 * the server, "x-mxput" with ours), Last-Attempt-Date; and X-Mxput-Unknown
 * and X-Mxput-May-Be-Duplicate where they are "yes".
 */
void dsn_fields_add_recipient(struct str *to, const struct dsn_report *report,
    const struct outcome *outcome);

#endif
