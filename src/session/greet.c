/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Greeting, EHLO, HELO (RFC 5321 sections 3.1 and 3.2; behaviours 77 to 94).
 */
#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "os/clock.h"
#include "proto/command.h"
#include "session/session_internal.h"

enum { PATIENCE = 2000 };	/* milliseconds, see greet_hear_out */

static const struct question greeting = {
	.stage = STAGE_BANNER,
	.doing = "receiving the initial server greeting",
	.limit = offsetof(struct params, helo_timeout),
};

static const struct question ehlo = {
	.stage = STAGE_HELLO,
	.doing = "performing the EHLO handshake",
	.limit = offsetof(struct params, helo_timeout),
	.last = true,
};

static const struct question helo = {
	.stage = STAGE_HELLO,
	.doing = "performing the HELO handshake",
	.limit = offsetof(struct params, helo_timeout),
	.last = true,
};

static const struct question lhlo = {
	.stage = STAGE_HELLO,
	.doing = "performing the LHLO handshake",
	.limit = offsetof(struct params, helo_timeout),
	.last = true,
};

/* gone - the connection is: everybody goes to the next host */

static bool
gone(struct session *s, const struct dsn *why)
{
	verdict_remember_all(s, why);
	return false;
}

/* turned_away - the server's word settles everybody, or sends them on */

static bool
turned_away(struct session *s, struct dsn word, enum stage stage)
{
	word.stage = stage;
	verdict_judge_all(s, &word);
	return false;
}

/* hear_greeting - behaviours 77 to 79: 5xx counts as 4xx unless told
 * otherwise, anything that is neither 2xx nor 4xx is as hard as it looks */

static bool
hear_greeting(struct session *s)
{
	struct dsn why = s->blank;

	dialogue_expect(&s->talk, &greeting, NULL);
	if (!dialogue_settle(&s->talk, &why))
		return gone(s, &why);
	if (reply_class(&s->talk.reply) == 2) {
		probe_heard(s, STAGE_BANNER, NULL, &s->talk.reply);
		return true;
	}
	why = verdict_refusal(s, &s->talk.reply);
	if (reply_class(&s->talk.reply) == 5 &&
	    s->setup.params->skip_5xx_greeting)
		why = dsn_as(why, '4');
	return turned_away(s, why, STAGE_BANNER);
}

void
greet_hear_out(struct session *s)
{
	struct dsn ignored = s->blank;

	if (!dialogue_hear(&s->talk, &greeting, deadline_in(PATIENCE),
	    &ignored))
		s->talk.broken = true;
}

/* is_pix - behaviour 80: nothing in the greeting but what a PIX leaves */

static bool
is_pix(const struct reply *reply)
{
	struct span text = str_span(&reply->text);

	for (size_t i = 0; i < text.len; i++)
		if (memchr("20 *\t\n", text.at[i], 6) == NULL)
			return false;
	return true;
}

/* note_pix - behaviour 81; deviation D7 on the age of the message */

static void
note_pix(struct session *s, unsigned *pix)
{
	const struct params *p = s->setup.params;
	msec_t age = clock_wall() - s->setup.letter->envelope->arrival;

	*pix = is_pix(&s->talk.reply) ? s->setup.policy->pix : 0;
	if (*pix == 0)
		return;
	tellf(s->setup.teller, EVENT_NOTE, "enabling PIX workarounds:%s%s "
	    "for %.*s:%u", (*pix & PIX_DISABLE_ESMTP) ? " disable_esmtp" : "",
	    (*pix & PIX_DELAY_DOTCRLF) ? " delay_dotcrlf" : "",
	    SPAN_ARG(s->talk.peer), s->setup.remote->port);
	if ((*pix & PIX_DELAY_DOTCRLF) &&
	    age >= p->pix_workaround_threshold_time)
		s->dot_pause = p->pix_workaround_delay_time;
}

/* first_word - what stands behind the code of the greeting */

static struct span
first_word(struct span text)
{
	struct span word = { 0 };

	ascii_word(&text, " \t\n", &word);
	ascii_word(&text, " \t\n", &word);
	return word;
}

/* offers_esmtp - behaviour 83 as observed: the word ESMTP anywhere but as
 * the first of a line that goes on */

static bool
offers_esmtp(struct span text)
{
	struct span word;

	while (ascii_word(&text, " \n", &word))
		if (ascii_equal(word, SPAN("ESMTP")))
			return true;
	return false;
}

static bool
wants_ehlo(const struct session *s, unsigned pix)
{
	const struct params *p = s->setup.params;

	if (session_is_lmtp(s))
		return true;
	if (p->never_send_ehlo || (pix & PIX_DISABLE_ESMTP))
		return false;
	return p->always_send_ehlo ||
	    offers_esmtp(str_span(&s->talk.reply.text));
}

/* say - EHLO or HELO with our name, and its answer */

static bool
say(struct session *s, const struct question *question, const char *verb,
    struct dsn *why)
{
	struct str line;
	bool good;

	str_init(&line, COMMAND_MAX);
	str_addf(&line, "%s %.*s", verb,
	    SPAN_ARG(s->setup.params->helo_name));
	why->stage = question->stage;
	if (line.full)
		good = dsn_fail(why, "5.5.2", "our own name is too long");
	else
		good = dialogue_ask(&s->talk, question, NULL, str_span(&line),
		    why);
	str_clear(&line);
	return good;
}

/* is_myself - behaviours 82, 87: a server on port 25 with our own name */

static bool
is_myself(const struct session *s, struct span name)
{
	return s->setup.remote->port == 25 &&
	    ascii_equal(name, s->setup.params->myhostname);
}

