/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was looked at on the way to a verdict, line by line, for who asks to
 * see it (-vv). A bounded list; lines beyond it are dropped.
 */
#ifndef TLS_NOTES_H
#define TLS_NOTES_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/span.h"

enum { NOTES_MAX = 100 };

struct notes {
	struct arena *arena;	/* where the lines live */
	struct span line[NOTES_MAX];
	size_t len;
};

/* The text is what printf makes, made printable. Notes may be NULL: nobody
 * asks, and nothing is made. */
void notes_add(struct notes *notes, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
