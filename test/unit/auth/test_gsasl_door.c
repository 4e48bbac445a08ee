/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/gsasl_door.h"

#include <stdlib.h>

#include "unit/auth/pair.h"

/* base64 ------------------------------------------------------------------*/

static void
test_encode(void)
{
	/* RFC 4648 section 10. */
	static const char *const rows[][2] = { { "", "" }, { "f", "Zg==" },
	    { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
	    { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
	struct str s;

	str_init(&s, 100);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		str_reset(&s);
		base64_encode(span_of(rows[i][0]), &s);
		is_text(str_span(&s), rows[i][1], "octets to base64");
		str_reset(&s);
		ok(base64_decode(span_of(rows[i][1]), &s), "and back");
		is_text(str_span(&s), rows[i][0], "the same");
	}
	str_clear(&s);
}

static void
test_decode(void)
{
	static const struct span wrong[] = { SPAN_INIT("="), SPAN_INIT("Z"),
	    SPAN_INIT("Zg"), SPAN_INIT("Zg="), SPAN_INIT("Zg==x"),
	    SPAN_INIT("Z g="), SPAN_INIT("***"), SPAN_INIT("Zm9v\nZm9v"),
	    SPAN_INIT("Zg=="  "Zg=="), SPAN_INIT("Zm9v\0") };
	struct str s;

	str_init(&s, 100);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ok(!base64_decode(wrong[i], &s), "behaviour 162: no base64");
	ok(base64_decode(SPAN("AAA="), &s), "NULs");
	is_span(str_span(&s), SPAN("\0\0"), "are octets");
	str_clear(&s);
}

/* What is left in memory ---------------------------------------------------*/

/* A sanitizer's allocator has another heap, which it looks after itself. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
enum { OTHER_HEAP = true };
#else
enum { OTHER_HEAP = false };
#endif

#define MARK	"Fj3-Yd5_Gt8.Ls1+Pw6~Mz2cZq7-Wm2_Kx9.Vb4+Tn6~Rh8c"

/*
 * What is looked for: the end of the mark, as an allocator may have put
 * its own over the beginning of what was freed; and the same in base64,
 * wherever it begins in the message.
 */
static struct pattern {
	char text[16];
	size_t len;
} patterns[4];

static void
make_patterns(void)
{
	const char end[] = "Vb4+Tn6~Rh8c";
	struct str s;

	memcpy(patterns[0].text, end, patterns[0].len = 12);
	str_init(&s, 100);
	for (size_t i = 0; i < 3; i++) {
		str_reset(&s);
		base64_encode(span_from(end + i, 9), &s);
		memcpy(patterns[1 + i].text, s.at, patterns[1 + i].len = 12);
	}
	str_wipe(&s);
}

static unsigned
count_in(const char *from, const char *to)
{
	unsigned n = 0;

	for (; from + 12 <= to; from++)
		for (size_t i = 0; i < 4; i++)
			n += memcmp(from, patterns[i].text, 12) == 0;
	return n;
}

/* count_marks - in the heap, as this process sees it */

static unsigned
count_marks(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	unsigned n = 0;

	while (maps != NULL && fgets(line, sizeof(line), maps) != NULL) {
		char *end;
		unsigned long from = strtoul(line, &end, 16), to;

		to = strtoul(end + 1, NULL, 16);
		if (strstr(line, "[heap]") != NULL)
			n += count_in((const char *)from, (const char *)to);
	}
	if (maps != NULL)
		fclose(maps);
	return n;
}

/* act_out - a login of ours with a server that always says the same */

static void
act_out(enum mechanism mechanism, const char *challenge,
    struct secret *secret, struct arena *arena)
{
	struct auth_setup setup = { .mechanism = mechanism,
	    .user = SPAN("user"), .password = secret, .token = secret,
	    .service = SPAN("smtp"), .host = SPAN("mx.test"),
	    .peer = SPAN("mx.test") };
	struct dsn why = DSN_IN(arena);
	struct auth *auth;
	struct str line;
	bool good = true;

	str_init(&line, AUTH_LINE_MAX);
	must(auth_new(&setup, &auth, &why));
	auth_first(auth, &line);
	for (unsigned i = 0; good && i < 3; i++)
		good = auth_step(auth, span_of(challenge), &line, &why);
	auth_free(&auth);
	str_wipe(&line);
}

static void
test_traces(struct arena *arena)
{
	static const struct {
		enum mechanism mechanism;
		const char *challenge;
	} rows[] = {
		{ MECHANISM_PLAIN, "" },
		{ MECHANISM_LOGIN, "eA==" },
		{ MECHANISM_CRAM_MD5, "PHhAeT4=" },
		/* realm="h",nonce="abc",qop="auth",algorithm=md5-sess */
		{ MECHANISM_DIGEST_MD5, "cmVhbG09ImgiLG5vbmNlPSJhYmMiLHFvcD0i"
		    "YXV0aCIsYWxnb3JpdGhtPW1kNS1zZXNz" },
		{ MECHANISM_XOAUTH2, "e30=" },
		{ MECHANISM_OAUTHBEARER, "e30=" },
	};
	struct secret *secret = secret_copy(SPAN(MARK));
	char *control;

	is_number(count_marks(), 0, "no mark is in the heap at first");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		act_out(rows[i].mechanism, rows[i].challenge, secret, arena);
		is_number(count_marks(), 0,
		    mechanism_name(rows[i].mechanism));
	}
	control = mem_string(SPAN(MARK));
	ok(count_marks() > 0, "a copy in the heap would be found");
	mem_wipe(control, sizeof(MARK) - 1);
	mem_free(&control);
	control = mem_string(SPAN("AHVzZXIA"
	    "RmozLVlkNV9HdDguTHMxK1B3Nn5NejJjWnE3"
	    "LVdtMl9LeDkuVmI0K1RuNn5SaDhj"));
	ok(count_marks() > 0, "and one in base64");
	mem_wipe(control, strlen(control));
	mem_free(&control);
	secret_free(&secret);
}

/* SCRAM gets as far as the password only with a server; this one knows no
 * more than the keys, which were worked out elsewhere from the mark. */

static void
test_scram_traces(struct arena *arena)
{
	static const struct {
		enum mechanism mechanism;
		const char *stored, *served;
	} rows[] = {
		{ MECHANISM_SCRAM_SHA_1, "5CTSHGNLz6hmqbK5yk45Oz9jwpo=",
		    "guBxOM5NYCuqqkz8u2r6Gf4MwHE=" },
		{ MECHANISM_SCRAM_SHA_256,
		    "95BrYPJD3ku/QcZxFc7vlkEBqPYPDi63fp8uY4C7aHI=",
		    "B04KpDn82rUjrI4G+LgoBOOZLo/R/Wu1R2bHV4738R8=" },
	};
	struct secret *secret = secret_copy(SPAN(MARK));

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct auth_setup setup = { .mechanism = rows[i].mechanism,
		    .user = SPAN("user"), .password = secret,
		    .peer = SPAN("mx.test") };
		struct pair p = { .stored = rows[i].stored,
		    .served = rows[i].served, .iterations = "4096",
		    .why = DSN_IN(arena) };

		pair_run(&p, &setup, NULL);
		ok(p.server_good && p.client_done, "SCRAM with keys");
		is_number(count_marks(), 0,
		    mechanism_name(rows[i].mechanism));
	}
	secret_free(&secret);
}

