/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The resolver as route and policy see it, against a name server that is
 * played by scripts.
 */
#include "dns/resolver.h"

#include <stdlib.h>

#include "base/str.h"
#include "dns/packet.h"
#include "unit/dns/asking.h"
#include "unit/dns/nameserver.h"
#include "unit/tap.h"

static struct resolver *
resolver_of(const char *list)
{
	struct resolver_setup setup = { .servers = span_of(list) };
	struct dsn why = DSN_IN(arena);
	struct resolver *resolver = NULL;

	must(resolver_new(&setup, &resolver, &why));
	return resolver;
}

/* -- a zone of names that mean what they say ------------------------------ */

/* number_in - "c7.chain.test": 7 */

static int
number_in(const char *name)
{
	int n = 0;

	for (name++; *name >= '0' && *name <= '9'; name++)
		n = n * 10 + *name - '0';
	return n;
}

/* chain - c0 is an alias of c1 and so on up to the last, each answered
 * without what it leads to */

static void
chain(struct play *p, int last)
{
	char next[256];
	int n = number_in(p->name);

	begin_answer(p, 0, true);
	if (n < last) {
		snprintf(next, sizeof(next), "c%d%s", n + 1,
		    strchr(p->name, '.'));
		answer_alias(p, p->name, next);
	} else
		answer_a(p, p->name, "192.0.2.9");
}

static void
say_mixed_mx(struct play *p)
{
	answer_mx(p, p->name, 20, "-a-.test");
	answer_mx(p, p->name, 10, "b.test");
	answer_mx(p, p->name, 30, "192.0.2.7");
	answer_mx(p, p->name, 30, "12345");
}

static void
say_many_mx(struct play *p)
{
	for (unsigned i = 0; i < 120; i++)
		answer_mx(p, p->name, i, "b.test");
}

static void
say_whole_chain(struct play *p)
{
	answer_a(p, "end.test", "192.0.2.3");
	answer_alias(p, "middle.test", "end.test");
	answer_alias(p, p->name, "Middle.test");
}

static void
say_to_nothing(struct play *p)
{
	begin_answer(p, RCODE_NXDOMAIN, true);
	answer_alias(p, p->name, "gone.test");
}

static void
say_garbage(struct play *p)
{
	begin_record(p, p->name, p->type, 40);
	put(p, "", 1);
}

static void
say_stray(struct play *p)
{
	answer_a(p, "evil.test", "192.0.2.66");
}

static void
say_bad_owner(struct play *p)
{
	answer_mx(p, p->name, 10, "b.test");
	answer_mx(p, "-bad-.test", 10, "b.test");
}

static void
say_null_mx(struct play *p)
{
	answer_mx(p, p->name, 10, "b.test");
	answer_mx(p, p->name, 0, "");
}

static void
say_bad_mx(struct play *p)
{
	answer_mx(p, p->name, 10, "-a-.test");
	answer_mx(p, p->name, 20, "-b-.test");
}

static void
say_srv(struct play *p)
{
	begin_record(p, p->name, T_SRV, 14);
	put(p, "\0\1\0\2\0\x19\1b\4test\0", 14);
}

static void
say_tlsa(struct play *p)
{
	begin_record(p, p->name, T_TLSA, 5);
	put(p, "\3\1\1\xab\xcd", 5);
}

