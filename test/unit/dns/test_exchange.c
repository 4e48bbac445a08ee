/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/exchange.h"

#include "dns/ldns_door.h"
#include "dns/packet.h"
#include "unit/dns/nameserver.h"
#include "unit/tap.h"

static struct arena *arena;

static struct span
query_of(const char *name)
{
	struct door_question question = { .name = span_of(name),
	    .type = RR_A };
	struct span query;

	must(door_pack(arena, &question, &query));
	return query;
}

static struct netaddr
address_of(const struct nameserver *ns)
{
	struct netaddr addr;

	must(netaddr_parse(SPAN("127.0.0.1"), &addr));
	addr.port = ns->port;
	return addr;
}

/* play - steps whenever there is something to do, until it is over */

static enum exchange_state
play(struct exchange *x)
{
	enum exchange_state state;

	do {
		struct net_watch watch = exchange_watch(x);

		must(net_watch(&watch, 1, NULL, deadline_never()) ==
		    NET_EVENT_READY);
		state = exchange_step(x);
	} while (state == EXCHANGE_WAITING);
	return state;
}

static void
say_all(struct play *p)
{
	begin_answer(p, 0, false);
	answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

/* say_most - as much as a stream can carry in one message */

static void
say_most(struct play *p)
{
	begin_answer(p, 0, false);
	while (p->len < PACKET_MAX)
		put(p, "x", 1);
	send_answer(p);
}

static void
say_in_octets(struct play *p)
{
	char length[2];

	begin_answer(p, 0, false);
	answer_a(p, p->name, "192.0.2.1");
	length[0] = 0;
	length[1] = (char)p->len;
	for (int i = 0; i < 2; i++)
		send_all(p->fd, length + i, 1);
	for (size_t i = 0; i < p->len; i++)
		send_all(p->fd, p->out + i, 1);
}

static void
say_too_short(struct play *p)
{
	send_all(p->fd, "\0\4abcd", 6);
}

static void
say_empty(struct play *p)
{
	send_all(p->fd, "\0", 2);
}

static void
say_nothing(struct play *p)
{
	(void)p;
}

static const struct {
	const char *name;
	void (*script)(struct play *play);
	bool stream;
	enum exchange_state state;
	size_t len;
} scenes[] = {
	{ "a datagram", say_all, false, EXCHANGE_ANSWERED, 46 },
	{ "a stream", say_all, true, EXCHANGE_ANSWERED, 46 },
	{ "a stream, octet by octet", say_in_octets, true, EXCHANGE_ANSWERED,
	    46 },
	{ "a stream that is as long as can be", say_most, true,
	    EXCHANGE_ANSWERED, PACKET_MAX },
	{ "a stream without a header", say_too_short, true, EXCHANGE_FAILED,
	    0 },
	{ "a stream with an empty message", say_empty, true, EXCHANGE_FAILED,
	    0 },
	{ "a stream that ends", say_nothing, true, EXCHANGE_FAILED, 0 },
};

static void
test_scenes(void)
{
	struct exchange x;

	exchange_init(&x);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		struct dsn why = DSN_IN(arena);
		struct span query = query_of("x.test");
		struct netaddr addr;
		struct nameserver ns;

		nameserver_start(&ns, "127.0.0.1", scenes[i].script);
		addr = address_of(&ns);
		ok(exchange_begin(&x, &addr, query, scenes[i].stream, &why),
		    scenes[i].name);
		is_number(play(&x), scenes[i].state, "how it ends");
		exchange_end(&x);
		is_number(exchange_watch(&x).fd, -1, "closed");
		if (scenes[i].state == EXCHANGE_ANSWERED) {
			is_number(exchange_message(&x).len, scenes[i].len,
			    "the message");
			ok(span_starts(exchange_message(&x),
			    span_first(query, 2)), "begins with its ID");
		}
		nameserver_stop(&ns);
	}
	exchange_clear(&x);
}

static void
test_unreachable(void)
{
	struct dsn why = DSN_IN(arena);
	struct netaddr nowhere = { .family = NET_UNIX,
	    .path = SPAN("/no/such/name/server") };
	struct exchange x;

	exchange_init(&x);
	ok(!exchange_begin(&x, &nowhere, query_of("x.test"), false, &why),
	    "no way there");
	is_text(span_of(why.status), "4.4.3", "is temporary");
	is_number(exchange_watch(&x).fd, -1, "nothing is open");
	exchange_clear(&x);
}

int
main(void)
{
	arena = arena_new();
	still_clock();
	test_scenes();
	test_unreachable();
	arena_free(&arena);
	return tap_done();
}
