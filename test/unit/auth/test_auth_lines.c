/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a client says, line by line, and to servers that ask too much. Logins
 * with a server are in test_auth.c.
 */
#include "auth/auth.h"

#include "unit/auth/pair.h"

/* Lines, octet by octet ---------------------------------------------------*/

/* is_first - the command that a setup begins with */

static void
is_first(const struct auth_setup *setup, const char *want, const char *name,
    struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	str_init(&line, AUTH_LINE_MAX);
	if (auth_new(setup, &auth, &why)) {
		auth_first(auth, &line);
		auth_free(&auth);
	}
	is_text(str_span(&line), want, name);
	str_wipe(&line);
}

static void
test_first(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("secret"));
	struct secret *empty = secret_copy(SPAN(""));
	struct auth_setup setup = PAIR_SETUP(PLAIN, secret);

	is_first(&setup, "AUTH PLAIN AHVzZXIAc2VjcmV0",
	    "behaviour 160: the initial response", arena);
	setup.authzid = true;
	is_first(&setup, "AUTH PLAIN dXNlcgB1c2VyAHNlY3JldA==",
	    "behaviour 165: the user twice", arena);
	setup.authzid = false;
	setup.password = empty;
	is_first(&setup, "AUTH PLAIN AHVzZXIA", "behaviour 156: an empty "
	    "password", arena);
	setup.password = secret;
	setup.mechanism = MECHANISM_EXTERNAL;
	is_first(&setup, "AUTH EXTERNAL",
	    "behaviour 160: never \"=\" for an empty one", arena);
	setup.mechanism = MECHANISM_LOGIN;
	is_first(&setup, "AUTH LOGIN", "LOGIN waits to be asked", arena);
	setup.mechanism = MECHANISM_CRAM_MD5;
	is_first(&setup, "AUTH CRAM-MD5", "CRAM-MD5 too", arena);
	setup.mechanism = MECHANISM_DIGEST_MD5;
	is_first(&setup, "AUTH DIGEST-MD5", "DIGEST-MD5 too", arena);
	secret_free(&secret);
	secret_free(&empty);
}

/* A password of n octets makes 4 * (n + 6) / 3 octets of base64. */

static struct secret *
long_password(size_t n)
{
	struct secret *secret;
	struct str s;

	str_init(&s, n);
	while (!s.full && s.len < n)
		str_add_char(&s, 'p');
	secret = secret_copy(str_span(&s));
	str_clear(&s);
	return secret;
}

/* answer - one step on its own; the dsn is new each time */

static bool
answer(struct auth *auth, const char *challenge, struct str *line,
    struct dsn *why)
{
	*why = DSN_IN(why->arena);
	return auth_step(auth, span_of(challenge), line, why);
}

static void
test_held_back(struct arena *arena)
{
	struct secret *fits = long_password(372 - 6);
	struct secret *big = long_password(375 - 6);
	struct auth_setup setup = PAIR_SETUP(PLAIN, fits);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	is_number(line.len, 507, "behaviour 160: 496 octets are sent");
	auth_free(&auth);
	setup.password = big;
	must(auth_new(&setup, &auth, &why));
	str_reset(&line);
	auth_first(auth, &line);
	is_text(str_span(&line), "AUTH PLAIN",
	    "behaviour 160: 500 octets are held back");
	ok(!auth_is_done(auth), "and not done with");
	ok(answer(auth, "", &line, &why) && line.len == 500,
	    "behaviour 161: until the server has asked nothing");
	ok(auth_is_done(auth), "then they are");
	ok(!answer(auth, "", &line, &why), "once");
	auth_free(&auth);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	ok(!answer(auth, "Z28=", &line, &why),
	    "behaviour 161: a server that asks something");
	is_text(why.text, "cannot log in at mx.test[192.0.2.1]:587 with "
	    "PLAIN: the server asks a question where it was to wait for ours",
	    "D19: and nothing is quoted");
	is_text(span_of(why.status), "4.7.0", "the status");
	is_number(line.len, 0, "nothing is answered");
	auth_free(&auth);
	str_wipe(&line);
	secret_free(&fits);
	secret_free(&big);
}

static void
test_login_lines(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("secret"));
	struct auth_setup setup = PAIR_SETUP(LOGIN, secret);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	ok(answer(auth, "VXNlciBOYW1lAA==", &line, &why),
	    "LOGIN: a prompt of its own, with a NUL");
	is_text(str_span(&line), "dXNlcg==", "the user");
	ok(!auth_is_done(auth), "is not all");
	ok(answer(auth, "UGFzcw==", &line, &why), "another");
	is_text(str_span(&line), "c2VjcmV0", "the password");
	ok(auth_is_done(auth), "is");
	ok(!answer(auth, "UGFzcw==", &line, &why),
	    "behaviour 162: a third prompt");
	is_text(span_of(why.status), "4.7.0", "the status");
	auth_free(&auth);
	must(auth_new(&setup, &auth, &why));
	ok(!answer(auth, "***", &line, &why),
	    "behaviour 162: a challenge that is no base64");
	is_text(why.text, "cannot log in at mx.test[192.0.2.1]:587 with "
	    "LOGIN: the challenge is no base64", "the text");
	ok(!answer(auth, "VXNl\nVXNl", &line, &why),
	    "behaviour 162: one of several lines");
	auth_free(&auth);
	str_wipe(&line);
	secret_free(&secret);
}

