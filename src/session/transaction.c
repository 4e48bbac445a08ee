/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The transaction (RFC 5321 section 3.3): MAIL, RCPT, DATA, the message and
 * the dot, in the order of the protocol, pipelined or not. What is said is
 * here; what the answers mean is in the heard_ functions and verdict.c.
 */
#include <stddef.h>

#include "base/mem.h"
#include "os/clock.h"
#include "os/halt.h"
#include "proto/command.h"
#include "session/session_internal.h"

static void heard_mail(void *, struct recipient *, const struct reply *);
static void heard_rcpt(void *, struct recipient *, const struct reply *);
static void heard_data(void *, struct recipient *, const struct reply *);
static void heard_empty_end(void *, struct recipient *, const struct reply *);
static void heard_reset(void *, struct recipient *, const struct reply *);

static const struct question mail = {
	.stage = STAGE_MAIL,
	.doing = "sending MAIL FROM",
	.limit = offsetof(struct params, mail_timeout),
	.heard = heard_mail,
};

static const struct question rcpt = {
	.stage = STAGE_RCPT,
	.doing = "sending RCPT TO",
	.limit = offsetof(struct params, rcpt_timeout),
	.heard = heard_rcpt,
};

static const struct question data = {
	.stage = STAGE_DATA,
	.doing = "sending DATA command",
	.limit = offsetof(struct params, data_init_timeout),
	.last = true,
	.heard = heard_data,
};

/* The dot that ends a message without a recipient: nothing hangs on the
 * answer (behaviour 183, deviation D8). */
static const struct question empty_end = {
	.stage = STAGE_END_OF_DATA,
	.doing = "sending end of data",
	.limit = offsetof(struct params, rset_timeout),
	.heard = heard_empty_end,
};

static const struct question rset = {
	.stage = STAGE_QUIT,
	.doing = "sending final RSET",
	.limit = offsetof(struct params, rset_timeout),
};

/* RSET between two transactions. */
static const struct question reset = {
	.stage = STAGE_MAIL,
	.doing = "sending RSET probe",
	.limit = offsetof(struct params, rset_timeout),
	.heard = heard_reset,
};

static void
heard_mail(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	if (reply_class(reply) == 2) {
		probe_heard(s, STAGE_MAIL, about, reply);
		return;
	}
	s->refused = true;
	word = verdict_of(s, STAGE_MAIL, reply, "MAIL FROM", false);
	note_421(s, &word);
	verdict_judge_part(s, &word);
}

static void
heard_rcpt(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	if (s->refused)
		return;		/* an echo of the refused MAIL */
	if (reply_class(reply) == 2) {
		s->accepted[s->accepted_len++] = about;
		probe_heard(s, STAGE_RCPT, about, reply);
		return;
	}
	word = verdict_of(s, STAGE_RCPT, reply, "RCPT TO", false);
	/* Too many recipients (RFC 5321 section 4.5.3.1.10, deviation D10). */
	if (reply->code == 552 &&
	    span_equal(span_of(reply->status), SPAN("5.5.3")))
		word = dsn_as(word, '4');
	note_421(s, &word);
	verdict_hold(s, about, &word);
}

static void
heard_data(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;

	s->go_ahead = reply_class(reply) == 3;
	if (s->go_ahead)
		probe_heard(s, STAGE_DATA, about, reply);
	else
		s->no_data = verdict_of(s, STAGE_DATA, reply, "DATA", false);
}

static void
heard_empty_end(void *self, struct recipient *about,
    const struct reply *reply)
{
	struct session *s = self;

	(void)about;
	if (reply->code == 421)
		s->farewell = verdict_of(s, STAGE_MAIL, reply, "end of DATA",
		    false);
}

/* heard_reset - a server that does not forget a transaction can have no other
 * one: what it said to RSET is for who was not offered yet */

static void
heard_reset(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;

	(void)about;
	if (reply_class(reply) != 2)
		s->farewell = verdict_of(s, STAGE_MAIL, reply, "RSET", false);
}

/* ask - composes a command, asks, and lets the text go */

