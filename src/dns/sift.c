/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/sift.h"

#include "base/ascii.h"
#include "mail/domain.h"
#include "net/netaddr.h"

enum { CHAIN_MAX = 64 };	/* aliases followed in one reply */

/* Names from the one asked for to the one that its aliases lead to. */
struct chain {
	struct span name[CHAIN_MAX + 1];
	size_t len;
};

bool
sift_is_name(struct span name)
{
	struct netaddr addr;

	return domain_is_host(name) || netaddr_parse(name, &addr);
}

/* names_are_good - behaviour 24: one bad owner spoils the whole reply */

static bool
names_are_good(const struct door_reply *reply)
{
	for (size_t i = 0; i < reply->len; i++) {
		const struct rr *rr = &reply->rr[i];

		if (!sift_is_name(rr->owner))
			return false;
		if (rr->type == RR_CNAME && !sift_is_name(rr->target))
			return false;
	}
	return true;
}

static const struct rr *
alias_of(const struct door_reply *reply, struct span name)
{
	for (size_t i = 0; i < reply->len; i++)
		if (reply->rr[i].type == RR_CNAME &&
		    ascii_equal(reply->rr[i].owner, name))
			return &reply->rr[i];
	return NULL;
}

static void
follow(struct chain *chain, const struct door_reply *reply, struct span name)
{
	const struct rr *alias = alias_of(reply, name);

	chain->name[0] = name;
	chain->len = 1;
	while (alias != NULL && chain->len <= CHAIN_MAX) {
		chain->name[chain->len++] = alias->target;
		alias = alias_of(reply, alias->target);
	}
}

static bool
is_on(const struct chain *chain, struct span owner)
{
	for (size_t i = chain->len; i-- > 0;)
		if (ascii_equal(chain->name[i], owner))
			return true;
	return false;
}

static bool
target_is_good(const struct rr *rr)
{
	if ((rr->type != RR_MX && rr->type != RR_SRV) || rr->target.len == 0)
		return true;
	return sift_is_name(rr->target);
}

/* take - all records of the type whose owner is on the chain; true if some
 * stood elsewhere */

static bool
take(struct rr *to, enum rr_type type, const struct door_reply *reply,
    const struct chain *chain, struct sift *s)
{
	bool strays = false;

	for (size_t i = 0; i < reply->len; i++) {
		const struct rr *rr = &reply->rr[i];

		if (rr->type != type)
			continue;
		if (!is_on(chain, rr->owner))
			strays = true;
		else if (!target_is_good(rr))
			s->dropped++;
		else if (s->len == RR_MAX)
			s->truncated = true;
		else
			to[s->len++] = *rr;
	}
	return strays;
}

enum sifted
sift(struct arena *arena, const struct door_question *question,
    const struct door_reply *reply, struct sift *sifted)
{
	size_t room = reply->len < RR_MAX ? reply->len : RR_MAX;
	struct rr *to = arena_get(arena, room, sizeof(*to));
	struct sift s = { .rr = to };
	struct chain chain = { .name = { question->name }, .len = 1 };
	bool strays;

	if (!names_are_good(reply)) {
		s.final_name = question->name;
		*sifted = s;
		return SIFTED_BAD_NAMES;
	}
	if (question->type != RR_CNAME)
		follow(&chain, reply, question->name);
	strays = take(to, question->type, reply, &chain, &s);
	s.truncated = s.truncated || reply->cut;
	s.final_name = chain.name[chain.len - 1];
	*sifted = s;
	if (s.len > 0)
		return SIFTED_RECORDS;
	if (s.dropped > 0)
		return SIFTED_BAD_NAMES;
	if (strays)
		return SIFTED_STRAY;
	return chain.len > 1 ? SIFTED_ALIAS : SIFTED_NOTHING;
}
