/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One candidate: policy, connection, session.
 */
#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "net/connect.h"
#include "net/wire.h"
#include "os/clock.h"
#include "policy/policy.h"

static void
visit_new(struct delivery *d, const struct candidate *c)
{
	d->visit = arena_get(d->arena, 1, sizeof(*d->visit));
	d->visit->remote = (struct remote){ c->host, c->address,
	    c->addr.port };
	d->visit->protocol = "smtp";
	d->facts = (struct session_facts){ .protocol = "smtp" };
}

/* keep_facts - what the session found out belongs to the visit */

static void
keep_facts(struct delivery *d)
{
	d->visit->protocol = d->facts.protocol;
	d->visit->mail_at = d->facts.mail_at;
}

/* settled - the session has settled somebody */

static void
settled(void *self, struct recipient *r)
{
	struct delivery *d = self;

	keep_facts(d);
	outcome_settled(d, r);
}

/* bind_address - behaviour 49: the one for the family, perhaps bracketed */

static bool
bind_address(const struct params *p, enum net_family family,
    struct netaddr *bind, struct dsn *why)
{
	struct span text = family == NET_INET6 ? p->bind_address6 :
	    p->bind_address;

	*bind = (struct netaddr){ 0 };
	if (text.len == 0)
		return true;
	if (text.at[0] == '[' && text.at[text.len - 1] == ']')
		text = span_from(text.at + 1, text.len - 2);
	if (netaddr_parse(text, bind) && bind->family == family)
		return true;
	return dsn_fail(why, "4.3.5", "\"%.*s\" is no address to bind to",
	    SPAN_ARG(text));
}

static bool
open_connection(struct delivery *d, const struct candidate *c,
    struct transport **transport, struct dsn *why)
{
	const struct params *p = d->run->params;
	struct connect_setup setup = {
		.addr = c->addr,
		.name = arena_text(d->arena, "%.*s[%.*s]:%u",
		    SPAN_ARG(c->host), SPAN_ARG(c->address), c->addr.port),
		.bind_enforce = p->bind_address_enforce,
		.window = (int)p->tcp_windowsize,
		.wait = { .halt = d->run->halt,
		    .by = p->connect_timeout > 0 ?
			deadline_in(p->connect_timeout) : deadline_never() },
		.teller = d->teller,
	};

	why->stage = STAGE_CONNECT;
	tell(d->teller, EVENT_CONNECTING, setup.name, 0);
	if (!bind_address(p, c->addr.family, &setup.bind, why))
		return false;
	if (!net_connect(&setup, transport, why)) {
		tell(d->teller, EVENT_CONNECT_FAILED, why->text, 0);
		return false;
	}
	tell(d->teller, EVENT_CONNECTED, setup.name, 0);
	return true;
}

/* talk - over a connection that stands; true: a session came about */

static bool
talk(struct delivery *d, const struct candidate *c,
    const struct policy *policy, struct transport *transport)
{
	const struct params *p = d->run->params;
	const struct wire_setup wire = { .transport = transport,
	    .line_max = (size_t)p->line_length_limit, .halt = d->run->halt,
	    .teller = d->teller };
	const struct session_setup setup = { .params = p, .policy = policy,
	    .candidate = c, .remote = &d->visit->remote,
	    .letter = &d->letter, .wire = wire_new(&wire),
	    .facts = &d->facts, .arena = d->arena, .halt = d->run->halt,
	    .teller = d->teller, .settled = settled, .self = d };
	struct session *session = session_new(&setup);
	bool open = session_open(session);

	if (open)
		session_deliver(session);
	keep_facts(d);
	session_free(&session);
	return open;
}

static bool
visit_run(struct delivery *d, const struct candidate *c)
{
	struct dsn why = DSN_IN(d->arena);
	struct transport *transport;
	struct policy policy;

	why.stage = STAGE_POLICY;
	if (!policy_for(d->run->params, c, &policy, &why) ||
	    !open_connection(d, c, &transport, &why)) {
		delivery_remember(d, &why);
		return false;
	}
	d->visit->opened = true;
	return talk(d, c, &policy, transport);
}

bool
attempt_run(struct delivery *d, const struct candidate *candidate)
{
	bool open;

	d->teller.session = trace_session(d->run->trace);
	visit_new(d, candidate);
	open = visit_run(d, candidate);
	outcome_visited(d);
	d->visit = NULL;
	d->teller.session = 0;
	return open;
}
