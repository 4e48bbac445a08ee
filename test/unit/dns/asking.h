/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking a resolver, and what comes of it. The arena is that of the test.
 */
#ifndef TEST_UNIT_DNS_ASKING_H
#define TEST_UNIT_DNS_ASKING_H

#include "base/mem.h"
#include "base/str.h"
#include "dns/resolver.h"

static struct arena *arena;

/* A resolver, where there must be one. */

static inline struct resolver *
resolver_with(struct resolver_setup setup)
{
	struct dsn why = DSN_IN(arena);
	struct resolver *resolver = NULL;

	must(resolver_new(&setup, &resolver, &why));
	return resolver;
}

/* The answer to one question. */

static inline const struct answer *
ask(struct resolver *resolver, const char *name, enum rr_type type,
    bool dnssec)
{
	struct lookup lookup = { .name = span_of(name), .type = type,
	    .dnssec = dnssec };

	resolver_ask(resolver, &lookup, 1, (struct teller){ 0 });
	return lookup.answer;
}

/* What an answer is, in the words of its state, and its records. */

static const char *const states[] = {
	[ANSWER_RECORDS] = "records",
	[ANSWER_NO_NAME] = "no name",
	[ANSWER_NO_DATA] = "no data",
	[ANSWER_TEMPORARY] = "temporary",
	[ANSWER_FORMERR] = "formerr",
	[ANSWER_MALFORMED] = "malformed",
	[ANSWER_LOOP] = "loop",
	[ANSWER_NOT_A_NAME] = "not a name",
};

static inline struct span
show(const struct answer *answer)
{
	struct span text = span_of(states[answer->state]);

	for (size_t i = 0; i < answer->len; i++) {
		struct span one = rr_data_text(arena, &answer->rr[i]);

		text = arena_text(arena, "%.*s%s%.*s", SPAN_ARG(text),
		    i > 0 ? ", " : ": ", SPAN_ARG(one));
	}
	return text;
}

/* told_about - what -vv says while a question and its DNSSEC status are
 * asked for */

static inline void
take(void *self, const struct event *event)
{
	str_addf(self, "%s: %.*s\n", event_shapes[event->kind].name,
	    SPAN_ARG(event->text));
}

static inline struct span
told_about(struct resolver *resolver, const char *name, enum rr_type type)
{
	struct trace *trace = trace_new();
	struct str heard;
	struct listener listener = { .take = take, .self = &heard,
	    .level = 2 };
	struct lookup lookup = { .name = span_of(name), .type = type,
	    .dnssec = true };
	struct span text;

	str_init(&heard, 65536);
	trace_listen(trace, &listener);
	resolver_ask(resolver, &lookup, 1, (struct teller){ .trace = trace });
	trace_free(&trace);
	text = arena_copy(arena, str_span(&heard));
	str_clear(&heard);
	return text;
}

/* holds - a part of a text */

static inline bool
holds(struct span text, const char *part)
{
	while (text.len > 0 && !span_starts(text, span_of(part)))
		text = span_from_octet(text, 1);
	return text.len > 0;
}

#endif
