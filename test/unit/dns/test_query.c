/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Questions in flight against name servers that are played by scripts; time
 * stands still but where a script moves it on.
 */
#include "dns/query.h"

#include <signal.h>

#include "dns/packet.h"

#include "unit/dns/nameserver.h"
#include "unit/tap.h"

enum { TIMEOUT = 5000 };

static struct arena *arena;

/* servers_of - "127.0.0.1:1234 127.0.0.1:1235", and options */

static struct servers *
servers_of(const char *list, const char *options)
{
	struct dsn why = DSN_IN(arena);
	struct resolv_conf conf, opted;

	resolv_conf_read(arena_text(arena, "options %s\n", options), &opted);
	must(resolv_conf_list(span_of(list), &conf, &why));
	memcpy(opted.servers, conf.servers, sizeof(conf.servers));
	opted.servers_len = conf.servers_len;
	return servers_new(&opted, false);
}

static bool
heard_once(void *self, struct query *query)
{
	(void)query;
	++*(unsigned *)self;
	return false;
}

/* ask - one question, with EDNS: its DNSSEC status matters */

static struct query
ask(struct servers *servers, const char *name)
{
	struct query query = { .name = span_of(name), .type = RR_A,
	    .dnssec = true };
	unsigned heard = 0;
	struct query_run run = { .servers = servers, .arena = arena,
	    .heard = heard_once, .self = &heard };

	query_all(&run, &query, 1);
	ok(heard == 1, "it is over once");
	return query;
}

static const char *
address(const struct query *query)
{
	if (query->result != QUERY_ANSWERED || query->reply.len == 0)
		return "none";
	return rr_data_text(arena, &query->reply.rr[0]).at;
}

/* -- scripts -------------------------------------------------------------- */

