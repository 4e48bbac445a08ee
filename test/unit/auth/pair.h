/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A login in one process: our client, and the library's own server side.
 */
#ifndef TEST_UNIT_AUTH_PAIR_H
#define TEST_UNIT_AUTH_PAIR_H

#include <gsasl.h>

#include "auth/auth.h"
#include "auth/gsasl_door.h"
#include "base/mem.h"
#include "unit/tap.h"

/* A client of user at mx.test. */
#define PAIR_SETUP(which, secret) \
	{ .mechanism = MECHANISM_##which, .user = SPAN_INIT("user"), \
	    .password = (secret), .service = SPAN_INIT("smtp"), \
	    .host = SPAN_INIT("mx.test"), .port = 587, \
	    .peer = SPAN_INIT("mx.test[192.0.2.1]:587") }

struct pair {
	/* The server's side. */
	const char *password;	/* what it knows of the user; NULL: keys */
	const char *stored, *served;	/* SCRAM keys, base64, of the salt
					 * "saltsalt" and 4096 iterations */
	const char *iterations;	/* NULL: 4096 */
	enum binding_kind binding;
	const char *bound_to;	/* base64 */
	bool certified;		/* it takes EXTERNAL */
	Gsasl *library;
	Gsasl_session *session;
	char seen[64];		/* the authorization identity */
	/* What became of it. */
	bool server_good;	/* the server says 235 */
	bool client_good;	/* no step of ours failed */
	bool client_done;
	unsigned rounds;
	struct dsn why;
};

static inline int
pair_validate(struct pair *p, Gsasl_session *session)
{
	const char *user = gsasl_property_get(session, GSASL_AUTHID);
	const char *password = gsasl_property_get(session, GSASL_PASSWORD);

	return user != NULL && password != NULL && strcmp(user, "user") == 0 &&
	    strcmp(password, p->password) == 0 ? GSASL_OK :
	    GSASL_AUTHENTICATION_ERROR;
}

static inline int
pair_binding(struct pair *p, Gsasl_session *session, Gsasl_property property)
{
	enum binding_kind kind = property == GSASL_CB_TLS_EXPORTER ?
	    BINDING_EXPORTER : BINDING_UNIQUE;

	return p->binding == kind ? gsasl_property_set(session, property,
	    p->bound_to) : GSASL_NO_CALLBACK;
}

static inline int
pair_give(Gsasl_session *session, Gsasl_property property, const char *value)
{
	return value == NULL ? GSASL_NO_CALLBACK :
	    gsasl_property_set(session, property, value);
}

static inline int
pair_answer(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	struct pair *p = gsasl_callback_hook_get(library);

	switch (property) {
	case GSASL_PASSWORD:
		return pair_give(session, property, p->password);
	case GSASL_SCRAM_STOREDKEY:
		return pair_give(session, property, p->stored);
	case GSASL_SCRAM_SERVERKEY:
		return pair_give(session, property, p->served);
	case GSASL_SCRAM_SALT:
		return pair_give(session, property, p->stored == NULL ? NULL :
		    "c2FsdHNhbHQ=");
	case GSASL_SCRAM_ITER:
		return pair_give(session, property, p->iterations);
	case GSASL_SERVICE:
		return gsasl_property_set(session, property, "smtp");
	case GSASL_HOSTNAME:
		return gsasl_property_set(session, property, "mx.test");
	case GSASL_REALM:
		return gsasl_property_set(session, property, "mx.test");
	case GSASL_CB_TLS_EXPORTER:
	case GSASL_CB_TLS_UNIQUE:
		return pair_binding(p, session, property);
	case GSASL_VALIDATE_SIMPLE:
		return pair_validate(p, session);
	case GSASL_VALIDATE_ANONYMOUS:
		return GSASL_OK;
	case GSASL_VALIDATE_EXTERNAL:
		return p->certified ? GSASL_OK : GSASL_AUTHENTICATION_ERROR;
	default:
		return GSASL_NO_CALLBACK;
	}
}

/* pair_bend - an octet of the server's message that holds a mark is changed */

static inline void
pair_bend(char *message, const char *mark)
{
	struct str octets, text;
	char *at;

	str_init(&octets, AUTH_LINE_MAX);
	str_init(&text, AUTH_LINE_MAX);
	must(base64_decode(span_of(message), &octets));
	at = octets.len == 0 ? NULL : strstr(octets.at, mark);
	if (at != NULL) {
		at += strlen(mark);
		*at = *at == 'A' ? 'B' : 'A';
		base64_encode(str_span(&octets), &text);
		must(text.len == strlen(message));
		memcpy(message, text.at, text.len);
	}
	str_clear(&octets);
	str_clear(&text);
}

/* pair_talk - until the server has decided, or one of us gives up */

static inline void
pair_talk(struct pair *p, struct auth *auth, const char *bend)
{
	struct str line;
	char *said = NULL;
	const char *heard;
	int rc;

	str_init(&line, AUTH_LINE_MAX);
	auth_first(auth, &line);
	heard = strrchr(str_chars(&line), ' ') + 1;
	heard = heard - str_chars(&line) == 5 ? "" : heard;
	p->client_good = true;
	while ((rc = gsasl_step64(p->session, heard, &said)) == GSASL_OK ||
	    rc == GSASL_NEEDS_MORE) {
		if (rc == GSASL_OK && said[0] == '\0')
			break;
		if (bend != NULL)
			pair_bend(said, bend);
		p->client_good = auth_step(auth, span_of(said), &line,
		    &p->why);
		gsasl_free(said);
		said = NULL;
		p->rounds++;
		if (!p->client_good || rc == GSASL_OK)
			break;
		heard = str_chars(&line);
	}
	if (said != NULL)
		gsasl_free(said);
	p->server_good = rc == GSASL_OK;
	p->client_done = auth_is_done(auth);
	str_wipe(&line);
}

/* pair_run - bend: what stands before the octet that is to be changed on the
 * way from the server; NULL: nothing */

static inline void
pair_run(struct pair *p, const struct auth_setup *setup, const char *bend)
{
	struct auth *auth;

	must(gsasl_init(&p->library) == GSASL_OK);
	gsasl_callback_hook_set(p->library, p);
	gsasl_callback_set(p->library, pair_answer);
	must(gsasl_server_start(p->library, mechanism_name(setup->mechanism),
	    &p->session) == GSASL_OK);
	p->server_good = p->client_good = p->client_done = false;
	p->rounds = 0;
	if (auth_new(setup, &auth, &p->why)) {
		pair_talk(p, auth, bend);
		auth_free(&auth);
	}
	if (gsasl_property_fast(p->session, GSASL_AUTHZID) != NULL)
		snprintf(p->seen, sizeof(p->seen), "%s",
		    gsasl_property_fast(p->session, GSASL_AUTHZID));
	gsasl_finish(p->session);
	gsasl_done(p->library);
}

#endif
