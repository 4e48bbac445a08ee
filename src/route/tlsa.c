/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known limits: what a host has under its own name when only its alias is
 * signed, and its addresses are not (behaviour 115), is not looked for here:
 * policy asks when it comes to that.
 */
#include "route/tlsa.h"

#include "base/ascii.h"
#include "base/mem.h"

bool
tlsa_goes_along(const struct draft *d)
{
	return d->setup->wants_tlsa && d->route->dnssec == DNSSEC_SECURE;
}

struct lookup
tlsa_question(const struct draft *d, const struct route_host *host,
    struct span name)
{
	return (struct lookup){ .type = RR_TLSA, .dnssec = true,
	    .name = arena_text(d->arena, "_%u._tcp.%.*s", host->port,
	    SPAN_ARG(name)) };
}

/* What one host still needs: questions of the flight, or NULL. */
struct need {
	struct lookup *base, *name;
};

static struct need
need_of(const struct draft *d, size_t i, struct span base,
    struct lookup *flight, size_t *len)
{
	const struct route_host *host = &d->route->hosts[i];
	bool is_alias = !ascii_equal(base, host->name);
	struct need need = { NULL, NULL };

	if (base.len == 0)
		return need;
	if (is_alias) {
		need.base = &flight[(*len)++];
		*need.base = tlsa_question(d, host, base);
	}
	if (host->tlsa == NULL) {
		need.name = &flight[(*len)++];
		*need.name = tlsa_question(d, host, host->name);
	}
	return need;
}

/* is_missing - there is nothing under this name, and that is certain */

static bool
is_missing(const struct answer *answer)
{
	return answer->state == ANSWER_NO_NAME ||
	    answer->state == ANSWER_NO_DATA || answer->state == ANSWER_LOOP;
}

static void
settle(struct route_host *host, const struct need *need)
{
	if (need->name != NULL)
		host->tlsa = need->name->answer;
	if (need->base != NULL && !is_missing(need->base->answer))
		host->tlsa = need->base->answer;
}

void
tlsa_complete(struct draft *d, const struct span *bases)
{
	size_t n = d->route->hosts_len, len = 0;
	struct lookup *flight;
	struct need *needs;

	if (!d->setup->wants_tlsa || !draft_minds_dnssec(d))
		return;
	flight = mem_new(2 * n, sizeof(*flight));
	needs = mem_new(n, sizeof(*needs));
	for (size_t i = 0; i < n; i++)
		needs[i] = need_of(d, i, bases[i], flight, &len);
	if (len > 0)
		draft_ask(d, flight, len);
	for (size_t i = 0; i < n; i++)
		settle(&d->route->hosts[i], &needs[i]);
	mem_free(&flight);
	mem_free(&needs);
}