static void
say_truth(struct play *p)
{
	begin_answer(p, 0, false);
	answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

static void
say_lie(struct play *p)
{
	begin_answer(p, 0, true);
	answer_a(p, p->name, "203.0.113.66");
}

static void
be_silent(struct play *p)
{
	stay_silent(p, TIMEOUT);
}

static void
fail(struct play *p)
{
	begin_answer(p, RCODE_SERVFAIL, false);
	send_answer(p);
}

/* -- one question --------------------------------------------------------- */

static void
look(struct play *p)
{
	if (strcmp(p->name, "plain.test") == 0 && !p->edns && !p->ad &&
	    p->query[2] == 1 && p->type == T_A)
		say_truth(p);
	else if (strcmp(p->name, "dnssec.test") == 0 && p->edns &&
	    p->dnssec_ok && p->ad && p->query[2] == 1 && p->type == T_MX)
		say_truth(p);
	else
		fail(p);
}

static void
test_question(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct query query;
	unsigned heard = 0;
	struct query_run run = { .arena = arena, .heard = heard_once,
	    .self = &heard };

	nameserver_start(&ns, "127.0.0.1", look);
	servers = servers_of(ns.text, "");
	run.servers = servers;
	query = (struct query){ .name = SPAN("plain.test"), .type = RR_A };
	query_all(&run, &query, 1);
	is_text(span_of(address(&query)), "192.0.2.1", "a question of type A "
	    "with RD, without EDNS and AD");
	is_number(query.status, DNSSEC_INDETERMINATE,
	    "whose status nobody wants");
	query = (struct query){ .name = SPAN("dnssec.test"), .type = RR_MX,
	    .dnssec = true };
	query_all(&run, &query, 1);
	is_number(query.result, QUERY_ANSWERED, "one with EDNS, AD and DO");
	is_number(query.status, DNSSEC_INSECURE,
	    "a server on loopback is trusted to have left AD out");
	servers_free(&servers);
	nameserver_stop(&ns);
}

static void
test_impossible(void)
{
	struct servers *servers = servers_of("127.0.0.1:1", "");
	struct query query;
	char name[256];

	memset(name, 'a', sizeof(name));
	for (size_t i = 50; i < sizeof(name); i += 51)
		name[i] = '.';
	name[254] = '\0';
	query = ask(servers, name);
	is_number(query.result, QUERY_IMPOSSIBLE, "too long a name");
	servers_free(&servers);
}

/* -- spoofed answers: each lie comes first, the truth behind it ----------- */

static void
lie_with_id(struct play *p)
{
	say_lie(p);
	p->out[0] ^= 1;
	send_answer(p);
	say_truth(p);
}

static void
lie_with_name(struct play *p)
{
	say_lie(p);
	p->out[13] ^= 1;
	send_answer(p);
	say_truth(p);
}

static void
lie_with_type(struct play *p)
{
	say_lie(p);
	p->out[12 + p->question_len - 3] ^= 1;
	send_answer(p);
	say_truth(p);
}

static void
lie_from_port(struct play *p)
{
	say_lie(p);
	send_from_elsewhere(p, "127.0.0.1", 0);
	say_truth(p);
}

static void
lie_from_address(struct play *p)
{
	say_lie(p);
	send_from_elsewhere(p, "127.0.0.2", 0);
	say_truth(p);
}

static void
lie_from_address_same_port(struct play *p)
{
	say_lie(p);
	send_from_elsewhere(p, "127.0.0.2", p->server->port);
	say_truth(p);
}

static void
lie_as_query(struct play *p)
{
	say_lie(p);
	p->out[2] &= 0x7f;
	send_answer(p);
	say_truth(p);
}

static void
lie_without_question(struct play *p)
{
	p->len = 0;
	put(p, p->query, 2);
	put(p, "\x81\xa0\0\0\0\1\0\0\0\0", 10);
	put_name(p, p->name);
	put(p, "\0\1\0\1\0\0\0\0\0\4\x9\x9\x9\x9", 14);
	send_answer(p);
	say_truth(p);
}

static void
lie_in_pieces(struct play *p)
{
	for (size_t i = 0; i < 17; i++) {
		say_lie(p);
		p->len = i;
		send_answer(p);
	}
	say_truth(p);
}

static void
lie_often(struct play *p)
{
	for (int i = 0; i < 70; i++) {
		say_lie(p);
		p->out[1] ^= 0x10;
		send_answer(p);
	}
	say_truth(p);
}

static const struct {
	const char *name;
	void (*script)(struct play *play);
} lies[] = {
	{ "spoofed: another ID", lie_with_id },
	{ "spoofed: another name", lie_with_name },
	{ "spoofed: another type", lie_with_type },
	{ "spoofed: from another port", lie_from_port },
	{ "spoofed: from another address", lie_from_address },
	{ "spoofed: from another address, same port",
	    lie_from_address_same_port },
	{ "spoofed: no response", lie_as_query },
	{ "spoofed: no question", lie_without_question },
	{ "spoofed: cut short", lie_in_pieces },
	{ "spoofed: seventy wrong IDs", lie_often },
};

static void
test_lies(void)
{
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct nameserver ns;
		struct servers *servers;
		struct query query;

		nameserver_start(&ns, "127.0.0.1", lies[i].script);
		servers = servers_of(ns.text, "");
		query = ask(servers, "x.test");
		is_text(span_of(address(&query)), "192.0.2.1", lies[i].name);
		ok(!query.reply.authentic, "nor is its AD bit believed");
		is_number(ns.asked, 1, "one question was enough");
		servers_free(&servers);
		nameserver_stop(&ns);
	}
}

/* -- what a single server may answer -------------------------------------- */

static void
say_rcode(struct play *p)
{
	unsigned rcode = 0;

	while (p->name[0] != "0123456789abcdef"[rcode])
		rcode++;
	begin_answer(p, rcode, false);
	send_answer(p);
}

static void
say_badvers(struct play *p)
{
	if (!p->edns) {
		say_truth(p);
		return;
	}
	begin_answer(p, 0, false);
	p->out[11] = 1;
	put(p, "\0\0\x29\4\xd0\1\0\0\0\0\0", 11);
	send_answer(p);
}

