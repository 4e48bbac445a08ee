/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/fingerprint.h"

#include "unit/tap.h"

static struct arena *arena;

static unsigned
named(const char *name)
{
	unsigned digest = 0;

	ok(fingerprint_digest(span_of(name), &digest), name);
	return digest;
}

/* The digests of "abc", as their standards print them. */
static void
standards(void)
{
	static const struct {
		const char *name, *want;
	} known[] = {
		{ "md5", "90:01:50:98:3C:D2:4F:B0:D6:96:3F:7D:28:E1:7F:72" },
		{ "SHA1", "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:"
		    "9C:D0:D8:9D" },
		{ "sha256", "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:"
		    "23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		is_text(fingerprint_text(arena, named(known[i].name),
		    SPAN("abc")), known[i].want, "RFC 1321, FIPS 180-4");
	is_number(fingerprint_text(arena, named("sha224"),
	    SPAN("")).len, 28 * 3 - 1, "as long as its digest");
	is_number(fingerprint_text(arena, named("Sha384"),
	    SPAN("")).len, 48 * 3 - 1, "as long as its digest");
	is_number(fingerprint_text(arena, named("sha512"),
	    SPAN("")).len, 64 * 3 - 1, "as long as its digest");
}

/* What a list is read as: how many, and the first bad word. */
static void
reads(const char *list, size_t len, const char *first, const char *bad)
{
	struct fingerprints f = { .digest = named("sha1") };
	struct span unknown;

	fingerprints_read(arena, span_of(list), &f, &unknown);
	is_number(f.len, len, list);
	if (len > 0)
		is_text(fingerprint_hex(arena, f.octets[0]), first, list);
	is_text(unknown, bad, "the first that is none");
}

static void
matching(void)
{
	struct fingerprints f = { .digest = named("md5") };
	struct span bad;

	fingerprints_read(arena, SPAN("00|900150983cd24fb0d6963f7d28e17f72"),
	    &f, &bad);
	ok(fingerprints_have(&f, SPAN("abc")), "one of several");
	ok(!fingerprints_have(&f, SPAN("abd")), "none of them");
	f.digest = named("sha256");
	ok(!fingerprints_have(&f, SPAN("abc")), "with another digest");
	f.len = 0;
	ok(!fingerprints_have(&f, SPAN("abc")), "there are none");
}

static void
too_many(void)
{
	struct fingerprints f = { .digest = named("md5") };
	struct span bad, list = SPAN("AA AA");

	for (size_t i = 0; i < 6; i++)
		list = arena_text(arena, "%.*s %.*s", SPAN_ARG(list),
		    SPAN_ARG(list));
	fingerprints_read(arena, list, &f, &bad);
	is_number(f.len, FINGERPRINTS_MAX, "as many as there is room for");
	is_text(bad, "AA", "the next is told");
}

int
main(void)
{
	char long_one[195];
	unsigned digest = 77;

	arena = arena_new();
	standards();
	ok(!fingerprint_digest(SPAN("sha3"), &digest) && digest == 77,
	    "behaviour 112: an unknown digest");
	reads("ab:CD", 1, "AB:CD", "");
	reads("abcd, 12|34 56", 4, "AB:CD", "");
	reads("ab:cd:", 0, "", "ab:cd:");
	reads(":ab", 0, "", ":ab");
	reads("ab::cd", 0, "", "ab::cd");
	reads("a:bc", 0, "", "a:bc");
	reads("abc", 0, "", "abc");
	reads("xy 12", 1, "12", "xy");
	reads("", 0, "", "");
	memset(long_one, 'a', sizeof(long_one));
	long_one[192] = '\0';
	reads(long_one, 1, fingerprint_hex(arena, (struct span){
	    memset(arena_get(arena, 96, 1), 0xaa, 96), 96 }).at, "");
	long_one[192] = 'a';
	long_one[194] = '\0';
	reads(long_one, 0, "", long_one);
	matching();
	too_many();
	arena_free(&arena);
	return tap_done();
}
