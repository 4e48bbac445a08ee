/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message on the wire, up to and without the final dot.
 */
#include <stddef.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "os/halt.h"
#include "session/session_internal.h"

/* The message goes through its filters, onto the wire. */
struct payload_run {
	struct session *s;
	struct content *content;
	const struct question *question;
	struct deadline by;
	enum io io;		/* why the sink said no */
	enum payload chunk;	/* the same, where it is that of a chunk */
	uint64_t octets;	/* that came out of the filters */
	bool flawed;		/* the filters said no, or the sink */
	bool watches;		/* for 8-bit octets, which the server is not
				 * ready for */
};

/* watch - behaviour 194: what is not labelled is not converted */

static void
watch(struct payload_run *run, struct span octets)
{
	if (!run->watches || ascii_is_all(octets))
		return;
	run->watches = false;
	tellf(run->s->setup.teller, EVENT_WARNING, "host %.*s does not offer "
	    "8BITMIME; 8-bit octets are sent to it as they are",
	    SPAN_ARG(run->s->talk.peer));
}

/* put - the sink of the last filter: onto the wire */

static bool
put(void *self, struct span octets, struct dsn *why)
{
	struct payload_run *run = self;

	watch(run, octets);
	run->octets += octets.len;
	if (run->s->chunks) {
		run->chunk = chunk_put(run->s, octets, why);
		return run->chunk == PAYLOAD_SENT;
	}
	run->io = wire_put(run->s->talk.wire, octets, &run->by);
	return run->io == IO_DONE;
}

static void
note(void *self, bool warning, struct span text)
{
	const struct payload_run *run = self;

	tell(run->s->setup.teller, warning ? EVENT_WARNING : EVENT_NOTE,
	    text, 0);
}

/* feed - every window of the source through the filters */

static bool
feed(struct payload_run *run, char *room, struct dsn *why)
{
	const struct source *source = run->s->setup.letter->source;
	uint64_t offset = 0;
	struct span window;

	do {
		/* A server that never makes us wait must not outrun a stop. */
		if (halt_cause(run->s->talk.halt) != HALT_NONE) {
			run->io = IO_HALTED;
			return false;
		}
		if (!source_window(source, offset, room, &window, why))
			return false;
		offset += window.len;
		deadline_renew(&run->by);
		run->flawed = !content_feed(run->content, window, why);
	} while (!run->flawed && window.len > 0);
	run->flawed = run->flawed || !content_end(run->content, why);
	return !run->flawed && source_is_unchanged(source, why);
}

/*
 * flush - all of it leaves before anything may follow: where a pause is due
 * (behaviour 204) it must not share a segment with the dot. Chunks have none.
 */

static bool
flush(struct payload_run *run)
{
	run->by = dialogue_deadline(&run->s->talk, run->question);
	run->io = wire_flush(run->s->talk.wire, &run->by);
	if (run->io != IO_DONE)
		return false;
	run->io = wire_pause(run->s->talk.wire, run->s->dot_pause);
	if (run->io == IO_TIMEOUT)	/* the pause is over */
		run->io = IO_DONE;
	return run->io == IO_DONE;
}

/*
 * fail_content - it is the message, or a table of ours. What came before such
 * a place goes out all the same, as in Postfix (behaviours 197, 200): it is no
 * message without a dot.
 */

static enum payload
fail_content(struct payload_run *run, struct dsn *why)
{
	struct wire *wire = run->s->talk.wire;

	why->stage = STAGE_MESSAGE;
	if (content_is_stuck(run->content))
		dialogue_stuck(&run->s->talk, why);
	run->by = dialogue_deadline(&run->s->talk, run->question);
	if (run->flawed && wire_queued(wire) > 0 &&
	    wire_flush(wire, &run->by) != IO_DONE)
		wire_forget(wire);
	return PAYLOAD_UNREADABLE;
}

enum payload
payload_after(struct session *s, const struct question *question, enum io io,
    struct dsn *why)
{
	if (io == IO_DONE)
		return PAYLOAD_SENT;
	if (io == IO_END)
		return PAYLOAD_LOST;
	dialogue_lost(&s->talk, question, io, why);
	return PAYLOAD_STOPPED;
}

static enum payload
result(struct payload_run *run, struct dsn *why)
{
	if (run->chunk != PAYLOAD_SENT)
		return run->chunk;
	if (run->io == IO_DONE)
		return fail_content(run, why);
	return payload_after(run->s, run->question, run->io, why);
}

static enum payload
run_all(struct payload_run *run, struct dsn *why)
{
	char *room = mem_new(SOURCE_WINDOW, 1);
	bool good = feed(run, room, why) && (run->s->dot_pause == 0 ||
	    run->s->chunks || flush(run));

	mem_free(&room);
	if (!good)
		return result(run, why);
	if (!run->s->chunks)
		tell(run->s->setup.teller, EVENT_CONTENT, (struct span){ 0 },
		    (long)run->octets);
	if (content_is_converted(run->content))
		tellf(run->s->setup.teller, EVENT_NOTE, "converted to 7 bit: "
		    "host %.*s does not offer 8BITMIME",
		    SPAN_ARG(run->s->talk.peer));
	return PAYLOAD_SENT;
}

struct deadline
payload_deadline(const struct session *s, const struct question *question)
{
	const struct params *p = s->setup.params;

	return p->per_request_deadline ?
	    deadline_at_rate(p->data_xfer_timeout, p->min_data_rate) :
	    dialogue_deadline(&s->talk, question);
}

enum payload
payload_send(struct session *s, const struct question *question,
    struct dsn *why)
{
	struct payload_run run = { .s = s, .question = question,
	    .watches = s->setup.letter->survey->has_8bit &&
		!capabilities_has(&s->caps, CAP_8BITMIME) };
	const struct content_setup sinks = { .sink = put, .note = note,
	    .self = &run, .stuff = !s->chunks };
	enum payload how;

	if (!s->at_once && !dialogue_is_quiet(&s->talk, question, why))
		return PAYLOAD_STOPPED;
	run.content = outgoing_content(s, &sinks);
	run.by = payload_deadline(s, question);
	how = run_all(&run, why);
	content_free(&run.content);
	return how;
}
