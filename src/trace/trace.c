/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace/trace.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/mem.h"
#include "os/clock.h"

enum { LISTENERS = 8, TEXT_MAX = 2048 };

const struct event_shape event_shapes[EVENT_KINDS] = {
#define EVENT(kind, name, level, text, number) \
	[EVENT_##kind] = { name, level, text, number },
#include "trace/event.def"
#undef EVENT
};

struct trace {
	pthread_mutex_t lock;	/* of takes; never held over I/O */
	msec_t began;
	atomic_uint sessions;
	bool side_by_side;
	int level;		/* the highest that anybody wants */
	struct listener listeners[LISTENERS];
	size_t len;
};

struct trace *
trace_new(void)
{
	struct trace *trace = mem_new(1, sizeof(*trace));

	must(pthread_mutex_init(&trace->lock, NULL) == 0);
	atomic_init(&trace->sessions, 0);
	trace->began = clock_now();
	trace->level = -1;
	return trace;
}

void
trace_free(struct trace **trace)
{
	struct trace *t = *trace;

	if (t == NULL)
		return;
	for (size_t i = 0; i < t->len; i++)
		if (t->listeners[i].done != NULL)
			t->listeners[i].done(t->listeners[i].self);
	pthread_mutex_destroy(&t->lock);
	mem_free(trace);
}

void
trace_listen(struct trace *trace, const struct listener *listener)
{
	must(trace->len < LISTENERS);
	trace->listeners[trace->len++] = *listener;
	if (listener->level > trace->level)
		trace->level = listener->level;
}

void
trace_side_by_side(struct trace *trace)
{
	if (trace != NULL)
		trace->side_by_side = true;
}

unsigned
trace_session(struct trace *trace)
{
	return trace == NULL ? 0 : atomic_fetch_add(&trace->sessions, 1) + 1;
}

/* hears - whether somebody who wants this level is shown an event */

static bool
hears(struct teller teller, enum event_kind kind, int level)
{
	if (teller.louder > 0)
		level = (level < 0 ? 0 : level) + teller.louder;
	return event_shapes[kind].level <= level;
}

bool
tell_is_heard(struct teller teller, enum event_kind kind)
{
	return teller.trace != NULL &&
	    hears(teller, kind, teller.trace->level);
}

/* flush - who has heard something, outside of the lock */

static void
flush(struct teller teller, enum event_kind kind)
{
	const struct trace *trace = teller.trace;

	for (size_t i = 0; i < trace->len; i++) {
		const struct listener *l = &trace->listeners[i];

		if (l->flush != NULL && hears(teller, kind, l->level))
			l->flush(l->self);
	}
}

void
tell(struct teller teller, enum event_kind kind, struct span text, long number)
{
	struct trace *trace = teller.trace;
	struct event event = { .kind = kind, .session = teller.session,
	    .secured = teller.secured, .text = text, .number = number };

	if (!tell_is_heard(teller, kind))
		return;
	pthread_mutex_lock(&trace->lock);
	event.side_by_side = trace->side_by_side;
	event.at = clock_now() - trace->began;
	for (size_t i = 0; i < trace->len; i++) {
		const struct listener *l = &trace->listeners[i];

		if (hears(teller, kind, l->level))
			l->take(l->self, &event);
	}
	pthread_mutex_unlock(&trace->lock);
	flush(teller, kind);
}

void
tellf(struct teller teller, enum event_kind kind, const char *format, ...)
{
	char text[TEXT_MAX + 1];
	va_list args;

	if (!tell_is_heard(teller, kind))
		return;
	va_start(args, format);
	must(vsnprintf(text, sizeof(text), format, args) >= 0);
	va_end(args);
	tell(teller, kind, span_of(text), 0);
}
