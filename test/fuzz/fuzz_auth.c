/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server that says anything: the first octet picks the mechanism, then
 * each line is a challenge. Whatever it says, the client ends: its answers are
 * lines of base64, a mechanism that hides the password hides it, what has
 * failed stays so, and no complaint shows what was said.
 */
#include <stdint.h>
#include <stdlib.h>

#include "auth/auth.h"
#include "auth/gsasl_door.h"

#define PASSWORD	"correct horse"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static const enum mechanism mechanisms[] = {
	MECHANISM_SCRAM_SHA_256_PLUS, MECHANISM_SCRAM_SHA_1,
	MECHANISM_DIGEST_MD5, MECHANISM_CRAM_MD5, MECHANISM_NTLM,
	MECHANISM_PLAIN, MECHANISM_LOGIN, MECHANISM_EXTERNAL,
	MECHANISM_OAUTHBEARER, MECHANISM_XOAUTH2, MECHANISM_ANONYMOUS,
	MECHANISM_SCRAM_SHA_512_PLUS, MECHANISM_SCRAM_SHA_512,
};

static bool
hides(enum mechanism mechanism)
{
	return mechanism_is_scram(mechanism) ||
	    mechanism == MECHANISM_DIGEST_MD5 ||
	    mechanism == MECHANISM_CRAM_MD5 || mechanism == MECHANISM_NTLM;
}

static bool
holds(struct span s, struct span what)
{
	for (size_t i = 0; i + what.len <= s.len; i++)
		if (span_starts(span_from_octet(s, i), what))
			return true;
	return false;
}

static void
check_line(enum mechanism mechanism, struct span line)
{
	struct str octets;

	str_init(&octets, AUTH_LINE_MAX);
	check(base64_decode(line, &octets));
	check(!hides(mechanism) || !holds(str_span(&octets), SPAN(PASSWORD)));
	str_clear(&octets);
}

static void
check_failure(struct span said, const struct dsn *why)
{
	check(dsn_class(why) == '4');
	/* No sentence of ours has this sign in it. */
	check(span_find(said, '=') == said.len || !holds(why->text, said));
	check(span_find(why->text, '=') == why->text.len);
	check(!holds(why->text, SPAN(PASSWORD)));
}

static void
converse(struct auth *auth, enum mechanism mechanism, struct span rest,
    struct arena *arena)
{
	bool failed = false;
	unsigned rounds = 0;
	struct str line;

	str_init(&line, AUTH_LINE_MAX);
	auth_first(auth, &line);
	check(line.len <= AUTH_COMMAND_MAX);
	while (rest.len > 0) {
		struct span said = span_cut(&rest, '\n');
		struct dsn why = DSN_IN(arena);
		bool good = auth_step(auth, said, &line, &why);

		check(!good || !failed);
		check(!good || ++rounds <= AUTH_ROUNDS);
		if (good)
			check_line(mechanism, str_span(&line));
		else
			check_failure(said, &why);
		failed |= !good;
	}
	check(!failed || !auth_is_done(auth));
	str_wipe(&line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct arena *arena = arena_new();
	struct secret *secret = secret_copy(SPAN(PASSWORD));
	struct auth_setup setup = { .user = SPAN("user"),
	    .password = secret, .token = secret, .service = SPAN("smtp"),
	    .host = SPAN("mx.test"), .binding = BINDING_EXPORTER,
	    .bound_to = SPAN("bound"), .peer = SPAN("mx.test") };
	struct dsn why = DSN_IN(arena);
	struct auth *auth;

	if (size > 0) {
		setup.mechanism = mechanisms[data[0] %
		    (sizeof(mechanisms) / sizeof(mechanisms[0]))];
		check(auth_new(&setup, &auth, &why));
		converse(auth, setup.mechanism, span_from_octet(text, 1),
		    arena);
		auth_free(&auth);
	}
	secret_free(&secret);
	arena_free(&arena);
	return 0;
}
