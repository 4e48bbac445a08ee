/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace/trace.h"

#include <pthread.h>

#include "os/clock.h"
#include "unit/tap.h"

/* What a listener saw; the text is copied, since it is borrowed. */
struct ear {
	struct event last;
	char text[4096];
	size_t heard, done;
	size_t flushed;		/* of those that were heard */
};

static void
hear(void *self, const struct event *event)
{
	struct ear *ear = self;

	ear->heard++;
	ear->last = *event;
	if (event->text.len <= sizeof(ear->text) && event->text.len > 0)
		memcpy(ear->text, event->text.at, event->text.len);
	ear->last.text.at = ear->text;
}

static void
flush(void *self)
{
	struct ear *ear = self;

	ear->flushed = ear->heard;
}

static void
finish(void *self)
{
	struct ear *ear = self;

	ear->done++;
}

static struct trace *
listened(struct ear *ear, int level)
{
	struct trace *trace = trace_new();

	trace_listen(trace, &(struct listener){ .take = hear,
	    .done = finish, .self = ear, .level = level });
	return trace;
}

static msec_t pretended = 5000;

static msec_t
pretend(void)
{
	return pretended;
}

static void
facts(void)
{
	struct ear ear = { 0 };
	struct trace *trace;
	struct teller teller;

	clock_replace(pretend);
	trace = listened(&ear, 1);
	teller = (struct teller){ .trace = trace, .session = 7,
	    .secured = true };
	pretended = 5250;
	tell(teller, EVENT_HEARD, SPAN("250 o\0k"), 250);
	ok(ear.heard == 1 && ear.last.kind == EVENT_HEARD &&
	    ear.last.number == 250 && ear.last.session == 7 &&
	    ear.last.secured, "a fact comes as it was told");
	is_span(ear.last.text, SPAN("250 o\0k"), "its text octet by octet");
	is_number(ear.last.at, 250, "with the time since the trace began");
	tellf(teller, EVENT_NOTE, "%s-%d", "a", 5);
	is_text(ear.last.text, "a-5", "a text as printf makes it");
	tellf(teller, EVENT_NOTE, "%3000d", 1);
	ok(ear.heard == 3 && ear.last.text.len == 2048,
	    "a long one is cut, not lost");
	trace_free(&trace);
	ok(trace == NULL && ear.done == 1, "the end is told once");
	trace_free(&trace);
	clock_replace(NULL);
}

static void
levels(void)
{
	struct ear quiet = { 0 }, chat = { 0 }, all = { 0 };
	struct trace *trace = listened(&quiet, 0);
	struct teller teller = { .trace = trace };

	ok(tell_is_heard(teller, EVENT_WARNING) &&
	    !tell_is_heard(teller, EVENT_SAID),
	    "what nobody wants is known before");
	trace_listen(trace, &(struct listener){ .take = hear,
	    .self = &all, .level = 3 });
	trace_listen(trace, &(struct listener){ .take = hear,
	    .self = &chat, .level = 1 });
	ok(tell_is_heard(teller, EVENT_TIMER), "the one who wants most counts");
	tell(teller, EVENT_WARNING, SPAN("w"), 0);
	tell(teller, EVENT_SAID, SPAN("s"), 0);
	tell(teller, EVENT_DECISION, SPAN("d"), 0);
	tell(teller, EVENT_OCTETS_READ, SPAN(""), 9);
	is_number(quiet.heard, 1, "level 0 hears warnings");
	is_number(chat.heard, 2, "level 1 the chat too");
	is_number(all.heard, 4, "level 3 everything");
	trace_free(&trace);
}

/* What is taken can be written afterwards, by who told it. */

static void
flushes(void)
{
	struct ear warned = { 0 }, chat = { 0 };
	struct trace *trace = listened(&chat, 1);
	struct teller teller = { .trace = trace };

	trace_listen(trace, &(struct listener){ .take = hear,
	    .flush = flush, .self = &warned, .level = 0 });
	tell(teller, EVENT_WARNING, SPAN("w"), 0);
	is_number(warned.flushed, 1, "flush follows what was taken");
	warned.flushed = 0;
	tell(teller, EVENT_SAID, SPAN("s"), 0);
	is_number(warned.flushed, 0, "and nothing else");
	trace_free(&trace);
}

