/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Candidates that are as good as each other: policy, and a race to connect
 * (RFC 8305 section 5).
 */
#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "deliver/members_internal.h"
#include "net/race.h"
#include "os/clock.h"
#include "os/halt.h"
#include "route/here.h"

enum { LOUDEST = 100 };		/* more than there are levels */

struct heat {
	struct delivery *delivery;
	struct entrant *entrants;	/* as many as there are runners */
	const struct member *member;
	struct race race;
	const struct runner *winner;	/* NULL: nobody was reached yet */
	bool came_about;	/* a session with it did */
};

static struct entrant *
entrant_of(const struct heat *heat, const struct runner *r)
{
	return &heat->entrants[r - heat->race.at];
}

/* is_watched - by debug_peer_list: the destination, the host or the address */

static bool
is_watched(const struct heat *heat, const struct candidate *c)
{
	const struct match_list *list = heat->delivery->run->watched;

	return list != NULL &&
	    (match_list_has(list, heat->member->nexthop.host,
	    (struct span){ 0 }) || match_list_has(list, c->host, c->address));
}

/* loudness - by how many levels more is told of a server */

static int
loudness(const struct heat *heat, const struct candidate *c)
{
	int64_t level = heat->delivery->run->params->debug_peer_level;

	if (!is_watched(heat, c))
		return 0;
	return level < LOUDEST ? (int)level : LOUDEST;
}

static void
enter(const struct heat *heat, struct entrant *e)
{
	const struct candidate *c = e->candidate;
	struct delivery *d = heat->delivery;

	e->visit = arena_get(d->arena, 1, sizeof(*e->visit));
	e->visit->remote = (struct remote){ c->host, c->address,
	    c->addr.port };
	e->visit->protocol = protocol_name(d->run->params->protocol);
	e->teller = (struct teller){ .trace = d->run->trace,
	    .session = trace_session(d->run->trace),
	    .louder = loudness(heat, c) };
}

/* set_source - where to connect from: the one that is set for the family
 * (49), or the only one that is ours (50), which is not insisted on */

static bool
set_source(const struct run *run, struct connect_setup *setup,
    struct dsn *why)
{
	const struct params *p = run->params;
	enum net_family family = setup->addr.family;
	struct span text = family == NET_INET6 ? p->bind_address6 :
	    p->bind_address;

	if (text.len == 0 || family == NET_UNIX) {
		if (run->here != NULL)
			here_source(run->here, family, &setup->bind);
		return true;
	}
	setup->bind_enforce = p->bind_address_enforce;
	if (text.at[0] == '[' && text.at[text.len - 1] == ']')
		text = span_from(text.at + 1, text.len - 2);
	if (netaddr_parse(text, &setup->bind))
		return true;
	return dsn_fail(why, "4.3.5", "\"%.*s\" is no address to bind to",
	    SPAN_ARG(text));
}

static struct connect_setup
setup_of(const struct delivery *d, const struct entrant *e)
{
	const struct params *p = d->run->params;
	const struct candidate *c = e->candidate;

	return (struct connect_setup){
		.addr = c->addr,
		.name = candidate_text(d->arena, c),
		.window = (int)p->tcp_windowsize,
		.wait = { .halt = d->run->halt,
		    .by = p->connect_timeout > 0 ?
			deadline_in(p->connect_timeout) : deadline_never() },
		.teller = e->teller,
	};
}

/* ready - policy first: who fails it is not connected to (59) */

static bool
ready(void *self, struct runner *r)
{
	struct heat *heat = self;
	struct delivery *d = heat->delivery;
	struct entrant *e = entrant_of(heat, r);

	enter(heat, e);
	r->why.stage = STAGE_POLICY;
	if (!entrant_prepare(d, heat->member, e, &r->why))
		return false;
	r->why.stage = STAGE_CONNECT;
	r->setup = setup_of(d, e);
	tell(e->teller, EVENT_CONNECTING, r->setup.name, 0);
	return set_source(d->run, &r->setup, &r->why);
}

static void
tell_failure(const struct heat *heat, const struct runner *r)
{
	const struct entrant *e = entrant_of(heat, r);
	struct span name;

	if (r->why.stage == STAGE_CONNECT) {
		tell(e->teller, EVENT_CONNECT_FAILED, r->why.text, 0);
		return;
	}
	name = candidate_text(heat->delivery->arena, e->candidate);
	tellf(e->teller, EVENT_SKIPPED, "%.*s: %.*s", SPAN_ARG(name),
	    SPAN_ARG(r->why.text));
}

