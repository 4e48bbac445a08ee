/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/outlet.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/meeting.h"
#include "unit/tap.h"

enum { ROOM = 65536, THREADS = 8, LINES = 500, TEXT_MAX = 1 << 22 };

/* A pipe as a stream, and what is read from it. */
struct sink {
	FILE *out;
	int in;
	char text[TEXT_MAX];
	size_t len;
};

static struct sink *
sink_new(void)
{
	struct sink *sink = mem_new(1, sizeof(*sink));
	int ends[2];

	must(pipe(ends) == 0);
	sink->in = ends[0];
	sink->out = fdopen(ends[1], "w");
	must(sink->out != NULL);
	return sink;
}

/* Everything, once nobody writes any more. */

static void
sink_read(struct sink *sink)
{
	ssize_t n = 1;

	while (n > 0) {
		n = read(sink->in, sink->text + sink->len,
		    sizeof(sink->text) - sink->len);
		sink->len += n > 0 ? (size_t)n : 0;
	}
}

static void
sink_free(struct sink **sink)
{
	close((*sink)->in);
	mem_free(sink);
}

static void
plain(void)
{
	struct sink *sink = sink_new();
	struct outlet *outlet = outlet_new(sink->out);

	outlet_add(outlet, SPAN("one\n"));
	outlet_add(outlet, SPAN("two\n"));
	must(fcntl(sink->in, F_SETFL, O_NONBLOCK) == 0);
	sink_read(sink);
	is_number((long)sink->len, 0, "adding writes nothing");
	outlet_flush(outlet);
	sink_read(sink);
	is_text(span_from(sink->text, sink->len), "one\ntwo\n",
	    "flushing writes what was added, in its order");
	outlet_add(outlet, SPAN("three\n"));
	outlet_free(&outlet);
	sink_read(sink);
	is_text(span_from(sink->text, sink->len), "one\ntwo\nthree\n",
	    "and so does the end");
	ok(outlet == NULL, "the outlet is gone");
	fclose(sink->out);
	sink_free(&sink);
}

/* Somebody who writes into a pipe that nobody reads. */

static void *
get_stuck(void *self)
{
	static char much[4 * ROOM];
	struct outlet *outlet = self;

	memset(much, 'x', sizeof(much));
	much[sizeof(much) - 1] = '\n';
	outlet_add(outlet, span_from(much, sizeof(much)));
	outlet_flush(outlet);
	return NULL;
}

/* Then it is busy, for good: it has more to write than the pipe takes. */

static void
await_octet(const struct sink *sink)
{
	char c;

	must(read(sink->in, &c, 1) == 1);
}

static void *
read_all(void *self)
{
	sink_read(self);
	return NULL;
}

static void
slow_reader(void)
{
	struct sink *sink = sink_new();
	struct outlet *outlet = outlet_new(sink->out);
	pthread_t stuck, reader;

	must(pthread_create(&stuck, NULL, get_stuck, outlet) == 0);
	await_octet(sink);
	outlet_add(outlet, SPAN("another one\n"));
	outlet_flush(outlet);	/* would hang here */
	ok(true, "a reader who is slow holds up one thread, and no other");
	must(pthread_create(&reader, NULL, read_all, sink) == 0);
	pthread_join(stuck, NULL);
	outlet_free(&outlet);
	fclose(sink->out);
	pthread_join(reader, NULL);
	ok(sink->len == 4 * ROOM - 1 + strlen("another one\n") &&
	    memcmp(sink->text + sink->len - 13, "\nanother one\n", 13) == 0,
	    "who writes for itself also writes what the others have added");
	sink_free(&sink);
}

/* Many at once: every line whole, those of each thread in their order. */

struct writer {
	struct outlet *outlet;
	struct meeting *meeting;
	int number;
};

static void *
write_lines(void *self)
{
	struct writer *w = self;
	char line[32];

	must(meeting_join(w->meeting));
	for (int i = 0; i < LINES; i++) {
		int len = snprintf(line, sizeof(line), "%d %d\n", w->number,
		    i);

		outlet_add(w->outlet, span_from(line, (size_t)len));
		outlet_flush(w->outlet);
	}
	return NULL;
}

static bool
in_order(const struct sink *sink)
{
	struct span rest = span_from(sink->text, sink->len);
	int next[THREADS] = { 0 };

	while (rest.len > 0) {
		struct span line = span_cut(&rest, '\n');
		char text[32];
		int number, i;

		if (line.len >= sizeof(text))
			return false;
		memcpy(text, line.at, line.len);
		text[line.len] = '\0';
		number = (int)strtol(text, NULL, 10);
		i = (int)strtol(text + strcspn(text, " "), NULL, 10);
		if (number < 0 || number >= THREADS || i != next[number]++)
			return false;
	}
	for (int n = 0; n < THREADS; n++)
		if (next[n] != LINES)
			return false;
	return true;
}

static void
many(void)
{
	struct sink *sink = sink_new();
	struct outlet *outlet = outlet_new(sink->out);
	struct meeting meeting;
	struct writer writers[THREADS];
	pthread_t threads[THREADS], reader;

	meeting_init(&meeting, THREADS);
	must(pthread_create(&reader, NULL, read_all, sink) == 0);
	for (int i = 0; i < THREADS; i++) {
		writers[i] = (struct writer){ outlet, &meeting, i };
		must(pthread_create(&threads[i], NULL, write_lines,
		    &writers[i]) == 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	fclose(sink->out);
	pthread_join(reader, NULL);
	ok(in_order(sink), "many threads: all lines whole, each thread's in "
	    "order, none left when all have flushed");
	outlet_free(&outlet);
	sink_free(&sink);
	meeting_clear(&meeting);
}

int
main(void)
{
	plain();
	slow_reader();
	many();
	return tap_done();
}
