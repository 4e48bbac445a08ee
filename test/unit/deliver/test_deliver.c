/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/deliver.h"

#include "unit/deliver/scene.h"

static const struct zone_row world[] = {
	{ "one.test", RR_MX, .records = "10 a.test" },
	{ "other.test", RR_MX, .records = "10 b.test" },
	{ "third.test", RR_A, .records = "127.0.0.3" },
	{ "a.test", RR_A, .records = "127.0.0.1" },
	{ "b.test", RR_A, .records = "127.0.0.2" },
	{ .name = NULL },
};

#define EVERYBODY "u1@other.test u2@one.test u3@OTHER.test u4@third.test " \
	"u5@one.test u6@[127.0.0.1]"

/* The order in which recipients were told, by their numbers. */

static struct span
order(const struct trial *t)
{
	struct span text = { 0 };

	for (size_t i = 0; i < t->told_len; i++)
		text = arena_text(t->arena, "%.*s%zu", SPAN_ARG(text),
		    t->told[i]->recipient->number);
	return text;
}

static void
domains(void)
{
	struct trial_setup setup = { .recipients = EVERYBODY, .rows = world,
	    .servers = { { A }, { B }, { C } }, .in_turn = true };
	struct trial t;

	trial_open(&t, &setup);
	trial_run(&t);
	ok(trial_is_whole(&t), "several domains: everybody is told once");
	is_text(order(&t), "021435",
	    "several domains: in the order of their first mention");
	is_text(str_span(&t.servers[1].heard),
	    "EHLO MAIL u1@other.test u3@OTHER.test DATA . QUIT /",
	    "one delivery a domain, whatever its case");
	is_text(str_span(&t.servers[0].heard),
	    "EHLO MAIL u2@one.test u5@one.test DATA . QUIT /"
	    "EHLO MAIL u6@[127.0.0.1] DATA . QUIT /",
	    "an address literal is a host of its own");
	is_text(zone_flight(&t.zone, 0), "other.test MX",
	    "the domain is asked for in lower case");
	is_text(trial_outcome(&t, 2)->destination, "other.test",
	    "and is the destination of the outcome");
	is_text(trial_verdict(&t, 3),
	    "sent 2.0.0 third.test: 250 2.0.0 stored",
	    "each with the host of its domain");
	trial_close(&t);
}

static void
one_for_all(void)
{
	struct trial_setup setup = { .recipients = EVERYBODY, .rows = world,
	    .servers = { { A }, { B }, { C } }, .destination = "[b.test]" };
	struct trial t;

	trial_open(&t, &setup);
	trial_run(&t);
	is_text(str_span(&t.servers[1].heard), "EHLO MAIL u1@other.test "
	    "u2@one.test u3@OTHER.test u4@third.test u5@one.test "
	    "u6@[127.0.0.1] DATA . QUIT /",
	    "a destination is for all, in one transaction");
	is_text(order(&t), "012345", "who are told in their order");
	trial_close(&t);
	setup.settings = "relayhost = [a.test]";
	trial_open(&t, &setup);
	trial_run(&t);
	ok(t.servers[0].heard.len == 0 && t.servers[1].heard.len > 0,
	    "and comes before the relayhost");
	trial_close(&t);
	setup.destination = NULL;
	trial_open(&t, &setup);
	trial_run(&t);
	ok(t.servers[0].heard.len > 0 && t.servers[1].heard.len == 0,
	    "which comes before the domains");
	trial_close(&t);
}

/* Side by side: each server greets only once both have a connection. */

static void
side_by_side(void)
{
	struct meeting meeting;
	struct trial_setup setup = { .rows = world,
	    .recipients = "u1@one.test u2@other.test",
	    .servers = { { A, { { "", MEET "220 a ESMTP" } } },
		{ B, { { "", MEET "220 b ESMTP" } } } } };
	struct trial t;

	meeting_init(&meeting, 2);
	setup.servers[0].meeting = setup.servers[1].meeting = &meeting;
	trial_open(&t, &setup);
	trial_run(&t);
	ok(trial_is_whole(&t), "side by side: everybody is told once");
	is_text(trial_verdict(&t, 0), "sent 2.0.0 a.test: 250 2.0.0 stored",
	    "side by side: one delivers");
	is_text(trial_verdict(&t, 1), "sent 2.0.0 b.test: 250 2.0.0 stored",
	    "side by side: and so does the other");
	trial_close(&t);
	meeting_clear(&meeting);
}

