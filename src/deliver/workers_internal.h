/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The threads in which deliveries run, while the main thread waits for
 * signals and the end of the time.
 */
#ifndef DELIVER_WORKERS_INTERNAL_H
#define DELIVER_WORKERS_INTERNAL_H

#include <stddef.h>

#include "deliver/deliver.h"

/*
 * Calls work for 0, 1, … len - 1, each once and begun in this order, in
 * threads of their own: mxput_destination_parallelism at a time, one if the
 * run goes in turn, fewer if the system has no more. Returns when the last
 * has returned. Call it from the main thread.
 */
void workers_run(const struct run *run, size_t len,
    void (*work)(void *self, size_t i), void *self);

#endif
