/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/match.h"

#include "base/mem.h"
#include "unit/tap.h"

static struct arena *arena;

static const struct destination somewhere = { SPAN_INIT("Example.org"),
    SPAN_INIT("mx.example.org") };

/* A list, and what it stands for: names with commas, a dot before those below
 * which all are meant. */
static void
reads(const char *list, const char *want, const char *bad)
{
	struct references r = { .len = 0 };
	struct span unknown, got = { 0 };

	references_read(arena, &r, span_of(list), &somewhere, &unknown);
	for (size_t i = 0; i < r.len; i++)
		got = arena_text(arena, "%.*s%s%s%.*s", SPAN_ARG(got),
		    i > 0 ? "," : "", r.at[i].below ? "." : "",
		    SPAN_ARG(r.at[i].name));
	is_text(got, want, list);
	is_text(unknown, bad, "what is no name");
}

static void
lists(void)
{
	reads("nexthop, dot-nexthop", "Example.org,.Example.org", "");
	reads("hostname:mail.test", "mx.example.org,mail.test", "");
	reads("Hostname", "Hostname", "");
	reads(".sub.test example.", ".sub.test,example", "");
	reads("", "", "");
	reads(". a.test ..", "a.test", ".");
	reads("192.0.2.1 .192.0.2.1", "192.0.2.1,.192.0.2.1", "");
	reads("b\xc3\xbc" "cher.test", "xn--bcher-kva.test", "");
	reads("\xff.test", "", "\xff.test");
}

static void
addresses(void)
{
	struct references r = { .len = 0 };
	struct destination six = { SPAN("2001:db8::1"), SPAN("") };

	ok(reference_add(arena, &r, SPAN("nexthop"), &six) &&
	    r.at[0].address.family == NET_INET6, "an IPv6 nexthop");
	ok(match_address(&r.at[0],
	    SPAN("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1")),
	    "its sixteen octets");
	ok(!match_address(&r.at[0], SPAN("\x20\x01\x0d\xb8")), "not four");
	ok(!match_address(&r.at[0],
	    SPAN("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2")), "nor others");
	ok(!match_name(&r.at[0], SPAN("2001:db8::1")), "nor its text");
	ok(reference_add(arena, &r, SPAN("dot-nexthop"), &six) &&
	    r.at[1].address.family == NET_NONE,
	    "behaviour 131: names below an address are names");
	ok(!match_address(&r.at[1], SPAN("\xc0\0\2\1")), "no address fits");
	ok(!reference_add(arena, &r, SPAN("hostname"), &six) && r.len == 2,
	    "an empty host name stands for none");
}

static void
too_many(void)
{
	struct references r = { .len = 0 };

	for (size_t i = 0; i < REFERENCES_MAX; i++)
		must(reference_add(arena, &r, SPAN("a.test"), &somewhere));
	ok(r.len == REFERENCES_MAX && !r.cut, "as many as there is room for");
	ok(reference_add(arena, &r, SPAN("b.test"), &somewhere) && r.cut &&
	    r.len == REFERENCES_MAX, "no more");
}

/* Whether a name of a certificate is what is asked for. */
static const struct scene {
	const char *wanted;
	struct span name;
	bool fits;
} scenes[] = {
	{ "mx.test", SPAN_INIT("mx.test"), true },
	{ "mx.test", SPAN_INIT("MX.Test"), true },
	{ "mx.test", SPAN_INIT("mx.test."), false },
	{ "mx.test", SPAN_INIT("amx.test"), false },
	{ "mx.test", SPAN_INIT(""), false },
	{ "mx.test", SPAN_INIT("mx.test\0"), false },
	{ "mx.test", SPAN_INIT("mx.test\0.evil"), false },
	{ "mx.test", SPAN_INIT(" mx.test"), false },
	{ "a.mx.test", SPAN_INIT("*.mx.test"), true },
	{ "mx.test", SPAN_INIT("*.mx.test"), false },
	{ "b.a.mx.test", SPAN_INIT("*.mx.test"), false },
	{ "mx.test", SPAN_INIT("*.test"), false },
	{ "test", SPAN_INIT("*"), false },
	{ "mx.test", SPAN_INIT("*"), false },
	{ "a.mx.test", SPAN_INIT("*.*.test"), false },
	{ "a.mx.test", SPAN_INIT("a.*.test"), false },
	{ "a.mx.test", SPAN_INIT("a*.mx.test"), false },
	{ "a.mx.test", SPAN_INIT("*a.mx.test"), false },
	{ "a.mx.test", SPAN_INIT("**.mx.test"), false },
	{ "a_b.mx.test", SPAN_INIT("*.mx.test"), false },
	{ "xn--bcher-kva.mx.test", SPAN_INIT("*.mx.test"), true },
	{ "a.mx.test", SPAN_INIT("*.mx.test\0"), false },
	{ "a.mx.test", SPAN_INIT("*..test"), false },
	{ ".mx.test", SPAN_INIT("a.mx.test"), true },
	{ ".mx.test", SPAN_INIT("b.a.MX.test"), true },
	{ ".mx.test", SPAN_INIT("mx.test"), false },
	{ ".mx.test", SPAN_INIT(".mx.test"), false },
	{ ".mx.test", SPAN_INIT("amx.test"), false },
	{ ".mx.test", SPAN_INIT("*.mx.test"), true },
	{ ".mx.test", SPAN_INIT("a\0.mx.test"), false },
	{ "192.0.2.1", SPAN_INIT("192.0.2.1"), false },
	{ ".192.0.2.1", SPAN_INIT("a.192.0.2.1"), true },
};

int
main(void)
{
	arena = arena_new();
	lists();
	addresses();
	too_many();
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];
		struct references r = { .len = 0 };
		struct span name = arena_text(arena, "behaviour 131: \"%.*s\" "
		    "for %s", SPAN_ARG(s->name), s->wanted);

		must(reference_add(arena, &r, span_of(s->wanted),
		    &somewhere));
		ok(match_name(&r.at[0], s->name) == s->fits, name.at);
	}
	arena_free(&arena);
	return tap_done();
}
