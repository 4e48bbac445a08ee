/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text for users that is made from the tables of options and parameters:
 * --help, and the made parts of the manual and of the completions. Those
 * pages are written by hand and checked in; in them, what stands between a
 * line with "begin NAME" and the next with "end NAME" in a comment is made.
 */
#ifndef CMD_PAGES_H
#define CMD_PAGES_H

#include "base/attr.h"
#include "base/dsn.h"
#include "base/str.h"

enum { PAGES_MAX = 1024 * 1024 };	/* octets of a page */

/*
 * Adds the page with its made parts made anew. False: a part has no end, or
 * there is none of that name; *why says which.
 */
bool pages_refresh(struct span page, struct str *to, struct dsn *why)
    MUST_USE;

/* What --help says: usage, and a line or two for each option. */
void pages_help(struct str *to);

/* What --features says: "NAME: yes" or "NAME: not yet", one a line. */
void pages_features(struct str *to);

#endif