static void
test_digest(void)
{
	struct secret *secret = secret_copy(SPAN(MARK));
	struct secret *other = secret_copy(SPAN("another"));
	struct secret *none = secret_copy(SPAN("no\377text"));
	struct str a, b;

	str_init(&a, DIGEST_LEN);
	str_init(&b, DIGEST_LEN);
	ok(secret_digest(secret, SPAN("salt"), &a) && a.len == DIGEST_LEN,
	    "a digest");
	ok(secret_digest(secret, SPAN("salt"), &b) && span_equal(
	    str_span(&a), str_span(&b)), "is the same again");
	str_reset(&b);
	ok(secret_digest(secret, SPAN("pepper"), &b) && !span_equal(
	    str_span(&a), str_span(&b)), "is another with another salt");
	str_reset(&b);
	ok(secret_digest(other, SPAN("salt"), &b) && !span_equal(
	    str_span(&a), str_span(&b)), "and of another secret");
	is_text(str_span(&b), "8nL5dtd7zSFybJFejS0eXpofhwDMM+sER7OT3wWw9yk=",
	    "the StoredKey of RFC 5802, as Python's hashlib has it");
	str_reset(&b);
	ok(!secret_digest(none, SPAN("salt"), &b) && b.len == 0,
	    "there is none of what is no text");
	str_clear(&a);
	str_clear(&b);
	secret_free(&secret);
	secret_free(&other);
	secret_free(&none);
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_encode();
	test_decode();
	make_patterns();
	test_scram_traces(arena);
	test_digest();
	if (!OTHER_HEAP)
		test_traces(arena);
	arena_free(&arena);
	return tap_done();
}
