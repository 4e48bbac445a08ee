/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/outcome.h"

#include <unistd.h>

#include "base/mem.h"
#include "deliver/delivery_internal.h"
#include "os/clock.h"
#include "unit/child.h"
#include "unit/tap.h"

enum { MANY = 100 };

/* Both clocks, the monotonic one and the time of day. */
static msec_t the_time;

static msec_t
now(void)
{
	return the_time;
}

/* A delivery to some of many recipients: to those whose number is 3, 6, 9
 * and so on. */
struct scene {
	struct params params;
	struct envelope envelope;
	struct recipient recipients[MANY], *batch[MANY];
	struct run run;
	struct delivery d;
	const struct outcome *told[MANY];
	size_t told_len;
};

static void
take(void *self, const struct outcome *outcome)
{
	struct scene *s = self;

	s->told[s->told_len++] = outcome;
}

static struct scene *
begin(void)
{
	struct scene *s = mem_new(1, sizeof(*s));
	struct batch *batch = &s->d.letter.batch;

	clock_replace(now);
	the_time = 10000;
	s->envelope.arrival = 6000;
	s->run = (struct run){ .params = &s->params, .started = 7000,
	    .envelope = &s->envelope, .settled = take, .self = s };
	s->d = (struct delivery){ .run = &s->run, .arena = arena_new(),
	    .destination = SPAN_INIT("[mx.test], b.test"), .began = 7500 };
	batch->at = s->batch;
	for (size_t i = 0; i < MANY; i++) {
		s->recipients[i].number = 3 * i + 3;
		batch->at[batch->len++] = &s->recipients[i];
	}
	s->d.records = mem_new(batch->len, sizeof(*s->d.records));
	s->d.open = batch->len;
	s->d.offered = *batch;
	return s;
}

static void
end(struct scene *s)
{
	mem_free(&s->d.records);
	arena_free(&s->d.arena);
	mem_free(&s);
	clock_replace(NULL);
}

/* A host, and the message was due there at this time. */

static struct visit *
visit(struct scene *s, const char *name, msec_t mail_at)
{
	struct visit *v = arena_get(s->d.arena, 1, sizeof(*v));

	*v = (struct visit){ .remote.name = span_of(name), .opened = true,
	    .protocol = "esmtp", .mail_at = mail_at };
	return v;
}

static struct dsn
word(const char *status, const struct visit *at, msec_t when)
{
	struct dsn dsn = { .at = when,
	    .remote = at == NULL ? NULL : &at->remote };

	snprintf(dsn.status, sizeof(dsn.status), "%s", status);
	return dsn;
}

/* Settles the n-th recipient as a server would, and gives what was told. */

static const struct outcome *
settle(struct scene *s, size_t n, struct dsn dsn)
{
	recipient_judge(&s->recipients[n], &dsn);
	outcome_settled(&s->d, &s->recipients[n]);
	return s->told[s->told_len - 1];
}

static void
has_delays(const struct outcome *o, struct delays want, const char *name)
{
	ok(o->delays.before == want.before && o->delays.setup == want.setup &&
	    o->delays.connect == want.connect &&
	    o->delays.transmit == want.transmit, name);
	is_number(o->delay, want.before + want.setup + want.connect +
	    want.transmit, "behaviour 226: the delay is their sum");
}

static void
delays(void)
{
	struct scene *s = begin();
	const struct outcome *o;

	o = settle(s, 0, word("2.0.0", visit(s, "mx.test", 8200), 9000));
	has_delays(o, (struct delays){ 1000, 500, 700, 800 },
	    "behaviour 226: before, setup, up to MAIL, from then on");
	is_number(o->time, 9000, "the time is when the word came");
	o = settle(s, 1, word("5.1.1", visit(s, "mx.test", 0), 9000));
	has_delays(o, (struct delays){ 1000, 500, 1500, 0 },
	    "behaviour 226: MAIL was never due");
	o = settle(s, 2, word("5.4.4", NULL, 9000));
	has_delays(o, (struct delays){ 1000, 500, 1500, 0 },
	    "behaviour 226: there was no session");
	o = settle(s, 3, word("2.0.0", visit(s, "mx.test", 8200), 0));
	has_delays(o, (struct delays){ 1000, 500, 700, 1800 },
	    "behaviour 226: a word without a time came just now");
	is_number(o->time, 10000, "and so did the outcome");
	s->envelope.arrival = 999999;
	o = settle(s, 4, word("2.0.0", visit(s, "mx.test", 8200), 9000));
	has_delays(o, (struct delays){ 0, 500, 700, 800 },
	    "behaviour 226: an arrival that is to come is no delay");
	end(s);
}