static void
know_no_edns(struct play *p)
{
	if (!p->edns)
		say_truth(p);
	else if (p->name[0] == 'n') {
		begin_answer(p, RCODE_NOTIMP, false);
		send_answer(p);
	} else {
		p->len = 0;
		put(p, p->query, 2);
		put(p, "\x81\x81\0\0\0\0\0\0\0\0", 10);
		send_answer(p);
	}
}

static void
send_garbage(struct play *p)
{
	begin_answer(p, 0, false);
	begin_record(p, p->name, T_A, 40);
	put(p, "", 1);
	send_answer(p);
}

static const struct {
	const char *name;
	void (*script)(struct play *play);
	const char *asked;
	enum query_result result;
	unsigned times;		/* how often the server is asked */
	const char *reason;	/* what it did */
} single[] = {
	{ "behaviour 21: NOERROR", say_rcode, "0.test", QUERY_ANSWERED, 1,
	    NULL },
	{ "behaviour 21: NXDOMAIN", say_rcode, "3.test", QUERY_ANSWERED, 1,
	    NULL },
	{ "D9: FORMERR, with and without EDNS", say_rcode, "1.test",
	    QUERY_FORMERR, 2, "FORMERR" },
	{ "behaviour 21: SERVFAIL", say_rcode, "2.test", QUERY_FAILED, 1,
	    "SERVFAIL" },
	{ "behaviour 21: NOTIMP, with and without EDNS", say_rcode, "4.test",
	    QUERY_FAILED, 2, "NOTIMP" },
	{ "behaviour 21: REFUSED", say_rcode, "5.test", QUERY_FAILED, 1,
	    "REFUSED" },
	{ "behaviour 21: another", say_rcode, "9.test", QUERY_FAILED, 1,
	    "an unknown error" },
	{ "behaviour 21: a reply that cannot be read", send_garbage, "x.test",
	    QUERY_UNREADABLE, 1, "an unreadable reply" },
	{ "FORMERR for EDNS, header only", know_no_edns, "x.test",
	    QUERY_ANSWERED, 2, NULL },
	{ "NOTIMP for EDNS", know_no_edns, "n.test", QUERY_ANSWERED, 2,
	    NULL },
	{ "BADVERS", say_badvers, "x.test", QUERY_ANSWERED, 2, NULL },
	{ "no answer, twice", be_silent, "x.test", QUERY_FAILED, 2,
	    "no answer in time" },
};

static void
test_single(void)
{
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		struct nameserver ns;
		struct servers *servers;
		struct query query;

		nameserver_start(&ns, "127.0.0.1", single[i].script);
		servers = servers_of(ns.text, "");
		query = ask(servers, single[i].asked);
		is_number(query.result, single[i].result, single[i].name);
		is_number(ns.asked, single[i].times, "asked so often");
		if (single[i].reason != NULL)
			is_span(query.reason, arena_text(arena, "%s: %s",
			    ns.text, single[i].reason), "and told");
		servers_free(&servers);
		nameserver_stop(&ns);
	}
}

static void
test_edns_remembered(void)
{
	struct nameserver ns;
	struct servers *servers;

	nameserver_start(&ns, "127.0.0.1", know_no_edns);
	servers = servers_of(ns.text, "");
	ask(servers, "x.test");
	is_number(ns.asked, 2, "once with EDNS, once without");
	ask(servers, "y.test");
	is_number(ns.asked, 3, "then without at once");
	servers_free(&servers);
	nameserver_stop(&ns);

	nameserver_start(&ns, "127.0.0.1", say_rcode);
	servers = servers_of(ns.text, "");
	ask(servers, "1.test");
	ok(servers_has_edns(servers, 0), "a server that understands neither "
	    "has nothing against EDNS");
	servers_free(&servers);
	nameserver_stop(&ns);
}

/* -- several servers ------------------------------------------------------ */

static const struct pair {
	const char *name;
	void (*first)(struct play *play);
	unsigned first_asked;
	bool dead;		/* it is not asked first again */
	const char *reason;	/* what the first did, after its address */
} pairs[] = {
	{ "SERVFAIL: the next server", fail, 1, false, "SERVFAIL" },
	{ "no answer: the next server", be_silent, 1, true,
	    "no answer in time" },
	{ "nonsense: the next server", send_garbage, 1, false,
	    "an unreadable reply" },
};

