/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The transaction (RFC 5321 section 3.3): MAIL, RCPT, DATA, the message and
 * the dot, in the order of the protocol, pipelined or not. What is said is
 * here; what the answers mean is in the heard_ functions and verdict.c.
 */
#include <stddef.h>

#include "base/mem.h"
#include "os/clock.h"
#include "proto/command.h"
#include "session/session_internal.h"

static void heard_mail(void *, struct recipient *, const struct reply *);
static void heard_rcpt(void *, struct recipient *, const struct reply *);
static void heard_data(void *, struct recipient *, const struct reply *);

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
};

static const struct question rset = {
	.stage = STAGE_QUIT,
	.doing = "sending final RSET",
	.limit = offsetof(struct params, rset_timeout),
};

static void
heard_mail(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	(void)about;
	if (reply_class(reply) == 2)
		return;
	s->refused = true;
	word = verdict_of(s, STAGE_MAIL, reply, "MAIL FROM", false);
	verdict_judge_all(s, &word);
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
		return;
	}
	word = verdict_of(s, STAGE_RCPT, reply, "RCPT TO", false);
	/* Too many recipients (RFC 5321 section 4.5.3.1.10, deviation D10). */
	if (reply->code == 552 &&
	    span_equal(span_of(reply->status), SPAN("5.5.3")))
		word = dsn_as(word, '4');
	verdict_judge(s, about, &word);
}

static void
heard_data(void *self, struct recipient *about, const struct reply *reply)
{
	struct session *s = self;
	struct dsn word;

	(void)about;
	s->go_ahead = reply_class(reply) == 3;
	if (s->go_ahead || s->accepted_len == 0)
		return;
	word = verdict_of(s, STAGE_DATA, reply, "DATA", false);
	verdict_judge_accepted(s, &word);
	s->accepted_len = 0;
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

/*
 * take_leave - behaviours 181, 183, 184: after a refusal RSET, or where the
 * server waits for a message that nobody will get, a dot. Nothing that
 * happens here changes what was decided (186).
 */

static void
take_leave(struct session *s)
{
	struct dsn ignored = s->blank;

	s->talk.leaving = true;
	if (s->go_ahead) {
		if (!say_line(s, &empty_end, SPAN("."), &ignored))
			return;
	} else if (!say_line(s, &rset, SPAN("RSET"), &ignored))
		return;
	session_say_quit(s);
	if (!dialogue_settle(&s->talk, &ignored))
		s->talk.broken = true;
}

/*
 * converse - the whole transaction. Where the server pipelines, the answers
 * to MAIL and RCPT are known only after DATA was said.
 */

static bool
converse(struct session *s, struct dsn *why)
{
	const struct batch *batch = &s->setup.letter->batch;

	if (!say_mail(s, why))
		return false;
	for (size_t i = 0; i < batch->len && !s->refused; i++)
		if (recipient_is_open(batch->at[i]) &&
		    !say_rcpt(s, batch->at[i], why))
			return false;
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

void
session_deliver(struct session *s)
{
	const struct batch *batch = &s->setup.letter->batch;
	struct dsn why = s->blank;

	s->setup.facts->mail_at = clock_now();
	if (!fits(s))
		return;
	warn_of_8bit(s);
	s->accepted = mem_new(batch->len, sizeof(struct recipient *));
	s->accepted_len = 0;
	s->refused = s->go_ahead = s->done = false;
	if (!converse(s, &why))
		verdict_remember_all(s, &why);
	else if (!s->done && !s->talk.broken)
		take_leave(s);
	mem_free(&s->accepted);
}