static bool
ask(struct session *s, const struct question *question,
    struct recipient *about, struct str *command, struct dsn *why)
{
	bool good;

	why->stage = question->stage;
	if (command->full)
		good = dsn_fail(why, "5.5.2", "the command would be too long");
	else
		good = dialogue_ask(&s->talk, question, about,
		    str_span(command), why);
	str_clear(command);
	return good;
}

static bool
say_mail(struct session *s, struct dsn *why)
{
	const struct params *p = s->setup.params;
	const struct envelope *envelope = s->setup.letter->envelope;
	struct address sender;
	const struct mail_facts facts = {
		.sender = &sender,
		.size = s->size,
		.converts = outgoing_converts(s),
		.quote = p->quote_rfc821_envelope,
		.dummy_auth = p->send_dummy_mail_auth &&
		    s->setup.facts->login.mechanism != NULL,
	};
	struct str command;

	why->stage = STAGE_MAIL;
	if (!outgoing_address(s, &envelope->sender, &sender, why))
		return false;
	str_init(&command, COMMAND_MAX);
	command_mail(&command, envelope, &s->caps, &facts);
	return ask(s, &mail, NULL, &command, why);
}

static bool
say_rcpt(struct session *s, struct recipient *r, struct dsn *why)
{
	struct address outside;
	struct str command;

	why->stage = STAGE_RCPT;
	if (!outgoing_address(s, &r->address, &outside, why))
		return false;
	str_init(&command, COMMAND_MAX);
	command_rcpt(&command, r, &outside, &s->caps,
	    s->setup.params->quote_rfc821_envelope);
	return ask(s, &rcpt, r, &command, why);
}

static bool
say_line(struct session *s, const struct question *question, struct span line,
    struct dsn *why)
{
	return dialogue_ask(&s->talk, question, NULL, line, why);
}

/* abandon - behaviours 181, 183, 184: after a refusal RSET, or where the
 * server waits for a message that nobody will get, a dot */

static bool
abandon(struct session *s, const struct question *with, struct dsn *why)
{
	return s->go_ahead ? say_line(s, &empty_end, SPAN("."), why) :
	    say_line(s, with, SPAN("RSET"), why);
}

/* take_leave - after the last transaction: nothing that happens here changes
 * what was decided (186) */

static void
take_leave(struct session *s)
{
	struct dsn ignored = s->blank;

	s->talk.leaving = true;
	if (s->quit_said || !abandon(s, &rset, &ignored))
		return;
	session_say_quit(s);
	if (!dialogue_settle(&s->talk, &ignored))
		s->talk.broken = true;
}

/* say_rcpts - one for each who is open */

static bool
say_rcpts(struct session *s, struct dsn *why)
{
	const struct batch *batch = &s->part;

	if (probe_ends_before(s, STAGE_RCPT))
		return true;
	for (size_t i = 0; i < batch->len && !s->refused; i++)
		if (recipient_is_open(batch->at[i]) &&
		    !say_rcpt(s, batch->at[i], why))
			return false;
	return true;
}

/* is_expected - behaviour 139: inside TLS nothing may wait to be heard before
 * MAIL is said (deviation D27) */

static bool
is_expected(struct session *s, struct dsn *why)
{
	if (!s->setup.params->tls_block_early_mail_reply ||
	    !s->setup.facts->security.on ||
	    wire_input(s->talk.wire) != INPUT_OCTETS)
		return true;
	why->stage = STAGE_MAIL;
	return dsn_fail(why, "4.7.0", "unexpected server message from host "
	    "%.*s before MAIL was said", SPAN_ARG(s->talk.peer));
}

/*
 * is_in_step - a flight was answered, and refusals in it count now. Where it
 * ends with 354 no answer was one too many; where it does not, one more would
 * be left (deviation D16).
 */

static bool
is_in_step(struct session *s, const struct question *last, struct dsn *why)
{
	if (s->talk.pipelining && !s->go_ahead &&
	    !dialogue_is_quiet(&s->talk, last, why)) {
		if (s->talk.reply.code != 421)
			verdict_forget_held(s);
		return false;
	}
	verdict_judge_held(s);
	return true;
}

