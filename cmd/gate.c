/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/gate.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/vec.h"

struct gate {
	struct listener inner;
	bool open;
	struct arena *arena;	/* the texts of the events */
	VEC(struct event) events;	/* that it has not heard yet */
};

static void
take(void *self, const struct event *event)
{
	struct gate *gate = self;
	struct event copy = *event;

	if (gate->open) {
		gate->inner.take(gate->inner.self, event);
		return;
	}
	copy.text = arena_copy(gate->arena, event->text);
	*vec_add(&gate->events) = copy;
}

static void
flush(void *self)
{
	const struct gate *gate = self;

	if (gate->open && gate->inner.flush != NULL)
		gate->inner.flush(gate->inner.self);
}

static void
forget(struct gate *gate)
{
	vec_clear(&gate->events);
	arena_free(&gate->arena);
}

static void
done(void *self)
{
	struct gate *gate = self;

	if (gate->inner.done != NULL)
		gate->inner.done(gate->inner.self);
	forget(gate);
	mem_free(&gate);
}

struct gate *
gate_listen(struct trace *trace, const struct listener *inner)
{
	struct gate *gate = mem_new(1, sizeof(*gate));
	const struct listener outer = { .take = take, .flush = flush,
	    .done = done, .self = gate, .level = inner->level };

	gate->inner = *inner;
	gate->arena = arena_new();
	trace_listen(trace, &outer);
	return gate;
}

void
gate_open(struct gate *gate)
{
	must(!gate->open);
	gate->open = true;
	for (size_t i = 0; i < gate->events.len; i++) {
		take(gate, &gate->events.at[i]);
		flush(gate);
	}
	forget(gate);
}
