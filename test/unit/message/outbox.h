/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a message goes in tests: the octets, and the notes, a line each, "!"
 * before a warning.
 */
#ifndef TEST_UNIT_MESSAGE_OUTBOX_H
#define TEST_UNIT_MESSAGE_OUTBOX_H

#include "base/mem.h"
#include "message/content.h"
#include "unit/message/pairs.h"
#include "unit/tap.h"

enum { OUTBOX_MAX = 1 << 22 };

struct outbox {
	struct str octets;
	struct str notes;
	size_t room;		/* octets that are taken; 0: all */
	bool refused;		/* then it must not be asked again */
};

static inline void
outbox_init(struct outbox *box)
{
	*box = (struct outbox){ .room = 0 };
	str_init(&box->octets, OUTBOX_MAX);
	str_init(&box->notes, OUTBOX_MAX);
}

static inline void
outbox_empty(struct outbox *box)
{
	str_reset(&box->octets);
	str_reset(&box->notes);
	box->refused = false;
}

static inline void
outbox_clear(struct outbox *box)
{
	str_clear(&box->octets);
	str_clear(&box->notes);
}

static inline bool
outbox_take(void *self, struct span octets, struct dsn *why)
{
	struct outbox *box = self;

	must(octets.len > 0 && !box->refused);
	box->refused = box->room > 0 &&
	    box->octets.len + octets.len > box->room;
	if (box->refused)
		return dsn_fail(why, "4.4.2", "no more room");
	str_add(&box->octets, octets);
	return true;
}

static inline void
outbox_note(void *self, bool warning, struct span text)
{
	struct outbox *box = self;

	str_addf(&box->notes, "%s%.*s\n", warning ? "!" : "",
	    SPAN_ARG(text));
}

/* All limits are those of Postfix; nothing is asked for. */
static inline struct content_setup
outbox_setup(struct outbox *box)
{
	return (struct content_setup){ .words = 10240, .stuff = true,
	    .limits = { .line = 2048, .field = 102400, .boundary = 2048,
		.nesting = 100 },
	    .fold = 998, .sink = outbox_take, .note = outbox_note,
	    .self = box };
}

#endif