static void
try_pair(const struct pair *pair)
{
	struct nameserver one, two;
	struct servers *servers;
	struct query query;

	nameserver_start(&one, "127.0.0.1", pair->first);
	nameserver_start(&two, "127.0.0.1", say_truth);
	servers = servers_of(arena_text(arena, "%s,%s", one.text,
	    two.text).at, "");
	query = ask(servers, "x.test");
	is_text(span_of(address(&query)), "192.0.2.1", pair->name);
	is_span(query.reason, arena_text(arena, "%s: %s", one.text,
	    pair->reason), "what the first did is told");
	is_number(one.asked, pair->first_asked, "the first was asked");
	ask(servers, "y.test");
	is_number(one.asked, pair->first_asked + !pair->dead,
	    "for the next question again, unless it is dead");
	is_number(two.asked, 2, "the second answered both");
	servers_free(&servers);
	nameserver_stop(&one);
	nameserver_stop(&two);
}

/* deaf - the address of a server that is not there any more */

static const char *
deaf(void)
{
	struct nameserver ns;

	nameserver_start(&ns, "127.0.0.1", say_truth);
	nameserver_stop(&ns);
	return arena_text(arena, "%s", ns.text).at;
}

static void
test_nobody(void)
{
	struct nameserver two;
	struct servers *servers;
	struct query query;

	nameserver_start(&two, "127.0.0.1", say_truth);
	servers = servers_of(arena_text(arena, "%s,%s", deaf(),
	    two.text).at, "");
	query = ask(servers, "x.test");
	is_text(span_of(address(&query)), "192.0.2.1",
	    "nobody listens: the next server, without waiting");
	ok(servers_is_dead(servers, 0), "it is dead");
	servers_free(&servers);
	nameserver_stop(&two);

	servers = servers_of(deaf(), "attempts:3");
	query = ask(servers, "x.test");
	is_number(query.result, QUERY_FAILED, "nobody at all");
	servers_free(&servers);
}

static void
test_all_dead(void)
{
	struct nameserver one, two;
	struct servers *servers;
	struct query query;

	nameserver_start(&one, "127.0.0.1", be_silent);
	nameserver_start(&two, "127.0.0.1", be_silent);
	servers = servers_of(arena_text(arena, "%s,%s", one.text,
	    two.text).at, "attempts:3");
	query = ask(servers, "x.test");
	is_number(query.result, QUERY_FAILED, "no answer at all");
	is_number(one.asked, 3, "after three rounds");
	is_number(two.asked, 3, "through both servers");
	is_span(query.reason, arena_text(arena, "%s: no answer in time, "
	    "%s: no answer in time", one.text, two.text), "which is told");
	ask(servers, "y.test");
	is_number(one.asked + two.asked, 8,
	    "one round when all have been silent");
	servers_free(&servers);
	nameserver_stop(&one);
	nameserver_stop(&two);
}

static void
be_silent_at_first(struct play *p)
{
	if (p->times % 2 == 0)
		be_silent(p);
	else
		say_truth(p);
}

static void
test_second_round(void)
{
	struct nameserver one;
	struct servers *servers;
	struct query query;

	nameserver_start(&one, "127.0.0.1", be_silent_at_first);
	servers = servers_of(one.text, "");
	query = ask(servers, "x.test");
	is_text(span_of(address(&query)), "192.0.2.1",
	    "a lost datagram: the second round");
	query = ask(servers, "y.test");
	is_text(span_of(address(&query)), "192.0.2.1",
	    "as often as that happens");
	servers_free(&servers);
	nameserver_stop(&one);
}

static void
formerr(struct play *p)
{
	begin_answer(p, RCODE_FORMERR, false);
	send_answer(p);
}

