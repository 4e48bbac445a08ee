/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a validator makes of true signatures is shown by test/cli/dnssec.bats,
 * which has a signed internet; here the servers have none, and what is tested
 * is that every query ends, once, whatever happens.
 */
#include "dns/validator.h"

#include <sched.h>

#include "dns/packet.h"
#include "dns/unbound_door.h"
#include "unit/dns/nameserver.h"
#include "unit/halted.h"
#include "unit/tap.h"

static struct arena *arena;

static const struct anchor anchor = { .path = SPAN_INIT("key"), .len = 1,
	.at = &(const struct span)SPAN_INIT(". IN DS 12345 8 2 0123456789ABCD"
	    "EF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF") };

static struct servers *
servers_of(const char *list, msec_t timeout)
{
	struct dsn why = DSN_IN(arena);
	struct resolv_conf conf;

	must(resolv_conf_list(span_of(list), &conf, &why));
	conf.timeout = timeout;
	conf.attempts = 1;
	return servers_new(&conf, false);
}

static struct validator *
validator_of(struct servers *servers)
{
	struct dsn why = DSN_IN(arena);
	struct validator *validator = NULL;

	must(validator_new(servers, &anchor, &validator, &why));
	return validator;
}

/* Who hears queries: counts them, and asks the first once more. */
struct hearer {
	unsigned heard;
	bool again;
};

static bool
hear(void *self, struct query *query)
{
	struct hearer *h = self;

	h->heard++;
	if (!h->again)
		return false;
	h->again = false;
	query->name = SPAN("again.test");
	return true;
}

static void
run(struct validator *v, struct query *queries, size_t len,
    struct hearer *hearer, const struct halt *halt)
{
	const struct query_run query_run = { .arena = arena, .heard = hear,
	    .self = hearer, .halt = halt };
	struct validation *flight = validator_ask(v, &query_run, queries,
	    len);

	validation_finish(&flight);
	must(flight == NULL);
}

static void
say_nothing(struct play *p)
{
	(void)p;
}

/* A resolver that knows no DNSSEC. */

