/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A message to the sender about what became of theirs: multipart/report (RFC
 * 6522) of an explanation, the delivery status (RFC 3464), and the header or
 * the whole of the message; internationalized (RFC 6533) where it must be.
 *
 * Who failed or is delayed is told of unless NOTIFY says otherwise; who was
 * sent to only where NOTIFY has SUCCESS and the server will not tell (RFC
 * 3461 section 5.2, behaviour 212). The whole message comes back with
 * RET=FULL, if something failed; else its header (RFC 3461 section 4.3).
 */
#ifndef REPORT_BOUNCE_H
#define REPORT_BOUNCE_H

#include <stdbool.h>
#include <stdio.h>

#include "message/survey.h"
#include "os/source.h"
#include "report/dsn_fields.h"

/* All borrowed. */
struct bounce {
	struct dsn_report report;
	const struct outcome *const *outcomes;	/* one a recipient */
	size_t len;
	const struct source *source;	/* NULL: nothing comes back */
	const struct survey *survey;	/* of what was sent of it */
	const char *const *omit;	/* fields that were not, or NULL */
	struct span id;		/* no other report's: letters and digits */
	msec_t now;		/* wall clock */
};

/* There is something to tell, and a sender to tell it: not the null one (RFC
 * 3464 section 2). */
bool bounce_is_due(const struct bounce *bounce);

/*
 * Writes the message with line feeds for line ends; whether out took it is
 * for the caller to look at. False: the message of the sender could not be
 * read again, 4.3.0, and the report is whole but for the rest of that.
 */
bool bounce_write(const struct bounce *bounce, FILE *out, struct dsn *why)
    MUST_USE;

#endif
