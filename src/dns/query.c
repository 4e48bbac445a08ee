/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/query.h"

#include "base/mem.h"
#include "dns/exchange.h"
#include "dns/packet.h"
#include "net/datagram.h"
#include "os/clock.h"

/* One query on its way. */
struct flier {
	struct query *query;	/* NULL: this place is free */
	struct exchange x;
	struct span packet;	/* the query as it was sent */
	struct server_order order;
	size_t at;		/* in the order */
	unsigned round, rounds;	/* through the order */
	bool spent[RESOLV_SERVERS_MAX];	/* answered, and is of no use */
	bool edns;		/* the query has it */
	bool stripped;		/* this server refused it with EDNS */
	bool stream;
	struct deadline by;	/* for this server's answer */
	struct deadline last;	/* for any answer */
};

struct flight {
	const struct query_run *run;
	struct query *waiting;	/* those that have not begun */
	size_t waiting_len;
	struct flier *fliers;
	size_t len;
};

static size_t
server_of(const struct flier *f)
{
	return f->order.at[f->at];
}

/* failed - this server is no use to the query; says so once */

static void
failed(struct flight *flight, struct flier *f, enum query_result result,
    const char *what)
{
	struct arena *arena = flight->run->arena;
	struct query *q = f->query;
	struct span server = servers_at(flight->run->servers,
	    server_of(f))->text;

	tellf(flight->run->teller, EVENT_DECISION,
	    "name server %.*s, asked for %.*s %s: %s", SPAN_ARG(server),
	    SPAN_ARG(q->name), rr_type_name(q->type), what);
	if (result > q->result)
		q->result = result;
	if (f->round == 0)
		q->reason = arena_text(arena, "%.*s%s%.*s: %s",
		    SPAN_ARG(q->reason), q->reason.len > 0 ? ", " : "",
		    SPAN_ARG(server), what);
}

/* silent - nothing came back, or nobody is there */

static void
silent(struct flight *flight, struct flier *f, const char *what)
{
	struct servers *servers = flight->run->servers;

	if (!f->stream || servers_by_stream(servers))
		servers_bury(servers, server_of(f));
	failed(flight, f, QUERY_FAILED, what);
}

static bool
pack(struct flight *flight, struct flier *f)
{
	struct door_question question = { .name = f->query->name,
	    .type = f->query->type, .dnssec = f->query->dnssec,
	    .edns = f->edns };

	return door_pack(flight->run->arena, &question, &f->packet);
}

/* post - the query to the server whose turn it is */

static bool
post(struct flight *flight, struct flier *f)
{
	struct servers *servers = flight->run->servers;
	const struct server *server = servers_at(servers, server_of(f));
	struct dsn why = DSN_IN(flight->run->arena);

	tellf(flight->run->teller, EVENT_DNS_ASKED, "%.*s %s of %.*s%s",
	    SPAN_ARG(f->query->name), rr_type_name(f->query->type),
	    SPAN_ARG(server->text), f->stream ? " over TCP" : "");
	f->by = deadline_sooner(deadline_in(servers_timeout(servers)),
	    f->last);
	if (exchange_begin(&f->x, &server->addr, f->packet, f->stream, &why))
		return true;
	failed(flight, f, QUERY_FAILED, "cannot be reached");
	return false;
}

/* resend - to the same server in another manner */

static bool
resend(struct flight *flight, struct flier *f, bool edns, bool stream)
{
	f->stripped = f->stripped || f->edns != edns;
	f->edns = edns;
	f->stream = stream;
	return pack(flight, f) && post(flight, f);
}

/* advance - to the next server; false: there is none left, or no time */

static bool
advance(struct flier *f)
{
	do {
		if (++f->at == f->order.len) {
			f->at = 0;
			f->round++;
		}
		if (f->round == f->rounds)
			return false;
	} while (f->spent[server_of(f)]);
	return deadline_left(f->last) > 0;
}

/* launch - to the first server from this one on that can be sent to */

static bool
launch(struct flight *flight, struct flier *f)
{
	struct servers *servers = flight->run->servers;

	do {
		f->edns = f->query->dnssec &&
		    servers_has_edns(servers, server_of(f));
		f->stripped = false;
		f->stream = servers_by_stream(servers);
		if (pack(flight, f) && post(flight, f))
			return true;
	} while (advance(f));
	return false;
}

/* begin - false: it is over at once. When no server has been heard of
 * lately, one round has to do. */

static bool
begin(struct flight *flight, struct flier *f, struct query *query)
{
	struct servers *servers = flight->run->servers;
	struct server_order order = servers_order(servers);

	query->result = QUERY_FORMERR;
	query->reason = (struct span){ 0 };
	f->query = query;
	f->order = order;
	f->at = 0;
	f->round = 0;
	f->rounds = servers_are_silent(servers) ? 1 :
	    servers_attempts(servers);
	for (size_t i = 0; i < order.len; i++)
		f->spent[order.at[i]] = false;
	f->last = deadline_in(servers_patience(servers));
	f->edns = query->dnssec;
	if (!pack(flight, f)) {
		query->result = QUERY_IMPOSSIBLE;
		return false;
	}
	return launch(flight, f);
}

/* finish - it is over, unless whoever hears it wants to know more */

static void
finish(struct flight *flight, struct flier *f)
{
	struct query *query = f->query;

	exchange_end(&f->x);
	while (flight->run->heard(flight->run->self, query))
		if (begin(flight, f, query))
			return;
	f->query = NULL;
}

static void
go_on(struct flight *flight, struct flier *f)
{
	if (!advance(f) || !launch(flight, f))
		finish(flight, f);
}

/* useless - the server did answer, but there is no point in asking again */

