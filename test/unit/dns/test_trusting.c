/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The resolver: where the DNSSEC status of its answers comes from, short
 * names, and many threads.
 */
#include "dns/resolver.h"

#include <stdlib.h>

#include "dns/packet.h"
#include "unit/dns/asking.h"
#include "unit/dns/nameserver.h"
#include "unit/tap.h"

/* -- where the status comes from ------------------------------------------ */

/* Whether the last question asked for DNSSEC, and how many there were for
 * the root. */
static _Atomic bool last_dnssec;
static _Atomic unsigned for_root;

/* AD for names that begin with s; the root's keys have a signature, which
 * is not worth anything, where the server is asked for s-names only. */

static void
serve_status(struct play *p)
{
	atomic_store(&last_dnssec, p->ad || p->dnssec_ok);
	begin_answer(p, 0, p->name[0] == 's' && p->ad);
	if (p->name[0] == '\0')
		atomic_fetch_add(&for_root, 1);
	else if (p->type == T_A)
		answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

static void
sign_root(struct play *p)
{
	begin_answer(p, 0, false);
	if (p->name[0] == '\0') {
		atomic_fetch_add(&for_root, 1);
		begin_record(p, "", T_RRSIG, 20);
		put(p, "\0\x30\10\0\0\0\0\1\0\0\0\2\0\0\0\1\0\1\0x", 20);
	} else if (p->type == T_A)
		answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

static void
test_no_status(void)
{
	struct nameserver ns;
	struct resolver *resolver;
	const struct answer *answer;

	nameserver_start(&ns, "127.0.0.1", serve_status);
	resolver = resolver_with((struct resolver_setup){
	    .servers = span_of(ns.text), .dnssec = DNSSEC_NO });
	answer = ask(resolver, "s.test", RR_A, true);
	is_text(show(answer), "records: 192.0.2.1", "mxput_dnssec = no");
	is_number(answer->dnssec, DNSSEC_INDETERMINATE, "no status");
	ok(!atomic_load(&last_dnssec), "neither AD nor DO in the question");
	ok(ask(resolver, "s.test", RR_A, false) == answer,
	    "and no second question without");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

#define DOUBT	"warning: DNSSEC is perhaps not validated"

static void
test_doubt(void)
{
	struct nameserver ns;
	struct resolver_setup setup = { .dnssec_probe = SPAN("ns:."),
	    .may_probe = true };
	struct resolver *resolver;

	nameserver_start(&ns, "127.0.0.1", serve_status);
	setup.servers = span_of(ns.text);
	resolver = resolver_with(setup);
	atomic_store(&for_root, 0);
	ok(holds(told_about(resolver, "a.test", RR_A), DOUBT),
	    "behaviour 34: an answer without AD, and a probe without it");
	is_number(for_root, 1, "one question");
	ok(!holds(told_about(resolver, "b.test", RR_A), DOUBT),
	    "behaviour 34: once");
	is_number(for_root, 1, "and no other");
	resolver_free(&resolver);

	resolver = resolver_with(setup);
	ask(resolver, "s.test", RR_A, true);
	ok(!holds(told_about(resolver, "a.test", RR_A), DOUBT),
	    "behaviour 34: not after an answer with AD");
	resolver_free(&resolver);

	setup.dnssec_probe = SPAN("a:s.test");
	resolver = resolver_with(setup);
	ok(!holds(told_about(resolver, "a.test", RR_A), DOUBT),
	    "behaviour 34: the probe has AD");
	is_text(show(ask(resolver, "s.test", RR_A, true)),
	    "records: 192.0.2.1", "a probe is no answer for others");
	resolver_free(&resolver);

	setup.may_probe = false;
	resolver = resolver_with(setup);
	ask(resolver, "a.test", RR_A, true);
	is_number(for_root, 1, "none unless DANE is asked for by name");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

/* An address that is not on this host, as far as its form tells: whether it
 * sends signatures is found out in the first flight. */

static void
try_undecided(void (*script)(struct play *play), const char *key,
    bool is_signed)
{
	struct nameserver ns;
	struct resolver_setup setup = { .may_probe = true,
	    .trust_anchor = span_of(key), .timeout = 50, .attempts = 1 };
	struct resolver *resolver;
	const struct answer *answer;
	struct span told;

	nameserver_start(&ns, "127.0.0.1", script);
	setup.servers = arena_text(arena, "[::ffff:127.0.0.1]:%d", ns.port);
	resolver = resolver_with(setup);
	if (ask(resolver, "a.test", RR_A, false)->state != ANSWER_RECORDS) {
		ok(true, "untrusted servers # SKIP no IPv6 here");
		resolver_free(&resolver);
		nameserver_stop(&ns);
		return;
	}
	atomic_store(&for_root, 0);
	told = told_about(resolver, "a.test", RR_A);
	ok(holds(told, is_signed ? "DNSSEC status: validated here with " :
	    "the name servers send no signatures"), "auto: what is decided");
	answer = ask(resolver, "a.test", RR_A, true);
	if (is_signed)
		ok(answer->state == ANSWER_TEMPORARY,
		    "auto: validated, and not believed");
	else
		is_text(show(answer), "records: 192.0.2.1",
		    "auto: not validated");
	ok(for_root > 0, "by the keys of the root");
	ask(resolver, "b.test", RR_A, true);
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

static void
test_undecided(void)
{
	static const char key[] = ". IN DS 12345 8 2 0123456789ABCDEF0123456"
	    "789ABCDEF0123456789ABCDEF0123456789ABCDEF\n";
	char path[] = "/tmp/test_resolver.XXXXXX";
	int fd = mkstemp(path);

	must(write(fd, key, sizeof(key) - 1) == sizeof(key) - 1);
	close(fd);
	clock_replace(NULL);
	if (resolver_can_validate()) {
		try_undecided(serve_status, path, false);
		try_undecided(sign_root, path, true);
	} else
		ok(true, "# SKIP built without libunbound");
	still_clock();
	must(unlink(path) == 0);
}

/* -- search list ---------------------------------------------------------- */

static void
serve_domain(struct play *p)
{
	bool there = strcmp(p->name, "mx.corp.test") == 0;

	begin_answer(p, there ? 0 : RCODE_NXDOMAIN, false);
	if (there)
		answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

static void
test_search(void)
{
	struct nameserver ns;
	struct resolver_setup setup = { .domain = SPAN("corp.test"),
	    .search = RESOLVER_DEFNAMES };
	struct lookup lookups[] = { { .name = SPAN("mx"), .type = RR_A,
	    .search = true }, { .name = SPAN("mx"), .type = RR_A } };
	struct resolver *resolver;

	nameserver_start(&ns, "127.0.0.1", serve_domain);
	setup.servers = span_of(ns.text);
	resolver = resolver_with(setup);
	resolver_ask(resolver, lookups, 2, (struct teller){ 0 });
	is_text(show(lookups[0].answer), "records: 192.0.2.1",
	    "res_defnames: a name gets the domain");
	is_text(lookups[0].answer->final_name, "mx.corp.test", "its name");
	is_text(show(lookups[1].answer), "no name",
	    "but only where the question says so");
	resolver_free(&resolver);
	setup.search = 0;
	resolver = resolver_with(setup);
	resolver_ask(resolver, lookups, 2, (struct teller){ 0 });
	is_text(show(lookups[0].answer), "no name",
	    "not without smtp_dns_resolver_options");
	ok(lookups[0].answer == lookups[1].answer, "one question then");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

/* -- many threads --------------------------------------------------------- */

enum { CREW = 8, SHARE = 12, STEP = 3 };

static void
answer_slowly(struct play *p)
{
	poll(NULL, 0, 1);
	begin_answer(p, 0, p->name[1] != '1');
	answer_a(p, p->name, "192.0.2.1");
	send_answer(p);
}

struct sailor {
	pthread_t thread;
	struct resolver *resolver;
	struct lookup lookups[SHARE];
	char names[SHARE][16];
};

static void *
sail(void *self)
{
	struct sailor *s = self;

	for (size_t i = 0; i < SHARE; i += 4)
		resolver_ask(s->resolver, &s->lookups[i], 4,
		    (struct teller){ 0 });
	return NULL;
}

static void
test_crew(void)
{
	static struct sailor crew[CREW];
	struct nameserver ns;
	struct resolver *resolver;
	bool right = true;

	nameserver_start(&ns, "127.0.0.1", answer_slowly);
	resolver = resolver_with((struct resolver_setup){
	    .servers = span_of(ns.text), .dnssec_probe = SPAN("ns:."),
	    .may_probe = true });
	for (unsigned t = 0; t < CREW; t++) {
		crew[t].resolver = resolver;
		for (unsigned i = 0; i < SHARE; i++) {
			snprintf(crew[t].names[i], sizeof(crew[t].names[i]),
			    "n%u.test", t * STEP + (t % 2 ? i : SHARE - 1 - i));
			crew[t].lookups[i] = (struct lookup){ .type = RR_A,
			    .name = span_of(crew[t].names[i]),
			    .dnssec = true };
		}
		must(pthread_create(&crew[t].thread, NULL, sail, &crew[t]) ==
		    0);
	}
	for (unsigned t = 0; t < CREW; t++) {
		pthread_join(crew[t].thread, NULL);
		for (unsigned i = 0; i < SHARE; i++)
			right = right && crew[t].lookups[i].answer->state ==
			    ANSWER_RECORDS &&
			    ask(resolver, crew[t].names[i], RR_A, true) ==
			    crew[t].lookups[i].answer;
	}
	ok(right, "eight threads: everybody has the one answer");
	ok(ns.asked == (CREW - 1) * STEP + SHARE || ns.asked ==
	    (CREW - 1) * STEP + SHARE + 1, "each question was asked once");
	resolver_free(&resolver);
	nameserver_stop(&ns);
}

int
main(void)
{
	arena = arena_new();
	still_clock();
	test_no_status();
	test_doubt();
	test_undecided();
	test_search();
	test_crew();
	arena_free(&arena);
	return tap_done();
}
