/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/scram.h"

#include "auth/saslname.h"
#include "auth/sha512_door.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "base/num.h"
#include "os/secret_reveal.h"

enum { TEXT_MAX = AUTH_LINE_MAX };

#define NO_SHA512	"SHA-512 cannot be had"

struct scram {
	const struct auth_setup *setup;
	bool started;		/* the door to SHA-512 is open */
	struct str header;	/* gs2-header */
	struct str bare;	/* client-first-message-bare */
	struct str nonce;
	struct str password;	/* prepared; a secret */
	struct sha512 proof;	/* what the server's must be; a secret */
	enum { SAY_FIRST, SAY_FINAL, HEAR_PROOF } state;
};

/* What a server says first. */
struct server_first {
	struct span nonce, salt;
	uint64_t iterations;
};

/* The keys of one login (RFC 5802 section 3). */
struct keys {
	struct sha512 salted, client, stored, server;
};

/* The beginning ------------------------------------------------------------*/

/* add_header - gs2-header: what the session is bound by, and for whom */

static void
add_header(const struct auth_setup *setup, struct str *to)
{
	if (!mechanism_is_plus(setup->mechanism))
		str_add_char(to, 'n');
	else
		str_add(to, setup->binding == BINDING_EXPORTER ?
		    SPAN("p=tls-exporter") : SPAN("p=tls-unique"));
	str_add_char(to, ',');
	if (setup->authzid) {
		str_add(to, SPAN("a="));
		saslname_add(setup->user, to);
	}
	str_add_char(to, ',');
}

/* compose - all that can be said before the server is heard */

static bool
compose(struct scram *s, struct span nonce, const char **problem)
{
	const struct auth_setup *setup = s->setup;
	struct str user;
	bool good;

	str_init(&user, TEXT_MAX);
	*problem = "there is no user that it can say";
	good = saslprep_user(setup->user, &user) && user.len > 0;
	add_header(setup, &s->header);
	str_add(&s->nonce, nonce);
	str_add(&s->bare, SPAN("n="));
	saslname_add(str_span(&user), &s->bare);
	str_addf(&s->bare, ",r=%.*s", SPAN_ARG(nonce));
	str_clear(&user);
	return good && !s->header.full && !s->bare.full;
}

static bool
prepare(struct scram *s, const char **problem)
{
	*problem = "there is no password that it can say";
	return s->setup->password != NULL &&
	    saslprep_password(s->setup->password, &s->password) &&
	    s->password.len > 0;
}

bool
scram_new(const struct auth_setup *setup, struct span nonce,
    struct scram **scram, const char **problem)
{
	struct scram *s = mem_new(1, sizeof(*s));

	s->setup = setup;
	str_init(&s->header, TEXT_MAX);
	str_init(&s->bare, TEXT_MAX);
	str_init(&s->nonce, TEXT_MAX);
	str_init(&s->password, TEXT_MAX);
	s->started = sha512_start();
	*scram = s;
	if (!s->started)
		*problem = NO_SHA512;
	else if (mechanism_is_plus(setup->mechanism) &&
	    setup->binding == BINDING_NONE)
		*problem = "there is nothing to bind it to";
	else if (prepare(s, problem) && compose(s, nonce, problem))
		return true;
	scram_free(scram);
	return false;
}

void
scram_free(struct scram **scram)
{
	struct scram *s = *scram;

	if (s == NULL)
		return;
	str_clear(&s->header);
	str_clear(&s->bare);
	str_clear(&s->nonce);
	str_wipe(&s->password);
	mem_wipe(&s->proof, sizeof(s->proof));
	if (s->started)
		sha512_end();
	mem_free(scram);
}

/* The middle ---------------------------------------------------------------*/

/* attribute - the value of the next one, which must have this name */

static bool
attribute(struct span *rest, char name, struct span *value)
{
	struct span text = span_cut(rest, ',');

	if (text.len < 2 || text.at[0] != name || text.at[1] != '=')
		return false;
	*value = span_from_octet(text, 2);
	return true;
}

/* is_longer - the server has to add octets of its own to ours: printable, or
 * a reader might see another message than it wrote */

static bool
is_longer(struct span nonce, struct span ours)
{
	for (size_t i = 0; i < nonce.len; i++)
		if (!ascii_is_print(nonce.at[i]) || nonce.at[i] == ' ')
			return false;
	return span_starts(nonce, ours) && nonce.len > ours.len;
}

/* read_first - server-first-message; what follows is for others to know, but
 * for "m=", which stands in front and forbids to go on */

