/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * STARTTLS (RFC 3207), and what to do where it cannot be had (behaviours 107,
 * 123 to 126, 137).
 */
#include <stddef.h>

#include "session/session_internal.h"

/* What every word here begins with. */
#define REQUIRED	"TLS is required, but "

static const struct question starttls = {
	.stage = STAGE_STARTTLS,
	.doing = "receiving the STARTTLS response",
	.limit = offsetof(struct params, starttls_timeout),
	.last = true,
};

/*
 * do_without - TLS is not to be had: where it must be, or where it is all that
 * is wanted, the word is everybody's. Else the session goes on in the clear.
 */

static bool
do_without(struct session *s, enum security_state state,
    const struct dsn *word)
{
	struct security *security = &s->setup.facts->security;

	if (security->level >= TLS_ENCRYPT ||
	    s->setup.quit_after == STAGE_TLS) {
		security->state = state;
		verdict_judge_all(s, word);
		return false;
	}
	if (security->level == TLS_MAY)
		tellf(s->talk.teller, EVENT_DECISION, "going on without TLS: "
		    "%.*s", SPAN_ARG(span_from_octet(word->text,
		    sizeof(REQUIRED) - 1)));
	security->state = SECURITY_KEPT;
	security->level = TLS_NONE;
	return true;
}

static bool
do_without_engine(struct session *s, const struct dsn *trouble)
{
	struct dsn word = s->blank;

	word.stage = STAGE_TLS;
	dsn_fail(&word, "4.7.5", REQUIRED "our TLS engine is unavailable: "
	    "%.*s", SPAN_ARG(trouble->text));
	return do_without(s, SECURITY_UNDECIDED, &word);
}

bool
starttls_wrap(struct session *s)
{
	struct dsn trouble = s->blank;

	if (!s->setup.policy->tls.wrapper)
		return true;
	if (!secure_is_ready(s, &trouble)) {
		s->talk.broken = true;	/* QUIT would be in the clear */
		return do_without_engine(s, &trouble);
	}
	if (secure(s))
		return true;
	if (!s->talk.broken)
		greet_hear_out(s);
	return false;
}

/* unwanted - nobody asks for TLS; that it could be had may be worth a word */

static bool
unwanted(struct session *s)
{
	struct dsn word = s->blank;

	if (s->talk.params->tls_note_starttls_offer &&
	    capabilities_has(&s->caps, CAP_STARTTLS))
		tellf(s->talk.teller, EVENT_WARNING, "host %.*s offers "
		    "STARTTLS, and the TLS level is none",
		    SPAN_ARG(s->talk.peer));
	word.stage = STAGE_STARTTLS;
	dsn_fail(&word, "4.7.4", REQUIRED "the TLS level is none");
	return do_without(s, SECURITY_UNDECIDED, &word);
}

static bool
not_offered(struct session *s)
{
	struct dsn word = s->blank;

	word.stage = STAGE_STARTTLS;
	dsn_fail(&word, "4.7.4", REQUIRED "was not offered by host %.*s",
	    SPAN_ARG(s->talk.peer));
	return do_without(s, SECURITY_VIOLATED, &word);
}

static bool
refused(struct session *s)
{
	const struct reply *reply = &s->talk.reply;
	struct dsn word = s->blank;

	word.stage = STAGE_STARTTLS;
	reply_tell(reply, &word, REQUIRED "host %.*s refused to start "
	    "TLS: %.*s", SPAN_ARG(s->talk.peer),
	    SPAN_ARG(reply_line(word.arena, reply)));
	return do_without(s, SECURITY_VIOLATED, &word);
}

static bool
ask(struct session *s)
{
	struct dsn why = s->blank;

	if (!dialogue_ask(&s->talk, &starttls, NULL, SPAN("STARTTLS"), &why)) {
		verdict_remember_all(s, &why);
		return false;
	}
	return reply_class(&s->talk.reply) == 2 ? secure(s) : refused(s);
}

bool
starttls_ask(struct session *s)
{
	struct dsn trouble = s->blank;

	if (s->setup.policy->tls.level == TLS_NONE)
		return unwanted(s);
	if (!capabilities_has(&s->caps, CAP_STARTTLS))
		return not_offered(s);
	return secure_is_ready(s, &trouble) ? ask(s) :
	    do_without_engine(s, &trouble);
}
