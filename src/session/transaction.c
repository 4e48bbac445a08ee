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

/* note_421 - an ordinary 4xx to this transaction (behaviour 188), but the
 * server says that it is going (RFC 5321 section 3.8): no other one follows */

static void
note_421(struct session *s, const struct dsn *word)
{
	if (word->code == 421)
		s->farewell = *word;
}

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
	verdict_judge(s, about, &word);
}

static void
heard_data(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	s->go_ahead = reply_class(reply) == 3;
	if (s->go_ahead)
		probe_heard(s, STAGE_DATA, about, reply);
	if (s->go_ahead || s->accepted_len == 0)
		return;
	word = verdict_of(s, STAGE_DATA, reply, "DATA", false);
	note_421(s, &word);
	verdict_judge_accepted(s, &word);
	s->accepted_len = 0;
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

/* may_be_converted - behaviours 89, 170: whatever the octets are */

static bool
may_be_converted(const struct session *s)
{
	return !capabilities_has(&s->caps, CAP_8BITMIME) &&
	    s->setup.letter->envelope->body != BODY_7BIT &&
	    !s->setup.params->disable_mime_output_conversion;
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
	const struct mail_facts facts = {
		.size = survey_wire_octets(s->setup.letter->survey),
		.converts = may_be_converted(s),
		.quote = p->quote_rfc821_envelope,
	};
	struct str command;

	str_init(&command, COMMAND_MAX);
	command_mail(&command, s->setup.letter->envelope, &s->caps, &facts);
	return ask(s, &mail, NULL, &command, why);
}

static bool
say_rcpt(struct session *s, struct recipient *r, struct dsn *why)
{
	struct str command;

	str_init(&command, COMMAND_MAX);
	command_rcpt(&command, r, &s->caps,
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
	if (!abandon(s, &rset, &ignored))
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

/*
 * converse - the whole transaction. Where the server pipelines, the answers
 * to MAIL and RCPT are known only after DATA was said.
 */

static bool
converse(struct session *s, struct dsn *why)
{
	if (!say_mail(s, why) || !say_rcpts(s, why))
		return false;
	if (probe_ends_before(s, STAGE_DATA))
		return dialogue_settle(&s->talk, why);
	if (s->refused || (!s->talk.pipelining && s->accepted_len == 0))
		return true;
	if (!say_line(s, &data, SPAN("DATA"), why))
		return false;
	return s->accepted_len == 0 || ending_send(s, why);
}

/* fits - behaviour 98: a message that is too large is not even begun */

static bool
fits(struct session *s)
{
	uint64_t size = survey_wire_octets(s->setup.letter->survey);
	struct dsn word = s->blank;

	if (!capabilities_has(&s->caps, CAP_SIZE) || s->caps.size == 0 ||
	    size <= s->caps.size)
		return true;
	word.stage = STAGE_MAIL;
	dsn_fail(&word, "5.3.4", "message size %llu exceeds size limit %llu "
	    "of server %.*s", (unsigned long long)size,
	    (unsigned long long)s->caps.size, SPAN_ARG(s->talk.peer));
	verdict_judge_all(s, &word);
	s->quit_said = true;	/* behaviour 221: closed without QUIT */
	return false;
}

static void
warn_of_8bit(const struct session *s)
{
	if (may_be_converted(s) && s->setup.letter->survey->has_8bit)
		tellf(s->setup.teller, EVENT_WARNING, "host %.*s does not "
		    "offer 8BITMIME; the message is sent as it is",
		    SPAN_ARG(s->talk.peer));
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
	s->accepted_len = 0;
	s->refused = s->go_ahead = s->done = false;
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
	if (!fits(s))
		return false;
	if (first)
		warn_of_8bit(s);
	begin(s, part, last);
	more = converse(s, &why) && finish(s, &why);
	if (!more && dsn_class(&why) != '\0')
		verdict_remember_all(s, &why);
	mem_free(&s->accepted);
	return more;
}