/* A domain that hangs goes on only once who is with another one was told. */

struct release {
	struct trial *t;
	struct meeting *meeting;
};

static void
release(void *self, const struct outcome *outcome)
{
	struct release *r = self;

	trial_told(r->t, outcome);
	if (outcome->recipient->number == 1)
		meeting_join(r->meeting);
}

static void
hanging(void)
{
	struct meeting meeting;
	struct trial_setup setup = { .rows = world,
	    .recipients = "u1@one.test u2@other.test",
	    .servers = { { A, { { "MAIL", MEET "250 ok" } } }, { B } } };
	struct trial t;
	struct release r = { &t, &meeting };

	meeting_init(&meeting, 2);
	setup.servers[0].meeting = &meeting;
	trial_open(&t, &setup);
	t.run.settled = release;
	t.run.self = &r;
	trial_run(&t);
	is_text(order(&t), "10", "a domain that hangs holds up nobody else");
	is_text(trial_verdict(&t, 0), "sent 2.0.0 a.test: 250 2.0.0 stored",
	    "and delivers in the end");
	trial_close(&t);
	meeting_clear(&meeting);
}

/* One domain fails in every way, another one must not notice. */

static void
apart(void)
{
	struct trial_setup setup = { .rows = world,
	    .recipients = "u1@one.test u2@gone.test u3@other.test",
	    .servers = { { A, { { "RCPT", HANGUP } } }, { B } } };
	struct trial t;

	trial_open(&t, &setup);
	trial_run(&t);
	is_text(trial_verdict(&t, 0), "deferred 4.4.2 a.test: lost "
	    "connection with a.test[127.0.0.1] while sending RCPT TO",
	    "several domains: one fails for now");
	is_text(trial_verdict(&t, 1), "bounced 5.4.4 none: " GONE,
	    "several domains: one is not there");
	is_text(trial_verdict(&t, 2),
	    "sent 2.0.0 b.test: 250 2.0.0 stored",
	    "several domains: one delivers all the same");
	trial_close(&t);
}

static void
stops(void)
{
	struct trial_setup setup = { .rows = world,
	    .recipients = "u1@one.test u2@one.test u3@other.test",
	    .servers = { { A, { { "RCPT TO:<u2@", SIGNAL STALL } } },
		{ B } }, .in_turn = true };
	struct trial t;

	trial_open(&t, &setup);
	trial_run(&t);
	ok(trial_is_whole(&t), "a signal: everybody is told once");
	is_text(trial_verdict(&t, 1),
	    "deferred 4.3.0 a.test: interrupted by a signal",
	    "a signal: the delivery that goes on is stopped");
	is_text(trial_verdict(&t, 2),
	    "deferred 4.3.0 none: interrupted by a signal",
	    "a signal: the next one is not begun");
	ok(t.servers[1].heard.len == 0 && t.zone.len == 2,
	    "a signal: no server and no DNS is asked any more");
	trial_close(&t);
}

/* Both servers have a message or a part of one when the signal comes. */

static void
stops_all(void)
{
	struct meeting meeting;
	struct trial_setup setup = { .rows = world,
	    .recipients = "u1@one.test u2@other.test u3@third.test",
	    .settings = "mxput_destination_parallelism = 2\n",
	    .servers = { { A, { { "RCPT", MEET SIGNAL STALL } } },
		{ B, { { "DATA", MEET STALL } } }, { C } } };
	struct trial t;

	meeting_init(&meeting, 2);
	setup.servers[0].meeting = setup.servers[1].meeting = &meeting;
	trial_open(&t, &setup);
	trial_run(&t);
	ok(trial_is_whole(&t), "a signal to several: everybody is told once");
	is_text(trial_verdict(&t, 0),
	    "deferred 4.3.0 a.test: interrupted by a signal",
	    "a signal to several: one that goes on is stopped");
	is_text(trial_verdict(&t, 1),
	    "deferred 4.3.0 b.test: interrupted by a signal",
	    "a signal to several: and so is the other");
	is_text(trial_verdict(&t, 2),
	    "deferred 4.3.0 none: interrupted by a signal",
	    "a signal to several: a third one is not begun");
	ok(t.servers[2].heard.len == 0,
	    "a signal to several: its server is not spoken to");
	trial_close(&t);
	meeting_clear(&meeting);
}

