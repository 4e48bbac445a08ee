/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/order.h"

#include "base/mem.h"
#include "unit/settings.h"
#include "unit/tap.h"

/*
 * Candidates in short: a digit is a preference, and each letter behind it an
 * address of it, '4' or '6' by family; addresses are numbered by their place.
 */
struct trial {
	struct params params;
	struct nexthop hop;
	struct route_setup setup;
	struct route route;
	struct draft draft;
};

static void
prepare(struct trial *t, struct arena *arena, const char *families)
{
	t->setup = (struct route_setup){ .params = &t->params,
	    .nexthop = &t->hop };
	t->draft = draft_of(&t->setup, &t->route, arena);
	t->route.kind = ROUTE_MX;
	t->route.at = arena_get(arena, strlen(families),
	    sizeof(*t->route.at));
	for (unsigned preference = 0; *families != '\0'; families++) {
		struct candidate c = { .preference = preference,
		    .via = preference, .address = arena_text(arena, "%c%zu",
		    *families, t->route.len) };

		if (*families == ',') {
			preference++;
			continue;
		}
		c.addr.family = *families == '6' ? NET_INET6 : NET_INET;
		t->route.at[t->route.len++] = c;
	}
}

static struct span
written(const struct trial *t)
{
	struct span text = { 0 };

	for (size_t i = 0; i < t->route.len; i++)
		text = arena_text(t->draft.arena, "%.*s%s%.*s",
		    SPAN_ARG(text), i == 0 ? "" : " ",
		    SPAN_ARG(t->route.at[i].address));
	return text;
}

/* behaviour 37: which are kept of a list, at a limit. */

static void
balances(struct arena *arena, const char *limit, const char *families,
    const char *kept, const char *name)
{
	struct trial t;

	t.params = settings_postfix(arena, limit);
	prepare(&t, arena, families);
	order_balance(&t.draft);
	is_text(written(&t), kept, name);
	is_number(t.route.len + t.route.omitted_len,
	    span_find(span_of(families), '\0'),
	    "what is not kept is remembered");
}

#define LIMIT(n)	"smtp_mx_address_limit = " #n

static void
balance(struct arena *arena)
{
	balances(arena, LIMIT(5), "66664", "60 61 62 63 44",
	    "behaviour 37: no more than the limit: all are kept");
	balances(arena, LIMIT(5), "666664", "60 61 62 63 45",
	    "behaviour 37: one IPv4 address keeps its place");
	balances(arena, LIMIT(5), "444446", "40 41 42 43 65",
	    "behaviour 37: and one of IPv6");
	balances(arena, LIMIT(5), "4444466", "40 41 42 65 66",
	    "behaviour 37: half of the limit is kept whole");
	balances(arena, LIMIT(5), "6644444", "60 61 42 43 44",
	    "behaviour 37: also where it comes first");
	balances(arena, LIMIT(5), "4466666", "40 41 62 63 64",
	    "behaviour 37: and of either family");
	balances(arena, LIMIT(5), "44446666", "40 41 42 64 65",
	    "behaviour 37: else half each, the odd one to the first family");
	balances(arena, LIMIT(5), "66664444", "60 61 62 44 45",
	    "behaviour 37: the odd one to IPv6, if that is first");
	balances(arena, LIMIT(4), "66664444", "60 61 44 45",
	    "behaviour 37: an even limit");
	balances(arena, LIMIT(1), "4466", "40",
	    "behaviour 37: a limit of one keeps the first");
	balances(arena, LIMIT(1), "6644", "60",
	    "behaviour 37: of either family");
	balances(arena, LIMIT(5), "6666666", "60 61 62 63 64 65 66",
	    "behaviour 37: one family alone stays as it is");
	balances(arena, LIMIT(0), "6666664", "60 61 62 63 64 65 46",
	    "behaviour 37: no limit, no balance");
	balances(arena, LIMIT(2) "\nsmtp_balance_inet_protocols = no",
	    "6664", "60 61 62 43", "behaviour 37: it can be turned off");
}

/* RFC 8305 section 4. */

static void
takes_turns(struct arena *arena, enum route_kind kind, const char *families,
    const char *order, const char *name)
{
	struct trial t;

	settings_load(arena, PROTOCOL_SMTP, false, NULL, &t.params);
	prepare(&t, arena, families);
	t.route.kind = kind;
	order_interleave(&t.draft);
	is_text(written(&t), order, name);
}

static void
turns(struct arena *arena)
{
	struct trial t;

	takes_turns(arena, ROUTE_MX, "44466", "40 63 41 64 42",
	    "RFC 8305: families take turns");
	takes_turns(arena, ROUTE_MX, "66444", "60 42 61 43 44",
	    "RFC 8305: beginning with that of the first");
	takes_turns(arena, ROUTE_MX, "4664", "40 61 43 62",
	    "RFC 8305: the order of each family stays");
	takes_turns(arena, ROUTE_MX, "444", "40 41 42",
	    "RFC 8305: one family stays as it is");
	takes_turns(arena, ROUTE_MX, "4,66,446", "40 61 62 43 65 44",
	    "RFC 8305: no preference is mixed with another");
	takes_turns(arena, ROUTE_HOST, "4466", "40 62 41 63",
	    "RFC 8305: a plain host likewise");
	settings_load(arena, PROTOCOL_SMTP, false,
	    "mxput_connection_attempt_delay = 0", &t.params);
	prepare(&t, arena, "4466");
	order_interleave(&t.draft);
	is_text(written(&t), "40 41 62 63",
	    "no delay between attempts: strictly in turn");
	t.params = settings_postfix(arena, NULL);
	prepare(&t, arena, "4466");
	order_interleave(&t.draft);
	is_text(written(&t), "40 41 62 63", "and in Postfix mode");
}

/* behaviour 43: hosts of SRV records are in the order that was drawn. */

static void
services(struct arena *arena)
{
	struct trial t;
	bool same = true;

	settings_load(arena, PROTOCOL_SMTP, false,
	    "smtp_address_preference = ipv6", &t.params);
	for (unsigned run = 0; run < 50; run++) {
		prepare(&t, arena, "4646");
		t.route.kind = ROUTE_SRV;
		order_sort(&t.draft);
		same &= span_equal(written(&t), SPAN("40 61 42 63"));
	}
	ok(same, "behaviour 43: no shuffle, no family first");
	prepare(&t, arena, "446466");
	t.route.kind = ROUTE_SRV;
	for (size_t i = 3; i < 6; i++)
		t.route.at[i].via = 1;
	order_interleave(&t.draft);
	is_text(written(&t), "40 62 41 43 64 65",
	    "RFC 8305: only within a host are turns taken");
}

int
main(void)
{
	struct arena *arena = arena_new();

	balance(arena);
	turns(arena);
	services(arena);
	arena_free(&arena);
	return tap_done();
}