static void
test_best(void)
{
	struct nameserver one, two;
	struct servers *servers;
	struct query query;

	nameserver_start(&one, "127.0.0.1", formerr);
	nameserver_start(&two, "127.0.0.1", fail);
	servers = servers_of(arena_text(arena, "%s,%s", one.text,
	    two.text).at, "");
	query = ask(servers, "x.test");
	is_number(query.result, QUERY_FAILED,
	    "D9: FORMERR is the answer only if all servers say so");
	is_number(one.asked + two.asked, 3, "each is asked, and not again");
	servers_free(&servers);
	servers = servers_of(arena_text(arena, "%s,%s", two.text,
	    one.text).at, "");
	query = ask(servers, "x.test");
	is_number(query.result, QUERY_FAILED, "in either order");
	servers_free(&servers);
	nameserver_stop(&one);
	nameserver_stop(&two);
}

static void
test_rotate(void)
{
	struct nameserver one, two;
	struct servers *servers;

	nameserver_start(&one, "127.0.0.1", say_truth);
	nameserver_start(&two, "127.0.0.1", say_truth);
	servers = servers_of(arena_text(arena, "%s,%s", one.text,
	    two.text).at, "rotate");
	for (int i = 0; i < 4; i++)
		ask(servers, "x.test");
	is_number(one.asked, 2, "rotate: the first is asked");
	is_number(two.asked, 2, "as often as the second");
	servers_free(&servers);
	nameserver_stop(&one);
	nameserver_stop(&two);
}

/* -- streams -------------------------------------------------------------- */

static void
cut(struct play *p)
{
	begin_answer(p, 0, false);
	p->out[2] |= 2;
	send_answer(p);
}

static void
say_much(struct play *p)
{
	if (!p->stream) {
		cut(p);
		return;
	}
	begin_answer(p, 0, false);
	for (int i = 0; i < 280; i++)
		answer_a(p, p->name, "192.0.2.1");
	must(p->len > 6000);
	send_answer(p);
}

static void
break_off(struct play *p)
{
	if (!p->stream) {
		cut(p);
		return;
	}
	p->cut_connection = true;
	say_truth(p);
}

static void
hang_up(struct play *p)
{
	if (!p->stream)
		cut(p);
}

static void
lie_in_stream(struct play *p)
{
	if (!p->stream) {
		cut(p);
		return;
	}
	say_lie(p);
	p->out[0] ^= 1;
	send_answer(p);
}

static void
fail_in_stream(struct play *p)
{
	if (!p->stream)
		cut(p);
	else
		fail(p);
}

static void
test_stream(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct query query;

	nameserver_start(&ns, "127.0.0.1", say_much);
	servers = servers_of(ns.text, "");
	query = ask(servers, "x.test");
	is_text(span_of(address(&query)), "192.0.2.1",
	    "cut short: 6 kB over a stream");
	is_number(query.reply.len, 280, "all of it");
	is_number(ns.asked, 2, "asked twice");
	is_number(ns.streams, 1, "once over a stream");
	ok(servers_has_edns(servers, 0), "that says nothing about EDNS");
	servers_free(&servers);

	servers = servers_of(ns.text, "use-vc");
	query = ask(servers, "x.test");
	is_number(query.reply.len, 280, "use-vc");
	is_number(ns.asked, 3, "asks once");
	is_number(ns.streams, 2, "over a stream");
	servers_free(&servers);
	nameserver_stop(&ns);
}

static const struct {
	const char *name;
	void (*script)(struct play *play);
	const char *reason;
} streams[] = {
	{ "a stream that breaks off", break_off,
	    "connection refused or lost" },
	{ "a stream that says nothing", hang_up,
	    "connection refused or lost" },
	{ "spoofed: another ID in a stream", lie_in_stream,
	    "connection refused or lost" },
	{ "SERVFAIL in a stream", fail_in_stream, "SERVFAIL" },
};

static void
test_bad_streams(void)
{
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		struct nameserver one, two;
		struct servers *servers;
		struct query query;

		nameserver_start(&one, "127.0.0.1", streams[i].script);
		nameserver_start(&two, "127.0.0.1", say_truth);
		servers = servers_of(arena_text(arena, "%s,%s", one.text,
		    two.text).at, "");
		query = ask(servers, "x.test");
		is_text(span_of(address(&query)), "192.0.2.1",
		    streams[i].name);
		is_span(query.reason, arena_text(arena, "%s: %s", one.text,
		    streams[i].reason), "what happened");
		ok(!servers_is_dead(servers, 0), "it answers datagrams");
		servers_free(&servers);
		nameserver_stop(&one);
		nameserver_stop(&two);
	}
}

