/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A secret: octets in pages of their own, which stay out of the swap (where
 * the limits allow it), out of core dumps and out of child processes, and are
 * overwritten when they are given back. There is no way to look into one
 * here: that takes os/secret_reveal.h, which only three rooms may include.
 */
#ifndef OS_SECRET_H
#define OS_SECRET_H

#include <stddef.h>

#include "base/span.h"

struct secret;

enum { SECRET_MAX = 65536 };	/* octets of one that is asked for */

/* A copy: who owns the octets overwrites them, if that is to be. */
struct secret *secret_copy(struct span from);

/* Overwrites it. */
void secret_free(struct secret **secret);

/* How many octets it has. */
size_t secret_len(const struct secret *secret);

#endif
