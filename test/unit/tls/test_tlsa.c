/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/tlsa.h"

#include "unit/tap.h"

#define D32	"01234567890123456789012345678901"
#define D64	D32 D32

static struct tlsa_digests both;

static void
reading(void)
{
	struct tlsa tlsa = { .usage = 7 };

	ok(!tlsa_read(SPAN("\3\1"), &tlsa) && tlsa.usage == 7,
	    "RDATA of two octets");
	ok(tlsa_read(SPAN("\3\1\xff"), &tlsa), "of three");
	ok(tlsa.usage == 3 && tlsa.selector == 1 && tlsa.type == 255 &&
	    tlsa.data.len == 0, "are the numbers");
	ok(tlsa_read(SPAN("\2\0\0data"), &tlsa), "of more");
	is_text(tlsa.data, "data", "the rest is the data");
}

static void
candidates(void)
{
	struct tlsa tlsa = { 3, 1, 1, SPAN_INIT(D32) };

	for (unsigned usage = 0; usage < 6; usage++) {
		tlsa.usage = usage;
		ok(tlsa_is_candidate(&tlsa) == (usage == 2 || usage == 3),
		    "behaviour 118: usages 2 and 3 only");
	}
	tlsa = (struct tlsa){ 3, 9, 254, SPAN_INIT("x") };
	ok(tlsa_is_candidate(&tlsa), "behaviour 118: other numbers later");
	tlsa.type = 255;
	ok(!tlsa_is_candidate(&tlsa), "behaviour 118: private use");
	tlsa = (struct tlsa){ 3, 1, 1, SPAN_INIT("") };
	ok(!tlsa_is_candidate(&tlsa), "behaviour 118: no data");
}

static void
trouble(unsigned usage, unsigned selector, unsigned type, struct span data,
    const char *want)
{
	struct tlsa tlsa = { usage, selector, type, data };
	const char *got = tlsa_trouble(&tlsa, &both);

	is_text(span_of(got == NULL ? "none" : got),
	    want == NULL ? "none" : want, "behaviour 118: what is usable");
}

static void
troubles(void)
{
	struct tlsa_digests one = { { TLSA_SHA256 }, 1 };
	struct tlsa tlsa = { 3, 1, 2, SPAN_INIT(D64) };

	trouble(3, 1, 1, SPAN(D32), NULL);
	trouble(2, 0, 2, SPAN(D64), NULL);
	trouble(2, 0, 0, SPAN("anything"), NULL);
	trouble(1, 1, 1, SPAN(D32), "mail has no use for this usage");
	trouble(3, 2, 1, SPAN(D32), "unknown selector");
	trouble(3, 1, 3, SPAN(D32), "unknown matching type");
	trouble(3, 1, 0, SPAN(""), "no data");
	trouble(3, 1, 1, SPAN(D32 "x"), "data not as long as the digest");
	trouble(3, 1, 2, SPAN(D32), "data not as long as the digest");
	is_text(span_of(tlsa_trouble(&tlsa, &one)),
	    "tls_dane_digests does not have this digest",
	    "behaviour 118: a digest that we may not use");
}

static void
digests(const char *list, size_t len, unsigned first, const char *bad)
{
	struct tlsa_digests d;
	struct span unknown;

	tlsa_digests_read(span_of(list), &d, &unknown);
	ok(d.len == len && (len == 0 || d.type[0] == first), list);
	is_text(unknown, bad, "the first word that is none");
}

static void
choice(void)
{
	struct tlsa tlsa[] = {
		{ 3, 1, 1, SPAN_INIT(D32) }, { 3, 1, 2, SPAN_INIT(D64) },
		{ 3, 1, 0, SPAN_INIT("x") }, { 3, 0, 1, SPAN_INIT(D32) },
		{ 2, 1, 1, SPAN_INIT(D32) },
	};
	bool usable[] = { true, true, true, true, true };

	tlsa_choose(tlsa, 5, &both, usable);
	ok(!usable[0] && usable[1],
	    "behaviour 120: the weaker digest does not count");
	ok(usable[2], "behaviour 120: full data always does");
	ok(usable[3] && usable[4],
	    "behaviour 120: each usage and selector for itself");
	usable[0] = true;
	usable[1] = false;
	tlsa_choose(tlsa, 5, &both, usable);
	ok(usable[0], "behaviour 120: what is not usable outdoes nothing");
}

static void
order_of_digests(void)
{
	struct tlsa tlsa[] = {
		{ 3, 1, 1, SPAN_INIT(D32) }, { 3, 1, 2, SPAN_INIT(D64) },
	};
	struct tlsa_digests d;
	struct span unknown;
	bool usable[] = { true, true };

	tlsa_digests_read(SPAN("sha256 sha512"), &d, &unknown);
	tlsa_choose(tlsa, 2, &d, usable);
	ok(usable[0] && !usable[1],
	    "behaviour 120: the order of tls_dane_digests decides");
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct span unknown;

	tlsa_digests_read(SPAN("sha512 sha256"), &both, &unknown);
	reading();
	candidates();
	troubles();
	digests("sha512 sha256", 2, TLSA_SHA512, "");
	digests("SHA256", 1, TLSA_SHA256, "");
	digests("sha256=1,sha512=2", 2, TLSA_SHA256, "");
	digests("sha256 sha256 sha512", 2, TLSA_SHA256, "");
	digests("sha384=3 sha256=2 sha512", 1, TLSA_SHA512, "sha384=3");
	digests("sha256= sha512=02", 1, TLSA_SHA512, "sha256=");
	digests("", 0, 0, "");
	choice();
	order_of_digests();
	is_text(tlsa_text(arena, &(struct tlsa){ 3, 1, 9,
	    SPAN_INIT("\xAB\1") }), "3 1 9 AB01", "a short text");
	is_text(tlsa_text(arena, &(struct tlsa){ 3, 1, 1, SPAN_INIT(D32) }),
	    "3 1 1 30313233343536373839303132333435...", "a text that is cut");
	arena_free(&arena);
	return tap_done();
}