/* The example of RFC 2195 section 2, and what is none. */

static void
test_cram_lines(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("tanstaaftanstaaf"));
	struct auth_setup setup = PAIR_SETUP(CRAM_MD5, secret);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	setup.user = SPAN("tim");
	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	ok(!answer(auth, "", &line, &why),
	    "behaviour 162: CRAM-MD5: an empty challenge");
	is_text(span_of(why.status), "4.7.0", "the status");
	ok(!answer(auth, "eA==", &line, &why), "what has failed has failed");
	auth_free(&auth);
	must(auth_new(&setup, &auth, &why));
	ok(answer(auth, "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1j"
	    "aS5uZXQ+", &line, &why), "RFC 2195 section 2");
	is_text(str_span(&line),
	    "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "the answer");
	auth_free(&auth);
	str_wipe(&line);
	secret_free(&secret);
}

/* has - octets inside of octets */

static bool
has(struct span s, struct span part)
{
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (span_starts(span_from_octet(s, i), part))
			return true;
	return false;
}

/* The responses of [MS-NLMP] section 4.2.2.2: User, Password, and the server's
 * challenge 0123456789abcdef. */

static void
test_ntlm(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("Password"));
	struct auth_setup setup = PAIR_SETUP(NTLM, secret);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line, octets;

	setup.user = SPAN("User");
	str_init(&line, AUTH_LINE_MAX);
	str_init(&octets, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	ok(base64_decode(span_from_octet(str_span(&line),
	    strlen("AUTH NTLM ")), &octets), "NTLM: the first message");
	ok(span_starts(str_span(&octets), SPAN("NTLMSSP\0\1\0\0\0")),
	    "is one of NTLM");
	ok(answer(auth, "TlRMTVNTUAACAAAADAAMADAAAAAzggCCASNFZ4mrze8AAAAA"
	    "AAAAAAAAAAAA"
	    "AAAARABvAG0AYQBpAG4A", &line, &why), "NTLM: a challenge");
	str_reset(&octets);
	ok(base64_decode(str_span(&line), &octets) && auth_is_done(auth),
	    "and the last word");
	ok(has(str_span(&octets), SPAN("\x67\xc4\x30\x11\xf3\x02\x98\xa2"
	    "\xad\x35\xec\xe6\x4f\x16\x33\x1c\x44\xbd\xbe\xd9\x27\x84"
	    "\x1f\x94")), "[MS-NLMP] section 4.2.2.2.1: NTLMv1");
	ok(has(str_span(&octets), SPAN("U\0s\0e\0r\0")), "the user");
	auth_free(&auth);
	str_wipe(&line);
	str_wipe(&octets);
	secret_free(&secret);
}

static void
test_digest_lines(struct arena *arena)
{
	struct secret *secret = secret_copy(SPAN("secret"));
	struct auth_setup setup = PAIR_SETUP(DIGEST_MD5, secret);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line, octets;

	str_init(&line, AUTH_LINE_MAX);
	str_init(&octets, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	/* nonce="abc",qop="auth",algorithm=md5-sess */
	ok(answer(auth, "bm9uY2U9ImFiYyIscW9wPSJhdXRoIixhbGdvcml0aG09bWQ1"
	    "LXNlc3M=", &line, &why), "DIGEST-MD5: a server without a realm");
	ok(base64_decode(str_span(&line), &octets), "is answered");
	ok(has(str_span(&octets), SPAN("digest-uri=\"smtp/mx.test\"")),
	    "behaviour 167: for the service at the host");
	ok(has(str_span(&octets), SPAN("qop=auth,")),
	    "behaviour 159: without a security layer");
	ok(!auth_is_done(auth), "the server's proof is missing");
	auth_free(&auth);
	str_wipe(&line);
	str_wipe(&octets);
	secret_free(&secret);
}

/* Hostile servers ---------------------------------------------------------*/

/* An endless server: the CRAM-MD5 client of the library would never tire. */

static void
test_endless(struct arena *arena)
{
	static const enum mechanism all[] = { MECHANISM_PLAIN,
	    MECHANISM_LOGIN, MECHANISM_CRAM_MD5, MECHANISM_EXTERNAL,
	    MECHANISM_NTLM, MECHANISM_XOAUTH2, MECHANISM_OAUTHBEARER,
	    MECHANISM_ANONYMOUS };
	struct secret *secret = secret_copy(SPAN("pencil"));
	struct dsn why = DSN_IN(arena);
	struct str line;

	str_init(&line, AUTH_LINE_MAX);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct auth_setup setup = PAIR_SETUP(PLAIN, secret);
		struct auth *auth;
		unsigned n = 0;

		setup.mechanism = all[i];
		setup.token = secret;
		must(auth_new(&setup, &auth, &why));
		auth_first(auth, &line);
		while (n < 200 && answer(auth, n == 0 ? "" : "eA==", &line,
		    &why))
			n++;
		ok(n <= 3, mechanism_name(all[i]));
		while (n < 200 && span_equal(span_of(why.status),
		    SPAN("4.7.0"))) {
			must(!answer(auth, "eA==", &line, &why));
			n++;
		}
		is_text(span_of(why.status), "4.3.0",
		    "and whoever asks on hears so");
		auth_free(&auth);
	}
	str_wipe(&line);
	secret_free(&secret);
}

