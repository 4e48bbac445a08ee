/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/auth.h"

#include "auth/bearer.h"
#include "auth/challenge.h"
#include "auth/gsasl_door.h"
#include "auth/scram.h"
#include "base/mem.h"
#include "os/random.h"
#include "os/secret_reveal.h"

enum { NONCE_LEN = 24 };	/* random octets */

struct auth {
	struct auth_setup setup;
	struct client *client;	/* of the library; NULL where our own code
				 * speaks: for a bearer, and for */
	struct scram *scram;	/* SCRAM with SHA-512; else NULL */
	struct str opening;	/* base64 of the client's first move */
	bool held;		/* it has not been sent yet */
	bool done;		/* nothing is left to say but the opening */
	bool failed;		/* no step can mend it */
	unsigned rounds;
};

/* cannot - the one sentence of this file, and what is wrong */

static bool
cannot(const struct auth *auth, const char *status, const char *what,
    struct dsn *why)
{
	return dsn_fail(why, status, "cannot log in at %.*s with %s: %s",
	    SPAN_ARG(auth->setup.peer), mechanism_name(auth->setup.mechanism),
	    what);
}

/* step_scram - our own answer to octets, in base64 as the library's */

static enum step
step_scram(struct scram *scram, struct span challenge, struct str *line,
    const char **problem)
{
	struct str message;
	enum step step;

	str_init(&message, AUTH_LINE_MAX);
	step = scram_step(scram, challenge, &message, problem);
	base64_encode(str_span(&message), line);
	line->full |= message.full;
	str_wipe(&message);
	return step;
}

/* take_step - the answer to octets; for the first move, to none */

static bool
take_step(struct auth *auth, struct span challenge, struct str *line,
    struct dsn *why)
{
	const char *problem = NULL;
	enum step step = auth->scram != NULL ?
	    step_scram(auth->scram, challenge, line, &problem) :
	    client_step(auth->client, challenge, line, &problem);

	if (step == STEP_FAILED)
		return cannot(auth, "4.7.0", problem, why);
	auth->done = step == STEP_DONE;
	return true;
}

/* The opening --------------------------------------------------------------*/

static void
open_bearer(struct auth *auth)
{
	struct str message;

	str_init(&message, AUTH_LINE_MAX);
	bearer_add(&auth->setup, secret_reveal(auth->setup.token), &message);
	base64_encode(str_span(&message), &auth->opening);
	auth->opening.full |= message.full;
	str_wipe(&message);
}

static bool
open_scram(struct auth *auth, struct dsn *why)
{
	char octets[NONCE_LEN];
	const char *problem;
	struct str nonce;
	bool good;

	random_fill(octets, sizeof(octets));
	str_init(&nonce, 2 * sizeof(octets));
	base64_encode(span_from(octets, sizeof(octets)), &nonce);
	good = scram_new(&auth->setup, str_span(&nonce), &auth->scram,
	    &problem);
	str_clear(&nonce);
	return good ? take_step(auth, SPAN(""), &auth->opening, why) :
	    cannot(auth, "4.7.0", problem, why);
}

static bool
open_client(struct auth *auth, struct dsn *why)
{
	if (mechanism_is_sha512(auth->setup.mechanism))
		return open_scram(auth, why);
	return client_new(&auth->setup, &auth->client, why) &&
	    (!mechanism_speaks_first(auth->setup.mechanism) ||
	    take_step(auth, SPAN(""), &auth->opening, why));
}

static bool
has_nul(struct span s)
{
	return span_find(s, '\0') < s.len;
}

/* check - what no mechanism could carry */

static bool
check(const struct auth *auth, struct dsn *why)
{
	const struct auth_setup *s = &auth->setup;

	if (has_nul(s->user) || (s->password != NULL &&
	    has_nul(secret_reveal(s->password))))
		return cannot(auth, "4.7.0", "there is a NUL in user or "
		    "password", why);
	if (!mechanism_is_bearer(s->mechanism))
		return true;
	/* A token that holds what ends it would be several things to the
	 * server. */
	if (s->token == NULL || has_nul(secret_reveal(s->token)) ||
	    span_find(secret_reveal(s->token), '\001') <
	    secret_len(s->token) || span_find(s->user, '\001') < s->user.len)
		return cannot(auth, "4.7.0", "there is no good token", why);
	return true;
}