static void
say_aaaa(struct play *p)
{
	begin_record(p, p->name, T_AAAA, 16);
	put(p, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
}

static void
say_formerr(struct play *p)
{
	begin_answer(p, RCODE_FORMERR, false);
}

static void
say_servfail(struct play *p)
{
	begin_answer(p, RCODE_SERVFAIL, false);
}

static void
say_nxdomain(struct play *p)
{
	begin_answer(p, RCODE_NXDOMAIN, true);
}

static void
say_a(struct play *p)
{
	answer_a(p, p->name, "192.0.2.1");
}

static void
say_nothing(struct play *p)
{
	(void)p;
}

static void
say_loop_there(struct play *p)
{
	answer_alias(p, p->name, "back.test");
}

static void
say_loop_back(struct play *p)
{
	answer_alias(p, p->name, "there.test");
}

static void
say_alias_only(struct play *p)
{
	answer_alias(p, p->name, "none.test");
}

static const struct {
	const char *name;
	void (*add)(struct play *play);
} zone[] = {
	{ "a.test", say_a },
	{ "empty.test", say_nothing },
	{ "mixed.test", say_mixed_mx },
	{ "many.test", say_many_mx },
	{ "whole.test", say_whole_chain },
	{ "to-nothing.test", say_to_nothing },
	{ "garbage.test", say_garbage },
	{ "stray.test", say_stray },
	{ "bad-owner.test", say_bad_owner },
	{ "null.test", say_null_mx },
	{ "bad-mx.test", say_bad_mx },
	{ "_smtp._tcp.test", say_srv },
	{ "_25._tcp.test", say_tlsa },
	{ "aaaa.test", say_aaaa },
	{ "formerr.test", say_formerr },
	{ "servfail.test", say_servfail },
	{ "alias-only.test", say_alias_only },
	{ "there.test", say_loop_there },
	{ "back.test", say_loop_back },
};

static void
serve_zone(struct play *p)
{
	size_t i = 0, len = sizeof(zone) / sizeof(zone[0]);

	begin_answer(p, 0, true);
	while (i < len && strcmp(zone[i].name, p->name) != 0)
		i++;
	if (i < len)
		zone[i].add(p);
	else if (strstr(p->name, ".nine.test") != NULL)
		chain(p, 9);
	else if (strstr(p->name, ".ten.test") != NULL)
		chain(p, 10);
	else if (strstr(p->name, ".eleven.test") != NULL)
		chain(p, 11);
	else
		say_nxdomain(p);
	if (p->len > 1232 && !p->stream) {
		begin_answer(p, 0, true);
		p->out[2] |= 2;
	}
	send_answer(p);
}

static const struct scene {
	const char *title, *name;
	enum rr_type type;
	unsigned asked;		/* questions that the server sees */
	const char *shown, *final, *text;
} scenes[] = {
	{ "A", "a.test", RR_A, 1, "records: 192.0.2.1", "a.test", NULL },
	{ "AAAA", "aaaa.test", RR_AAAA, 1, "records: 2001:db8::1",
	    "aaaa.test", NULL },
	{ "SRV", "_smtp._tcp.test", RR_SRV, 1, "records: 1 2 25 b.test.",
	    "_smtp._tcp.test", NULL },
	{ "TLSA", "_25._tcp.test", RR_TLSA, 1, "records: 3 1 1 ABCD",
	    "_25._tcp.test", NULL },
	{ "behaviour 21: NXDOMAIN", "none.test", RR_MX, 1, "no name",
	    "none.test", "Host or domain name not found. Name service error "
	    "for name=none.test type=MX: Host not found" },
	{ "behaviour 21: no data", "empty.test", RR_MX, 1, "no data",
	    "empty.test", "Host or domain name not found. Name service error "
	    "for name=empty.test type=MX: "
	    "Host found but no data record of requested type" },
	{ "behaviour 21: SERVFAIL", "servfail.test", RR_MX, 1, "temporary",
	    "servfail.test", "Host or domain name not found. Name service "
	    "error for name=servfail.test type=MX: "
	    "Host not found, try again" },
	{ "D9: FORMERR", "formerr.test", RR_MX, 1, "formerr", "formerr.test",
	    "Host or domain name not found. Name service error for "
	    "name=formerr.test type=MX: Non-recoverable error" },
	{ "behaviour 22: garbage", "garbage.test", RR_A, 1, "temporary",
	    "garbage.test", "Name service error for name=garbage.test type=A: "
	    "Malformed or unexpected name server reply" },
	{ "records of another name", "stray.test", RR_A, 1, "temporary",
	    "stray.test", "Name service error for name=stray.test type=A: "
	    "Malformed or unexpected name server reply" },

	{ "behaviour 11: digits", "192.0.2.1", RR_MX, 0, "no name",
	    "192.0.2.1", "Name service error for 192.0.2.1: "
	    "invalid host or domain name" },
	{ "behaviour 29: digits", "192.0.2.1", RR_A, 0, "no name",
	    "192.0.2.1", "Name service error for 192.0.2.1: "
	    "invalid host or domain name" },
	{ "behaviour 12: an empty label", "a..test", RR_MX, 0, "not a name",
	    "a..test", "Name service error for a..test: "
	    "invalid host or domain name" },
	{ "behaviour 12: a dot at the end", "a.test.", RR_MX, 0, "not a name",
	    "a.test.", "Name service error for a.test.: "
	    "invalid host or domain name" },
	{ "behaviour 12: nothing", "", RR_MX, 0, "not a name", "",
	    "Name service error for : invalid host or domain name" },
	{ "behaviour 19: no ASCII", "\xc3\xa9.test", RR_MX, 0, "not a name",
	    "\xc3\xa9.test", "Name service error for \xc3\xa9.test: "
	    "invalid host or domain name" },

	{ "behaviour 30: aliases in one reply", "whole.test", RR_A, 1,
	    "records: 192.0.2.3", "end.test", NULL },
	{ "behaviour 30: nine aliases, ten queries", "c0.nine.test", RR_A, 10,
	    "records: 192.0.2.9", "c9.nine.test", NULL },
	{ "behaviour 30: ten aliases are too many", "c0.ten.test", RR_A, 10,
	    "loop", "c10.ten.test", "Name server loop for c10.ten.test" },
	{ "behaviour 30: eleven aliases", "c0.eleven.test", RR_A, 10,
	    "loop", "c10.eleven.test", "Name server loop for "
	    "c10.eleven.test" },
	{ "behaviour 30: a circle", "there.test", RR_A, 10, "loop",
	    "there.test", "Name server loop for there.test" },
	{ "an alias whose target is asked for, in vain", "alias-only.test",
	    RR_A, 2, "no name", "none.test", "Host or domain name not found. "
	    "Name service error for name=none.test type=A: Host not found" },
	{ "an alias that leads to nothing", "to-nothing.test", RR_A, 1,
	    "no name", "gone.test", "Host or domain name not found. Name "
	    "service error for name=to-nothing.test type=A: Host not found" },

	{ "behaviour 24: targets that are no names are dropped",
	    "mixed.test", RR_MX, 1, "records: 10 b.test., 30 192.0.2.7.",
	    "mixed.test", NULL },
	{ "behaviour 21: all of them", "bad-mx.test", RR_MX, 1, "malformed",
	    "bad-mx.test", "Name service error for name=bad-mx.test type=MX: "
	    "Malformed or unexpected name server reply" },
	{ "behaviour 24: an owner that is no name", "bad-owner.test", RR_MX,
	    1, "malformed", "bad-owner.test", "Name service error for "
	    "name=bad-owner.test type=MX: "
	    "Malformed or unexpected name server reply" },
	{ "behaviour 23: null MX is a record", "null.test", RR_MX, 1,
	    "records: 10 b.test., 0 .", "null.test", NULL },
};

static void
test_scenes(void)
{
	struct nameserver ns;

	nameserver_start(&ns, "127.0.0.1", serve_zone);
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];
		struct resolver *resolver = resolver_of(ns.text);
		unsigned before = ns.asked;
		const struct answer *answer = ask(resolver, s->name, s->type,
		    false);

		is_text(show(answer), s->shown, s->title);
		is_text(answer->name, s->name, "the name asked for");
		is_text(answer->final_name, s->final, "the final one");
		is_number(ns.asked - before, s->asked, "asked so often");
		if (s->text != NULL)
			is_text(answer_text(arena, answer), s->text,
			    "in Postfix's words");
		resolver_free(&resolver);
	}
	nameserver_stop(&ns);
}

