/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/exchange.h"

#include <stddef.h>
#include <string.h>

#include "os/clock.h"
#include "policy/failures.h"

/* Behaviour 166: for who waits, all of this is part of the greeting. */
static const struct question ehlo_login = {
	.stage = STAGE_AUTH,
	.doing = "performing the EHLO handshake",
	.limit = offsetof(struct params, helo_timeout),
	.last = true,
	.hidden = true,
};

static const struct question lhlo_login = {
	.stage = STAGE_AUTH,
	.doing = "performing the LHLO handshake",
	.limit = offsetof(struct params, helo_timeout),
	.last = true,
	.hidden = true,
};

static const struct question *
question_of(const struct session *s)
{
	return session_is_lmtp(s) ? &lhlo_login : &ehlo_login;
}

/* How it ends --------------------------------------------------------------*/

bool
exchange_fail(const struct exchange *x, const struct dsn *why)
{
	struct dsn word = x->session->blank;

	word.stage = STAGE_AUTH;
	/* As Postfix begins, for those who look for it. */
	dsn_fail(&word, why->status, "SASL authentication failed; %.*s",
	    SPAN_ARG(why->text));
	verdict_remember_all(x->session, &word);
	return false;
}

/* refuse - behaviour 163: the server says no, now or when it was asked last;
 * words that are neither yes nor no are ours, and as hard as they look */

static bool
refuse(struct exchange *x, const struct reply *reply, const char *when)
{
	struct session *s = x->session;
	struct dsn word = s->blank;

	word.stage = STAGE_AUTH;
	reply_tell(reply, &word, "SASL %sauthentication failed; server %.*s "
	    "said: %.*s", when, SPAN_ARG(s->talk.peer),
	    SPAN_ARG(reply_line(word.arena, reply)));
	if (reply_class(reply) == 5 && s->setup.params->sasl_auth_soft_bounce)
		word = dsn_as(word, '4');
	verdict_judge_all(s, &word);
	return false;
}

static bool
succeed(struct exchange *x, const struct auth *auth)
{
	struct session *s = x->session;
	const char *name = mechanism_name(x->setup.mechanism);

	if (!auth_is_done(auth))
		tellf(s->talk.teller, EVENT_NOTE, "host %.*s has not proven "
		    "that it knows the secret, as %s wants it",
		    SPAN_ARG(s->talk.peer), name);
	s->setup.facts->login = (struct session_login){ name,
	    arena_copy(s->setup.arena, x->setup.user) };
	tellf(s->talk.teller, EVENT_NOTE, "logged in at %.*s as %.*s with %s",
	    SPAN_ARG(s->talk.peer), SPAN_ARG(x->setup.user), name);
	probe_heard(s, STAGE_AUTH, NULL, &s->talk.reply);
	return true;
}

/* Refusals that are remembered (behaviour 164) -----------------------------*/

static struct login
key_of(const struct exchange *x)
{
	return (struct login){ .host = x->session->setup.remote->name,
	    .user = x->setup.user, .password = x->setup.password };
}

static void
remember(struct exchange *x)
{
	struct session *s = x->session;
	struct store *store = s->setup.policy->login.refused;
	struct dsn trouble = s->blank;
	struct login key = key_of(x);
	struct span reply = reply_line(trouble.arena, &s->talk.reply);

	/* Even where secrets are shown they are not for a file. */
	reply = veil_over(&s->talk.veil, reply, trouble.arena);
	if (store == NULL || key.password == NULL)
		return;
	if (!failures_put(store, &key, reply, clock_wall() +
	    s->setup.params->sasl_auth_cache_time, &trouble))
		tell(s->talk.teller, EVENT_WARNING, trouble.text, 0);
}

/* is_remembered - *reply is what the server said then */

static bool
is_remembered(struct exchange *x, struct reply *reply)
{
	struct session *s = x->session;
	struct store *store = s->setup.policy->login.refused;
	struct dsn trouble = s->blank;
	struct login key = key_of(x);
	struct span line;

	if (store == NULL || key.password == NULL)
		return false;
	if (!failures_find(store, &key, clock_wall(), &line, &trouble)) {
		tell(s->talk.teller, EVENT_WARNING, trouble.text, 0);
		return false;
	}
	if (!s->talk.show_secrets)
		line = veil_over(&s->talk.veil, line, trouble.arena);
	return line.len > 0 && reply_feed(reply, line,
	    s->setup.params->smtputf8_enable) == REPLY_DONE;
}

/* The exchange -------------------------------------------------------------*/

/* say - a line that is a secret, and goes when it is said; shown_as stands
 * for it in the chat */

static bool
say(struct exchange *x, struct str *line, struct span shown_as)
{
	struct session *s = x->session;
	struct dsn why = s->blank;
	bool good = dialogue_ask_hidden(&s->talk, question_of(s),
	    str_span(line), shown_as, &why);

	str_wipe(line);
	if (!good)
		verdict_remember_all(s, &why);
	return good;
}

static bool
begin(struct exchange *x, struct auth *auth)
{
	const char *name = mechanism_name(x->setup.mechanism);
	struct str command;
	struct span shown;

	str_init(&command, AUTH_COMMAND_MAX);
	auth_first(auth, &command);
	shown = arena_text(x->session->setup.arena, "AUTH %s%s", name,
	    command.len > sizeof("AUTH ") - 1 + strlen(name) ? " *" : "");
	return say(x, &command, shown);
}

/* challenge_of - what stands behind the code; a reply of several lines is
 * left as it is, and is no base64 (162) */

static struct span
challenge_of(const struct reply *reply)
{
	struct span text = str_span(&reply->text);

	return span_from_octet(text, text.len > 4 ? 4 : text.len);
}

static bool
answer(struct exchange *x, struct auth *auth)
{
	struct dsn why = x->session->blank;
	struct str line;

	str_init(&line, AUTH_LINE_MAX);
	if (auth_step(auth, challenge_of(&x->session->talk.reply), &line, &why))
		return say(x, &line, SPAN("*"));
	str_wipe(&line);
	return exchange_fail(x, &why);
}

/* talk - until the server says something else than that it wants more */

static bool
talk(struct exchange *x, struct auth *auth)
{
	const struct reply *reply = &x->session->talk.reply;
	bool good = begin(x, auth);

	while (good && reply_class(reply) == 3)
		good = answer(x, auth);
	if (!good)
		return false;
	if (reply_class(reply) == 2)
		return succeed(x, auth);
	remember(x);
	return refuse(x, reply, "");
}

/* try_each - the candidates, until one of them has something to say (D15);
 * that one is the only one, whatever the server makes of it */

static bool
try_each(struct exchange *x, const struct mechanism_choice *choice)
{
	struct dsn why = x->session->blank;

	for (size_t i = 0; i < choice->len; i++) {
		struct auth *auth;
		bool good;

		x->setup.mechanism = choice->candidates[i];
		if (!auth_new(&x->setup, &auth, &why)) {
			tell(x->session->talk.teller, EVENT_DECISION,
			    why.text, 0);
			continue;
		}
		good = talk(x, auth);
		auth_free(&auth);
		return good;
	}
	return exchange_fail(x, &why);
}

bool
exchange_run(struct exchange *x, const struct mechanism_choice *choice)
{
	struct reply earlier;
	bool good;

	veil_secret(&x->session->talk.veil, x->setup.password);
	veil_secret(&x->session->talk.veil, x->setup.token);
	reply_init(&earlier);
	if (is_remembered(x, &earlier))
		good = refuse(x, &earlier, "[CACHED] ");
	else
		good = try_each(x, choice);
	reply_clear(&earlier);
	return good;
}
