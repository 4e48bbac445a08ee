/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who listens to the trace: the chat on stderr, and the files of --chat-log
 * and --trace; and the file of --dsn-message, which is written at the end.
 *
 * The files are opened before anything else is read, so that a bad name is
 * found early, but what they held stays until outputs_begin: a run that ends
 * before anything is tried takes no older report away. What is told meanwhile
 * goes to stderr at once and into the files when they are begun.
 */
#ifndef CMD_OUTPUTS_H
#define CMD_OUTPUTS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/dsn.h"
#include "cmd/options.h"
#include "trace/trace.h"

struct outputs {
	FILE *chat_log, *trace, *dsn_message;	/* NULL: not asked for */
	struct gate *chat_gate, *trace_gate;
};

/*
 * Opens the files, which are made for their owner only, and makes everybody
 * listen who was asked for. An exit status: 0, or, with *why, 74 (a file
 * cannot be opened) or 64 (one is a file that is to be read, or two of them
 * are the same; files that are not regular are never the same). To be closed
 * in any case, once the trace is freed; *outputs is zero before.
 */
int outputs_open(struct outputs *outputs, const struct options *options,
    struct trace *trace, struct dsn *why) MUST_USE;

/* Empties the files, and writes what was told since they were opened. Before
 * any thread is started; once. False: one cannot be emptied; 4.3.0. */
bool outputs_begin(struct outputs *outputs, struct dsn *why) MUST_USE;

/* What was lost on the way to them is one line each on stderr. */
void outputs_close(struct outputs *outputs);

#endif
