/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/draft.h"

#include "base/mem.h"
#include "base/str.h"
#include "unit/listing.h"
#include "unit/settings.h"
#include "unit/tap.h"

#define A	"x.test. 300 IN MX 10 a.test."
#define B	"x.test. 300 IN MX 20 b.test."
#define C	"x.test. 300 IN MX 30 c.test."
#define ALL	A "|" B "|" C "|"
#define LOST	"Error looking up name=x.test type=MX: "
#define DROPPED(rr)	rr " is left out: smtp_dns_reply_filter drops it|"
#define TROUBLED LOST "Invalid DNS reply filter syntax"

/* A resolver that remembers one answer, and gives it to every question. */
struct memory {
	struct resolver resolver;	/* first: it is cast to and fro */
	struct rr rr[3];
	struct answer answer;
};

static void
remember(struct resolver *self, struct lookup *lookups, size_t len,
    struct teller teller)
{
	struct memory *memory = (struct memory *)(void *)self;

	(void)teller;
	for (size_t i = 0; i < len; i++)
		lookups[i].answer = &memory->answer;
}

static struct memory
memory_of(void)
{
	static const char *const targets[] = { "a.test", "b.test", "c.test" };
	struct memory m = { .resolver = { .ask = remember } };

	for (unsigned i = 0; i < 3; i++)
		m.rr[i] = (struct rr){ .type = RR_MX, .ttl = 300,
		    .owner = SPAN("x.test"), .preference = 10 * i + 10,
		    .target = span_of(targets[i]) };
	m.answer = (struct answer){ .name = SPAN("x.test"), .type = RR_MX,
	    .asked = SPAN("x.test"), .final_name = SPAN("x.test"),
	    .state = ANSWER_RECORDS, .dnssec = DNSSEC_SECURE, .len = 3 };
	return m;
}

static const struct scene {
	const char *name;
	struct listing filter[4];
	enum answer_state state;
	const char *left;	/* records, or what is said about them */
	const char *told;
	enum answer_state found;	/* by the resolver */
} scenes[] = {
	{ "behaviour 32: no record is in the table",
	    .filter = { { "x.test", "IGNORE" } }, .left = ALL, .told = "" },
	{ "behaviour 32: IGNORE drops the first",
	    .filter = { { A, "IGNORE" } }, .left = B "|" C "|",
	    .told = DROPPED(A) },
	{ "behaviour 32: and one in the middle",
	    .filter = { { B, "IGNORE" } }, .left = A "|" C "|",
	    .told = DROPPED(B) },
	{ "behaviour 32: in any case, blanks aside",
	    .filter = { { C, " ignore " }, { B, "Ignore" } },
	    .left = A "|", .told = DROPPED(B) DROPPED(C) },
	{ "behaviour 32: all are dropped", .filter = { { "*", "IGNORE" } },
	    ANSWER_FILTERED, LOST "DNS reply filter drops all results" },
	{ "behaviour 32: an unknown action", .filter = { { B, "DROP" } },
	    ANSWER_FILTER_TROUBLE, TROUBLED,
	    "smtp_dns_reply_filter: unknown action \"DROP\" for: " B "|" },
	{ "behaviour 32: IGNORE and more is unknown",
	    .filter = { { A, "IGNORE it" } }, ANSWER_FILTER_TROUBLE,
	    TROUBLED, "smtp_dns_reply_filter: unknown action \"IGNORE it\" "
	    "for: " A "|" },
	{ "behaviour 32: a table that cannot say",
	    .filter = { { A, NULL } }, ANSWER_FILTER_TROUBLE, TROUBLED,
	    "smtp_dns_reply_filter: look up \"" A "\": no table|" },
	{ "behaviour 32: trouble with the last spoils all",
	    .filter = { { A, "IGNORE" }, { B, "IGNORE" }, { C, NULL } },
	    ANSWER_FILTER_TROUBLE, TROUBLED },
	{ "behaviour 32: no records, nothing to ask about",
	    .filter = { { "*", NULL } }, ANSWER_TEMPORARY, NULL, "",
	    .found = ANSWER_TEMPORARY },
};

static void
hear(void *self, const struct event *event)
{
	str_addf(self, "%.*s|", SPAN_ARG(event->text));
}

/* told - what is left of an answer, or what is said about it */

static struct span
told(struct arena *arena, const struct answer *answer)
{
	struct span text = { 0 };

	if (answer->state != ANSWER_RECORDS)
		return answer_text(arena, answer);
	for (size_t i = 0; i < answer->len; i++)
		text = arena_text(arena, "%.*s%.*s|", SPAN_ARG(text),
		    SPAN_ARG(rr_text(arena, &answer->rr[i])));
	return text;
}

/* Two questions; the second is answered as the first is. */

static void
play(const struct scene *s, struct arena *arena)
{
	struct memory memory = memory_of(), before = memory;
	struct params p = settings_postfix(arena, NULL);
	struct trace *trace = trace_new();
	struct route_setup setup = { .params = &p,
	    .resolver = &memory.resolver, .teller = { .trace = trace } };
	struct lookup lookups[2] = { { .type = RR_MX }, { .type = RR_MX } };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);
	struct str heard;

	str_init(&heard, 4096);
	memory.answer.rr = memory.rr;
	memory.answer.state = s->found;
	before.answer = memory.answer;
	p.maps.dns_reply_filter = listing_of(s->filter);
	trace_listen(trace, &(struct listener){ .take = hear, .level = 2,
	    .self = &heard });
	draft_ask(&draft, lookups, 1);
	is_number(lookups[0].answer->state, s->state, s->name);
	if (s->left != NULL)
		is_text(told(arena, lookups[0].answer), s->left, s->name);
	if (s->told != NULL)
		is_text(str_span(&heard), s->told, s->name);
	draft_ask(&draft, lookups, 2);
	is_span(told(arena, lookups[1].answer),
	    told(arena, lookups[0].answer), "each answer is filtered");
	ok(memory.answer.len == 3 && memory.answer.state == s->found &&
	    memcmp(memory.rr, before.rr, sizeof(before.rr)) == 0,
	    "and the resolver's memory is as it was");
	trace_free(&trace);
	str_clear(&heard);
}

static void
unfiltered(struct arena *arena)
{
	struct memory memory = memory_of();
	struct params p = settings_postfix(arena, NULL);
	struct route_setup setup = { .params = &p,
	    .resolver = &memory.resolver };
	struct lookup lookup = { .type = RR_MX };
	struct route route;
	struct draft draft = draft_of(&setup, &route, arena);

	memory.answer.rr = memory.rr;
	draft_ask(&draft, &lookup, 1);
	ok(lookup.answer == &memory.answer, "without a filter: the answer");
	p.maps.dns_reply_filter = listing_of(LISTING({ B, "IGNORE" }));
	draft_ask(&draft, &lookup, 1);
	ok(lookup.answer->dnssec == DNSSEC_SECURE,
	    "what is left is as secure as it was");
	ok(route.omitted_len == 1, "what was dropped is remembered");
	is_text(route.omitted[0].what, B, "the record itself");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	unfiltered(arena);
	arena_free(&arena);
	return tap_done();
}
