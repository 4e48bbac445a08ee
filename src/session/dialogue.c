/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/dialogue.h"

#include <string.h>

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
	d->lost = io != IO_HALTED && !d->leaving;
	d->timed_out = io == IO_TIMEOUT;
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

/* What is heard ------------------------------------------------------------*/

/* A line on its way into the reply. */
struct hearing {
	const struct question *question;
	struct span line;
	struct arena *arena;	/* for this line: a server may say many */
};

/* D1: a line that is no reply line ends the session. */

static bool
malformed(struct dialogue *d, const struct hearing *h, struct dsn *why)
{
	dsn_fail(why, "4.5.0", "protocol error: host %.*s answered with \"%.*s"
	    "\" while %s", SPAN_ARG(d->peer),
	    SPAN_ARG(span_up_to(h->line, QUOTED_MAX)), h->question->doing);
	return out_of_step(d, h->question->stage, why);
}

/* is_challenge - what a login must have as it is; of several lines none is
 * (behaviour 162) */

static bool
is_challenge(const struct dialogue *d, const struct hearing *h)
{
	enum { CODE = 3 };

	return h->question->hidden && !d->reply.begun && h->line.len > CODE &&
	    code_of(h->line) / 100 == 3 && h->line.at[CODE] == ' ';
}

/* veil - a server may repeat what must not be seen (D11) */

static void
veil(const struct dialogue *d, struct hearing *h)
{
	if (!d->show_secrets && !is_challenge(d, h))
		h->line = veil_over(&d->veil, h->line, h->arena);
}

/* shown - what of a line may be told: nothing that an answer could be guessed
 * from (deviation D11) */

static struct span
shown(const struct dialogue *d, const struct hearing *h)
{
	enum { CODE = 3 };
	const struct span line = h->line;

	if (!h->question->hidden || d->show_secrets || line.len <= CODE ||
	    line.at[0] != '3')
		return line;
	return arena_text(h->arena, "%.*s *", CODE, line.at);
}

bool
dialogue_stuck(struct dialogue *d, struct dsn *why)
{
	tell(d->teller, EVENT_WARNING, why->text, 0);
	return dsn_fail(why, "4.3.0", "local data error while talking to %.*s",
	    SPAN_ARG(d->peer));
}

/* filter_stuck - the trouble quotes the line; of a challenge nothing is */

static bool
filter_stuck(struct dialogue *d, const struct hearing *h, struct span trouble,
    struct dsn *why)
{
	if (is_challenge(d, h) && !d->show_secrets)
		trouble = SPAN("smtp_reply_filter cannot be asked about a "
		    "challenge of a login");
	dsn_fail(why, "4.3.0", "%.*s", SPAN_ARG(trouble));
	why->stage = h->question->stage;
	return dialogue_stuck(d, why);
}

/*
 * replace - behaviour 76: smtp_reply_filter is asked with each line as it
 * would be kept, and what it says is taken for it. A table that cannot say
 * ends the session; QUIT may still be said, and needs no answer.
 */

static bool
replace(struct dialogue *d, struct hearing *h, struct dsn *why)
{
	struct dsn trouble = DSN_IN(h->arena);
	struct span value;

	h->line = reply_censor(h->arena, h->line, d->params->smtputf8_enable);
	if (!mapping_find(&d->params->maps.reply_filter, h->line,
	    MAPPING_WHOLE, &value, &trouble))
		return filter_stuck(d, h, trouble.text, why);
	if (value.len == 0)
		return true;
	h->line = value;
	veil(d, h);
	value = shown(d, h);
	tellf(d->teller, EVENT_NOTE, "smtp_reply_filter makes of it: %.*s",
	    SPAN_ARG(value));
	return true;
}

/* take - a line that was heard, into the reply */

static bool
take(struct dialogue *d, struct hearing *h, enum reply_progress *progress,
    struct dsn *why)
{
	veil(d, h);
	tell(d->teller, EVENT_HEARD, shown(d, h), code_of(h->line));
	if (!mapping_is_empty(&d->params->maps.reply_filter) &&
	    !replace(d, h, why))
		return false;
	*progress = reply_feed(&d->reply, h->line,
	    d->params->smtputf8_enable);
	return *progress != REPLY_MALFORMED || malformed(d, h, why);
}

bool
dialogue_hear(struct dialogue *d, const struct question *question,
    struct deadline by, struct dsn *why)
{
	enum reply_progress progress = REPLY_MORE;
	bool good = true;

	reply_start(&d->reply);
	while (good && progress == REPLY_MORE) {
		struct hearing h = { .question = question };
		enum io io = wire_hear(d->wire, &h.line, &by, question->grace);

		if (io != IO_DONE)
			return dialogue_lost(d, question, io, why);
		h.arena = arena_new();
		good = take(d, &h, &progress, why);
		arena_wipe(&h.arena);
	}
	return good;
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
	must(d->due.len == 0 || wire_queued(d->wire) > 0);
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

static bool
hear_due(struct dialogue *d, struct due due, struct dsn *why)
{
	struct deadline by = dialogue_deadline(d, due.question);

	tell(d->teller, EVENT_TIMER, span_of(due.question->doing),
	    (long)deadline_left(by));
	if (!dialogue_hear(d, due.question, by, why))
		return false;
	if (due.question->heard != NULL)
		due.question->heard(d->self, due.about, &d->reply);
	return true;
}

bool
dialogue_settle(struct dialogue *d, struct dsn *why)
{
	size_t len = d->due.len;
	bool good = len == 0 ||
	    send_flight(d, d->due.at[0].question, why);

	for (size_t i = 0; good && i < len; i++)
		good = hear_due(d, d->due.at[i], why);
	d->due.len = 0;
	return good;
}

bool
dialogue_hear_first(struct dialogue *d, struct dsn *why)
{
	struct due due = d->due.at[0];

	d->due.len--;
	memmove(d->due.at, d->due.at + 1, d->due.len * sizeof(due));
	return hear_due(d, due, why);
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

/* send_hidden - a line as it is, whatever its length */

static bool
send_hidden(struct dialogue *d, const struct question *question,
    struct span line, struct dsn *why)
{
	struct deadline by = dialogue_deadline(d, question);
	enum io io = wire_send_hidden(d->wire, line, &by);

	if (io == IO_END && wire_input(d->wire) == INPUT_OCTETS)
		return unasked(d, question, why);
	return io == IO_DONE || dialogue_lost(d, question, io, why);
}

bool
dialogue_ask_hidden(struct dialogue *d, const struct question *question,
    struct span line, struct span shown_as, struct dsn *why)
{
	must(!d->broken);
	if (!dialogue_is_quiet(d, question, why))
		return false;
	tell(d->teller, EVENT_SAID, d->show_secrets ? line : shown_as, 0);
	if (!span_equal(line, shown_as))
		veil_word(&d->veil, line);
	if (!send_hidden(d, question, line, why))
		return false;
	dialogue_expect(d, question, NULL);
	return dialogue_settle(d, why);
}