static void
test_limits(void)
{
	struct resolver *resolver;
	const struct answer *answer;
	struct nameserver ns;

	nameserver_start(&ns, "127.0.0.1", serve_zone);
	resolver = resolver_of(ns.text);
	answer = ask(resolver, "many.test", RR_MX, false);
	is_number(answer->len, RR_MAX, "behaviour 31: a hundred records");
	is_number(answer->rr[99].preference, 99, "the first ones");
	ok(answer->truncated, "and it is known");
	is_number(ns.streams, 1, "they came over a stream");
	answer = ask(resolver, "mixed.test", RR_MX, false);
	is_number(answer->dropped, 2, "behaviour 24: two were dropped");
	resolver_free(&resolver);
	ok(resolver == NULL, "freed");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

/* -- memory --------------------------------------------------------------- */

static void
test_memory(void)
{
	struct resolver *resolver;
	const struct answer *answer;
	struct nameserver ns;
	struct lookup lookups[] = {
		{ .name = SPAN("a.test"), .type = RR_A },
		{ .name = SPAN("none.test"), .type = RR_A },
		{ .name = SPAN("A.test"), .type = RR_A },
		{ .name = SPAN("a.test"), .type = RR_AAAA },
	};

	nameserver_start(&ns, "127.0.0.1", serve_zone);
	resolver = resolver_of(ns.text);
	answer = ask(resolver, "a.test", RR_A, false);
	ok(ask(resolver, "A.Test", RR_A, false) == answer,
	    "the same question has the same answer");
	is_number(ns.asked, 1, "and is asked once");
	ask(resolver, "servfail.test", RR_A, false);
	ask(resolver, "servfail.test", RR_A, false);
	is_number(ns.asked, 2, "failures are remembered");
	ask(resolver, "a.test", RR_A, true);
	is_number(ns.asked, 3, "its DNSSEC status is another question");
	resolver_ask(resolver, lookups, 4, (struct teller){ 0 });
	ok(lookups[0].answer == answer && lookups[2].answer == answer,
	    "several at once, some of them known");
	is_text(show(lookups[1].answer), "no name", "the others are asked");
	is_text(show(lookups[3].answer), "no data", "of any type");
	is_number(ns.asked, 5, "once each");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

/* Two threads want the same answers; the server gives none before both are
 * waiting. */

static pthread_barrier_t both;

static void
answer_late(struct play *p)
{
	if (p->times == 0)
		pthread_barrier_wait(&both);
	begin_answer(p, 0, false);
	answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

struct asker {
	struct resolver *resolver;
	struct lookup lookups[2];
	bool first;
};

static void *
want(void *self)
{
	struct asker *asker = self;

	if (!asker->first)
		pthread_barrier_wait(&both);
	resolver_ask(asker->resolver, asker->lookups, 2,
	    (struct teller){ 0 });
	return NULL;
}

static void
test_threads(void)
{
	struct nameserver ns;
	struct resolver *resolver;
	struct lookup a = { .name = SPAN("a.test"), .type = RR_A };
	struct lookup b = { .name = SPAN("b.test"), .type = RR_A };
	struct asker askers[] = { { .lookups = { a, b }, .first = true },
	    { .lookups = { b, a } } };
	pthread_t threads[2];

	must(pthread_barrier_init(&both, NULL, 2) == 0);
	nameserver_start(&ns, "127.0.0.1", answer_late);
	resolver = resolver_of(ns.text);
	for (int i = 0; i < 2; i++) {
		askers[i].resolver = resolver;
		must(pthread_create(&threads[i], NULL, want, &askers[i]) ==
		    0);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	is_number(ns.asked, 2, "two threads, two questions, asked once each");
	ok(askers[0].lookups[0].answer == askers[1].lookups[1].answer &&
	    askers[0].lookups[1].answer == askers[1].lookups[0].answer,
	    "both have the same answers");
	is_text(show(askers[1].lookups[0].answer), "records: 192.0.2.1",
	    "which are right");
	resolver_free(&resolver);
	nameserver_stop(&ns);
	pthread_barrier_destroy(&both);
}

/* -- DNSSEC --------------------------------------------------------------- */

/* AD for all but b: a -> b -> c, d -> e, f -> s, and s fails. */

static void
serve_signed(struct play *p)
{
	begin_answer(p, 0, p->name[0] != 'b' && p->ad && p->dnssec_ok);
	if (p->name[0] == 'a')
		answer_alias(p, p->name, "b.test");
	else if (p->name[0] == 'b')
		answer_alias(p, p->name, "c.test");
	else if (p->name[0] == 'd')
		answer_alias(p, p->name, "e.test");
	else if (p->name[0] == 'f')
		answer_alias(p, p->name, "s.test");
	else if (p->name[0] == 'n')
		begin_answer(p, RCODE_NXDOMAIN, true);
	else if (p->name[0] == 's')
		begin_answer(p, RCODE_SERVFAIL, true);
	else
		answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

static const struct {
	const char *title, *name;
	bool asked;
	enum dnssec trusted;	/* what a trusted server's answer is */
} statuses[] = {
	{ "behaviour 33: AD", "c.test", true, DNSSEC_SECURE },
	{ "behaviour 33: not asked for", "c.test", false,
	    DNSSEC_INDETERMINATE },
	{ "behaviour 33: an alias, all steps with AD", "d.test", true,
	    DNSSEC_SECURE },
	{ "behaviour 33: the first step without", "b.test", true,
	    DNSSEC_INSECURE },
	{ "behaviour 33: a step between without", "a.test", true,
	    DNSSEC_INSECURE },
	{ "AD that there is no such name", "n.test", true, DNSSEC_SECURE },
	{ "no answer", "s.test", true, DNSSEC_INDETERMINATE },
	{ "an alias, and then no answer", "f.test", true,
	    DNSSEC_INDETERMINATE },
};

static void
try_statuses(struct resolver *resolver, bool trusted)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		is_number(ask(resolver, statuses[i].name, RR_A,
		    statuses[i].asked)->dnssec, trusted ?
		    statuses[i].trusted : DNSSEC_INDETERMINATE,
		    statuses[i].title);
}

/* An address that leads to the server on loopback, but is none of loopback
 * itself: nobody knows who is behind it. */

static void
test_dnssec(void)
{
	struct nameserver ns;
	struct resolver *resolver;
	struct resolver_setup setup = { .dnssec = DNSSEC_TRUST };
	struct dsn why = DSN_IN(arena);
	struct span mapped;

	nameserver_start(&ns, "127.0.0.1", serve_signed);
	resolver = resolver_of(ns.text);
	try_statuses(resolver, true);
	resolver_free(&resolver);

	mapped = arena_text(arena, "[::ffff:127.0.0.1]:%d", ns.port);
	resolver = resolver_of(mapped.at);
	if (ask(resolver, "c.test", RR_A, true)->state == ANSWER_RECORDS) {
		try_statuses(resolver, false);
		setup.servers = mapped;
		resolver_free(&resolver);
		ok(resolver_new(&setup, &resolver, &why),
		    "mxput_dnssec = trust");
		try_statuses(resolver, true);
	} else
		ok(true, "untrusted servers # SKIP no IPv6 here");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

/* -- setup ---------------------------------------------------------------- */

static void
be_silent(struct play *p)
{
	stay_silent(p, 5000);
}

static void
be_silent_briefly(struct play *p)
{
	stay_silent(p, 77);
}

static void
test_setup(void)
{
	struct resolver_setup setup = { .servers = SPAN("ns.example") };
	struct dsn why = DSN_IN(arena);
	struct resolver *resolver = NULL;
	struct nameserver ns;

	ok(!resolver_new(&setup, &resolver, &why), "no list of servers");
	is_text(span_of(why.status), "4.3.5", "is our own fault");
	is_text(why.text, "mxput_resolvers: no name server address: "
	    "ns.example", "and that of a parameter");
	ok(resolver == NULL, "untouched");

	nameserver_start(&ns, "127.0.0.1", be_silent_briefly);
	setup.servers = span_of(ns.text);
	setup.timeout = 77;
	setup.attempts = 3;
	must(resolver_new(&setup, &resolver, &why));
	is_text(show(ask(resolver, "a.test", RR_A, false)), "temporary",
	    "time and attempts of the setup");
	is_number(ns.asked, 3, "count");
	is_text(ask(resolver, "a.test", RR_A, false)->reason,
	    arena_text(arena, "%s: no answer in time", ns.text).at,
	    "the reason names the server");
	resolver_free(&resolver);
	nameserver_stop(&ns);

	nameserver_start(&ns, "127.0.0.1", be_silent);
	setup = (struct resolver_setup){ .servers = span_of(ns.text) };
	must(resolver_new(&setup, &resolver, &why));
	ask(resolver, "a.test", RR_A, false);
	is_number(ns.asked, 2, "without them, those of resolv.conf");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

/* A file's servers are asked at port 53, where no test can listen; so only
 * who was asked is looked at, by the real clock. */

static void
test_file(void)
{
	char path[] = "/tmp/test_resolver.XXXXXX";
	int fd = mkstemp(path);
	struct resolver_setup setup = { .resolv_conf = path };
	struct dsn why = DSN_IN(arena);
	struct resolver *resolver;
	static const char text[] = "nameserver 127.255.255.254\n"
	    "search a.example\noptions attempts:1 timeout:1\n";
	struct span told;

	clock_replace(NULL);
	must(write(fd, text, sizeof(text) - 1) == sizeof(text) - 1);
	close(fd);
	ok(resolver_new(&setup, &resolver, &why), "a file");
	told = told_about(resolver, "a.test", RR_A);
	ok(span_starts(told, SPAN("decision: DNSSEC status: "
	    "AD of 127.255.255.254\n"
	    "dns-asked: a.test A of 127.255.255.254\n")),
	    "its server is asked");
	resolver_free(&resolver);
	must(unlink(path) == 0);
	ok(resolver_new(&setup, &resolver, &why), "no file");
	resolver_free(&resolver);
	setup.resolv_conf = NULL;
	ok(resolver_new(&setup, &resolver, &why), "the system's");
	resolver_free(&resolver);
	still_clock();
}

/* -- what is told --------------------------------------------------------- */

static void
test_told(void)
{
	struct nameserver ns, dead;
	struct resolver *resolver;

	nameserver_start(&ns, "127.0.0.1", serve_zone);
	nameserver_start(&dead, "127.0.0.1", be_silent);
	resolver = resolver_of(ns.text);
	is_span(told_about(resolver, "null.test", RR_MX),
	    arena_text(arena, "decision: DNSSEC status: AD of %s\n"
	    "dns-asked: null.test MX of %s\ndns-answered: "
	    "null.test MX: 10 b.test., 0 . (secure)\n", ns.text, ns.text),
	    "a question and its answer");
	is_text(told_about(resolver, "null.test", RR_MX), "",
	    "what is known is not asked");
	is_span(told_about(resolver, "mixed.test", RR_MX),
	    arena_text(arena, "dns-asked: mixed.test MX of %s\ndns-answered: "
	    "mixed.test MX: 10 b.test., 30 192.0.2.7. (secure)\n"
	    "note: mixed.test MX: 2 records left out whose target is no host "
	    "name\n", ns.text), "behaviour 24: what was dropped");
	is_text(told_about(resolver, "192.0.2.1", RR_MX),
	    "dns-answered: 192.0.2.1 MX: an address is no domain\n",
	    "no question");
	resolver_free(&resolver);

	resolver = resolver_of(arena_text(arena, "%s %s", dead.text,
	    ns.text).at);
	is_span(told_about(resolver, "null.test", RR_MX),
	    arena_text(arena, "decision: DNSSEC status: AD of %s, %s\n"
	    "dns-asked: null.test MX of %s\n"
	    "decision: name server %s, asked for null.test MX: "
	    "no answer in time\n"
	    "dns-asked: null.test MX of %s\n"
	    "dns-answered: null.test MX: 10 b.test., 0 . (secure)\n",
	    dead.text, ns.text, dead.text, dead.text, ns.text),
	    "a dead server");
	resolver_free(&resolver);
	nameserver_stop(&ns);
	nameserver_stop(&dead);
}

int
main(void)
{
	arena = arena_new();
	still_clock();
	test_scenes();
	test_limits();
	test_memory();
	test_threads();
	test_dnssec();
	test_setup();
	test_file();
	test_told();
	arena_free(&arena);
	return tap_done();
}
