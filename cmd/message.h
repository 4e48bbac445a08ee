/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message: read once and whole before anything is tried, and what it is
 * found to be.
 */
#ifndef CMD_MESSAGE_H
#define CMD_MESSAGE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/str.h"
#include "mail/envelope.h"
#include "message/survey.h"
#include "os/source.h"

/* The address fields may have so many octets in all. */
enum { MESSAGE_ADDRESSES_MAX = 64 * 1024 * 1024 };

struct message_setup {
	const char *path;	/* NULL: standard input */
	const struct deadline *by;	/* until when it may take, or NULL */
	bool hide_bcc;		/* Bcc: and Resent-Bcc: are not sent */
	bool keep_addresses;	/* the address fields are wanted */
};

struct message {
	struct source *source;	/* as it was handed over */
	const char *const *omit;	/* fields that are not sent, or NULL */
	struct survey survey;	/* of what is sent */
	bool declares_8bit;	/* its header says so */
	bool is_utf8;		/* its header holds UTF-8 beyond US-ASCII */
	bool waives_tls;	/* its header says: TLS-Required: no */
	bool wants_requiretls;	/* its header says: Require-TLS-ESMTP: yes */
	struct str delivered_to;	/* what its Delivered-To fields say, a
					 * line each: the first of them */
	struct str addresses;	/* all To, Cc, Bcc and Resent- fields, whole,
				 * if they are wanted */
};

/*
 * Reads the message. An exit status: 0, or, with *why, 66 (it cannot be read),
 * 65 (it has no octets, or none that are sent; too many addresses) or 75 (it
 * did not end in time).
 * *message need not be initialised, and is to be cleared in any case.
 */
int message_read(const struct message_setup *setup, struct message *message,
    struct dsn *why) MUST_USE;
void message_clear(struct message *message);

/*
 * What the envelope says of the content: body, of which *envelope holds what
 * the user asked for, and whether SMTPUTF8 is needed, and so asked for. A
 * header that declares 8bit content counts as 8-bit content (behaviours 171
 * and 193 as observed). False: 7bit was asked for, and it is not; 65 for the
 * caller.
 */
bool message_declare(const struct message *message,
    struct envelope *envelope, struct dsn *why) MUST_USE;

#endif
