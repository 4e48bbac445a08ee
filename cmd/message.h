/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message: read once and whole before anything is tried, and what it is
 * found to be.
 */
#ifndef CMD_MESSAGE_H
#define CMD_MESSAGE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "mail/envelope.h"
#include "message/survey.h"
#include "os/source.h"

struct message {
	struct source *source;
	struct survey survey;
	bool declares_8bit;	/* its header says so */
};

/*
 * Reads the file, or standard input when path is NULL. An exit status: 0, or
 * 66 (it cannot be read) or 65 (it has no octets) with *why. To be cleared
 * in any case.
 */
int message_read(const char *path, struct message *message,
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
