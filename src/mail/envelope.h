/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The envelope (RFC 5321 section 2.3.1): who sends, to whom, and what was
 * asked for besides. Built once by the front door; only the fates of its
 * recipients change afterwards.
 */
#ifndef MAIL_ENVELOPE_H
#define MAIL_ENVELOPE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/num.h"
#include "base/vec.h"
#include "mail/address.h"
#include "mail/recipient.h"

enum ret { RET_NONE, RET_FULL, RET_HDRS };	/* RFC 3461 section 4.3 */

enum body_value { BODY_NONE, BODY_7BIT, BODY_8BITMIME };	/* RFC 6152 */

struct envelope {
	struct address sender;	/* the null address: <> */
	VEC(struct recipient) recipients;	/* as given, none twice */
	struct span envid;	/* xtext, or empty (RFC 3461 section 4.4) */
	enum ret ret;
	enum body_value body;	/* what the message is declared as */
	bool smtputf8;		/* asked for, or found to be needed */
	bool needs_smtputf8;	/* sender, recipient or header is non-ASCII */
	bool utf8_header;	/* the header is */
	bool waives_tls;	/* the header says TLS-Required: no (RFC 8689
				 * section 5) */
	msec_t arrival;		/* since 1970: when first handed over */

	struct map known;	/* envelope_add's: the places of mailboxes */
	struct arena *names;	/* and what they are called there */
};

/*
 * Adds one recipient, numbered, unless the same address (domain in any case
 * and any form, as address_equal) is there already: then the first one's
 * wishes stand. Its texts must live as long as the envelope. Only while the
 * envelope is built: recipients must not move once deliveries run.
 */
void envelope_add(struct envelope *envelope, const struct recipient *r);

/*
 * Adds a recipient that is nobody, in the place of all others: only its
 * destination is looked at (--quit-after, before RCPT).
 */
void envelope_add_nobody(struct envelope *envelope);

/* The sender, or some recipient, goes beyond US-ASCII. */
bool envelope_is_utf8(const struct envelope *envelope);

/* Releases the recipients; what they borrow is the caller's. */
void envelope_clear(struct envelope *envelope);

#endif
