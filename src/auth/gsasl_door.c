/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: of a password of more than 256 octets the library may leave
 * copies in freed memory.
 */
#include "auth/gsasl_door.h"

#include <gsasl.h>
#include <pthread.h>

#include "base/mem.h"
#include "os/secret_reveal.h"

struct client {
	const struct auth_setup *setup;
	Gsasl *library;
	Gsasl_session *session;
};

/* GNU SASL reaches Kerberos by a library that writes to variables of its own
 * without a lock (libgssglue 0.7): one thread at a time. */
static pthread_mutex_t kerberos = PTHREAD_MUTEX_INITIALIZER;

static void
enter(const struct auth_setup *setup)
{
	if (setup->mechanism == MECHANISM_GSSAPI)
		pthread_mutex_lock(&kerberos);
}

static void
leave(const struct auth_setup *setup)
{
	if (setup->mechanism == MECHANISM_GSSAPI)
		pthread_mutex_unlock(&kerberos);
}

/* The library's properties ------------------------------------------------*/

static int
give(Gsasl_session *session, Gsasl_property property, struct span value)
{
	return gsasl_property_set_raw(session, property, value.at == NULL ?
	    "" : value.at, value.len);
}

/*
 * give_binding - only to a mechanism that asks for it in its name: the
 * library (2.2) takes it for a reason to fail in the others. It wants base64.
 */

static int
give_binding(Gsasl_session *session, const struct auth_setup *setup,
    Gsasl_property property)
{
	enum binding_kind kind = property == GSASL_CB_TLS_EXPORTER ?
	    BINDING_EXPORTER : BINDING_UNIQUE;
	struct str text;
	int rc;

	if (!mechanism_is_plus(setup->mechanism) || setup->binding != kind)
		return GSASL_NO_CALLBACK;
	str_init(&text, 2 * setup->bound_to.len + 8);
	base64_encode(setup->bound_to, &text);
	rc = give(session, property, str_span(&text));
	str_clear(&text);
	return rc;
}

static int
answer(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	const struct auth_setup *setup = gsasl_session_hook_get(session);

	(void)library;
	switch (property) {
	case GSASL_AUTHID:
	case GSASL_ANONYMOUS_TOKEN:
		return give(session, property, setup->user);
	case GSASL_AUTHZID:
		return setup->authzid ? give(session, property, setup->user) :
		    GSASL_NO_CALLBACK;
	case GSASL_PASSWORD:
		return setup->password == NULL ? GSASL_NO_PASSWORD :
		    give(session, property, secret_reveal(setup->password));
	case GSASL_SERVICE:
		return give(session, property, setup->service);
	case GSASL_HOSTNAME:
		return give(session, property, setup->host);
	case GSASL_QOP:
		return give(session, property, SPAN("qop-auth"));
	case GSASL_CB_TLS_EXPORTER:
	case GSASL_CB_TLS_UNIQUE:
		return give_binding(session, setup, property);
	default:
		return GSASL_NO_CALLBACK;
	}
}

/* The client ---------------------------------------------------------------*/

bool
client_new(const struct auth_setup *setup, struct client **client,
    struct dsn *why)
{
	const char *name = mechanism_name(setup->mechanism);
	struct client *c = mem_new(1, sizeof(*c));
	int rc = gsasl_init(&c->library);

	c->setup = setup;
	if (rc == GSASL_OK) {
		gsasl_callback_set(c->library, answer);
		enter(setup);
		rc = gsasl_client_start(c->library, name, &c->session);
		leave(setup);
	}
	if (rc == GSASL_OK) {
		gsasl_session_hook_set(c->session, (void *)(size_t)setup);
		*client = c;
		return true;
	}
	client_free(&c);
	return dsn_fail(why, "4.7.0", "log in at %.*s with %s: %s",
	    SPAN_ARG(setup->peer), name, gsasl_strerror(rc));
}

/* overwrite - the library frees its properties as they are */

static void
overwrite(Gsasl_session *session)
{
	static const Gsasl_property secrets[] = {
		GSASL_PASSWORD, GSASL_SCRAM_SALTED_PASSWORD,
		GSASL_SCRAM_SERVERKEY, GSASL_SCRAM_STOREDKEY,
		GSASL_DIGEST_MD5_HASHED_PASSWORD,
	};

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		const char *value = gsasl_property_fast(session, secrets[i]);

		if (value != NULL)
			mem_wipe((char *)(size_t)value, strlen(value));
	}
}

/* A block of freed memory that is being held, and the one before it. */
struct swept {
	struct swept *next;
};

