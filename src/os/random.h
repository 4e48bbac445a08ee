/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random numbers of the system, fit for query IDs as well as for shuffling.
 */
#ifndef OS_RANDOM_H
#define OS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_fill(void *to, size_t len);

/* Evenly distributed over 0 .. below - 1; below > 0. */
uint32_t random_below(uint32_t below);

#endif