static void
done(void *self, struct runner *r)
{
	struct heat *heat = self;
	struct teller teller = entrant_of(heat, r)->teller;

	switch (r->state) {
	case RUNNER_FAILED:
		r->why.at = clock_now();
		tell_failure(heat, r);
		break;
	case RUNNER_WON:
		heat->winner = r;
		tell(teller, EVENT_CONNECTED, r->setup.name, 0);
		break;
	case RUNNER_OVERTAKEN:
		tellf(teller, EVENT_DECISION, "%.*s: overtaken by %.*s",
		    SPAN_ARG(r->setup.name),
		    SPAN_ARG(heat->winner->setup.name));
		break;
	case RUNNER_WAITING:
	case RUNNER_RUNNING:
		break;
	}
}

static struct heat
heat_of(struct delivery *d, const struct field *field, size_t len)
{
	struct heat heat = { .delivery = d, .member = field->member,
	    .race = { .len = len, .halt = d->run->halt, .ready = ready,
		.done = done,
		.delay = d->run->params->connection_attempt_delay } };

	heat.entrants = arena_get(d->arena, len, sizeof(*heat.entrants));
	heat.race.at = arena_get(d->arena, len, sizeof(*heat.race.at));
	for (size_t i = 0; i < len; i++) {
		heat.entrants[i].candidate = field->at[i];
		heat.race.at[i].why = DSN_IN(d->arena);
	}
	return heat;
}

/* clear - the field of those whose turn is over */

static void
clear(struct field *field, const struct race *race)
{
	size_t kept = 0;

	for (size_t i = 0; i < field->len; i++) {
		enum runner_state state = i < race->len ?
		    race->at[i].state : RUNNER_WAITING;

		if (state != RUNNER_FAILED && state != RUNNER_WON)
			field->at[kept++] = field->at[i];
	}
	field->len = kept;
}

/* run - a word for everybody from each that failed, then from the one that
 * was reached */

static void
run(struct heat *heat, struct tally *tally)
{
	struct delivery *d = heat->delivery;
	struct transport *transport;
	bool reached;

	heat->race.self = heat;
	reached = net_race(&heat->race, &transport);
	for (size_t i = 0; i < heat->race.len; i++) {
		if (heat->race.at[i].state != RUNNER_FAILED)
			continue;
		tally->addresses++;
		attempt_fail(d, &heat->entrants[i], &heat->race.at[i].why);
	}
	if (reached) {
		heat->came_about = attempt_talk(d,
		    entrant_of(heat, heat->winner), transport);
		tally->addresses++;
		tally->sessions += heat->came_about;
	}
}

static void
end(struct heat *heat)
{
	for (size_t i = 0; i < heat->race.len; i++)
		entrant_clear(&heat->entrants[i]);
}

/* run_plain - the one that was reached, at once and without TLS; it counts
 * once (behaviour 61) */

static void
run_plain(struct heat *heat, struct tally *tally)
{
	const struct candidate *c = entrant_of(heat, heat->winner)->candidate;
	const struct field alone = { .member = heat->member, .at = &c,
	    .len = 1 };
	struct heat again = heat_of(heat->delivery, &alone, 1);

	again.entrants[0].without_tls = true;
	tally->addresses--;
	tally->sessions -= heat->came_about;
	run(&again, tally);
	end(&again);
}

static void
visit(struct heat *heat, struct tally *tally)
{
	const struct batch offered = heat->delivery->offered;

	run(heat, tally);
	if (heat->winner == NULL || !entrant_may_go_plain(heat->delivery,
	    entrant_of(heat, heat->winner)))
		return;
	heat->delivery->offered = offered;
	run_plain(heat, tally);
}

/*
 * serve_rest - who was left out because the server takes so many at a time
 * only (RFC 9422) is offered to it in another session; which is one visit all
 * the same, and counts as such
 */

static void
serve_rest(struct heat *heat)
{
	struct delivery *d = heat->delivery;
	struct tally uncounted = { 0 };
	const struct candidate *c;
	struct field alone;

	while (heat->winner != NULL && d->left.len > 0 &&
	    halt_cause(d->run->halt) == HALT_NONE) {
		struct heat again;

		c = entrant_of(heat, heat->winner)->candidate;
		alone = (struct field){ heat->member, &c, 1 };
		again = heat_of(d, &alone, 1);
		d->offered = d->left;
		d->left.len = 0;
		visit(&again, &uncounted);
		end(&again);
	}
	d->offered = d->letter.batch;
}

void
heat_run(struct delivery *d, struct field *field, size_t len,
    struct tally *tally)
{
	struct heat heat = heat_of(d, field, len);

	visit(&heat, tally);
	serve_rest(&heat);
	clear(field, &heat.race);
	end(&heat);
}
