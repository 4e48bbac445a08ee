/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What there is to log in with: secrets that the command line speaks of,
 * ~/.netrc, the filter of mechanisms, and the logins that were refused. Read
 * once, before anything is tried.
 */
#ifndef CMD_KEYRING_H
#define CMD_KEYRING_H

#include <stdbool.h>

#include "base/attr.h"
#include "cmd/options.h"
#include "policy/login_policy.h"
#include "table/table.h"
#include "trace/trace.h"

struct keyring {
	struct logins logins;	/* what the run borrows */
	struct secret *password, *token, *netrc;
	struct match_list filter;
	struct store *refused;
};

struct keyring_setup {
	const struct options *options;
	const struct params *params;
	const struct settings *settings;
	struct tables *tables;
	struct teller teller;	/* hears warnings */
};

/*
 * --auth-user wants the level secure, if nobody has said another one; its
 * parameter is set as the option would set it.
 */
void keyring_raise_level(const struct options *options,
    struct settings *settings);

/*
 * Fills an empty keyring. An exit status: 0; 64: nobody can be asked for the
 * password; 66: a file or descriptor that the command line names cannot be
 * read; 78: a command has failed, or something is wrong with a parameter or
 * with a file that we found ourselves.
 */
int keyring_fill(struct keyring *keyring, const struct keyring_setup *setup,
    struct dsn *why) MUST_USE;

/* Overwrites the secrets. */
void keyring_clear(struct keyring *keyring);

#endif
