/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a secret of the command line comes from: the first line of a file, of
 * a descriptor, or of what a command prints, without its line end; or what
 * somebody types.
 *
 * False, always: there is none, it is empty or has a NUL in it, or the line is
 * longer than SECRET_MAX; *why is 4.3.5, names the place, and shows nothing
 * of what was read. *secret is the caller's to free.
 */
#ifndef OS_ASK_H
#define OS_ASK_H

#include <stdbool.h>

#include "base/dsn.h"
#include "os/clock.h"
#include "os/secret.h"

/* A file that everybody may write to is refused; *exposed: everybody may read
 * it, which is worth a warning. */
bool ask_file(const char *path, struct secret **secret, bool *exposed,
    struct dsn *why) MUST_USE;

/* All of a file, which may be empty, under the same rules. errno is ENOENT
 * if there is no such file. */
bool ask_whole_file(const char *path, struct secret **secret, bool *exposed,
    struct dsn *why) MUST_USE;

/* Nothing behind the line is read, and the descriptor stays open. */
bool ask_descriptor(int fd, struct secret **secret, struct dsn *why) MUST_USE;

/* See run_command. */
bool ask_command(const char *command, msec_t limit, struct secret **secret,
    struct dsn *why) MUST_USE;

/*
 * A credential that the service manager left for us in the folder that
 * $CREDENTIALS_DIRECTORY names (systemd.exec(5)), under the rules of
 * ask_file. True with *secret NULL: there is none of that name.
 */
bool ask_service(const char *name, struct secret **secret, bool *exposed,
    struct dsn *why) MUST_USE;

/*
 * Whoever sits at the terminal types it, unseen; stdin and stdout do not
 * matter. A signal that comes meanwhile is acted upon once the terminal is as
 * it was; one that stops us brings the question again afterwards. False also
 * when there is no terminal.
 */
bool ask_terminal(const char *prompt, struct secret **secret,
    struct dsn *why) MUST_USE;

#endif
