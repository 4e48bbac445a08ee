/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Octets to a descriptor, all of them. Without allocation and without locks:
 * the last words use it.
 */
#ifndef OS_EMIT_H
#define OS_EMIT_H

#include "base/attr.h"
#include "base/span.h"

/* Waits where the descriptor does not block. 0, or the errno of the write
 * that failed; some of the text may have been written then. */
int emit_all(int fd, struct span text) MUST_USE;

#endif
