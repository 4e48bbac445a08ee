/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/sift.h"

#include "unit/tap.h"

enum { RECORDS = 8 };

#define MX(at, pref, to) { .type = RR_MX, .owner = SPAN_INIT(at), \
	.preference = pref, .target = SPAN_INIT(to) }
#define SRV(at, to) { .type = RR_SRV, .owner = SPAN_INIT(at), \
	.target = SPAN_INIT(to) }
#define ALIAS(at, to) { .type = RR_CNAME, .owner = SPAN_INIT(at), \
	.target = SPAN_INIT(to) }
#define ADDRESS(at, octets) { .type = RR_A, .owner = SPAN_INIT(at), \
	.data = SPAN_INIT(octets) }

static const struct scene {
	const char *name;
	struct span asked;
	enum rr_type type;
	struct rr rr[RECORDS];
	size_t len;
	enum sifted is;
	const char *taken;	/* targets or data of what is taken */
	const char *final;	/* NULL: what was asked for */
	size_t dropped;
} scenes[] = {
	{ "records in their order", SPAN_INIT("x.test"), RR_MX,
	    { MX("x.test", 20, "b.test"), MX("x.test", 10, "a.test") }, 2,
	    SIFTED_RECORDS, "b.test a.test", NULL, 0 },
	{ "an owner in another case", SPAN_INIT("x.test"), RR_MX,
	    { MX("X.Test", 20, "b.test") }, 1,
	    SIFTED_RECORDS, "b.test", NULL, 0 },
	{ "nothing", SPAN_INIT("x.test"), RR_MX, { { 0 } }, 0,
	    SIFTED_NOTHING, "", NULL, 0 },

	{ "behaviour 30: an alias and what it leads to", SPAN_INIT("x.test"),
	    RR_A, { ALIAS("x.test", "y.test"), ADDRESS("y.test", "1234") }, 2,
	    SIFTED_RECORDS, "1234", "y.test", 0 },
	{ "behaviour 30: records stand before their aliases",
	    SPAN_INIT("x.test"), RR_A, { ADDRESS("z.test", "1234"),
	    ALIAS("y.test", "z.test"), ALIAS("x.test", "Y.test") }, 3,
	    SIFTED_RECORDS, "1234", "z.test", 0 },
	{ "behaviour 30: only an alias", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("x.test", "y.test"), ALIAS("y.test", "z.test") }, 2,
	    SIFTED_ALIAS, "", "z.test", 0 },
	{ "records at a name and its alias", SPAN_INIT("x.test"), RR_A,
	    { ADDRESS("x.test", "1234"), ALIAS("x.test", "y.test"),
	    ADDRESS("y.test", "5678") }, 3,
	    SIFTED_RECORDS, "1234 5678", "y.test", 0 },
	{ "aliases in a circle end somewhere", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("x.test", "y.test"), ALIAS("y.test", "x.test") }, 2,
	    SIFTED_ALIAS, "", "x.test", 0 },
	{ "an alias of itself", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("x.test", "x.test") }, 1,
	    SIFTED_ALIAS, "", "x.test", 0 },
	{ "an alias of another name leads nowhere", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("w.test", "y.test") }, 1,
	    SIFTED_NOTHING, "", NULL, 0 },
	{ "CNAME asked for: it is a record", SPAN_INIT("x.test"), RR_CNAME,
	    { ALIAS("x.test", "y.test"), ALIAS("y.test", "z.test") }, 2,
	    SIFTED_RECORDS, "y.test", NULL, 0 },

	{ "records of another name are not taken", SPAN_INIT("x.test"), RR_A,
	    { ADDRESS("x.test", "1234"), ADDRESS("evil.test", "5678") }, 2,
	    SIFTED_RECORDS, "1234", NULL, 0 },
	{ "nothing but those", SPAN_INIT("x.test"), RR_A,
	    { ADDRESS("evil.test", "5678") }, 1,
	    SIFTED_STRAY, "", NULL, 0 },
	{ "behind an alias of another", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("x.test", "y.test"), ADDRESS("evil.test", "5678") }, 2,
	    SIFTED_STRAY, "", "y.test", 0 },

	{ "behaviour 24: an MX target that is no name is dropped",
	    SPAN_INIT("x.test"), RR_MX, { MX("x.test", 10, "-a-.test"),
	    MX("x.test", 20, "b.test"), MX("x.test", 30, "a..test"),
	    MX("x.test", 30, "a\\046b.test") }, 4,
	    SIFTED_RECORDS, "b.test", NULL, 3 },
	{ "behaviour 24: all of them: no answer", SPAN_INIT("x.test"), RR_MX,
	    { MX("x.test", 10, "-a-.test"), MX("x.test", 10, "-b-.test") }, 2,
	    SIFTED_BAD_NAMES, "", NULL, 2 },
	{ "behaviour 24: an SRV target likewise", SPAN_INIT("_s._tcp.x.test"),
	    RR_SRV, { SRV("_s._tcp.x.test", "-a-.test"),
	    SRV("_s._tcp.x.test", "b.test") }, 2,
	    SIFTED_RECORDS, "b.test", NULL, 1 },
	{ "behaviour 24: a target in digits is kept", SPAN_INIT("x.test"),
	    RR_MX, { MX("x.test", 10, "192.0.2.1") }, 1,
	    SIFTED_RECORDS, "192.0.2.1", NULL, 0 },
	{ "behaviour 12: digits that are no address are not",
	    SPAN_INIT("x.test"), RR_MX, { MX("x.test", 10, "12345"),
	    MX("x.test", 10, "192.0.2.256") }, 2,
	    SIFTED_BAD_NAMES, "", NULL, 2 },
	{ "behaviour 23: the root is kept", SPAN_INIT("x.test"), RR_MX,
	    { MX("x.test", 0, ""), MX("x.test", 10, "a.test") }, 2,
	    SIFTED_RECORDS, " a.test", NULL, 0 },
	{ "behaviour 45: that of SRV too", SPAN_INIT("_s._tcp.x.test"),
	    RR_SRV, { SRV("_s._tcp.x.test", "") }, 1,
	    SIFTED_RECORDS, "", NULL, 0 },
	{ "behaviour 24: a bad owner spoils all", SPAN_INIT("x.test"), RR_MX,
	    { MX("x.test", 10, "a.test"), MX("-.test", 20, "b.test") }, 2,
	    SIFTED_BAD_NAMES, "", NULL, 0 },
	{ "behaviour 24: so does a bad alias", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("x.test", "-.test"), ADDRESS("x.test", "1234") }, 2,
	    SIFTED_BAD_NAMES, "", NULL, 0 },
	{ "an alias that is the root", SPAN_INIT("x.test"), RR_A,
	    { ALIAS("x.test", "") }, 1, SIFTED_BAD_NAMES, "", NULL, 0 },
	{ "an owner with underscores is fine", SPAN_INIT("_25._tcp.x.test"),
	    RR_TLSA, { { .type = RR_TLSA, .owner = SPAN_INIT(
	    "_25._tcp.x.test"), .data = SPAN_INIT("abc") } }, 1,
	    SIFTED_RECORDS, "abc", NULL, 0 },
};

