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

/* is_final - behaviour 211: a server that does not speak of reports keeps the
 * message, if the user says so */

static bool
is_final(const struct session *s)
{
	const struct params *p = s->setup.params;

	return session_is_lmtp(s) && !capabilities_has(&s->caps, CAP_DSN) &&
	    (p->assume_final || (p->flags & FLAG_FINAL) != 0);
}

/* end_name - what ends the message, for texts (behaviour 74) */

static const char *
end_name(const struct session *s)
{
	return s->chunks ? "BDAT" : "end of DATA";
}

/* heard_end - 221 and 421 never answer a dot (deviation D16): whoever is
 * waiting for the answer stays in doubt */

static void
heard_end(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	if (reply->code == 221 || reply->code == 421)
		return;
	s->done = true;
	word = verdict_of(s, STAGE_END_OF_DATA, reply, end_name(s), true);
	word.final = is_final(s);
	word.reports = capabilities_has(&s->caps, CAP_DSN);
	if (about != NULL || s->at_once)
		verdict_keep(s, &word);
	else
		verdict_judge_accepted(s, &word);
}

static const struct question end = {
	.stage = STAGE_END_OF_DATA,
	.doing = "sending end of data" MAYBE_TWICE,
	.limit = offsetof(struct params, data_done_timeout),
	.grace = HALT_GRACE,
	.heard = heard_end,
};

static const struct question nobody = {
	.stage = STAGE_END_OF_DATA,
	.doing = "sending end of data",
	.limit = offsetof(struct params, rset_timeout),
};

/*
 * early_end - behaviour 210: the server closed while the message was being
 * written. A refusal that it sent before counts, in LMTP for the first who was
 * accepted; nothing else does, least of all an acceptance of what it did not
 * read (deviations D2, D16). Always false: for all others the connection is
 * lost.
 */

static bool
early_end(struct session *s, struct dsn *why)
{
	struct dialogue *talk = &s->talk;
	struct dsn word;

	wire_forget(talk->wire);
	if (!dialogue_settle(talk, why))
		return false;
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
	word = verdict_of(s, STAGE_MESSAGE, &talk->reply, end_name(s), false);
	if (session_is_lmtp(s) && s->accepted_len > 1)
		s->accepted_len = 1;
	verdict_judge_accepted(s, &word);
	return dialogue_lost(talk, &content, IO_END, why);
}

/* hear_meanwhile - while the message goes out the answers to MAIL and RCPT may
 * come, if they share its flight; false: something else is there */

static bool
hear_meanwhile(struct session *s, struct dsn *why)
{
	struct dialogue *talk = &s->talk;
	enum input input = wire_input(talk->wire);

	while (input == INPUT_OCTETS && talk->due.len > 0) {
		if (!dialogue_hear_first(talk, why))
			return false;
		input = wire_input(talk->wire);
	}
	return input == INPUT_NONE;
}

/*
 * push_end - all that is queued, in one write if the system takes it. Until
 * the last octet of the message has left nothing may be heard that could be an
 * answer to it: it is none (deviations D2, D16). True: that octet may have
 * left. behind: what is queued after it.
 */

static bool
push_end(struct session *s, size_t behind, enum io *io, struct dsn *why)
{
	struct wire *wire = s->talk.wire;
	struct deadline by = dialogue_deadline(&s->talk, &content);

	*io = IO_DONE;
	while (*io == IO_DONE && wire_queued(wire) > 0) {
		if (wire_queued(wire) > behind && !hear_meanwhile(s, why))
			return false;
		*io = wire_push(wire, &by);
	}
	return wire_queued(wire) <= behind;
}

/* miscounted - whose the answers are nobody knows */

static void
miscounted(struct session *s)
{
	s->answers_len = 0;
	verdict_forget_held(s);
}

/* not_ended - the last octet did not leave: nobody is in doubt, and nothing
 * that is said may sound like it */

static enum payload
not_ended(struct session *s, enum io io, struct dsn *why)
{
	verdict_undoubt_part(s);
	if (s->talk.broken)
		return PAYLOAD_STOPPED;
	if (io == IO_DONE && s->talk.due.len == 0 &&
	    !dialogue_is_quiet(&s->talk, &content, why)) {
		if (s->talk.reply.code != 421)
			miscounted(s);
		return PAYLOAD_STOPPED;
	}
	return io == IO_DONE ? PAYLOAD_LOST :
	    payload_after(s, &content, io, why);
}

static enum payload
queue_dot(struct session *s, struct dsn *why)
{
	if (!wire_say(s->talk.wire, SPAN("."), why))
		return PAYLOAD_STOPPED;
	tell(s->setup.teller, EVENT_SAID, SPAN("."), 0);
	return PAYLOAD_SENT;
}