/* Outcomes are told one by one while the run goes on: at the time of the
 * first, nobody else is settled. */

struct watcher {
	struct trial *t;
	bool early;
};

static void
watch(void *self, const struct outcome *outcome)
{
	struct watcher *w = self;

	if (w->t->told_len == 0)
		for (size_t i = 1; i < w->t->envelope.recipients.len; i++)
			w->early |= !recipient_is_open(
			    &w->t->envelope.recipients.at[i]);
	trial_told(w->t, outcome);
}

static void
soon(void)
{
	struct trial_setup setup = { .rows = world,
	    .recipients = "u1@one.test u2@one.test u3@other.test",
	    .servers = { { A, { { "RCPT TO:<u1@", "550 5.1.1 who?" } } },
		{ B } }, .in_turn = true };
	struct trial t;
	struct watcher w = { .t = &t };

	trial_open(&t, &setup);
	t.run.settled = watch;
	t.run.self = &w;
	trial_run(&t);
	ok(trial_is_whole(&t) && !w.early,
	    "an outcome is told as soon as it is settled");
	trial_close(&t);
}

/* D24: what is wrong with destinations, before anything is tried. */

static const struct check {
	const char *name, *destination, *settings, *recipients;
	const char *text;	/* NULL: nothing is wrong */
} checks[] = {
	{ "D24: a good destination", "[a.test]:26, b.test", NULL,
	    "u1@x.test", NULL },
	{ "D24: a malformed one", "[a.test", NULL, "u1@x.test",
	    "malformed destination \"[a.test\": ']' is missing" },
	{ "D24: an unknown service", "a.test:nosuchservice", NULL,
	    "u1@x.test",
	    "malformed destination \"a.test:nosuchservice\": unknown "
	    "service" },
	{ "D24: only separators", ", ,", NULL, "u1@x.test",
	    "the destination is empty" },
	{ "D24: a later member is looked at when it is reached",
	    "[a.test], [b", NULL, "u1@x.test", NULL },
	{ "D24: a malformed relayhost", NULL, "relayhost = a..test",
	    "u1@x.test", "malformed destination \"a..test\": neither a host "
	    "name nor an address" },
	{ "D24: a domain of the first recipient", NULL, NULL, "u1@x.test "
	    "u2@y.test", NULL },
	{ "D24: the domain of any recipient", NULL, NULL,
	    "u1@x.test u2@12345", "malformed destination \"12345\": neither "
	    "a host name nor an address" },
	{ "D24: an address literal that is none", NULL, NULL,
	    "u1@[tag:x]", "malformed destination \"[tag:x]\": neither a "
	    "host name nor an address" },
	{ "D24: which a destination makes good", "[a.test]", NULL,
	    "u1@[tag:x] u2@12345", NULL },
};

static void
checks_first(void)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		const struct check *c = &checks[i];
		struct trial_setup setup = { .recipients = c->recipients,
		    .settings = c->settings, .rows = world,
		    .destination = c->destination };
		struct trial t;
		struct dsn why;
		bool good;

		trial_open(&t, &setup);
		why = DSN_IN(t.arena);
		good = deliver_check(&t.run, &why);
		ok(good == (c->text == NULL), c->name);
		is_text(why.text, c->text, "and it is said what is wrong");
		is_text(span_of(why.status), good ? "" : "5.3.5",
		    "which no later run can mend");
		ok(t.told_len == 0 && t.zone.len == 0,
		    "nothing is tried, and nobody is told");
		trial_close(&t);
	}
}

int
main(void)
{
	domains();
	one_for_all();
	side_by_side();
	hanging();
	apart();
	stops();
	stops_all();
	soon();
	checks_first();
	return tap_done();
}