/* show - "b.test a.test" */

static struct span
show(struct arena *arena, const struct sift *s)
{
	struct span text = SPAN("");

	for (size_t i = 0; i < s->len; i++) {
		const struct rr *rr = &s->rr[i];

		text = arena_text(arena, "%.*s%s%.*s%.*s", SPAN_ARG(text),
		    i > 0 ? " " : "", SPAN_ARG(rr->target),
		    SPAN_ARG(rr->data));
	}
	return text;
}

static void
test_scenes(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *c = &scenes[i];
		struct door_question question = { .name = c->asked,
		    .type = c->type };
		struct door_reply reply = { .rr = c->rr, .len = c->len };
		struct sift s;

		is_number(sift(arena, &question, &reply, &s), c->is, c->name);
		is_text(show(arena, &s), c->taken, "what is taken");
		is_span(s.final_name, c->final == NULL ? c->asked :
		    span_of(c->final), "where the aliases lead");
		is_number(s.dropped, c->dropped, "what is dropped");
		ok(!s.truncated, "nothing is cut off");
	}
}

static void
test_many(struct arena *arena)
{
	struct door_question question = { .name = SPAN("x.test"),
	    .type = RR_MX };
	struct rr *rr = arena_get(arena, RR_MAX + 2, sizeof(*rr));
	struct door_reply reply = { .rr = rr, .len = RR_MAX + 1 };
	struct sift s;

	for (unsigned i = 0; i < RR_MAX + 2; i++)
		rr[i] = (struct rr)MX("x.test", i, "a.test");
	rr[0].target = SPAN("-");
	is_number(sift(arena, &question, &reply, &s), SIFTED_RECORDS,
	    "behaviour 31: a hundred records");
	ok(s.len == RR_MAX && !s.truncated, "and one that is dropped");
	reply.len++;
	is_number(sift(arena, &question, &reply, &s), SIFTED_RECORDS,
	    "behaviour 31: one more");
	ok(s.len == RR_MAX && s.truncated, "is cut off");
	is_number(s.rr[RR_MAX - 1].preference, RR_MAX, "it is the last one");
	reply.len = 3;
	reply.cut = true;
	sift(arena, &question, &reply, &s);
	ok(s.truncated, "so is what the reply had too much of");
}

static void
test_long_chain(struct arena *arena)
{
	enum { LEN = 300 };
	struct door_question question = { .name = SPAN("n0.test"),
	    .type = RR_A };
	struct rr *rr = arena_get(arena, LEN, sizeof(*rr));
	struct door_reply reply = { .rr = rr, .len = LEN };
	struct sift s;

	for (int i = 0; i < LEN; i++)
		rr[i] = (struct rr){ .type = RR_CNAME,
		    .owner = arena_text(arena, "n%d.test", i),
		    .target = arena_text(arena, "n%d.test", i + 1) };
	is_number(sift(arena, &question, &reply, &s), SIFTED_ALIAS,
	    "a chain that is too long");
	is_text(s.final_name, "n64.test", "is followed for a while");
}

static void
test_names(void)
{
	ok(sift_is_name(SPAN("mx_1.a-b.test")), "a host name");
	ok(sift_is_name(SPAN("192.0.2.1")), "an IPv4 address");
	ok(sift_is_name(SPAN("2001:db8::1")), "an IPv6 address");
	ok(!sift_is_name(SPAN("")), "the root is none");
	ok(!sift_is_name(SPAN("192.0.2")), "nor are three numbers");
	ok(!sift_is_name(SPAN("a b.test")), "nor what holds a blank");
	ok(!sift_is_name(SPAN("*.test")), "nor what holds a star");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_scenes(arena);
	test_many(arena);
	test_long_chain(arena);
	test_names();
	arena_free(&arena);
	return tap_done();
}