/*
 * say_end - the dot or the last chunk, and QUIT right behind it where the
 * server pipelines (behaviour 180). From here on whoever was not refused is in
 * doubt, unless the last octet did not leave this machine.
 */

static enum payload
say_end(struct session *s, struct dsn *why)
{
	struct dialogue *talk = &s->talk;
	enum payload payload = s->chunks ? chunk_queue_last(s, why) :
	    queue_dot(s, why);
	size_t queued = wire_queued(talk->wire);
	enum io io;
	bool gone;

	if (payload != PAYLOAD_SENT)
		return payload;
	if (talk->pipelining && !session_goes_on(s))
		session_say_quit(s);
	verdict_doubt_part(s);
	gone = push_end(s, wire_queued(talk->wire) - queued, &io, why);
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
hear_one(struct session *s, struct recipient *about, struct dsn *why)
{
	s->done = false;
	dialogue_expect(&s->talk, &end, about);
	return dialogue_settle(&s->talk, why) &&
	    (s->done || never_answered(s, why));
}

/*
 * thinks_it_is_done - there are answers missing, and the server does not know
 * it: it has answered QUIT, or gives one answer, as in SMTP, and no other.
 * Whose those were that it gave nobody knows. A server that is lost in the
 * middle has answered in order (207).
 */

static bool
thinks_it_is_done(const struct session *s)
{
	return s->talk.reply.code == 221 ||
	    (s->talk.timed_out && s->answers_len == 1);
}

/* hear_each - LMTP: an answer for each who was accepted (206, 208) */

static bool
hear_each(struct session *s, struct dsn *why)
{
	bool good = true;

	for (size_t i = 0; good && i < s->accepted_len; i++)
		good = hear_one(s, s->accepted[i], why);
	if (!good && thinks_it_is_done(s))
		s->answers_len = 0;
	return good;
}

/* is_all - deviation D16: behind the last of these answers comes QUIT's, or
 * nothing; anything else says that they were counted wrongly */

static bool
is_all(struct session *s, struct dsn *why)
{
	const struct reply *reply = &s->talk.reply;

	if (session_goes_on(s)) {
		if (dialogue_is_quiet(&s->talk, &end, why))
			return true;
		if (reply->code != 421)
			miscounted(s);
		return false;
	}
	if (session_part(s))
		return true;
	miscounted(s);
	why->stage = STAGE_END_OF_DATA;
	s->talk.broken = true;
	return dsn_fail(why, "4.5.0", "protocol error: host %.*s gave more "
	    "answers than there are %s: %.*s" MAYBE_TWICE,
	    SPAN_ARG(s->talk.peer), session_is_lmtp(s) ? "recipients" :
	    "commands", SPAN_ARG(reply_line(why->arena, reply)));
}

/* hear_envelope - where the message went with MAIL and RCPT these are answered
 * only now; it may have gone for who has no answer then */

static bool
hear_envelope(struct session *s, struct dsn *why)
{
	struct dsn lost = *why;

	if (dialogue_settle(&s->talk, &lost))
		return true;
	*why = lost;
	return dsn_fail(why, lost.status, "%.*s" MAYBE_TWICE,
	    SPAN_ARG(lost.text));
}

/* hear_nobody - a message that nobody was accepted for: in LMTP there may be
 * no answer, and none is waited for */

static bool
hear_nobody(struct session *s, struct dsn *why)
{
	if (session_is_lmtp(s))
		return true;
	dialogue_expect(&s->talk, &nobody, NULL);
	return dialogue_settle(&s->talk, why);
}

/* hear_answers - SMTP answers the end of data once, for all who were
 * accepted */

static bool
hear_answers(struct session *s, struct dsn *why)
{
	if (s->accepted_len == 0)
		return hear_nobody(s, why);
	return session_is_lmtp(s) ? hear_each(s, why) :
	    hear_one(s, NULL, why);
}

/* hear_end - where the answers to the envelope came in the same flight, one
 * too many of them would pass for that to the end */

static bool
hear_end(struct session *s, struct dsn *why)
{
	bool good;

	if (!hear_envelope(s, why))
		return false;
	good = hear_answers(s, why) && ((!s->at_once &&
	    (!session_is_lmtp(s) || s->accepted_len == 0)) ||
	    is_all(s, why));
	verdict_judge_held(s);
	verdict_judge_answered(s);
	return good;
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
		/* Dropping the line is the only way not to end the message.
		 * What it is like settles for whom it was (behaviour 197). */
		s->talk.broken = true;
		if (dsn_class(why) == '5')
			verdict_judge_part(s, why);
		break;
	case PAYLOAD_STOPPED:
		break;
	case PAYLOAD_UNWANTED:
		return true;
	}
	return false;
}
