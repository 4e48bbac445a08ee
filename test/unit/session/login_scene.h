/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scenes of a login: ann has the password s3cret in a table, bob one of his
 * own, or a token.
 */
#ifndef TEST_UNIT_SESSION_LOGIN_SCENE_H
#define TEST_UNIT_SESSION_LOGIN_SCENE_H

#include <stdlib.h>

#include "auth/gsasl_door.h"
#include "unit/listing.h"
#include "unit/session/scene.h"

#define OFFERS(list)	"S: 220 mx", "C: EHLO me.example", "S: 250-mx", \
			"S: 250 AUTH " list
#define MAIL_TO_QUIT	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok", "C: DATA", \
			"S: 354 go", "C: hello", "C: .", \
			"S: 250 done", "C: QUIT"
/* ann, s3cret */
#define PLAIN		"C: AUTH PLAIN AGFubgBzM2NyZXQ="
#define QUIT		"C: QUIT"
#define FAILED		"SASL authentication failed; "
#define SAID		FAILED "server mx.example[192.0.2.1] said: "
#define SENT		{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 done", \
			250, false }
#define LATER(status, text, code) \
			{ FATE_OPEN, status, STAGE_AUTH, text, code, false }
#define NEVER(status, text, code) \
			{ FATE_BOUNCED, status, STAGE_AUTH, text, code, false }
#define NO_WAY		FAILED "server mx.example[192.0.2.1] offered no " \
			"compatible authentication mechanisms for this type " \
			"of connection security"
#define REQUIRED	"a login is required at host mx.example[192.0.2.1]: "

static struct own_login own;
static struct secret *password, *long_password, *token;

static const struct listing ann[] = { { "mx.example", "ann:s3cret" },
	{ NULL, NULL } };
static const struct listing other[] = { { "other.example", "ann:s3cret" },
	{ NULL, NULL } };
static const struct listing broken[] = { { "*", NULL }, { NULL, NULL } };

static inline void
look_in(struct bench *b, const struct listing *rows)
{
	b->params.sasl_auth_soft_bounce = true;
	b->policy.login = (struct login_policy){ .wanted = true,
	    .wish = { .passwords = listing_of(rows),
	    .host = b->candidate.host, .delimiter = SPAN(":") } };
}

static inline void
by_table(struct bench *b)
{
	look_in(b, ann);
}

static inline void
by_other_table(struct bench *b)
{
	look_in(b, other);
}

static inline void
by_broken_table(struct bench *b)
{
	look_in(b, broken);
}

static inline void
hard(struct bench *b)
{
	by_table(b);
	b->params.sasl_auth_soft_bounce = false;
}

static inline void
no_plaintext(struct bench *b)
{
	by_table(b);
	b->policy.login.options.plain = SECURITY_NOPLAINTEXT;
}

/* in_tls_only - what counts is that there is no TLS (157) */

static inline void
in_tls_only(struct bench *b)
{
	by_table(b);
	b->policy.login.options.tls = SECURITY_NOPLAINTEXT;
	b->policy.login.options.matched = SECURITY_NOPLAINTEXT;
}

static inline void
dummy(struct bench *b)
{
	by_table(b);
	b->params.send_dummy_mail_auth = true;
}

static inline void
dummy_without_login(struct bench *b)
{
	by_other_table(b);
	b->params.send_dummy_mail_auth = true;
}

static inline void
authzid(struct bench *b)
{
	by_table(b);
	b->params.send_cyrus_sasl_authzid = true;
}

static inline void
not_enabled(struct bench *b)
{
	by_table(b);
	b->policy.login.wanted = false;
}

static inline void
required(struct bench *b)
{
	by_table(b);
	b->policy.login.required = true;
}

static inline void
required_elsewhere(struct bench *b)
{
	by_other_table(b);
	b->policy.login.required = true;
}

static inline void
own_one(struct bench *b, struct span user, const struct secret *secret,
    const struct secret *bearer)
{
	by_broken_table(b);
	own = (struct own_login){ user, secret, bearer, true };
	b->policy.login.own = &own;
	b->policy.login.required = true;
}

static inline void
by_own(struct bench *b)
{
	own_one(b, SPAN("bob"), password, NULL);
}

static inline void
by_long_password(struct bench *b)
{
	own_one(b, SPAN("bob"), long_password, NULL);
}

static inline void
by_token(struct bench *b)
{
	own_one(b, SPAN("bob"), NULL, token);
}

/* odd_user - no UTF-8, which SCRAM cannot say */

static inline void
odd_user(struct bench *b)
{
	own_one(b, SPAN("\xff"), password, NULL);
}

static inline void
soft_bounce(struct bench *b)
{
	hard(b);
	b->params.soft_bounce = true;
}

static inline void
lmtp(struct bench *b)
{
	by_table(b);
	b->params.protocol = PROTOCOL_LMTP;
}

static inline void
greet_all(const struct scene *scenes, size_t n, bool opens)
{
	for (size_t i = 0; i < n; i++) {
		struct scene scene = scenes[i];

		scene.no_mail = true;
		scene_greet(&scene, opens);
	}
}

/* Before and after all scenes. */
static inline void
secrets_begin(void)
{
	unsetenv("KRB5CCNAME");
	password = secret_copy(SPAN("s3cret"));
	token = secret_copy(SPAN("t0k3n"));
}

static inline void
secrets_end(void)
{
	secret_free(&password);
	secret_free(&long_password);
	secret_free(&token);
}

#endif