/* loops - behaviour 87 as observed */

static bool
loops(struct session *s)
{
	struct dsn why = s->blank;

	dsn_fail(&why, s->setup.candidate->best ? "5.4.6" : "4.4.6",
	    "mail for %.*s loops back to myself",
	    SPAN_ARG(s->setup.remote->name));
	return turned_away(s, why, STAGE_HELLO);
}

static void
tell_discarded(const struct session *s)
{
	const struct policy *policy = s->setup.policy;
	unsigned hit = s->caps.offered & policy->discard;
	struct str names;

	if (hit == 0 || policy->discard_silently)
		return;
	str_init(&names, COMMAND_MAX);
	capabilities_add_names(&names, hit);
	tellf(s->setup.teller, EVENT_NOTE, "discarding EHLO keywords: %s",
	    str_chars(&names));
	str_clear(&names);
}

/* cannot_say - a table of ours failed: QUIT, and the next host (92, 219) */

static bool
cannot_say(struct session *s)
{
	struct dsn why = s->blank;

	why.stage = STAGE_HELLO;
	why.text = s->setup.policy->trouble.text;
	dialogue_stuck(&s->talk, &why);
	return gone(s, &why);
}

/* needs_utf8 - not the message as a whole: those whom this server is for */

static bool
needs_utf8(const struct letter *letter)
{
	const struct envelope *e = letter->envelope;

	if (!e->smtputf8)
		return false;
	if (e->utf8_header || address_is_utf8(&e->sender))
		return true;
	for (size_t i = 0; i < letter->batch.len; i++)
		if (recipient_is_open(letter->batch.at[i]) &&
		    address_is_utf8(&letter->batch.at[i]->address))
			return true;
	return false;
}

/* takes_utf8 - behaviour 93: the message cannot go where SMTPUTF8 is not */

static bool
takes_utf8(struct session *s)
{
	struct dsn why = s->blank;

	if (capabilities_has(&s->caps, CAP_SMTPUTF8) ||
	    !needs_utf8(s->setup.letter))
		return true;
	why.stage = STAGE_HELLO;
	dsn_fail(&why, "5.6.7", "message requires SMTPUTF8, but no server was "
	    "found that supports SMTPUTF8. The last attempted server was %.*s",
	    SPAN_ARG(s->talk.peer));
	return gone(s, &why);
}

static bool
say_helo(struct session *s)
{
	struct dsn why = s->blank;

	s->setup.facts->protocol = "smtp";
	capabilities_reset(&s->caps);
	s->talk.pipelining = false;
	if (!say(s, &helo, "HELO", &why))
		return gone(s, &why);
	if (reply_class(&s->talk.reply) != 2)
		return turned_away(s, verdict_refusal(s, &s->talk.reply),
		    STAGE_HELLO);
	return true;
}

/* say_hello - EHLO, or LHLO in LMTP */

static bool
say_hello(struct session *s, struct dsn *why)
{
	const bool lmtp = session_is_lmtp(s);

	s->setup.facts->protocol = lmtp ? "lmtp" : "esmtp";
	return lmtp ? say(s, &lhlo, "LHLO", why) : say(s, &ehlo, "EHLO", why);
}

/* say_ehlo - behaviour 84: only 421 is final, all other refusals lead to
 * HELO; but in LMTP there is nothing else to say (85) */

static bool
say_ehlo(struct session *s)
{
	const struct reply *reply = &s->talk.reply;
	struct dsn why = s->blank;

	if (!say_hello(s, &why))
		return gone(s, &why);
	if (reply->code == 421 ||
	    (session_is_lmtp(s) && reply_class(reply) != 2))
		return turned_away(s, verdict_refusal(s, reply), STAGE_HELLO);
	if (reply_class(reply) != 2)
		return say_helo(s);
	if (dsn_class(&s->setup.policy->trouble) != '\0')
		return cannot_say(s);
	capabilities_read(&s->caps, str_span(&reply->text), 0);
	tell_discarded(s);
	capabilities_read(&s->caps, str_span(&reply->text),
	    s->setup.policy->discard);
	s->talk.pipelining = capabilities_has(&s->caps, CAP_PIPELINING);
	return true;
}

/* start_tls - where it can be had; and inside it EHLO once more, for only the
 * reply to that counts then (behaviours 96, 133, deviation D4) */

static bool
start_tls(struct session *s)
{
	const struct security *security = &s->setup.facts->security;
	bool wrapped = security->on;

	if (probe_ends_before(s, STAGE_STARTTLS))
		return true;
	if (!wrapped && !starttls_ask(s))
		return false;
	if (security->on)
		probe_secured(s);
	return wrapped || !security->on || probe_ends_before(s, STAGE_AUTH) ||
	    say_ehlo(s);
}

bool
greet(struct session *s)
{
	unsigned pix;

	if (!hear_greeting(s))
		return false;
	if (probe_ends_before(s, STAGE_HELLO))
		return true;
	note_pix(s, &pix);
	if (is_myself(s, first_word(str_span(&s->talk.reply.text))))
		tellf(s->setup.teller, EVENT_NOTE, "host %.*s greeted me "
		    "with my own name", SPAN_ARG(s->talk.peer));
	if (!(wants_ehlo(s, pix) ? say_ehlo(s) : say_helo(s)) ||
	    !start_tls(s))
		return false;
	if (is_myself(s, str_span(&s->caps.name)))
		return loops(s);
	if (!takes_utf8(s))
		return false;
	probe_heard(s, STAGE_HELLO, NULL, &s->talk.reply);
	return true;
}
