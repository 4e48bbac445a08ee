/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every event as one line of JSON: --trace.
 */
#ifndef REPORT_JSONL_H
#define REPORT_JSONL_H

#include <stdio.h>

#include "trace/trace.h"

/* out is flushed after each line and not closed. */
struct listener jsonl_listener(FILE *out);

#endif
