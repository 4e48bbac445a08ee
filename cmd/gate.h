/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A listener that is kept waiting: what it would have heard meanwhile is
 * remembered, and told to it in one go when the gate is opened.
 */
#ifndef CMD_GATE_H
#define CMD_GATE_H

#include "trace/trace.h"

struct gate;

/*
 * Makes inner listen behind a closed gate, which lives as long as the trace.
 * If it is never opened, inner hears nothing, and is done with the trace.
 */
struct gate *gate_listen(struct trace *trace, const struct listener *inner);

/* Before any thread is started; once. */
void gate_open(struct gate *gate);

#endif