static void
test_megabyte(struct arena *arena)
{
	enum { SIZE = 1 << 20 };
	char *huge = arena_get(arena, SIZE + 1, 1);
	struct secret *secret = secret_copy(SPAN("pencil"));
	struct auth_setup setup = PAIR_SETUP(LOGIN, secret);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	memset(huge, 'A', SIZE);
	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	ok(!answer(auth, huge, &line, &why),
	    "behaviour 162: a challenge of a megabyte");
	is_text(why.text, "cannot log in at mx.test[192.0.2.1]:587 with "
	    "LOGIN: the challenge is too long", "the text");
	auth_free(&auth);
	must(auth_new(&setup, &auth, &why));
	huge[AUTH_CHALLENGE_MAX] = '\0';
	ok(answer(auth, huge, &line, &why), "as long as it may be");
	auth_free(&auth);
	str_wipe(&line);
	secret_free(&secret);
}

/* Tokens -------------------------------------------------------------------*/

static void
test_tokens(struct arena *arena)
{
	struct secret *token = secret_copy(SPAN("ya29.vF9dft4qmTc2Nvb3RlckB"
	    "hdHRhdmlzdGEuY29tCg"));
	struct auth_setup setup = PAIR_SETUP(XOAUTH2, NULL);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	setup.user = SPAN("someuser@example.com");
	setup.token = token;
	/* The example in Google's description of the protocol. */
	is_first(&setup, "AUTH XOAUTH2 dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFh"
	    "dXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1s"
	    "emRHRXVZMjl0Q2cBAQ==", "XOAUTH2", arena);
	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	ok(auth_is_done(auth) == false, "nothing is proven yet");
	ok(answer(auth, "eyJzdGF0dXMiOiI0MDEifQ==", &line, &why),
	    "a token that is refused");
	is_text(str_span(&line), "", "is answered with an empty line");
	auth_free(&auth);
	/* RFC 7628 section 4.1 and 4.3. */
	setup.mechanism = MECHANISM_OAUTHBEARER;
	setup.user = SPAN("user@example.com");
	setup.host = SPAN("server.example.com");
	setup.port = 143;
	is_first(&setup, "AUTH OAUTHBEARER bixhPXVzZXJAZXhhbXBsZS5jb20sAWhv"
	    "c3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHlhMjku"
	    "dkY5ZGZ0NHFtVGMyTnZiM1JsY2tCaGRIUmhkbWx6ZEdFdVkyOXRDZwEB",
	    "OAUTHBEARER", arena);
	must(auth_new(&setup, &auth, &why));
	str_reset(&line);
	auth_first(auth, &line);
	ok(answer(auth, "eyJzdGF0dXMiOiI0MDEifQ==", &line, &why),
	    "a token that is refused");
	is_text(str_span(&line), "AQ==", "is answered with one octet");
	ok(!answer(auth, "", &line, &why), "and that is all");
	auth_free(&auth);
	str_wipe(&line);
	secret_free(&token);
}

static void
test_long_token(struct arena *arena)
{
	struct secret *token = long_password(SECRET_MAX);
	struct secret *bad = secret_copy(SPAN("a\001b"));
	struct auth_setup setup = PAIR_SETUP(OAUTHBEARER, NULL);
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;

	setup.token = token;
	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	is_text(str_span(&line), "AUTH OAUTHBEARER",
	    "behaviour 160: a token of 64 KiB is held back");
	ok(answer(auth, "", &line, &why) && line.len > 4 * SECRET_MAX / 3 &&
	    !line.full, "and sent as a whole");
	auth_free(&auth);
	setup.token = bad;
	ok(!auth_new(&setup, &auth, &why),
	    "a token with what separates things in it");
	is_text(span_of(why.status), "4.7.0", "is none");
	setup.token = NULL;
	ok(!auth_new(&setup, &auth, &why), "nor is none");
	setup = (struct auth_setup)PAIR_SETUP(PLAIN, bad);
	setup.user = SPAN("us\0er");
	ok(!auth_new(&setup, &auth, &why), "nor a user with a NUL in it");
	str_wipe(&line);
	secret_free(&token);
	secret_free(&bad);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_first(arena);
	test_held_back(arena);
	test_login_lines(arena);
	test_cram_lines(arena);
	test_ntlm(arena);
	test_digest_lines(arena);
	test_endless(arena);
	test_megabyte(arena);
	test_tokens(arena);
	test_long_token(arena);
	arena_free(&arena);
	return tap_done();
}
