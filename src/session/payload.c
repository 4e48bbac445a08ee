/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message on the wire, up to and without the final dot.
 */
#include <stddef.h>

#include "base/mem.h"
#include "message/body.h"
#include "message/pick.h"
#include "os/halt.h"
#include "session/session_internal.h"

/* The message goes through two filters, pick and body, onto the wire. */
struct payload_run {
	struct session *s;
	struct pick pick;
	struct body body;
	const struct question *content;
	struct deadline by;
	enum io io;		/* why the sink said no */
	uint64_t octets;	/* that came out of the filter */
};

/* put - the sink of the last filter: onto the wire */

static bool
put(void *self, struct span octets, struct dsn *why)
{
	struct payload_run *run = self;

	(void)why;
	run->octets += octets.len;
	run->io = wire_put(run->s->talk.wire, octets, &run->by);
	return run->io == IO_DONE;
}

static bool
put_body(void *self, struct span octets, struct dsn *why)
{
	return body_feed(self, octets, why);
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
		run->by = dialogue_deadline(&run->s->talk, run->content);
		if (!pick_feed(&run->pick, window, why))
			return false;
	} while (window.len > 0);
	return pick_end(&run->pick, why) && body_end(&run->body, why) &&
	    source_is_unchanged(source, why);
}

/*
 * flush - all of it leaves before anything may follow: where a pause is due
 * (behaviour 204) it must not share a segment with the dot.
 */

static bool
flush(struct payload_run *run)
{
	run->by = dialogue_deadline(&run->s->talk, run->content);
	run->io = wire_flush(run->s->talk.wire, &run->by);
	if (run->io != IO_DONE)
		return false;
	run->io = wire_pause(run->s->talk.wire, run->s->dot_pause);
	if (run->io == IO_TIMEOUT)	/* the pause is over */
		run->io = IO_DONE;
	return run->io == IO_DONE;
}

static enum payload
result(struct payload_run *run, struct dsn *why)
{
	struct dialogue *talk = &run->s->talk;

	if (run->io == IO_DONE) {
		why->stage = STAGE_MESSAGE;
		return PAYLOAD_UNREADABLE;
	}
	if (run->io == IO_END)
		return PAYLOAD_LOST;
	dialogue_lost(talk, run->content, run->io, why);
	return PAYLOAD_STOPPED;
}

enum payload
payload_send(struct session *s, const struct question *content,
    struct dsn *why)
{
	const struct params *p = s->setup.params;
	const char *const *omit = s->setup.letter->omit;
	struct payload_run run = { .s = s, .content = content,
	    .body = { .sink = put, .fold = (size_t)p->fold_limit,
		.keep_bare_cr = p->postfix_mode, .stuff = true },
	    .pick = { .names = omit, .leave_out = true, .sink = put_body,
		.place = omit == NULL ? PICK_BODY : PICK_LINE } };
	char *room;
	bool good;

	if (!dialogue_is_quiet(&s->talk, content, why))
		return PAYLOAD_STOPPED;
	run.body.self = &run;
	run.pick.self = &run.body;
	room = mem_new(SOURCE_WINDOW, 1);
	good = feed(&run, room, why) &&
	    (s->dot_pause == 0 || flush(&run));
	mem_free(&room);
	if (!good)
		return result(&run, why);
	tell(s->setup.teller, EVENT_CONTENT, (struct span){ 0 },
	    (long)run.octets);
	return PAYLOAD_SENT;
}