static void
say_unsigned(struct play *p)
{
	begin_answer(p, 0, true);
	if (p->type == T_A)
		answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

static void
test_unsigned(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct validator *v;
	struct query queries[] = { { .name = SPAN("a.test"), .type = RR_A },
	    { .name = SPAN("b.test"), .type = RR_MX } };
	struct hearer hearer = { .again = true };

	nameserver_start(&ns, "127.0.0.1", say_unsigned);
	servers = servers_of(ns.text, 20000);
	v = validator_of(servers);
	run(v, queries, 2, &hearer, NULL);
	is_number(queries[0].result, QUERY_BOGUS, "nothing is signed");
	is_number(queries[1].result, QUERY_BOGUS, "not even the root");
	is_text(queries[1].reason, "the name servers do not pass on the "
	    "signatures of the root zone, so nothing can be validated behind "
	    "them", "which is said");
	is_number(hearer.heard, 3, "one was asked once more");
	validator_free(&v);
	ok(v == NULL, "freed");
	validator_free(&v);
	servers_free(&servers);
	nameserver_stop(&ns);
}

static void
test_silent(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct validator *v;
	struct query query = { .name = SPAN("a.test"), .type = RR_A };
	struct hearer hearer = { .heard = 0 };

	nameserver_start(&ns, "127.0.0.1", say_nothing);
	servers = servers_of(ns.text, 50);
	v = validator_of(servers);
	run(v, &query, 1, &hearer, NULL);
	is_number(query.result, QUERY_FAILED, "no answer");
	is_text(query.reason, "validator: no answer in time", "why");
	ok(servers_are_silent(servers), "the server is known to be silent");
	is_number(hearer.heard, 1, "heard once");
	validator_free(&v);
	servers_free(&servers);
	nameserver_stop(&ns);
}

static void
test_long_name(void)
{
	struct servers *servers = servers_of("127.0.0.1:1", 20000);
	struct validator *v = validator_of(servers);
	struct query query = { .type = RR_A };
	struct hearer hearer = { .heard = 0 };
	struct span name = SPAN("a");

	for (int i = 0; i < 140; i++)
		name = arena_text(arena, "%.*s.a", SPAN_ARG(name));
	query.name = name;
	run(v, &query, 1, &hearer, NULL);
	is_number(query.result, QUERY_IMPOSSIBLE, "too long a name");
	validator_free(&v);
	servers_free(&servers);
}

static void
test_halt(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct validator *v;
	struct query queries[] = { { .name = SPAN("a.test"), .type = RR_A },
	    { .name = SPAN("b.test"), .type = RR_A } };
	struct hearer hearer = { .heard = 0 };
	struct dsn why = DSN_IN(arena);
	struct halt *halt;

	must(halt_new(&halt, &why));
	halted_by(halt, SIGTERM);
	nameserver_start(&ns, "127.0.0.1", say_nothing);
	servers = servers_of(ns.text, 20000);
	v = validator_of(servers);
	run(v, queries, 2, &hearer, halt);
	is_number(queries[0].result, QUERY_HALTED, "a halt ends all");
	is_number(queries[1].result, QUERY_HALTED, "of them");
	is_number(hearer.heard, 2, "heard once each");
	validator_free(&v);
	servers_free(&servers);
	nameserver_stop(&ns);
	halt_free(&halt);
}

static void
test_drop(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct validator *v;
	struct query query = { .name = SPAN("a.test"), .type = RR_A };
	struct hearer hearer = { .heard = 0 };
	const struct query_run query_run = { .arena = arena, .heard = hear,
	    .self = &hearer };
	struct validation *flight;

	nameserver_start(&ns, "127.0.0.1", say_unsigned);
	servers = servers_of(ns.text, 20000);
	v = validator_of(servers);
	flight = validator_ask(v, &query_run, &query, 1);
	validation_drop(&flight);
	ok(flight == NULL, "a flight is dropped");
	run(v, &query, 1, &hearer, NULL);
	is_number(hearer.heard, 1, "and only the other one is heard");
	validator_free(&v);
	servers_free(&servers);
	nameserver_stop(&ns);
}

/* Eight threads, whose answers come by whoever looks first. */

enum { THREADS = 8, NAMES = 12 };

struct crew {
	struct validator *validator;
	pthread_t thread;
	unsigned number, heard, bogus;
};

static void *
work(void *self)
{
	struct crew *crew = self;
	struct query queries[NAMES];
	struct arena *own = arena_new();
	struct hearer hearer = { .again = true };
	const struct query_run query_run = { .arena = own, .heard = hear,
	    .self = &hearer };
	struct validation *flight;

	for (unsigned i = 0; i < NAMES; i++)
		queries[i] = (struct query){ .type = RR_A,
		    .name = arena_text(own, "n%u.test", crew->number + i) };
	flight = validator_ask(crew->validator, &query_run, queries, NAMES);
	if (crew->number % 4 == 3)
		validation_drop(&flight);
	else
		validation_finish(&flight);
	for (unsigned i = 0; i < NAMES; i++)
		crew->bogus += queries[i].result == QUERY_BOGUS;
	crew->heard = hearer.heard;
	arena_free(&own);
	return NULL;
}

static void
test_threads(void)
{
	struct crew crew[THREADS];
	struct nameserver ns;
	struct servers *servers;
	struct validator *v;
	bool right = true;

	nameserver_start(&ns, "127.0.0.1", say_unsigned);
	servers = servers_of(ns.text, 20000);
	v = validator_of(servers);
	for (unsigned i = 0; i < THREADS; i++) {
		crew[i] = (struct crew){ .validator = v, .number = i };
		must(pthread_create(&crew[i].thread, NULL, work, &crew[i]) ==
		    0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		pthread_join(crew[i].thread, NULL);
		if (i % 4 == 3)
			right = right && crew[i].heard == 0;
		else
			right = right && crew[i].heard == NAMES + 1 &&
			    crew[i].bogus == NAMES;
	}
	ok(right, "threads: every query is heard once, by its own thread");
	validator_free(&v);
	servers_free(&servers);
	nameserver_stop(&ns);
}

int
main(void)
{
	alarm(60);
	if (!unbound_is_built()) {
		ok(true, "# SKIP built without libunbound");
		return tap_done();
	}
	arena = arena_new();
	test_unsigned();
	test_silent();
	test_long_name();
	test_halt();
	test_drop();
	test_threads();
	arena_free(&arena);
	return tap_done();
}
