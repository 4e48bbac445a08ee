/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conversation as a person reads it, one line an event, with the prefixes
 * of swaks. While sessions go on side by side, the number of its session and
 * a colon stand before each line of one.
 */
#ifndef REPORT_CHAT_H
#define REPORT_CHAT_H

#include <stdbool.h>
#include <stdio.h>

#include "trace/trace.h"

struct chat_setup {
	FILE *out;		/* not closed */
	int level;		/* -1: nothing, 0: warnings, 1: -v, ... */
	bool color;
	const char *program;	/* begins a warning: "mxput: warning: " */
};

/* A listener; free what it holds when the trace is freed (its done). */
struct listener chat_listener(const struct chat_setup *setup);

#endif
