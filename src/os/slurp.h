/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole file or descriptor into memory, with a limit. For what is small:
 * configuration, lists of recipients, resolv.conf; the message has a source
 * of its own (os/source.h).
 */
#ifndef OS_SLURP_H
#define OS_SLURP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/str.h"

/*
 * Reads at most max octets (max > 0), of any value. *to need not be
 * initialised; it is born with max as its maximum, and the caller clears it.
 * False: *to is untouched, *why is 4.3.0 and names the path, and errno says
 * what happened: ENOENT when there is no such file, EFBIG when it is longer.
 */
bool slurp_file(const char *path, size_t max, struct str *to,
    struct dsn *why) MUST_USE;

/* The same for what can be read from an open descriptor, which stays open;
 * name is what it is called in *why. */
bool slurp_fd(int fd, const char *name, size_t max, struct str *to,
    struct dsn *why) MUST_USE;

#endif
