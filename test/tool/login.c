/* SPDX-License-Identifier: BSD-2-Clause */
#include "login.h"

#include <gsasl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

enum { WORD_MAX = 100, LINE_MAX_LEN = 8192 };

static struct {
	char mechanism[WORD_MAX + 1], user[WORD_MAX + 1];
	char password[WORD_MAX + 1], bound[WORD_MAX + 1];
} login;

/* bind_to - what this TLS session is told by */
static int
bind_to(Gsasl_session *session, Gsasl_property property)
{
	char octets[WORD_MAX], *base64;
	size_t len = peer_binding(property == GSASL_CB_TLS_EXPORTER, octets,
	    sizeof(octets));
	int rc;

	if (len == 0)
		return GSASL_NO_CALLBACK;
	if (login.bound[0] != '\0')
		octets[0] ^= 1;
	if (gsasl_base64_to(octets, len, &base64, NULL) != GSASL_OK)
		complain("no memory", NULL, 0);
	rc = gsasl_property_set(session, property, base64);
	gsasl_free(base64);
	return rc;
}

static int
answer(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	const char *user;

	(void)library;
	switch (property) {
	case GSASL_CB_TLS_EXPORTER:
	case GSASL_CB_TLS_UNIQUE:
		return bind_to(session, property);
	case GSASL_PASSWORD:
		user = gsasl_property_fast(session, GSASL_AUTHID);
		return user != NULL && strcmp(user, login.user) == 0 ?
		    gsasl_property_set(session, property, login.password) :
		    GSASL_NO_PASSWORD;
	case GSASL_SERVICE:
		return gsasl_property_set(session, property, "smtp");
	case GSASL_HOSTNAME:
		return gsasl_property_set(session, property,
		    "mx.example.test");
	case GSASL_VALIDATE_GSSAPI:
		user = gsasl_property_fast(session,
		    GSASL_GSSAPI_DISPLAY_NAME);
		return user != NULL && strncmp(user, login.user,
		    strlen(login.user)) == 0 ? GSASL_OK :
		    GSASL_AUTHENTICATION_ERROR;
	case GSASL_VALIDATE_EXTERNAL:
		return peer_is_certified() ? GSASL_OK :
		    GSASL_AUTHENTICATION_ERROR;
	default:
		return GSASL_NO_CALLBACK;
	}
}

/* hear - the next line of the client, less what it must begin with */
static void
hear(const char *prefix, char *line)
{
	size_t size, skip = strlen(prefix);
	struct octets heard = peer_line(&size);

	if (heard.len < skip || memcmp(heard.at, prefix, skip) != 0 ||
	    heard.len - skip >= LINE_MAX_LEN)
		complain("the client says something else", heard.at,
		    heard.len);
	memcpy(line, heard.at + skip, heard.len - skip);
	line[heard.len - skip] = '\0';
	peer_consume(size);
}

static void
say(const char *code, const char *text)
{
	peer_say(code, strlen(code));
	peer_say(text, strlen(text));
	peer_say("\r\n", 2);
	peer_flush();
}

/* talk - until the library has decided */
static int
talk(Gsasl_session *session, char *line)
{
	char *out = NULL;
	int rc = gsasl_step64(session, line[0] == ' ' ? line + 1 : line, &out);

	while (rc == GSASL_NEEDS_MORE || (rc == GSASL_OK && out[0] != '\0')) {
		bool last = rc == GSASL_OK;

		say("334 ", out);
		gsasl_free(out);
		hear("", line);
		if (last)
			return GSASL_OK;
		rc = gsasl_step64(session, line, &out);
	}
	if (rc == GSASL_OK)
		gsasl_free(out);
	return rc;
}

void
login_play(const char *how)
{
	char line[LINE_MAX_LEN], command[WORD_MAX + 10];
	Gsasl_session *session;
	Gsasl *library;
	int rc;

	login.bound[0] = '\0';
	if (sscanf(how, "%100s %100s %100s %100s", login.mechanism, login.user,
	    login.password, login.bound) < 3)
		complain("mechanism, user and password are wanted", NULL, 0);
	snprintf(command, sizeof(command), "AUTH %s", login.mechanism);
	hear(command, line);
	if (gsasl_init(&library) != GSASL_OK)
		complain("no library", NULL, 0);
	gsasl_callback_set(library, answer);
	rc = gsasl_server_start(library, login.mechanism, &session);
	if (rc != GSASL_OK)
		complain("no such mechanism", login.mechanism,
		    strlen(login.mechanism));
	rc = talk(session, line);
	say(rc == GSASL_OK ? "235 2.7.0 " : "535 5.7.8 ", rc == GSASL_OK ?
	    "welcome" : "no");
	gsasl_finish(session);
	gsasl_done(library);
}
