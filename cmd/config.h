/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration file (CLI.md, Configuration): which one, and what it
 * sets.
 */
#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "base/attr.h"
#include "base/dsn.h"
#include "cmd/options.h"
#include "param/settings.h"

/*
 * Reads the file of -C (of a directory its main.cf), or the first that exists
 * of $XDG_CONFIG_HOME/mxput/main.cf (default ~/.config) and
 * /etc/mxput/main.cf, or none with --no-config. An exit status: 0, or, with
 * *why, 66 (the named file cannot be read) or 78 (one of the others exists and
 * cannot be read; a line of the file is malformed). *directory is where the
 * file is, in the arena of *why; without one it is untouched.
 */
int config_read(const struct options *options, struct settings *settings,
    struct span *directory, struct dsn *why) MUST_USE;

#endif
