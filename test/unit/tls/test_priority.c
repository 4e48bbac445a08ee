/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/priority.h"

#include <gnutls/gnutls.h>

#include "unit/tap.h"

static struct arena *arena;

#define TAIL	":%PROFILE_VERY_WEAK"
#define BASE	"NORMAL:+SHA256:+SHA384"
#define ALL	":-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:+VERS-TLS1.1" \
    ":+VERS-TLS1.0"

/* GnuTLS takes it. */
static bool
is_taken(struct span priority)
{
	gnutls_priority_t made;
	const char *at = priority.at;

	if (gnutls_priority_init(&made, priority.at, &at) < 0) {
		printf("# %s\n# from: %s\n", priority.at, at);
		return false;
	}
	gnutls_priority_deinit(made);
	return true;
}

static void
makes(struct priority_setup setup, const char *want, const char *name)
{
	struct dsn why = DSN_IN(arena);
	struct span got = { 0 };

	if (setup.grade.len == 0)
		setup.grade = SPAN("medium");
	if (!ok(priority_make(arena, &setup, &got, &why), name))
		printf("# %.*s\n", SPAN_ARG(why.text));
	else {
		is_text(got, want, name);
		ok(is_taken(got), "GnuTLS takes it");
	}
}

static void
refuses(struct priority_setup setup, const char *want, const char *name)
{
	struct dsn why = DSN_IN(arena);
	struct span got = { 0 };

	if (setup.grade.len == 0)
		setup.grade = SPAN("medium");
	ok(!priority_make(arena, &setup, &got, &why) && got.len == 0, name);
	is_text(why.text, want, "says why not");
	is_text(span_of(why.status), "4.7.5", "behaviour 110: is 4.7.5");
}

static void
grades(void)
{
	static const char *const same[] = { "medium", "HIGH", "low",
	    "export" };

	for (size_t i = 0; i < 4; i++)
		makes((struct priority_setup){ .grade = span_of(same[i]) },
		    BASE ALL TAIL, "behaviour 108: grades");
	refuses((struct priority_setup){ .grade = SPAN("null") },
	    "GnuTLS has no cipher suite of the grade null",
	    "behaviour 108: null");
	refuses((struct priority_setup){ .grade = SPAN("best") },
	    "no such cipher grade: best", "behaviour 110: no grade");
}

static void
parts(void)
{
	makes((struct priority_setup){ .protocols = SPAN(">=TLSv1.2") },
	    BASE ":-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" TAIL,
	    "behaviour 109: protocols");
	refuses((struct priority_setup){ .protocols = SPAN("TLSv9") },
	    "no such TLS protocol version: TLSv9", "behaviour 110: and none");
	makes((struct priority_setup){ .anonymous = true },
	    BASE ALL ":+ANON-ECDH:+ANON-DH" TAIL,
	    "behaviour 130: servers without a certificate");
	makes((struct priority_setup){ .matching = true },
	    BASE ":-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
	    ":-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:%PROFILE_LOW",
	    "behaviour 141: nothing weak where the server must prove itself");
	refuses((struct priority_setup){ .matching = true,
	    .protocols = SPAN("TLSv1.1") },
	    "no server can prove who it is before TLS 1.2: TLSv1.1",
	    "behaviour 141: nor anything old");
}

/* What one exclusion adds. */
static void
excludes(const char *list, const char *want)
{
	struct span name = arena_text(arena, "behaviour 108: without %s",
	    list);

	makes((struct priority_setup){ .exclude = { span_of(list) } },
	    arena_text(arena, "%s%s%s", BASE ALL, want, TAIL).at, name.at);
}

static void
exclusions(void)
{
	excludes("aNULL", ":-ANON-ECDH:-ANON-DH");
	excludes("eNULL, RC4 MD5:3DES",
	    ":-NULL:-ARCFOUR-128:-MD5:-3DES-CBC");
	excludes("kRSA", ":-RSA");
	excludes("EDH", ":-DHE-RSA:-DHE-DSS");
	excludes("ECDHE", ":-ECDHE-RSA:-ECDHE-ECDSA");
	excludes("AES128", ":-AES-128-GCM:-AES-128-CBC:-AES-128-CCM"
	    ":-AES-128-CCM-8");
	excludes("AES256+AESGCM", ":-AES-256-GCM:-AES-256-CBC:-AES-256-CCM"
	    ":-AES-256-CCM-8");
	excludes("SHA1", ":-SHA1");
	excludes("CAMELLIA", ":-CAMELLIA-128-CBC:-CAMELLIA-128-GCM"
	    ":-CAMELLIA-256-CBC:-CAMELLIA-256-GCM");
	excludes("kRSA+AES128", ":-RSA");
	excludes("AES128+kRSA", ":-RSA");
	excludes("SEED+AES", "");
	excludes("AES+nonsense", "");
	excludes("nonsense", "");
	excludes("HIGH", ":-VERS-TLS1.2:-VERS-TLS1.1:-VERS-TLS1.0");
	excludes("AES128-SHA", ":-RSA");
	excludes("ECDHE-RSA-AES128-GCM-SHA256", ":-AES-128-GCM");
	excludes("DHE-RSA-AES256-SHA", ":-DHE-RSA");
	excludes("ECDHE-ECDSA-CHACHA20-POLY1305", ":-CHACHA20-POLY1305");
	excludes("ECDHE-RSA-NOTHING", "");
	excludes("TLS_AES_256_GCM_SHA384", "");
	makes((struct priority_setup){ .exclude = { SPAN_INIT("MD5"),
	    SPAN_INIT("RC4"), SPAN_INIT("3DES") } },
	    BASE ALL ":-MD5:-ARCFOUR-128:-3DES-CBC" TAIL,
	    "behaviour 108: several lists");
	refuses((struct priority_setup){ .exclude = { SPAN_INIT("a, -b") } },
	    "a cipher exclusion begins with -: -b",
	    "behaviour 110: what is no exclusion");
}

static void
curves(void)
{
	makes((struct priority_setup){ .curves =
	    SPAN("X25519 X448 prime256v1 secp384r1 secp521r1"),
	    .groups = SPAN("ffdhe2048 ffdhe3072") },
	    BASE ALL ":-GROUP-ALL:+GROUP-X25519:+GROUP-X448"
	    ":+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1"
	    ":+GROUP-FFDHE2048:+GROUP-FFDHE3072" TAIL, "the usual curves");
	makes((struct priority_setup){ .curves =
	    SPAN("?X25519MLKEM768:x25519/P-256 secp224r1 P-192 nonsense"),
	    .groups = SPAN("ffdhe4096,ffdhe6144,ffdhe8192") },
	    BASE ALL ":-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1"
	    ":+GROUP-SECP224R1:+GROUP-SECP192R1:+GROUP-FFDHE4096"
	    ":+GROUP-FFDHE6144:+GROUP-FFDHE8192" TAIL,
	    "unknown ones are passed over");
	makes((struct priority_setup){ .curves = SPAN("nonsense"),
	    .groups = SPAN("ffdhe2048") }, BASE ALL TAIL,
	    "without any that we know it is those of GnuTLS");
}

static void
too_long(void)
{
	struct span list = SPAN("AES");

	for (size_t i = 0; i < 8; i++)
		list = arena_text(arena, "%.*s %.*s", SPAN_ARG(list),
		    SPAN_ARG(list));
	refuses((struct priority_setup){ .exclude = { list } },
	    "the cipher lists are too long", "lists without end");
}

int
main(void)
{
	arena = arena_new();
	grades();
	parts();
	exclusions();
	curves();
	too_long();
	arena_free(&arena);
	return tap_done();
}
