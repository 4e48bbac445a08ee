/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What libunbound has found out is told by whichever thread looks first: it
 * leaves the answer with the flight that asked, and wakes its thread.
 */
#include "dns/validator.h"

#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "dns/packet.h"
#include "dns/unbound_door.h"
#include "net/datagram.h"
#include "os/clock.h"

enum { MOMENT = 100 };		/* milliseconds */

struct validator {
	struct servers *servers;
	struct unbound *unbound;
	pthread_mutex_t lock;	/* of what all errands are told */
};

/* One query on its way. */
struct errand {
	struct validation *flight;
	struct query *query;	/* NULL: it is over */
	struct unbound_question question;
	struct deadline by;
	/* Under the validator's lock: */
	struct unbound_answer answer;
	bool told;
};

struct validation {
	struct validator *validator;
	struct query_run run;
	struct errand *errands;
	size_t len, open;
	int news;		/* an eventfd: somebody was told something */
	struct arena *texts;	/* of what was told; under the lock */
};

bool
validator_new(struct servers *servers, const struct anchor *anchor,
    struct validator **validator, struct dsn *why)
{
	struct validator *v;
	struct unbound *unbound;

	if (!unbound_new(servers, anchor, &unbound, why))
		return false;
	v = mem_new(1, sizeof(*v));
	must(pthread_mutex_init(&v->lock, NULL) == 0);
	v->servers = servers;
	v->unbound = unbound;
	*validator = v;
	return true;
}

void
validator_free(struct validator **validator)
{
	if (*validator == NULL)
		return;
	unbound_free(&(*validator)->unbound);
	pthread_mutex_destroy(&(*validator)->lock);
	mem_free(validator);
}

/* leave - what was told stays with the errand. Whose it is may be gone as
 * soon as the lock is released. */

static void
leave(void *self, const struct unbound_answer *answer)
{
	struct errand *e = self;
	struct validation *flight = e->flight;
	pthread_mutex_t *lock = &flight->validator->lock;

	pthread_mutex_lock(lock);
	e->answer = *answer;
	e->answer.message = arena_copy(flight->texts, answer->message);
	e->answer.reason = arena_copy(flight->texts, answer->reason);
	e->told = true;
	if (flight->news >= 0)
		eventfd_write(flight->news, 1);
	pthread_mutex_unlock(lock);
}

static void
fail(struct errand *e, const char *reason)
{
	const struct unbound_answer answer = { .failed = true,
	    .reason = span_of(reason) };

	leave(e, &answer);
}

static bool
is_told(const struct errand *e)
{
	pthread_mutex_t *lock = &e->flight->validator->lock;
	bool told;

	pthread_mutex_lock(lock);
	told = e->told;
	pthread_mutex_unlock(lock);
	return told;
}

/* patience - as in query_all, one round where nobody was heard of lately */

static msec_t
patience(struct servers *servers)
{
	msec_t all = servers_patience(servers);

	return servers_are_silent(servers) ?
	    all / (msec_t)servers_attempts(servers) : all;
}

static void
begin(struct errand *e)
{
	struct validation *flight = e->flight;
	struct servers *servers = flight->validator->servers;

	tellf(flight->run.teller, EVENT_DNS_ASKED, "%.*s %s of the validator",
	    SPAN_ARG(e->query->name), rr_type_name(e->query->type));
	e->told = false;	/* nobody else knows of it now */
	e->by = deadline_in(patience(servers));
	e->question = (struct unbound_question){ .name = e->query->name,
	    .type = e->query->type, .heard = leave, .self = e };
	if (flight->news < 0)
		fail(e, "no descriptor is left");
	else if (!unbound_ask(flight->validator->unbound, &e->question))
		fail(e, "the validator cannot be asked");
}

struct validation *
validator_ask(struct validator *validator, const struct query_run *run,
    struct query *queries, size_t len)
{
	struct validation *flight = mem_new(1, sizeof(*flight));

	*flight = (struct validation){ .validator = validator, .run = *run,
	    .len = len, .open = len };
	flight->news = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	flight->texts = arena_new();
	flight->errands = mem_new(len, sizeof(*flight->errands));
	for (size_t i = 0; i < len; i++) {
		flight->errands[i].flight = flight;
		flight->errands[i].query = &queries[i];
		begin(&flight->errands[i]);
	}
	return flight;
}

/* note - the servers are alive, or none of them is */

static void
note(struct servers *servers, bool alive)
{
	for (size_t i = 0; i < servers_len(servers); i++)
		if (alive)
			servers_hear(servers, i);
		else
			servers_bury(servers, i);
}

/* take - an answer whose signatures are in order, or that needs none */

