/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/filter.h"

#include "base/ascii.h"

enum action { KEEP, DROP, TROUBLE };

/* parameter - as the user knows it */

static struct span
parameter(const struct filter *f)
{
	return arena_text(f->arena, "%s_dns_reply_filter",
	    protocol_name(f->params->protocol));
}

static enum action
action_for(const struct filter *f, const struct rr *rr)
{
	struct dsn why = DSN_IN(f->arena);
	struct span text = rr_text(f->arena, rr), value;

	if (!mapping_find(&f->params->maps.dns_reply_filter, text,
	    MAPPING_WHOLE, &value, &why)) {
		tellf(f->teller, EVENT_NOTE, "%.*s: %.*s",
		    SPAN_ARG(parameter(f)), SPAN_ARG(why.text));
		return TROUBLE;
	}
	if (value.len == 0)
		return KEEP;
	if (ascii_equal(span_trim(value), SPAN("IGNORE"))) {
		f->dropped(f->self, text, arena_text(f->arena,
		    "%.*s drops it", SPAN_ARG(parameter(f))));
		return DROP;
	}
	tellf(f->teller, EVENT_NOTE, "%.*s: unknown action \"%.*s\" for: "
	    "%.*s", SPAN_ARG(parameter(f)), SPAN_ARG(value), SPAN_ARG(text));
	return TROUBLE;
}

/* filtered - what is left of an answer; the answer itself if that is all */

static const struct answer *
filtered(const struct filter *f, const struct answer *answer)
{
	struct answer *left = arena_get(f->arena, 1, sizeof(*left));
	struct rr *rr = arena_get(f->arena, answer->len, sizeof(*rr));

	*left = *answer;
	left->len = 0;
	for (size_t i = 0; i < answer->len; i++)
		switch (action_for(f, &answer->rr[i])) {
		case KEEP:
			rr[left->len++] = answer->rr[i];
			break;
		case DROP:
			break;
		case TROUBLE:
			left->state = ANSWER_FILTER_TROUBLE;
			left->reason = SPAN("a DNS reply filter cannot say");
			left->len = 0;
			return left;
		}
	if (left->len == answer->len)
		return answer;
	left->rr = rr;
	if (left->len == 0) {
		left->state = ANSWER_FILTERED;
		left->reason = SPAN("a DNS reply filter drops them all");
	}
	return left;
}

void
filter_ask(const struct filter *f, struct lookup *lookups, size_t len)
{
	resolver_ask(f->resolver, lookups, len, f->teller);
	if (mapping_is_empty(&f->params->maps.dns_reply_filter))
		return;
	for (size_t i = 0; i < len; i++)
		if (lookups[i].answer->state == ANSWER_RECORDS)
			lookups[i].answer = filtered(f, lookups[i].answer);
}
