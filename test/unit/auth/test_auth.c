/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/auth.h"

#include <stdlib.h>

#include "unit/auth/pair.h"

/* The Kerberos library forgets an object when there is no ticket; see
 * LeakSanitizer. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libgssapi";
}


/* Every mechanism with a password that the library has a server for. */

static const struct {
	enum mechanism mechanism;
	bool mutual;		/* the server proves itself */
	enum binding_kind binding;
} mechanisms[] = {
	{ MECHANISM_PLAIN, false, BINDING_NONE },
	{ MECHANISM_LOGIN, false, BINDING_NONE },
	{ MECHANISM_CRAM_MD5, false, BINDING_NONE },
	{ MECHANISM_DIGEST_MD5, true, BINDING_NONE },
	{ MECHANISM_SCRAM_SHA_1, true, BINDING_NONE },
	{ MECHANISM_SCRAM_SHA_256, true, BINDING_NONE },
	{ MECHANISM_SCRAM_SHA_1_PLUS, true, BINDING_EXPORTER },
	{ MECHANISM_SCRAM_SHA_256_PLUS, true, BINDING_EXPORTER },
	{ MECHANISM_SCRAM_SHA_1_PLUS, true, BINDING_UNIQUE },
	{ MECHANISM_SCRAM_SHA_256_PLUS, true, BINDING_UNIQUE },
	/* What a session inside TLS must not hurt. */
	{ MECHANISM_SCRAM_SHA_256, true, BINDING_EXPORTER },
	{ MECHANISM_PLAIN, false, BINDING_EXPORTER },
};

static const char *
named(struct arena *arena, const char *what, enum mechanism mechanism)
{
	return arena_text(arena, "%s: %s", mechanism_name(mechanism),
	    what).at;
}

static void
test_passwords(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("pencil"));

	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]);
	    i++) {
		struct auth_setup setup = PAIR_SETUP(PLAIN, secret);
		struct pair p = { .password = "pencil", .why = DSN_IN(arena),
		    .bound_to = "Ym91bmQ=" };
		enum mechanism mechanism = mechanisms[i].mechanism;

		setup.mechanism = mechanism;
		setup.binding = mechanisms[i].binding;
		setup.bound_to = SPAN("bound");
		p.binding = mechanism_is_plus(mechanism) ? setup.binding :
		    BINDING_NONE;
		pair_run(&p, &setup, NULL);
		ok(p.server_good && p.client_good && p.client_done,
		    named(arena, "the right password", mechanism));
		is_text(span_of(p.why.status), "", "and no word is said");
		p.password = "crayon";
		pair_run(&p, &setup, NULL);
		ok(!p.server_good, named(arena, "a wrong one", mechanism));
		ok(p.client_done != mechanisms[i].mutual,
		    named(arena, "no proof of the server's", mechanism));
	}
	secret_free(&secret);
}

/* Somebody between us and the server. */

static void
test_bindings(struct arena *arena)
{
	static const enum mechanism plus[] = { MECHANISM_SCRAM_SHA_1_PLUS,
	    MECHANISM_SCRAM_SHA_256_PLUS };
	struct secret *secret = secret_copy(SPAN("pencil"));

	for (size_t i = 0; i < 2; i++) {
		struct auth_setup setup = PAIR_SETUP(PLAIN, secret);
		struct pair p = { .password = "pencil", .why = DSN_IN(arena),
		    .binding = BINDING_EXPORTER, .bound_to = "b3RoZXI=" };

		setup.mechanism = plus[i];
		setup.binding = BINDING_EXPORTER;
		setup.bound_to = SPAN("bound");
		pair_run(&p, &setup, NULL);
		ok(!p.server_good && !p.client_done, named(arena,
		    "bound to another session", plus[i]));
		p.binding = BINDING_UNIQUE;
		p.bound_to = "Ym91bmQ=";
		pair_run(&p, &setup, NULL);
		ok(!p.server_good, named(arena, "bound in another way",
		    plus[i]));
		setup.binding = BINDING_NONE;
		p.why = DSN_IN(arena);
		pair_run(&p, &setup, NULL);
		is_text(span_of(p.why.status), "4.7.0", named(arena,
		    "D15: without a binding it fails before it is sent",
		    plus[i]));
		is_number(p.rounds, 0, "nothing was said");
	}
	secret_free(&secret);
}

