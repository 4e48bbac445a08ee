/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmd/gate.h"

#include "base/str.h"
#include "unit/tap.h"

/* What came through, a line each, "!" for a flush and "." for the end. */

static void
hear(void *self, const struct event *event)
{
	str_addf(self, "%.*s %ld\n", SPAN_ARG(event->text), event->number);
}

static void
flush(void *self)
{
	str_add(self, SPAN("!"));
}

static void
done(void *self)
{
	str_add(self, SPAN("."));
}

static struct gate *
listened(struct str *heard, struct trace **trace)
{
	const struct listener inner = { .take = hear, .flush = flush,
	    .done = done, .self = heard, .level = 1 };

	str_init(heard, 1000);
	*trace = trace_new();
	return gate_listen(*trace, &inner);
}

static void
opened(void)
{
	struct trace *trace;
	struct str heard;
	struct gate *gate = listened(&heard, &trace);
	struct teller teller = { .trace = trace };
	char text[] = "one";

	ok(tell_is_heard(teller, EVENT_HEARD) &&
	    !tell_is_heard(teller, EVENT_DECISION),
	    "the level is that of who waits");
	tell(teller, EVENT_WARNING, span_of(text), 1);
	tell(teller, EVENT_DECISION, SPAN("unheard"), 2);
	text[0] = '?';
	tell(teller, EVENT_HEARD, SPAN("two"), 2);
	is_text(str_span(&heard), "", "nothing comes through a closed gate");
	gate_open(gate);
	is_text(str_span(&heard), "one 1\n!two 2\n!",
	    "then everything as it was told");
	str_reset(&heard);
	tell(teller, EVENT_WARNING, SPAN("three"), 3);
	is_text(str_span(&heard), "three 3\n!", "and from now on at once");
	str_reset(&heard);
	trace_free(&trace);
	is_text(str_span(&heard), ".", "the end is told");
	str_clear(&heard);
}

static void
never_opened(void)
{
	struct trace *trace;
	struct str heard;

	listened(&heard, &trace);
	tell((struct teller){ .trace = trace }, EVENT_WARNING, SPAN("w"), 0);
	trace_free(&trace);
	is_text(str_span(&heard), ".", "if it stays closed only the end is");
	str_clear(&heard);
}

static void
without_flush(void)
{
	struct str heard;
	const struct listener inner = { .take = hear, .self = &heard };
	struct trace *trace = trace_new();
	struct gate *gate = gate_listen(trace, &inner);

	str_init(&heard, 1000);
	tell((struct teller){ .trace = trace }, EVENT_WARNING, SPAN("w"), 0);
	gate_open(gate);
	tell((struct teller){ .trace = trace }, EVENT_WARNING, SPAN("x"), 0);
	trace_free(&trace);
	is_text(str_span(&heard), "w 0\nx 0\n", "who neither flushes nor ends");
	str_clear(&heard);
}

int
main(void)
{
	opened();
	never_opened();
	without_flush();
	return tap_done();
}