static void
hosts(void)
{
	struct scene *s = begin();
	const struct visit *at = visit(s, "mx.test", 8200);
	const struct outcome *o;

	o = settle(s, 0, word("2.0.0", at, 9000));
	ok(o->visit == at && strcmp(o->protocol, "esmtp") == 0,
	    "an outcome knows its host, and what was spoken there");
	is_text(o->destination, "[mx.test], b.test",
	    "and the next hop as it was given");
	ok(o->recipient == &s->recipients[0], "and its recipient");
	ok(o->attempts == NULL, "what was decided at no host is no attempt");
	o = settle(s, 1, word("5.4.4", NULL, 9000));
	ok(o->visit == NULL && strcmp(o->protocol, "smtp") == 0,
	    "behaviour 228: without a session there is no host");
	end(s);
}

/* At the first host everybody hears a word, at the second one is refused, and
 * the others hear another word. */

static void
attempts(void)
{
	struct scene *s = begin();
	struct visit *first = visit(s, "a.test", 0);
	struct visit *second = visit(s, "b.test", 8200);
	struct dsn busy = word("4.4.1", NULL, 8000);
	struct dsn full = word("4.2.2", second, 8500);
	const struct outcome *refused, *gave_up;

	s->d.visit = first;
	for (size_t i = 0; i < MANY; i++)
		recipient_remember(&s->recipients[i], &busy);
	outcome_visited(&s->d);
	s->d.visit = second;
	refused = settle(s, 7, word("5.1.1", second, 8400));
	for (size_t i = 0; i < MANY; i++)
		if (recipient_is_open(&s->recipients[i]))
			recipient_judge(&s->recipients[i], &full);
	outcome_visited(&s->d);
	s->d.visit = NULL;
	recipient_give_up(&s->recipients[8]);
	outcome_settled(&s->d, &s->recipients[8]);
	gave_up = s->told[1];

	ok(refused->attempts->visit == first &&
	    strcmp(refused->attempts->dsn.status, "4.4.1") == 0 &&
	    refused->attempts->next->visit == second &&
	    strcmp(refused->attempts->next->dsn.status, "5.1.1") == 0 &&
	    refused->attempts->next->next == NULL,
	    "the hosts that were tried, in order, up to the verdict");
	ok(gave_up->attempts->next->visit == second &&
	    strcmp(gave_up->attempts->next->dsn.status, "4.2.2") == 0 &&
	    gave_up->attempts->next->next == NULL,
	    "giving up is no further attempt");
	ok(refused->attempts->visit == gave_up->attempts->visit,
	    "a host is shared by all that it was tried for");
	is_number(s->d.open, MANY - 2, "and those who are open are counted");
	end(s);
}

/* D3: the verdict is the doubt, the attempt what the server said. */

static void
doubt(void)
{
	struct scene *s = begin();
	struct visit *first = visit(s, "a.test", 8000);
	struct visit *second = visit(s, "b.test", 8200);
	struct dsn lost = word("4.4.2", first, 8100);
	const struct outcome *o;

	s->d.visit = first;
	for (size_t i = 0; i < MANY; i++)
		recipient_doubt(&s->recipients[i]);
	for (size_t i = 0; i < MANY; i++)
		recipient_remember(&s->recipients[i], &lost);
	outcome_visited(&s->d);
	s->d.visit = second;
	o = settle(s, 0, word("5.1.1", second, 8400));
	ok(recipient_is_unknown(o->recipient) && o->visit == first,
	    "D3: refused after a doubt, the verdict is the doubt's");
	ok(strcmp(o->attempts->next->dsn.status, "5.1.1") == 0,
	    "D3: but the attempt tells what was said");
	end(s);
}

static void
places(void)
{
	struct scene *s = begin();
	struct dsn dsn = word("2.0.0", NULL, 9000);
	bool good = true;

	/* 37 and 100 have no divisor in common: each is met once. */
	for (size_t i = 0; i < MANY; i++) {
		const struct outcome *o = settle(s, i * 37 % MANY, dsn);

		good = good && o->recipient == &s->recipients[i * 37 % MANY];
		good = good && o == &s->d.records[i * 37 % MANY].outcome;
	}
	ok(good, "each outcome is kept in the place of its recipient");
	is_number(s->told_len, MANY, "and each was told once");
	is_number(s->d.open, 0, "and nobody is left");
	end(s);
}

static void
settle_twice(void *arg)
{
	struct scene *s = arg;

	outcome_settled(&s->d, &s->recipients[0]);
}

static void
once(void)
{
	struct scene *s = begin();
	struct child child;

	settle(s, 0, word("2.0.0", NULL, 9000));
	child = child_run(settle_twice, s);
	is_number(child.status, 70, "to tell somebody twice is a bug");
	end(s);
}

int
main(void)
{
	delays();
	hosts();
	attempts();
	doubt();
	places();
	once();
	return tap_done();
}
