/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/dialogue.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "os/clock.h"
#include "os/halt.h"

enum {
	UNASKED_WAIT = 2000,	/* milliseconds for the rest of an answer that
				 * came too early */
	QUOTED_MAX = 80,	/* octets of a bad line that are shown */
};

struct deadline
dialogue_deadline(const struct dialogue *d, const struct question *question)
{
	const char *params = (const char *)d->params;
	msec_t limit = *(const msec_t *)(const void *)
	    (params + question->limit);

	return d->params->per_request_deadline ? deadline_in(limit) :
	    deadline_for_each(limit);
}

bool
dialogue_lost(struct dialogue *d, const struct question *question, enum io io,
    struct dsn *why)
{
	d->broken = true;
	why->stage = question->stage;
	switch (io) {
	case IO_HALTED:
		halt_fail(d->halt, why);
		break;
	case IO_TIMEOUT:
		dsn_fail(why, "4.4.2", "conversation with %.*s timed out "
		    "while %s", SPAN_ARG(d->peer), question->doing);
		break;
	case IO_END:
		dsn_fail(why, "4.4.2", "lost connection with %.*s while %s",
		    SPAN_ARG(d->peer), question->doing);
		break;
	case IO_DONE:
		must(io != IO_DONE);
	}
	tell(d->teller, EVENT_LOST, why->text, 0);
	return false;
}

/* out_of_step - the answers can no longer be matched to the questions */

static bool
out_of_step(struct dialogue *d, enum stage stage, struct dsn *why)
{
	d->broken = true;
	why->stage = stage;
	tell(d->teller, EVENT_LOST, why->text, 0);
	return false;
}

/* code_of - the number that a line begins with, or 0: for the chat */

static long
code_of(struct span line)
{
	uint64_t code;

	return line.len >= 3 && num_unsigned(span_first(line, 3), &code) ?
	    (long)code : 0;
}

/* D1: a line that is no reply line ends the session. */

static bool
malformed(struct dialogue *d, const struct question *question,
    struct span line, struct dsn *why)
{
	if (line.len > QUOTED_MAX)
		line.len = QUOTED_MAX;
	dsn_fail(why, "4.5.0", "protocol error: host %.*s answered with \"%.*s"
	    "\" while %s", SPAN_ARG(d->peer), SPAN_ARG(line), question->doing);
	return out_of_step(d, question->stage, why);
}

/*
 * replace - behaviour 76: smtp_reply_filter is asked with each line as it
 * would be kept, and what it says is taken for it. A table that cannot say
 * ends the session; QUIT may still be said, and needs no answer.
 */

static bool
replace(struct dialogue *d, const struct question *question,
    struct span *line, struct dsn *why)
{
	struct span value;
	struct dsn trouble = DSN_IN(why->arena);

	*line = reply_censor(why->arena, *line, d->params->smtputf8_enable);
	if (!mapping_find(&d->params->maps.reply_filter, *line, MAPPING_WHOLE,
	    &value, &trouble)) {
		tell(d->teller, EVENT_NOTE, trouble.text, 0);
		why->stage = question->stage;
		return dsn_fail(why, "4.3.0", "local data error while talking "
		    "to %.*s", SPAN_ARG(d->peer));
	}
	if (value.len == 0)
		return true;
	tellf(d->teller, EVENT_NOTE, "smtp_reply_filter makes of it: %.*s",
	    SPAN_ARG(value));
	*line = value;
	return true;
}

bool
dialogue_hear(struct dialogue *d, const struct question *question,
    struct deadline by, struct dsn *why)
{
	enum reply_progress progress;

	reply_start(&d->reply);
	do {
		struct span line;
		enum io io = wire_hear(d->wire, &line, &by, question->grace);

		if (io != IO_DONE)
			return dialogue_lost(d, question, io, why);
		tell(d->teller, EVENT_HEARD, line, code_of(line));
		if (!mapping_is_empty(&d->params->maps.reply_filter) &&
		    !replace(d, question, &line, why))
			return false;
		progress = reply_feed(&d->reply, line,
		    d->params->smtputf8_enable);
		if (progress == REPLY_MALFORMED)
			return malformed(d, question, line, why);
	} while (progress == REPLY_MORE);
	return true;
}

/* unasked - what stands there before it could be an answer */

static bool
unasked(struct dialogue *d, const struct question *next, struct dsn *why)
{
	if (!dialogue_hear(d, next, deadline_in(UNASKED_WAIT), why))
		return false;
	if (d->reply.code == 421)
		reply_tell(&d->reply, why, "host %.*s said: %.*s (before %s)",
		    SPAN_ARG(d->peer),
		    SPAN_ARG(reply_line(why->arena, &d->reply)), next->doing);
	else
		dsn_fail(why, "4.5.0", "protocol error: host %.*s answered "
		    "before it was asked, while %s: %.*s", SPAN_ARG(d->peer),
		    next->doing,
		    SPAN_ARG(reply_line(why->arena, &d->reply)));
	return out_of_step(d, next->stage, why);
}

bool
dialogue_is_quiet(struct dialogue *d, const struct question *next,
    struct dsn *why)
{
	must(d->due.len == 0);
	return wire_input(d->wire) != INPUT_OCTETS || unasked(d, next, why);
}

/* send_flight - one write; nothing may have been answered before it */

static bool
send_flight(struct dialogue *d, const struct question *first, struct dsn *why)
{
	struct deadline by = dialogue_deadline(d, first);
	enum io io;

	if (wire_queued(d->wire) == 0)
		return true;
	if (!d->leaving && wire_input(d->wire) == INPUT_OCTETS)
		return unasked(d, first, why);
	io = wire_flush(d->wire, &by);
	if (io == IO_END && wire_input(d->wire) == INPUT_OCTETS)
		return unasked(d, first, why);
	return io == IO_DONE || dialogue_lost(d, first, io, why);
}

bool
dialogue_settle(struct dialogue *d, struct dsn *why)
{
	size_t len = d->due.len;
	bool good = len == 0 ||
	    send_flight(d, d->due.at[0].question, why);

	for (size_t i = 0; good && i < len; i++) {
		struct due due = d->due.at[i];
		struct deadline by = dialogue_deadline(d, due.question);

		tell(d->teller, EVENT_TIMER, span_of(due.question->doing),
		    (long)deadline_left(by));
		good = dialogue_hear(d, due.question, by, why);
		if (good && due.question->heard != NULL)
			due.question->heard(d->self, due.about, &d->reply);
	}
	d->due.len = 0;
	return good;
}

void
dialogue_expect(struct dialogue *d, const struct question *question,
    struct recipient *about)
{
	*vec_add(&d->due) = (struct due){ question, about };
}

bool
dialogue_ask(struct dialogue *d, const struct question *question,
    struct recipient *about, struct span command, struct dsn *why)
{
	must(!d->broken);
	if (wire_queued(d->wire) + command.len + 2 > FLIGHT_MAX &&
	    !dialogue_settle(d, why))
		return false;
	if (!wire_say(d->wire, command, why))
		return out_of_step(d, question->stage, why);
	tell(d->teller, EVENT_SAID, command, 0);
	dialogue_expect(d, question, about);
	if (d->pipelining && !question->last)
		return true;
	return dialogue_settle(d, why);
}