static void
useless(struct flight *flight, struct flier *f, enum query_result result,
    const char *what)
{
	f->spent[server_of(f)] = true;
	failed(flight, f, result, what);
	go_on(flight, f);
}

/* refused - an rcode that is neither NOERROR nor NXDOMAIN */

static void
refused(struct flight *flight, struct flier *f,
    const struct door_reply *reply)
{
	unsigned rcode = reply->rcode;
	struct span what = span_of(rcode_name(rcode));

	if (f->edns && (rcode == RCODE_FORMERR || rcode == RCODE_NOTIMP ||
	    rcode == RCODE_BADVERS)) {
		if (!resend(flight, f, false, f->stream))
			go_on(flight, f);
		return;
	}
	if (reply->trouble.len > 0)
		what = arena_text(flight->run->arena, "%.*s (%.*s)",
		    SPAN_ARG(what), SPAN_ARG(reply->trouble));
	useless(flight, f, rcode == RCODE_FORMERR ? QUERY_FORMERR :
	    QUERY_FAILED, what.at);
}

/* status_of - the servers asked do the validating, if it is done */

static enum dnssec
status_of(const struct flight *flight, const struct flier *f,
    const struct door_reply *reply)
{
	if (!f->query->dnssec ||
	    !servers_at(flight->run->servers, server_of(f))->trusted)
		return DNSSEC_INDETERMINATE;
	return reply->authentic ? DNSSEC_SECURE : DNSSEC_INSECURE;
}

static void
take(struct flight *flight, struct flier *f, const struct door_reply *reply)
{
	struct servers *servers = flight->run->servers;

	if (f->stripped)
		servers_drop_edns(servers, server_of(f));
	f->query->result = QUERY_ANSWERED;
	f->query->reply = *reply;
	f->query->status = status_of(flight, f, reply);
	finish(flight, f);
}

static void
answered(struct flight *flight, struct flier *f)
{
	struct span message = exchange_message(&f->x);
	struct door_reply reply;

	servers_hear(flight->run->servers, server_of(f));
	if (!f->stream && packet_is_cut(message)) {
		if (!resend(flight, f, f->edns, true))
			go_on(flight, f);
	} else if (!door_unpack(flight->run->arena, message, f->query->type,
	    &reply))
		useless(flight, f, QUERY_UNREADABLE, "an unreadable reply");
	else if (reply.rcode == RCODE_NOERROR ||
	    reply.rcode == RCODE_NXDOMAIN)
		take(flight, f, &reply);
	else
		refused(flight, f, &reply);
}

/* step - what has come by the end of the time counts, however late it is
 * looked at */

static void
step(struct flight *flight, struct flier *f, bool ready)
{
	bool late = deadline_left(f->by) == 0;
	enum exchange_state state = ready || late ? exchange_step(&f->x) :
	    EXCHANGE_WAITING;

	switch (state) {
	case EXCHANGE_ANSWERED:
		answered(flight, f);
		break;
	case EXCHANGE_FAILED:
		silent(flight, f, f->stream ? "connection refused or lost" :
		    "nobody listens there");
		go_on(flight, f);
		break;
	case EXCHANGE_WAITING:
		if (!late)
			break;
		silent(flight, f, "no answer in time");
		go_on(flight, f);
		break;
	}
}

/* take_off - fills free places from those that wait; how many now fly */

static size_t
take_off(struct flight *flight)
{
	size_t flying = 0;

	for (size_t i = 0; i < flight->len; i++) {
		struct flier *f = &flight->fliers[i];

		while (f->query == NULL && flight->waiting_len > 0) {
			flight->waiting_len--;
			if (!begin(flight, f, flight->waiting++))
				finish(flight, f);
		}
		flying += f->query != NULL;
	}
	return flying;
}

/* turn - waits until something happens to one of them; false: a halt */

static bool
turn(struct flight *flight)
{
	struct net_watch watch[QUERY_IN_FLIGHT];
	struct deadline by = deadline_never();

	for (size_t i = 0; i < flight->len; i++) {
		const struct flier *f = &flight->fliers[i];

		watch[i] = (struct net_watch){ .fd = -1 };
		if (f->query == NULL)
			continue;
		watch[i] = exchange_watch(&f->x);
		by = deadline_sooner(by, f->by);
	}
	if (net_watch(watch, flight->len, flight->run->halt, by) ==
	    NET_EVENT_HALT)
		return false;
	for (size_t i = 0; i < flight->len; i++)
		if (flight->fliers[i].query != NULL)
			step(flight, &flight->fliers[i], watch[i].ready);
	return true;
}

static void
halted(const struct query_run *run, struct query *query)
{
	query->result = QUERY_HALTED;
	query->reason = SPAN("interrupted");
	run->heard(run->self, query);
}

void
query_all(const struct query_run *run, struct query *queries, size_t len)
{
	struct flight flight = { .run = run, .waiting = queries,
	    .waiting_len = len,
	    .len = len < QUERY_IN_FLIGHT ? len : QUERY_IN_FLIGHT };
	bool on = halt_cause(run->halt) == HALT_NONE;

	flight.fliers = mem_new(flight.len, sizeof(*flight.fliers));
	for (size_t i = 0; i < flight.len; i++)
		exchange_init(&flight.fliers[i].x);
	while (on && take_off(&flight) > 0)
		on = turn(&flight);
	for (size_t i = 0; i < flight.len; i++) {
		if (flight.fliers[i].query != NULL)
			halted(run, flight.fliers[i].query);
		exchange_clear(&flight.fliers[i].x);
	}
	while (flight.waiting_len-- > 0)
		halted(run, flight.waiting++);
	mem_free(&flight.fliers);
}