static void
test_no_stream(void)
{
	struct nameserver ns;
	struct servers *servers;
	struct query query;

	nameserver_start(&ns, "127.0.0.1", cut);
	must(shutdown(ns.tcp, SHUT_RDWR) == 0);
	servers = servers_of(ns.text, "");
	query = ask(servers, "x.test");
	is_number(query.result, QUERY_FAILED,
	    "cut short, and no stream: what came is not used");
	servers_free(&servers);
	nameserver_stop(&ns);

	servers = servers_of(deaf(), "use-vc");
	query = ask(servers, "x.test");
	is_number(query.result, QUERY_FAILED, "use-vc and nobody listens");
	ok(servers_is_dead(servers, 0), "a dead server");
	servers_free(&servers);
}

/* -- many questions ------------------------------------------------------- */

static void
test_many(void)
{
	enum { MANY = 3 * QUERY_IN_FLIGHT + 5 };
	struct query queries[MANY];
	struct nameserver ns;
	struct servers *servers;
	unsigned heard = 0, right = 0;
	struct query_run run = { .arena = arena, .heard = heard_once,
	    .self = &heard };

	nameserver_start(&ns, "127.0.0.1", say_truth);
	servers = servers_of(ns.text, "");
	for (int i = 0; i < MANY; i++)
		queries[i] = (struct query){ .type = RR_A,
		    .name = arena_text(arena, "n%d.test", i) };
	run.servers = servers;
	query_all(&run, queries, MANY);
	for (int i = 0; i < MANY; i++)
		right += queries[i].result == QUERY_ANSWERED &&
		    span_equal(queries[i].reply.rr[0].owner,
		    queries[i].name);
	is_number(heard, MANY, "more questions than places: all are over");
	is_number(right, MANY, "each with its own answer");
	is_number(ns.asked, MANY, "each asked once");
	servers_free(&servers);

	servers = servers_of(deaf(), "");
	run.servers = servers;
	heard = 0;
	query_all(&run, queries, MANY);
	is_number(heard, MANY, "they all fail if nobody is there");
	query_all(&run, queries, 0);
	is_number(heard, MANY, "no question at all");
	servers_free(&servers);
	nameserver_stop(&ns);
}

/* The last question takes the place of one that the server failed, and has
 * to be asked twice. */

static void
fail_many(struct play *p)
{
	if (p->times < QUERY_IN_FLIGHT)
		fail(p);
	else if (p->times == QUERY_IN_FLIGHT)
		be_silent(p);
	else
		say_truth(p);
}

static void
test_place(void)
{
	struct query queries[QUERY_IN_FLIGHT + 1];
	struct nameserver ns;
	unsigned heard = 0;
	struct query_run run = { .arena = arena, .heard = heard_once,
	    .self = &heard };

	nameserver_start(&ns, "127.0.0.1", fail_many);
	for (int i = 0; i <= QUERY_IN_FLIGHT; i++)
		queries[i] = (struct query){ .type = RR_A,
		    .name = SPAN("x.test") };
	run.servers = servers_of(ns.text, "");
	query_all(&run, queries, QUERY_IN_FLIGHT + 1);
	is_number(queries[QUERY_IN_FLIGHT - 1].result, QUERY_FAILED,
	    "one fails");
	is_text(span_of(address(&queries[QUERY_IN_FLIGHT])), "192.0.2.1",
	    "which does not count for the one that comes after it");
	servers_free(&run.servers);
	nameserver_stop(&ns);
}

/* again - asks for n0.test ... until n5.test is heard */

static bool
again(void *self, struct query *query)
{
	unsigned *heard = self;

	++*heard;
	if (query->result != QUERY_ANSWERED || *heard > 5)
		return false;
	query->name = arena_text(arena, "n%u.test", *heard);
	return true;
}

