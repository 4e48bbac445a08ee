/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines on their way to a stream. Adding one waits for nobody; one thread at
 * a time writes what was added, by itself and by others, in that order. So a
 * reader who is slow, or has gone for lunch, holds up that thread, and the
 * others only once a good deal is waiting.
 */
#ifndef REPORT_OUTLET_H
#define REPORT_OUTLET_H

#include <stdio.h>

#include "base/span.h"

struct outlet;

/* out is not closed. */
struct outlet *outlet_new(FILE *out);

/* What is left is flushed. */
void outlet_free(struct outlet **outlet);

void outlet_add(struct outlet *outlet, struct span line);

/* To be called after each outlet_add: whatever waits is written, now by this
 * thread or soon by another one that is at it. */
void outlet_flush(struct outlet *outlet);

#endif
