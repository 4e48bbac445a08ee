/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who listens to the trace: the chat on stderr, and the files of --chat-log
 * and --trace; and the file of --dsn-message, which is written at the end.
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
};

/*
 * Opens the files, new and for their owner only, and makes everybody listen
 * who was asked for. False: a file cannot be opened, 4.3.0; 74 for the
 * caller. To be closed in any case, once the trace is freed; *outputs is zero
 * before.
 */
bool outputs_open(struct outputs *outputs, const struct options *options,
    struct trace *trace, struct dsn *why) MUST_USE;

/* What was lost on the way to them is one line each on stderr. */
void outputs_close(struct outputs *outputs);

#endif
