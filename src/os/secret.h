/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A secret: octets in pages of their own, which stay out of the swap (where
 * the limits allow it), out of core dumps and out of child processes, and are
 * overwritten when they are given back. There is no way to look into one
 * here: that takes os/secret_reveal.h, which only three rooms may include.
 */
#ifndef OS_SECRET_H
#define OS_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "base/str.h"

struct secret;

enum { SECRET_MAX = 65536 };	/* octets of one that is asked for */

/* Moves the octets here: *from is overwritten and cleared. */
struct secret *secret_take(struct str *from);

/* For octets that are not ours to overwrite, such as a value of a table. */
struct secret *secret_copy(struct span from);

/* Overwrites it. */
void secret_free(struct secret **secret);

/* How many octets it has. */
size_t secret_len(const struct secret *secret);

/* The same octets; the time this takes does not depend on them. */
bool secret_equal(const struct secret *a, const struct secret *b);

#endif
