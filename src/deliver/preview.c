/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/preview.h"

#include "base/mem.h"
#include "deliver/deliveries_internal.h"
#include "deliver/members_internal.h"
#include "deliver/workers_internal.h"
#include "policy/engine.h"

struct previews {
	struct deliveries *deliveries;
	struct preview *at;	/* one a delivery */
};

/* has_engine - where TLS is required; a session would say the same */

static bool
has_engine(const struct delivery *d, const struct policy *policy,
    struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);

	return policy->tls.level < TLS_ENCRYPT ||
	    engine_is_ready(d->run->engine, &policy->tls, &trouble) ||
	    dsn_fail(why, "4.7.5", "TLS is required, but our TLS engine is "
	    "unavailable: %.*s", SPAN_ARG(trouble.text));
}

static bool
is_good(struct delivery *d, const struct member *member,
    struct preview_candidate *to)
{
	struct visit visit = { 0 };
	struct entrant e = { .candidate = to->candidate, .visit = &visit,
	    .teller = d->teller };
	bool good = entrant_prepare(d, member, &e, &to->refused) &&
	    has_engine(d, &e.policy, &to->refused);

	to->policy = e.policy;
	entrant_clear(&e);
	return good;
}

/* judge - what policy says about each candidate, and what it needs of files;
 * true: to one of them there is nothing to say */

static bool
judge(struct delivery *d, const struct member *member,
    struct preview_candidate *to, struct dsn *why)
{
	const struct params *p = d->run->params;
	const struct route *route = &member->route;
	bool some = false;

	for (size_t i = 0; i < route->len; i++) {
		struct preview_candidate *c = &to[i];

		c->candidate = &route->at[i];
		c->refused = DSN_IN(d->arena);
		c->refused.stage = STAGE_POLICY;
		c->beyond = p->mx_address_limit > 0 &&
		    (int64_t)i >= p->mx_address_limit;
		if (c->beyond)
			continue;
		if (is_good(d, member, c))
			some = true;
		else if (!some)
			*why = c->refused;
	}
	return some;
}

/* look_at - one member; true: it has a candidate */

static bool
look_at(struct delivery *d, struct member *found,
    struct preview_member *member)
{
	bool some;

	member->text = found->text;
	member->is_fallback = found->is_fallback;
	member->why = DSN_IN(d->arena);
	some = member_find(d, found, &member->why);
	member->nexthop = found->nexthop;
	member->route = found->route;
	if (!some)
		return false;
	member->candidates = arena_get(d->arena, found->route.len,
	    sizeof(*member->candidates));
	some = judge(d, found, member->candidates, &member->why);
	if (some)
		member->why = DSN_IN(d->arena);
	return some;
}

/*
 * conclude - as for a recipient whom nobody takes: a temporary failure
 * anywhere keeps it (deviation D17), else the last word counts
 */

static void
conclude(struct preview *preview, const struct dsn *word)
{
	if (!dsn_is_said(&preview->why) || dsn_class(word) == '4' ||
	    dsn_class(&preview->why) == '5')
		preview->why = *word;
}

static size_t
count_members(const struct delivery *d)
{
	struct members members = members_of(d);
	struct member member = { 0 };
	size_t n = 0;

	while (members_next(&members, &member))
		n++;
	return n;
}

static void
look_up(struct delivery *d, struct preview *preview)
{
	struct members members = members_of(d);
	struct member found = { 0 };
	bool some = false;

	preview->destination = d->destination;
	preview->batch = &d->letter.batch;
	preview->why = DSN_IN(d->arena);
	preview->members = arena_get(d->arena, count_members(d),
	    sizeof(*preview->members));
	while (members_next(&members, &found)) {
		struct preview_member *member =
		    &preview->members[preview->len++];

		if (look_at(d, &found, member))
			some = true;
		else
			conclude(preview, &member->why);
	}
	if (some)
		preview->why = DSN_IN(d->arena);
}

static void
run_one(void *self, size_t i)
{
	struct previews *previews = self;

	delivery_equip(&previews->deliveries->at[i]);
	look_up(&previews->deliveries->at[i], &previews->at[i]);
}

void
deliver_preview(const struct run *run, struct previews **previews)
{
	struct previews *p = mem_new(1, sizeof(*p));

	p->deliveries = deliveries_new(run);
	p->at = mem_new(p->deliveries->len, sizeof(*p->at));
	*previews = p;
	workers_run(run, p->deliveries->len, run_one, p);
}

void
previews_free(struct previews **previews)
{
	struct previews *p = *previews;

	if (p == NULL)
		return;
	deliveries_free(&p->deliveries);
	mem_free(&p->at);
	mem_free(previews);
}

const struct preview *
previews_all(const struct previews *previews, size_t *len)
{
	*len = previews->deliveries->len;
	return previews->at;
}