/* A server that does not know the password cannot pretend to. */

static void
test_proof(struct arena *arena)
{
	static const struct {
		enum mechanism mechanism;
		const char *mark;
	} rows[] = {
		{ MECHANISM_SCRAM_SHA_1, "v=" },
		{ MECHANISM_SCRAM_SHA_256, "v=" },
		{ MECHANISM_DIGEST_MD5, "rspauth=" },
	};
	struct secret *secret = secret_copy(SPAN("pencil"));

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct auth_setup setup = PAIR_SETUP(PLAIN, secret);
		struct pair p = { .password = "pencil",
		    .why = DSN_IN(arena) };

		setup.mechanism = rows[i].mechanism;
		pair_run(&p, &setup, rows[i].mark);
		ok(!p.client_good && !p.client_done, named(arena,
		    "behaviour 162: a wrong proof", rows[i].mechanism));
		is_text(span_of(p.why.status), "4.7.0", "the status");
		ok(span_starts(p.why.text, SPAN("cannot log in at "
		    "mx.test[192.0.2.1]:587 with ")), "the text");
	}
	secret_free(&secret);
}

static void
test_others(struct arena *arena)
{
	struct auth_setup setup = PAIR_SETUP(EXTERNAL, NULL);
	struct pair p = { .certified = true, .why = DSN_IN(arena) };

	pair_run(&p, &setup, NULL);
	ok(p.server_good && p.client_good, "EXTERNAL: a certificate");
	is_text(span_of(p.seen), "", "behaviour 165: as nobody else");
	setup.authzid = true;
	pair_run(&p, &setup, NULL);
	ok(p.server_good, "EXTERNAL: with an authorization identity");
	is_text(span_of(p.seen), "user", "behaviour 165: the user");
	p.certified = false;
	pair_run(&p, &setup, NULL);
	ok(!p.server_good, "EXTERNAL: none");
	setup.mechanism = MECHANISM_ANONYMOUS;
	pair_run(&p, &setup, NULL);
	ok(p.server_good && p.client_done, "ANONYMOUS");
	setup.mechanism = MECHANISM_PLAIN;
	p.why = DSN_IN(arena);
	pair_run(&p, &setup, NULL);
	ok(!p.client_good, "PLAIN: not without a password");
	ok(span_starts(p.why.text, SPAN("cannot log in at "
	    "mx.test[192.0.2.1]:587 with PLAIN: ")), "the text");
	/* Kerberos asks for the addresses of the host first. */
	setenv("KRB5CCNAME", "FILE:/no/such/cache", 1);
	unsetenv("KRB5_CLIENT_KTNAME");
	setup.mechanism = MECHANISM_GSSAPI;
	setup.host = SPAN("localhost");
	p.why = DSN_IN(arena);
	pair_run(&p, &setup, NULL);
	ok(!p.client_good && p.rounds == 0,
	    "D15: GSSAPI without a ticket fails before it is sent");
	is_text(span_of(p.why.status), "4.7.0", "the status");
}

static void
test_iterations(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("pencil"));
	struct auth_setup setup = PAIR_SETUP(SCRAM_SHA_256, secret);
	struct pair p = { .password = "pencil", .iterations = "5000",
	    .why = DSN_IN(arena) };

	pair_run(&p, &setup, NULL);
	ok(p.server_good && p.client_done, "D14: 5000 iterations");
	p.iterations = "2000000000";
	pair_run(&p, &setup, NULL);
	ok(!p.client_good && p.rounds == 1,
	    "D14: two thousand million iterations are not made");
	is_text(span_of(p.why.status), "4.7.0", "the status");
	is_text(p.why.text, "cannot log in at mx.test[192.0.2.1]:587 with "
	    "SCRAM-SHA-256: it wants more than a million iterations",
	    "the text");
	secret_free(&secret);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_passwords(arena);
	test_bindings(arena);
	test_proof(arena);
	test_others(arena);
	test_iterations(arena);
	arena_free(&arena);
	return tap_done();
}