static const char *
read_first(const struct scram *s, struct span said, struct server_first *first)
{
	struct span iterations;

	if (!attribute(&said, 'r', &first->nonce) ||
	    !attribute(&said, 's', &first->salt) ||
	    !attribute(&said, 'i', &iterations) ||
	    !num_unsigned(iterations, &first->iterations) ||
	    first->iterations == 0 || first->iterations > UINT32_MAX)
		return "its first message is none";
	return is_longer(first->nonce, str_span(&s->nonce)) ? NULL :
	    "its nonce is not ours with its own behind it";
}

static bool
make_keys(const struct scram *s, const struct server_first *first,
    struct span salt, struct keys *k)
{
	return sha512_salted(str_span(&s->password), salt,
	    (unsigned)first->iterations, &k->salted) &&
	    sha512_hmac(&k->salted, SPAN("Client Key"), &k->client) &&
	    sha512_hash(sha512_span(&k->client), &k->stored) &&
	    sha512_hmac(&k->salted, SPAN("Server Key"), &k->server);
}

/* sign - the proof of each side, of all that was said so far */

static bool
sign(struct scram *s, const struct keys *k, struct span all,
    struct sha512 *ours)
{
	if (!sha512_hmac(&k->stored, all, ours) ||
	    !sha512_hmac(&k->server, all, &s->proof))
		return false;
	for (size_t i = 0; i < SHA512_LEN; i++)
		ours->at[i] ^= k->client.at[i];
	return true;
}

/* add_final - client-final-message-without-proof */

static void
add_final(const struct scram *s, struct span nonce, struct str *to)
{
	struct str binding;

	str_init(&binding, TEXT_MAX);
	str_add(&binding, str_span(&s->header));
	if (mechanism_is_plus(s->setup->mechanism))
		str_add(&binding, s->setup->bound_to);
	str_add(to, SPAN("c="));
	base64_encode(str_span(&binding), to);
	str_addf(to, ",r=%.*s", SPAN_ARG(nonce));
	str_clear(&binding);
}

/* prove - client-final-message */

static bool
prove(struct scram *s, struct span said, const struct server_first *first,
    struct span salt, struct str *message)
{
	struct keys keys;
	struct sha512 ours;
	struct str all;
	size_t start = message->len;
	bool good;

	add_final(s, first->nonce, message);
	str_init(&all, 4 * TEXT_MAX);
	str_add(&all, str_span(&s->bare));
	str_add_char(&all, ',');
	str_add(&all, said);
	str_add_char(&all, ',');
	str_add(&all, span_from_octet(str_span(message), start));
	good = make_keys(s, first, salt, &keys) &&
	    sign(s, &keys, str_span(&all), &ours);
	if (good) {
		str_add(message, SPAN(",p="));
		base64_encode(sha512_span(&ours), message);
	}
	mem_wipe(&keys, sizeof(keys));
	mem_wipe(&ours, sizeof(ours));
	str_clear(&all);
	return good;
}

static const char *
say_final(struct scram *s, struct span said, struct str *message)
{
	struct server_first first;
	const char *problem = read_first(s, said, &first);
	struct str salt;

	if (problem != NULL)
		return problem;
	str_init(&salt, TEXT_MAX);
	if (!base64_decode(first.salt, &salt) || salt.len == 0)
		problem = "its salt is none";
	else if (!prove(s, said, &first, str_span(&salt), message))
		problem = NO_SHA512;
	str_clear(&salt);
	return problem;
}

/* The end ------------------------------------------------------------------*/

static const char *
hear_proof(const struct scram *s, struct span said)
{
	struct str proof;
	struct span value;
	bool good;

	if (span_starts(said, SPAN("e=")))
		return "the server says that it failed";
	if (!attribute(&said, 'v', &value))
		return "its last message is none";
	str_init(&proof, TEXT_MAX);
	good = base64_decode(value, &proof) &&
	    sha512_equal(&s->proof, str_span(&proof));
	str_clear(&proof);
	return good ? NULL :
	    "the server does not prove that it knows the password";
}

enum step
scram_step(struct scram *scram, struct span said, struct str *message,
    const char **problem)
{
	switch (scram->state) {
	case SAY_FIRST:
		scram->state = SAY_FINAL;
		str_add(message, str_span(&scram->header));
		str_add(message, str_span(&scram->bare));
		return STEP_MORE;
	case SAY_FINAL:
		scram->state = HEAR_PROOF;
		*problem = say_final(scram, said, message);
		return *problem == NULL ? STEP_MORE : STEP_FAILED;
	case HEAR_PROOF:
		break;
	}
	*problem = hear_proof(scram, said);
	return *problem == NULL ? STEP_DONE : STEP_FAILED;
}