bool
auth_new(const struct auth_setup *setup, struct auth **auth, struct dsn *why)
{
	struct auth *a = mem_new(1, sizeof(*a));
	bool good;

	a->setup = *setup;
	str_init(&a->opening, AUTH_LINE_MAX);
	good = check(a, why);
	if (good && mechanism_is_bearer(setup->mechanism))
		open_bearer(a);
	else if (good)
		good = open_client(a, why);
	if (good && a->opening.full)
		good = cannot(a, "4.7.0", "the first message is too long",
		    why);
	if (good)
		*auth = a;
	else
		auth_free(&a);
	return good;
}

void
auth_free(struct auth **auth)
{
	if (*auth == NULL)
		return;
	client_free(&(*auth)->client);
	scram_free(&(*auth)->scram);
	str_wipe(&(*auth)->opening);
	mem_free(auth);
}

void
auth_first(struct auth *auth, struct str *command)
{
	const char *name = mechanism_name(auth->setup.mechanism);
	size_t len = auth->opening.len;

	str_addf(command, "AUTH %s", name);
	auth->held = mechanism_speaks_first(auth->setup.mechanism);
	if (len > 0 && strlen("AUTH ") + strlen(name) + 1 + len <=
	    AUTH_COMMAND_MAX) {
		str_add_char(command, ' ');
		str_add(command, str_span(&auth->opening));
		auth->held = false;
	}
}

/* The steps ----------------------------------------------------------------*/

/* release - the opening, to a challenge that asks for nothing else */

static bool
release(struct auth *auth, struct span challenge, struct str *line,
    struct dsn *why)
{
	if (challenge.len > 0)
		return cannot(auth, "4.7.0", "the server asks a question "
		    "where it was to wait for ours", why);
	auth->held = false;
	str_add(line, str_span(&auth->opening));
	return true;
}

static bool
respond(struct auth *auth, struct span challenge, struct str *line,
    struct dsn *why)
{
	enum mechanism mechanism = auth->setup.mechanism;
	const char *objection;

	if (auth->failed)
		return cannot(auth, "4.7.0", "it has failed already", why);
	if (auth->held)
		return release(auth, challenge, line, why);
	if (auth->done)
		return cannot(auth, "4.7.0", "the server asks for more than "
		    "there is to say", why);
	if (mechanism_is_bearer(mechanism)) {
		auth->done = true;
		base64_encode(bearer_answer(mechanism), line);
		return true;
	}
	objection = challenge_objection(mechanism, challenge);
	if (objection != NULL)
		return cannot(auth, "4.7.0", objection, why);
	return take_step(auth, challenge, line, why);
}

static bool
decode(struct auth *auth, struct span text, struct str *octets,
    struct dsn *why)
{
	if (text.len > AUTH_CHALLENGE_MAX)
		return cannot(auth, "4.7.0", "the challenge is too long", why);
	return base64_decode(text, octets) || cannot(auth, "4.7.0",
	    "the challenge is no base64", why);
}

bool
auth_step(struct auth *auth, struct span challenge, struct str *line,
    struct dsn *why)
{
	struct str octets;
	bool good;

	str_reset(line);
	if (++auth->rounds > AUTH_ROUNDS)
		return cannot(auth, "4.3.0", "the server asks without end",
		    why);
	str_init(&octets, AUTH_CHALLENGE_MAX);
	good = decode(auth, challenge, &octets, why) &&
	    respond(auth, str_span(&octets), line, why);
	str_wipe(&octets);
	if (good && line->full)
		good = cannot(auth, "4.7.0", "the answer is too long", why);
	auth->failed |= !good;
	return good;
}

bool
auth_is_done(const struct auth *auth)
{
	return auth->done && !auth->held && !auth->failed;
}
