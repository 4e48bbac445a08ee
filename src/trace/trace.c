/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace/trace.h"

#include <pthread.h>
#include <stdarg.h>
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
	pthread_mutex_t lock;
	msec_t began;
	unsigned sessions;
	int level;		/* the highest that anybody wants */
	struct listener listeners[LISTENERS];
	size_t len;
};

struct trace *
trace_new(void)
{
	struct trace *trace = mem_new(1, sizeof(*trace));

	must(pthread_mutex_init(&trace->lock, NULL) == 0);
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

unsigned
trace_session(struct trace *trace)
{
	unsigned session;

	if (trace == NULL)
		return 0;
	pthread_mutex_lock(&trace->lock);
	session = ++trace->sessions;
	pthread_mutex_unlock(&trace->lock);
	return session;
}

bool
tell_is_heard(struct teller teller, enum event_kind kind)
{
	return teller.trace != NULL &&
	    event_shapes[kind].level <= teller.trace->level;
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
	event.at = clock_now() - trace->began;
	for (size_t i = 0; i < trace->len; i++) {
		const struct listener *l = &trace->listeners[i];

		if (event_shapes[kind].level <= l->level)
			l->take(l->self, &event);
	}
	pthread_mutex_unlock(&trace->lock);
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
