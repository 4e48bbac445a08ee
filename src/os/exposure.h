/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether everybody may look into a file of secrets, or even change it. What
 * is no regular file is not looked at.
 */
#ifndef OS_EXPOSURE_H
#define OS_EXPOSURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/str.h"

enum exposure {
	EXPOSURE_NONE,
	EXPOSURE_READ,		/* everybody may read it */
	EXPOSURE_WRITE,		/* everybody may write to it */
};

/* Of an open file; path is what it is called in *why. False: nobody can say,
 * 4.3.5. */
bool exposure_of(int fd, const char *path, enum exposure *exposure,
    struct dsn *why) MUST_USE;

/* A secret is not taken from there. Always false: *why is 4.3.5, and
 * errno EACCES. */
bool exposure_refuse(const char *path, struct dsn *why);

/* slurp_file, and how exposed the file is that was read. */
bool exposure_slurp(const char *path, size_t max, struct str *to,
    enum exposure *exposure, struct dsn *why) MUST_USE;

#endif
