/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A command of the user's that prints a secret.
 *
 * Known limits: what the command has started itself is not ended with it.
 * It stays in our process group, so that it can ask on the terminal.
 */
#ifndef OS_RUN_H
#define OS_RUN_H

#include <stdbool.h>

#include "base/dsn.h"
#include "os/clock.h"
#include "os/secret.h"

enum { RUN_LIMIT = 60000 };	/* milliseconds that a command may take */

/*
 * Runs it by /bin/sh -c, with no signal blocked, an empty stdin and our own
 * stderr, until it has closed its output and ended. False: it could not be
 * started, took longer than the limit (milliseconds) and was killed, printed
 * more than SECRET_MAX octets, or did not end with status 0; *why is 4.3.5
 * and shows nothing of the output. It is called before there are threads or
 * children whose end somebody else waits for.
 */
bool run_command(const char *command, msec_t limit, struct secret **output,
    struct dsn *why) MUST_USE;

#endif
