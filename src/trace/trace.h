/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event stream: one place where facts are told, any number of listeners
 * that show them. Code that tells does not know who listens, and a listener
 * touches nothing but its own output. Safe for threads: a listener takes one
 * event at a time.
 */
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/num.h"
#include "base/span.h"

enum event_kind {
#define EVENT(kind, name, level, text, number)	EVENT_##kind,
#include "trace/event.def"
#undef EVENT
	EVENT_KINDS
};

/* What a kind of event looks like: a row of event.def. */
struct event_shape {
	const char *name;
	int level;
	const char *text;	/* name of the text, or NULL */
	const char *number;	/* name of the number, or NULL */
};

extern const struct event_shape event_shapes[EVENT_KINDS];

struct event {
	enum event_kind kind;
	msec_t at;		/* since the trace began */
	unsigned session;	/* 0: belongs to none */
	bool side_by_side;	/* other sessions are told of meanwhile */
	bool secured;		/* said or heard inside TLS */
	struct span text;	/* any octets; made printable by listeners */
	long number;
};

struct listener {
	/* One event at a time, whoever tells it; nothing is written here. */
	void (*take)(void *self, const struct event *event);
	void (*done)(void *self);	/* the run is over; may be NULL */
	void *self;
	int level;		/* events above this level are not shown to it;
				 * a warning has level 0, so -1 hears nothing */
	/* After each take, by the thread that told the event, perhaps beside
	 * other takes: writes what was taken. May be NULL. */
	void (*flush)(void *self);
};

struct trace;

struct trace *trace_new(void);

/* Calls every listener's done. */
void trace_free(struct trace **trace);

/* Before any thread is started. At most 8. */
void trace_listen(struct trace *trace, const struct listener *listener);

/*
 * Who tells: a value, copied freely. A zero teller tells nobody, so no
 * caller tests for one.
 */
struct teller {
	struct trace *trace;
	unsigned session;
	bool secured;
	int louder;		/* > 0: what it tells is shown to listeners of
				 * so many levels less, and to those that hear
				 * nothing else as if they heard warnings */
};

/* From here on several sessions are told of at a time, and every event says
 * so. Before any thread is started. */
void trace_side_by_side(struct trace *trace);

/* A session number that was not used yet, 1 for the first. */
unsigned trace_session(struct trace *trace);

/* Somebody wants to hear this kind: for texts that are costly to make. */
bool tell_is_heard(struct teller teller, enum event_kind kind);

void tell(struct teller teller, enum event_kind kind, struct span text,
    long number);

/* The text is what printf makes, cut at 2,048 octets. */
void tellf(struct teller teller, enum event_kind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);

#endif
