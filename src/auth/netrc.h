/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ~/.netrc as ftp(1), curl and others read it: words apart by blanks and line
 * ends, in double quotes if need be; "machine NAME login USER password
 * SECRET", and "macdef", which ends with an empty line. Pure.
 *
 * A "default" entry is passed over: a server that DNS led us to must not get
 * what was meant for all servers.
 */
#ifndef AUTH_NETRC_H
#define AUTH_NETRC_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "os/secret.h"

struct netrc_entry {
	struct span user;	/* in the arena of *why */
	struct secret *password;	/* the caller's; NULL: no such
					 * machine, or not both of them */
};

/*
 * The first entry for the machine, whose name is in any case, that has both
 * user and password, and if user is not empty, that one. False: the text is
 * none (a quote without an end, a word where another is wanted, a NUL);
 * 4.3.5, and nothing of the text is shown.
 */
bool netrc_find(struct span text, struct span machine, struct span user,
    struct netrc_entry *entry, struct dsn *why) MUST_USE;

/* The same in what a file held. */
bool netrc_find_in(const struct secret *text, struct span machine,
    struct span user, struct netrc_entry *entry, struct dsn *why) MUST_USE;

#endif