static void
sweep_one(struct swept **all, size_t size)
{
	struct swept *block = mem_grow(NULL, size, 1);

	mem_wipe(block, size);
	block->next = *all;
	*all = block;
}

/*
 * sweep - the library also frees its own copies of a password (RFC 4013 makes
 * some, up to four octets for one) as they are. Whoever takes all blocks of
 * such sizes that an allocator is likely to have put aside gets those as
 * well, and can overwrite them.
 */

static void
sweep(size_t len)
{
	enum { EACH = 8, STEP = 16, LONGEST = 256, AT_LAST = 65536 };
	size_t most = 4 * (len > LONGEST ? LONGEST : len) + 4 * STEP;
	struct swept *all = NULL, *next;

	for (size_t size = STEP; size <= most; size += STEP)
		for (unsigned i = 0; i < EACH; i++)
			sweep_one(&all, size);
	sweep_one(&all, AT_LAST);
	for (; all != NULL; all = next) {
		next = all->next;
		mem_free(&all);
	}
}

void
client_free(struct client **client)
{
	struct client *c = *client;

	if (c == NULL)
		return;
	if (c->session != NULL) {
		overwrite(c->session);
		enter(c->setup);
		gsasl_finish(c->session);
		leave(c->setup);
	}
	if (c->library != NULL)
		gsasl_done(c->library);
	if (c->setup->password != NULL)
		sweep(secret_len(c->setup->password));
	mem_free(client);
}

enum step
client_step(struct client *client, struct span challenge, struct str *line,
    const char **problem)
{
	char *said = NULL;
	size_t len = 0;
	int rc;

	enter(client->setup);
	rc = gsasl_step(client->session, challenge.at == NULL ? "" :
	    challenge.at, challenge.len, &said, &len);
	leave(client->setup);
	if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE)
		base64_encode(span_from(said, len), line);
	else
		*problem = gsasl_strerror(rc);
	if (said != NULL)
		mem_wipe(said, len);
	gsasl_free(said);
	if (rc == GSASL_OK)
		return STEP_DONE;
	return rc == GSASL_NEEDS_MORE ? STEP_MORE : STEP_FAILED;
}

/* SASLprep ----------------------------------------------------------------*/

static bool
prepare(const char *text, Gsasl_saslprep_flags flags, struct str *to)
{
	char *prepared;

	if (gsasl_saslprep(text, flags, &prepared, NULL) != GSASL_OK)
		return false;
	str_add(to, span_of(prepared));
	mem_wipe(prepared, strlen(prepared));
	gsasl_free(prepared);
	return true;
}

bool
saslprep_user(struct span user, struct str *to)
{
	char *text = mem_string(user);
	bool good = prepare(text, GSASL_ALLOW_UNASSIGNED, to);

	mem_free(&text);
	return good;
}

bool
saslprep_password(const struct secret *password, struct str *to)
{
	bool good = prepare(secret_reveal(password).at, 0, to);

	sweep(secret_len(password));
	return good;
}

/* The StoredKey of RFC 5802 section 3 is just what is wanted. */

bool
secret_digest(const struct secret *secret, struct span salt, struct str *to)
{
	enum { ITERATIONS = 10000 };
	char salted[GSASL_HASH_SHA256_SIZE], client[GSASL_HASH_SHA256_SIZE];
	char server[GSASL_HASH_SHA256_SIZE], stored[GSASL_HASH_SHA256_SIZE];
	int rc = gsasl_scram_secrets_from_password(GSASL_HASH_SHA256,
	    secret_reveal(secret).at, ITERATIONS, salt.at, salt.len, salted,
	    client, server, stored);

	if (rc == GSASL_OK)
		base64_encode(span_from(stored, sizeof(stored)), to);
	mem_wipe(salted, sizeof(salted));
	mem_wipe(client, sizeof(client));
	mem_wipe(server, sizeof(server));
	sweep(secret_len(secret));
	return rc == GSASL_OK;
}

/* base64 ------------------------------------------------------------------*/

void
base64_encode(struct span octets, struct str *to)
{
	char *text;
	size_t len;

	if (octets.len == 0)
		return;
	if (gsasl_base64_to(octets.at, octets.len, &text, &len) != GSASL_OK)
		mem_none();
	str_add(to, span_from(text, len));
	mem_wipe(text, len);
	gsasl_free(text);
}

bool
base64_decode(struct span text, struct str *to)
{
	char *octets;
	size_t len;

	if (text.len == 0)
		return true;
	if (gsasl_base64_from(text.at, text.len, &octets, &len) != GSASL_OK)
		return false;
	str_add(to, span_from(octets, len));
	mem_wipe(octets, len);
	gsasl_free(octets);
	return true;
}
