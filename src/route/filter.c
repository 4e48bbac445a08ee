/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/filter.h"

#include "base/ascii.h"

enum action { KEEP, DROP, TROUBLE };

static enum action
action_for(struct draft *d, const struct rr *rr)
{
	const struct route_setup *setup = d->setup;
	struct dsn why = DSN_IN(d->arena);
	struct span text = rr_text(d->arena, rr), value;

	if (!mapping_find(&setup->params->maps.dns_reply_filter, text,
	    MAPPING_WHOLE, &value, &why)) {
		tellf(setup->teller, EVENT_NOTE, "smtp_dns_reply_filter: %.*s",
		    SPAN_ARG(why.text));
		return TROUBLE;
	}
	if (value.len == 0)
		return KEEP;
	if (ascii_equal(span_trim(value), SPAN("IGNORE"))) {
		draft_omit(d, text, SPAN("smtp_dns_reply_filter drops it"));
		return DROP;
	}
	tellf(setup->teller, EVENT_NOTE, "smtp_dns_reply_filter: unknown "
	    "action \"%.*s\" for: %.*s", SPAN_ARG(value), SPAN_ARG(text));
	return TROUBLE;
}

/* filtered - what is left of an answer; the answer itself if that is all */

static const struct answer *
filtered(struct draft *d, const struct answer *answer)
{
	struct answer *left = arena_get(d->arena, 1, sizeof(*left));
	struct rr *rr = arena_get(d->arena, answer->len, sizeof(*rr));

	*left = *answer;
	left->len = 0;
	for (size_t i = 0; i < answer->len; i++)
		switch (action_for(d, &answer->rr[i])) {
		case KEEP:
			rr[left->len++] = answer->rr[i];
			break;
		case DROP:
			break;
		case TROUBLE:
			left->state = ANSWER_FILTER_TROUBLE;
			left->len = 0;
			return left;
		}
	if (left->len == answer->len)
		return answer;
	left->rr = rr;
	if (left->len == 0)
		left->state = ANSWER_FILTERED;
	return left;
}

void
filter_ask(struct draft *d, struct lookup *lookups, size_t len)
{
	const struct route_setup *setup = d->setup;

	resolver_ask(setup->resolver, lookups, len, setup->teller);
	if (mapping_is_empty(&setup->params->maps.dns_reply_filter))
		return;
	for (size_t i = 0; i < len; i++)
		if (lookups[i].answer->state == ANSWER_RECORDS)
			lookups[i].answer = filtered(d, lookups[i].answer);
}