static void
test_again(void)
{
	struct nameserver ns;
	struct query query = { .name = SPAN("n0.test"), .type = RR_A };
	unsigned heard = 0;
	struct query_run run = { .arena = arena, .heard = again,
	    .self = &heard };

	nameserver_start(&ns, "127.0.0.1", say_truth);
	run.servers = servers_of(ns.text, "");
	query_all(&run, &query, 1);
	is_number(ns.asked, 6, "asked again as often as is wanted");
	is_text(query.reply.rr[0].owner, "n5.test", "for another name");
	servers_free(&run.servers);
	nameserver_stop(&ns);
}

static void
test_again_all(void)
{
	struct nameserver one, two;
	struct query query = { .name = SPAN("n0.test"), .type = RR_A };
	unsigned heard = 0;
	struct query_run run = { .arena = arena, .heard = again,
	    .self = &heard };

	nameserver_start(&one, "127.0.0.1", fail);
	nameserver_start(&two, "127.0.0.1", say_truth);
	run.servers = servers_of(arena_text(arena, "%s,%s", one.text,
	    two.text).at, "");
	query_all(&run, &query, 1);
	is_number(one.asked, 6, "what failed for one name");
	is_number(two.asked, 6, "is asked for the next");
	servers_free(&run.servers);
	nameserver_stop(&one);
	nameserver_stop(&two);
}

/* -- halt ----------------------------------------------------------------- */

static void
interrupt(struct play *p)
{
	if (p->name[0] == 'x')
		say_truth(p);
	else if (p->name[0] == 'y')
		kill(getpid(), SIGTERM);
}

struct halted {
	struct query_run run;
	struct query queries[QUERY_IN_FLIGHT + 8];
};

static void *
ask_all(void *self)
{
	struct halted *h = self;

	query_all(&h->run, h->queries, 1);
	query_all(&h->run, h->queries + 1, QUERY_IN_FLIGHT + 7);
	halt_done((struct halt *)(uintptr_t)h->run.halt);
	return NULL;
}

static void
test_halt(void)
{
	struct halted h = { .run = { .arena = arena, .heard = heard_once } };
	struct dsn why = DSN_IN(arena);
	unsigned heard = 0, halted = 0;
	struct nameserver ns;
	struct halt *halt;
	pthread_t thread;

	must(halt_new(&halt, &why));
	nameserver_start(&ns, "127.0.0.1", interrupt);
	h.run.servers = servers_of(ns.text, "");
	h.run.self = &heard;
	h.run.halt = halt;
	for (int i = 0; i < QUERY_IN_FLIGHT + 8; i++)
		h.queries[i] = (struct query){ .type = RR_A,
		    .name = i == 0 ? SPAN("x.test") : i == 3 ? SPAN("y.test") :
		    SPAN("z.test") };
	must(pthread_create(&thread, NULL, ask_all, &h) == 0);
	halt_watch(halt, 0);
	pthread_join(thread, NULL);
	is_number(h.queries[0].result, QUERY_ANSWERED, "before the halt");
	for (int i = 1; i < QUERY_IN_FLIGHT + 8; i++)
		halted += h.queries[i].result == QUERY_HALTED;
	is_number(halted, QUERY_IN_FLIGHT + 7,
	    "a halt ends those in flight and those that wait");
	is_number(heard, QUERY_IN_FLIGHT + 8, "all of them are over");
	h.queries[0].result = QUERY_FAILED;
	query_all(&h.run, h.queries, 1);
	is_number(h.queries[0].result, QUERY_HALTED,
	    "after the halt nothing is asked");
	servers_free(&h.run.servers);
	nameserver_stop(&ns);
	halt_free(&halt);
}

int
main(void)
{
	arena = arena_new();
	still_clock();
	test_question();
	test_impossible();
	test_lies();
	test_single();
	test_edns_remembered();
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		try_pair(&pairs[i]);
	test_nobody();
	test_all_dead();
	test_second_round();
	test_best();
	test_rotate();
	test_stream();
	test_bad_streams();
	test_no_stream();
	test_many();
	test_place();
	test_again();
	test_again_all();
	test_halt();
	arena_free(&arena);
	return tap_done();
}
