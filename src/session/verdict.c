/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each answer means, and for which recipient.
 */
#include <string.h>

#include "os/clock.h"
#include "session/session_internal.h"

/* stamped - the word with its time, softened if that is asked for */

static struct dsn
stamped(const struct session *s, const struct dsn *word)
{
	struct dsn dsn = *word;

	if (s->setup.params->soft_bounce)
		dsn = dsn_soften(dsn);
	dsn.at = clock_now();
	return dsn;
}

/* is_untold - open, and has heard no word about this server yet: a 4xx to
 * RCPT stands, whatever happens to the session after it (behaviour 187) */

static bool
is_untold(const struct session *s, const struct recipient *r)
{
	return recipient_is_open(r) && r->dsn.remote != s->setup.remote;
}

static void
tell_if_settled(struct session *s, struct recipient *r)
{
	if (!recipient_is_open(r) && s->setup.settled != NULL)
		s->setup.settled(s->setup.self, r);
}

static void
judge(struct session *s, struct recipient *r, const struct dsn *stamped_word)
{
	if (s->setup.quit_after != STAGE_INPUT &&
	    dsn_class(stamped_word) == '2')
		recipient_reach(r, stamped_word);
	else
		recipient_judge(r, stamped_word);
	tell_if_settled(s, r);
}

void
verdict_judge(struct session *s, struct recipient *r, const struct dsn *word)
{
	struct dsn dsn = stamped(s, word);

	judge(s, r, &dsn);
}

static void
judge_untold(struct session *s, const struct batch *batch,
    const struct dsn *word)
{
	struct dsn dsn = stamped(s, word);

	for (size_t i = 0; i < batch->len; i++)
		if (is_untold(s, batch->at[i]))
			judge(s, batch->at[i], &dsn);
}

void
verdict_judge_all(struct session *s, const struct dsn *word)
{
	judge_untold(s, &s->setup.letter->batch, word);
}

void
verdict_judge_part(struct session *s, const struct dsn *word)
{
	judge_untold(s, &s->part, word);
}

void
verdict_judge_accepted(struct session *s, const struct dsn *word)
{
	struct dsn dsn = stamped(s, word);

	for (size_t i = 0; i < s->accepted_len; i++)
		judge(s, s->accepted[i], &dsn);
}

void
verdict_hold(struct session *s, struct recipient *r, const struct dsn *word)
{
	must(s->held_len < s->part.len);
	s->held[s->held_len++] = (struct refusal){ r, stamped(s, word) };
	if (!s->talk.pipelining)
		verdict_judge_held(s);
}

void
verdict_judge_held(struct session *s)
{
	for (size_t i = 0; i < s->held_len; i++)
		judge(s, s->held[i].about, &s->held[i].word);
	s->held_len = 0;
}

void
verdict_forget_held(struct session *s)
{
	s->held_len = 0;
}

void
verdict_doubt_part(struct session *s)
{
	for (size_t i = 0; i < s->part.len; i++)
		if (is_untold(s, s->part.at[i]))
			recipient_doubt(s->part.at[i]);
}

void
verdict_undoubt_part(struct session *s)
{
	for (size_t i = 0; i < s->part.len; i++)
		if (s->part.at[i]->in_doubt)
			recipient_undoubt(s->part.at[i]);
}

void
verdict_judge_answered(struct session *s)
{
	const bool lmtp = session_is_lmtp(s);
	size_t len = lmtp || s->answers_len == 0 ? s->answers_len :
	    s->accepted_len;

	for (size_t i = 0; i < len; i++)
		judge(s, s->accepted[i], &s->answers[lmtp ? i : 0]);
	s->answers_len = 0;
}

void
verdict_keep(struct session *s, const struct dsn *word)
{
	must(s->answers_len < s->accepted_len);
	s->answers[s->answers_len++] = stamped(s, word);
}

/* without - text less what it may end with */

static struct span
without(struct span text, struct span end)
{
	size_t len = text.len < end.len ? 0 : text.len - end.len;

	return span_equal(span_from_octet(text, len), end) ?
	    span_first(text, len) : text;
}

void
verdict_remember_all(struct session *s, const struct dsn *why)
{
	const struct batch *batch = &s->setup.letter->batch;
	struct dsn doubtful = stamped(s, why), plain = doubtful;

	plain.text = without(plain.text, SPAN(MAYBE_TWICE));
	for (size_t i = 0; i < batch->len; i++)
		if (is_untold(s, batch->at[i]))
			recipient_remember(batch->at[i],
			    batch->at[i]->in_doubt ? &doubtful : &plain);
}

struct dsn
verdict_of(const struct session *s, enum stage stage,
    const struct reply *reply, const char *command, bool may_succeed)
{
	bool success = reply_class(reply) == 2;
	struct dsn dsn = s->blank;
	struct span line = reply_line(dsn.arena, reply);

	dsn.stage = stage;
	if (success && may_succeed)
		reply_tell(reply, &dsn, "%.*s", SPAN_ARG(line));
	else
		reply_tell(reply, &dsn, "%shost %.*s said: %.*s (in reply to "
		    "%s command)", success ? "Protocol error: " : "",
		    SPAN_ARG(s->talk.peer), SPAN_ARG(line), command);
	if (success && !may_succeed)
		memcpy(dsn.status, "5.5.0", sizeof("5.5.0"));
	return dsn;
}

struct dsn
verdict_refusal(const struct session *s, const struct reply *reply)
{
	struct dsn dsn = s->blank;
	struct span line = reply_line(dsn.arena, reply);

	reply_tell(reply, &dsn, "host %.*s refused to talk to me: %.*s",
	    SPAN_ARG(s->talk.peer), SPAN_ARG(line));
	return dsn;
}