static void
take(struct errand *e, const struct unbound_answer *answer)
{
	struct query *query = e->query;
	struct arena *arena = e->flight->run.arena;
	struct door_reply reply;

	query->result = QUERY_FAILED;
	query->status = answer->dnssec;
	if (!door_unpack(arena, answer->message, query->type, &reply)) {
		query->result = QUERY_UNREADABLE;
		query->reason = SPAN("validator: an unreadable reply");
	} else if (reply.rcode == RCODE_NOERROR ||
	    reply.rcode == RCODE_NXDOMAIN) {
		query->result = QUERY_ANSWERED;
		query->reply = reply;
	} else
		query->reason = arena_text(arena, "validator: %s",
		    rcode_name(reply.rcode));
}

/* failed - the name may be to blame */

static void
failed(struct errand *e, struct span reason)
{
	struct door_question question = { .name = e->query->name,
	    .type = e->query->type };
	struct arena *arena = e->flight->run.arena;
	struct span packet;

	e->query->result = door_pack(arena, &question, &packet) ?
	    QUERY_FAILED : QUERY_IMPOSSIBLE;
	e->query->reason = arena_text(arena, "validator: %.*s",
	    SPAN_ARG(reason));
}

/* settle - what was told becomes the result of the query */

static void
settle(struct errand *e)
{
	struct validation *flight = e->flight;
	struct arena *arena = flight->run.arena;
	struct query *query = e->query;
	const struct unbound_answer *answer = &e->answer;

	if (answer->failed)
		failed(e, answer->reason);
	else if (answer->dnssec == DNSSEC_BOGUS) {
		query->result = QUERY_BOGUS;
		query->reason = arena_copy(arena, answer->reason);
	} else {
		note(flight->validator->servers, true);
		take(e, answer);
	}
	if (flight->run.heard(flight->run.self, query)) {
		begin(e);
		return;
	}
	e->query = NULL;
	flight->open--;
}

/* settle_told - false: there was nothing new */

static bool
settle_told(struct validation *flight)
{
	bool news = false;

	for (size_t i = 0; i < flight->len; i++) {
		struct errand *e = &flight->errands[i];

		if (e->query == NULL || !is_told(e))
			continue;
		settle(e);
		news = true;
	}
	return news;
}

/* expire - those whose time is over are told so, unless they are about to
 * be told something better */

static void
expire(struct validation *flight)
{
	for (size_t i = 0; i < flight->len; i++) {
		struct errand *e = &flight->errands[i];

		if (e->query == NULL || deadline_left(e->by) > 0 ||
		    is_told(e) || !unbound_cancel(&e->question))
			continue;
		note(flight->validator->servers, false);
		fail(e, "no answer in time");
	}
}

/* turn - waits until somebody was told something; false: a halt */

static bool
turn(struct validation *flight)
{
	struct unbound *unbound = flight->validator->unbound;
	struct net_watch watch[] = { { .fd = unbound_fd(unbound) },
	    { .fd = flight->news } };
	struct deadline by = deadline_never();
	eventfd_t count;

	for (size_t i = 0; i < flight->len; i++)
		if (flight->errands[i].query != NULL)
			by = deadline_sooner(by, flight->errands[i].by);
	switch (net_watch(watch, 2, flight->run.halt, by)) {
	case NET_EVENT_HALT:
		return false;
	case NET_EVENT_TIME:
		unbound_process(unbound);
		expire(flight);
		break;
	case NET_EVENT_READY:
		if (watch[0].ready)
			unbound_process(unbound);
		if (watch[1].ready)
			eventfd_read(flight->news, &count);
		break;
	}
	return true;
}

/* recall - from now on nobody tells it anything. What another thread is just
 * about to tell is waited for. */

static void
recall(struct errand *e)
{
	struct net_watch watch = { .fd = e->flight->news };

	if (is_told(e) || unbound_cancel(&e->question))
		return;
	while (!is_told(e))
		net_watch(&watch, 1, NULL, deadline_in(MOMENT));
}

void
validation_drop(struct validation **validation)
{
	struct validation *flight = *validation;

	for (size_t i = 0; i < flight->len; i++)
		if (flight->errands[i].query != NULL)
			recall(&flight->errands[i]);
	net_close(&flight->news);
	arena_free(&flight->texts);
	mem_free(&flight->errands);
	mem_free(validation);
}

void
validation_finish(struct validation **validation)
{
	struct validation *flight = *validation;
	bool on = halt_cause(flight->run.halt) == HALT_NONE;

	while (on && flight->open > 0)
		on = settle_told(flight) || turn(flight);
	for (size_t i = 0; i < flight->len; i++) {
		struct errand *e = &flight->errands[i];

		if (e->query == NULL)
			continue;
		recall(e);
		e->query->result = QUERY_HALTED;
		e->query->reason = SPAN("interrupted");
		flight->run.heard(flight->run.self, e->query);
		e->query = NULL;
	}
	validation_drop(validation);
}