/* say_data - whoever was accepted may be refused by the answer to DATA */

static bool
say_data(struct session *s, struct dsn *why)
{
	if (!say_line(s, &data, SPAN("DATA"), why) ||
	    !is_in_step(s, &data, why))
		return false;
	if (s->go_ahead || s->accepted_len == 0)
		return true;
	note_421(s, &s->no_data);
	verdict_judge_accepted(s, &s->no_data);
	s->accepted_len = 0;
	return true;
}

/*
 * converse - the whole transaction. Where the server pipelines, the answers
 * to MAIL and RCPT are known only after DATA was said, or the message sent
 * with them; where it is sent in chunks else, after RCPT.
 */

static bool
converse(struct session *s, struct dsn *why)
{
	if (!is_expected(s, why) || !introduce(s, why) || !say_mail(s, why) ||
	    !say_rcpts(s, why))
		return false;
	if (probe_ends_before(s, STAGE_DATA))
		return dialogue_settle(&s->talk, why);
	if (s->chunks && !s->at_once && !(dialogue_settle(&s->talk, why) &&
	    is_in_step(s, &rcpt, why)))
		return false;
	if (s->refused || (s->talk.due.len == 0 && s->accepted_len == 0))
		return true;
	if (s->chunks)
		return ending_send(s, why);
	if (!say_data(s, why))
		return false;
	return s->accepted_len == 0 || ending_send(s, why);
}

/* begin - what was found out in the transaction before does not matter; where
 * MAIL is the end, one is for everybody */

static void
begin(struct session *s, const struct batch *part, bool last)
{
	const bool for_all = probe_ends_before(s, STAGE_RCPT);

	s->part = for_all ? s->setup.letter->batch : *part;
	s->last = last || for_all;
	s->accepted = mem_new(part->len, sizeof(struct recipient *));
	s->answers = mem_new(part->len, sizeof(struct dsn));
	s->held = mem_new(part->len, sizeof(struct refusal));
	s->accepted_len = s->answers_len = s->held_len = 0;
	s->refused = s->go_ahead = s->done = false;
	chunk_begin(s);
}

/* start_over - behind a transaction that was completed the next one may begin
 * at once, behind any other once that is forgotten */

static bool
start_over(struct session *s, struct dsn *why)
{
	/* A server that never makes us wait must not outrun a stop. */
	if (halt_cause(s->talk.halt) != HALT_NONE)
		return dialogue_lost(&s->talk, &mail, IO_HALTED, why);
	if (!s->done && !(abandon(s, &reset, why) &&
	    dialogue_settle(&s->talk, why)))
		return false;
	if (session_goes_on(s))
		return true;
	*why = s->farewell;
	return false;
}

/* finish - true: another transaction may begin. False: none follows; *why is
 * for who was not offered yet, if there is anybody */

static bool
finish(struct session *s, struct dsn *why)
{
	if (session_goes_on(s))
		return start_over(s, why);
	if (!s->done && !s->talk.broken)
		take_leave(s);
	*why = s->farewell;
	return false;
}

bool
session_deliver(struct session *s, const struct batch *part, bool last)
{
	struct session_facts *facts = s->setup.facts;
	bool first = facts->mail_at == 0, more;
	struct dsn why = s->blank;

	if (probe_ends_before(s, STAGE_MAIL))
		return false;
	if (first)
		facts->mail_at = clock_now();
	if (!outgoing_prepare(s, part, &why)) {
		verdict_remember_all(s, &why);
		return false;
	}
	if (!outgoing_fits(s))
		return false;
	begin(s, part, last);
	more = converse(s, &why) && finish(s, &why);
	verdict_judge_held(s);
	if (!more && dsn_class(&why) != '\0')
		verdict_remember_all(s, &why);
	mem_free(&s->accepted);
	mem_free(&s->answers);
	mem_free(&s->held);
	chunk_end(s);
	return more;
}
