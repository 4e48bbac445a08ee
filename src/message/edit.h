/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What checks and generic maps make of the fields and lines of a message
 * (behaviours 198 to 202). It takes what mime.h gives, and gives octets.
 */
#ifndef MESSAGE_EDIT_H
#define MESSAGE_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "message/content.h"

enum { EDIT_ROOM = 16384, EDIT_ASKED_MAX = 256 };

struct edit {
	const struct content_setup *setup;	/* checks, generic, words and
						 * note of it */
	body_sink *sink;
	void *self;		/* of the sink */

	/* The rest is how far it has come. */
	struct arena *arena;	/* for what tables say */
	unsigned asked;		/* since it is there */
	bool told[CHECKS];	/* that a table of checks is wrong */
	bool is_stuck;		/* a table could not say */
	size_t len;		/* gathered in room */
	char room[EDIT_ROOM];
};

/* What mime.h is to be given; it borrows the edit. */
struct mime_taker edit_taker(struct edit *edit);

/* Gives the sink what is gathered. */
bool edit_flush(struct edit *edit, struct dsn *why) MUST_USE;

void edit_clear(struct edit *edit);

#endif
