/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a file of certificates or keys. It may hold secrets, so it goes
 * with str_wipe.
 *
 * Known limit: a file that is read in more pieces than one (over 16 kB, or a
 * pipe) may leave a part of its text in memory that was given back.
 */
#ifndef TLS_TEXT_H
#define TLS_TEXT_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"

/* The whole file, up to 16 MiB; str_wipe is due. False: 4.7.5. */
bool text_read(struct span path, struct str *text, struct dsn *why) MUST_USE;

#endif
