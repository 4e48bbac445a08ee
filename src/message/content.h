/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A message on its way out: fields put before it, fields left out, converted
 * to 7 bit, checked, its addresses replaced, and in its form for the wire. All
 * filters of this room in a row; octets in, octets out, in pieces of any size,
 * memory bounded. What is not asked for costs nothing (behaviour 192).
 */
#ifndef MESSAGE_CONTENT_H
#define MESSAGE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "mail/lookup.h"
#include "message/body.h"
#include "message/generic.h"
#include "message/mime.h"

enum { CHECKS_BODY = FIELD_NESTED + 1, CHECKS };

/* A table of checks (behaviour 198), and what messages call it. */
struct checks {
	struct mapping map;
	const char *name;	/* "smtp_header_checks" */
};

struct content_setup {
	const char *const *omit;	/* as in struct pick, or NULL */
	struct span added;	/* fields that are put before it, LF behind
				 * each; taken as if they were the message's */
	bool converts;		/* to 7 bit */
	struct checks checks[CHECKS];	/* by enum field_class; of the body */
	struct generic generic;
	size_t words;		/* as in rewrite_field */
	struct mime_limits limits;

	size_t fold;		/* these three as in struct body */
	bool keep_bare_cr;
	bool stuff;

	body_sink *sink;
	/* Hears what a check did, a line; warning: the table is wrong. */
	void (*note)(void *self, bool warning, struct span text);
	void *self;		/* of both */
};

struct content;

struct content *content_new(const struct content_setup *setup);
void content_free(struct content **content);

/*
 * Any piece of the message. False: the sink says so; or multiparts are nested
 * too deep (5.6.0); or a table could not say (4.3.0): content_is_stuck. What
 * came before that place has been given to the sink, and may be sent: it does
 * not end the message.
 */
bool content_feed(struct content *content, struct span piece, struct dsn *why)
    MUST_USE;

/* The end of the message. */
bool content_end(struct content *content, struct dsn *why) MUST_USE;

/* Something of it was labelled 8bit and is no more (behaviour 195). */
bool content_is_converted(const struct content *content);

/* It ended in false because of a table. */
bool content_is_stuck(const struct content *content);

#endif