static void
side_by_side(void)
{
	struct ear ear = { 0 };
	struct trace *trace = listened(&ear, 0);
	struct teller teller = { .trace = trace, .session = 1 };

	tell(teller, EVENT_WARNING, SPAN("w"), 0);
	ok(!ear.last.side_by_side, "one session after the other");
	trace_side_by_side(trace);
	tell(teller, EVENT_WARNING, SPAN("w"), 0);
	ok(ear.last.side_by_side, "several at a time: each event says so");
	trace_side_by_side(NULL);
	trace_free(&trace);
}

/* A session that is told of louder, as debug_peer_list asks for. */

static void
louder(void)
{
	struct ear deaf = { 0 }, warned = { 0 }, chat = { 0 };
	struct trace *trace = listened(&deaf, -1);
	struct teller usual = { .trace = trace }, loud = usual;

	loud.louder = 1;
	ok(tell_is_heard(loud, EVENT_SAID) &&
	    !tell_is_heard(loud, EVENT_DECISION) &&
	    !tell_is_heard(usual, EVENT_WARNING),
	    "one level louder is heard where nothing else is");
	trace_listen(trace, &(struct listener){ .take = hear,
	    .self = &warned, .level = 0 });
	trace_listen(trace, &(struct listener){ .take = hear,
	    .self = &chat, .level = 1 });
	tell(loud, EVENT_SAID, SPAN("s"), 0);
	tell(loud, EVENT_DECISION, SPAN("d"), 0);
	tell(loud, EVENT_OCTETS_READ, SPAN(""), 9);
	is_number(deaf.heard, 1, "as if there had been warnings before");
	is_number(warned.heard, 1, "where warnings are, the chat is");
	is_number(chat.heard, 2, "where the chat is, decisions are");
	tell(usual, EVENT_SAID, SPAN("s"), 0);
	ok(deaf.heard == 1 && warned.heard == 1 && chat.heard == 3,
	    "others are as loud as ever");
	trace_free(&trace);
}

static void
nobody(void)
{
	struct ear deaf = { 0 };
	struct trace *trace = listened(&deaf, -1);
	struct teller teller = { .trace = trace }, zero = { 0 };

	tell(zero, EVENT_WARNING, SPAN("w"), 0);
	tellf(zero, EVENT_WARNING, "%d", 1);
	ok(!tell_is_heard(zero, EVENT_WARNING), "a zero teller tells nobody");
	is_number(trace_session(NULL), 0, "and has no sessions");
	tell(teller, EVENT_WARNING, SPAN("w"), 0);
	is_number(deaf.heard, 0, "level -1 hears nothing");
	ok(trace_session(trace) == 1 && trace_session(trace) == 2,
	    "sessions count from 1");
	trace_free(&trace);
}

/* CLI.md: the names of events and of their facts are keys of --trace. */

static void
shapes(void)
{
	bool complete = true, apart = true;

	for (int i = 0; i < EVENT_KINDS; i++) {
		const struct event_shape *s = &event_shapes[i];

		complete = complete && s->name != NULL && s->level >= 0 &&
		    s->level <= 3 && (s->text != NULL || s->number != NULL);
		for (int n = 0; n < i; n++)
			apart = apart &&
			    strcmp(s->name, event_shapes[n].name) != 0;
	}
	ok(complete, "each kind has a name, a level and a fact");
	ok(apart, "no two have one name");
}

enum { THREADS = 4, EACH = 2000 };

static void *
chatter(void *arg)
{
	struct teller teller = { .trace = arg };

	teller.session = trace_session(teller.trace);
	for (int i = 0; i < EACH; i++)
		tell(teller, EVENT_SAID, SPAN("x"), 0);
	return NULL;
}

static void
threads(void)
{
	struct ear ear = { 0 };
	struct trace *trace = listened(&ear, 1);
	pthread_t thread[THREADS];
	bool ran = true;

	for (int i = 0; i < THREADS; i++)
		ran = ran &&
		    pthread_create(&thread[i], NULL, chatter, trace) == 0;
	for (int i = 0; i < THREADS; i++)
		ran = ran && pthread_join(thread[i], NULL) == 0;
	ok(ran && ear.heard == THREADS * EACH,
	    "listeners are called one at a time, by any thread");
	is_number(trace_session(trace), THREADS + 1,
	    "and no session number is given twice");
	trace_free(&trace);
}

int
main(void)
{
	facts();
	levels();
	flushes();
	side_by_side();
	louder();
	nobody();
	shapes();
	threads();
	return tap_done();
}
