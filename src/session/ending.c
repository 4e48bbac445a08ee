/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message, its final dot and the answer to that: the part of a
 * transaction in which doubt begins and ends (deviations D2, D3, D16).
 */
#include <stddef.h>

#include "base/mem.h"
#include "session/session_internal.h"

static const struct question content = {
	.stage = STAGE_MESSAGE,
	.doing = "sending message body",
	.limit = offsetof(struct params, data_xfer_timeout),
};

/* heard_end - 221 and 421 never answer a dot (deviation D16): whoever is
 * waiting for the answer stays in doubt */

static void
heard_end(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	(void)about;
	if (reply->code == 221 || reply->code == 421)
		return;
	s->done = true;
	word = verdict_of(s, STAGE_END_OF_DATA, reply, "end of DATA", true);
	verdict_judge_accepted(s, &word);
}

static const struct question end = {
	.stage = STAGE_END_OF_DATA,
	.doing = "sending end of data" MAYBE_TWICE,
	.limit = offsetof(struct params, data_done_timeout),
	.grace = HALT_GRACE,
	.heard = heard_end,
};

/*
 * early_end - behaviour 210: the server closed while the message was being
 * written. A refusal that it sent before counts; nothing else does, least of
 * all an acceptance of what it did not read (deviations D2, D16). Always
 * false: for who was not offered yet the connection is lost.
 */

static bool
early_end(struct session *s, struct dsn *why)
{
	struct dialogue *talk = &s->talk;
	struct dsn word;

	wire_forget(talk->wire);
	if (!dialogue_hear(talk, &content, dialogue_deadline(talk, &content),
	    why))
		return false;
	talk->broken = true;
	why->stage = STAGE_MESSAGE;
	if (reply_class(&talk->reply) != 4 && reply_class(&talk->reply) != 5)
		return dsn_fail(why, "4.5.0", "protocol error: host %.*s "
		    "answered before it had read the message: %.*s",
		    SPAN_ARG(talk->peer),
		    SPAN_ARG(reply_line(why->arena, &talk->reply)));
	word = verdict_of(s, STAGE_MESSAGE, &talk->reply, "end of DATA", false);
	verdict_judge_accepted(s, &word);
	return dialogue_lost(talk, &content, IO_END, why);
}

/*
 * push_end - all that is queued, in one write if the system takes it. Until
 * the last octet of the dot has left nothing may be heard: what comes before
 * is no answer to this message (deviations D2, D16). True: that octet may
 * have left. behind: what is queued after it.
 */

static bool
push_end(struct session *s, size_t behind, enum io *io)
{
	struct wire *wire = s->talk.wire;
	struct deadline by = dialogue_deadline(&s->talk, &content);

	*io = IO_DONE;
	while (*io == IO_DONE && wire_queued(wire) > 0) {
		if (wire_queued(wire) > behind &&
		    wire_input(wire) != INPUT_NONE)
			return false;
		*io = wire_push(wire, &by);
	}
	return wire_queued(wire) <= behind;
}

/* not_ended - the dot did not leave: nobody is in doubt, and nothing that is
 * said may sound like it */

static enum payload
not_ended(struct session *s, enum io io, struct dsn *why)
{
	for (size_t i = 0; i < s->accepted_len; i++)
		recipient_undoubt(s->accepted[i]);
	if (io == IO_DONE && !dialogue_is_quiet(&s->talk, &content, why))
		return PAYLOAD_STOPPED;
	if (io == IO_DONE || io == IO_END)
		return PAYLOAD_LOST;
	dialogue_lost(&s->talk, &content, io, why);
	return PAYLOAD_STOPPED;
}

/*
 * say_end - the dot, and QUIT right behind it where the server pipelines
 * (behaviour 180). From here on who was accepted is in doubt, unless the dot
 * did not leave this machine.
 */

static enum payload
say_end(struct session *s, struct dsn *why)
{
	struct dialogue *talk = &s->talk;
	size_t queued;
	enum io io;
	bool gone;

	if (!wire_say(talk->wire, SPAN("."), why))
		return PAYLOAD_STOPPED;
	tell(s->setup.teller, EVENT_SAID, SPAN("."), 0);
	queued = wire_queued(talk->wire);
	if (talk->pipelining && !session_goes_on(s))
		session_say_quit(s);
	for (size_t i = 0; i < s->accepted_len; i++)
		recipient_doubt(s->accepted[i]);
	gone = push_end(s, wire_queued(talk->wire) - queued, &io);
	wire_forget(talk->wire);	/* perhaps a part of QUIT */
	return gone ? PAYLOAD_SENT : not_ended(s, io, why);
}

/* never_answered - a reply came that cannot be the dot's: doubt stays */

static bool
never_answered(struct session *s, struct dsn *why)
{
	why->stage = STAGE_END_OF_DATA;
	s->talk.broken = true;
	return dsn_fail(why, "4.4.2", "host %.*s ended the session instead of "
	    "answering the end of data" MAYBE_TWICE, SPAN_ARG(s->talk.peer));
}

static bool
hear_end(struct session *s, struct dsn *why)
{
	dialogue_expect(&s->talk, &end, NULL);
	return dialogue_settle(&s->talk, why) &&
	    (s->done || never_answered(s, why));
}

bool
ending_send(struct session *s, struct dsn *why)
{
	enum payload payload = payload_send(s, &content, why);

	if (payload == PAYLOAD_SENT)
		payload = say_end(s, why);
	switch (payload) {
	case PAYLOAD_SENT:
		return hear_end(s, why);
	case PAYLOAD_LOST:
		return early_end(s, why);
	case PAYLOAD_UNREADABLE:
		/* Dropping the line is the only way not to end the message. */
		s->talk.broken = true;
		break;
	case PAYLOAD_STOPPED:
		break;
	}
	return false;
}
