/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/members_internal.h"
#include "unit/deliver/trial.h"
#include "unit/tap.h"

/* One candidate, at 127.0.0.1, and a delivery for all recipients. */
struct attempt_trial {
	struct trial t;
	struct delivery d;
	struct member member;
	struct candidate candidate;
	struct recipient *batch[TRIAL_RECIPIENTS];
};

static void
begin(struct attempt_trial *a, const char *settings, struct server server)
{
	static const struct zone_row nothing[] = { { .name = NULL } };
	struct trial_setup setup = { .settings = settings, .rows = nothing,
	    .recipients = "u1@x.test u2@x.test", .servers = { server } };
	struct batch *batch = &a->d.letter.batch;

	trial_open(&a->t, &setup);
	a->member = (struct member){ .nexthop.host = SPAN("mx.test") };
	a->candidate = (struct candidate){ .host = SPAN("mx.test"),
	    .address = SPAN("127.0.0.1") };
	must(netaddr_parse(a->candidate.address, &a->candidate.addr));
	a->candidate.addr.port = a->t.port;
	a->d = (struct delivery){ .run = &a->t.run, .arena = arena_new(),
	    .letter = { .envelope = &a->t.envelope, .source = a->t.source,
	    .survey = &a->t.survey }, .began = clock_now(),
	    .teller = { .trace = a->t.trace } };
	batch->at = a->batch;
	for (size_t i = 0; i < a->t.envelope.recipients.len; i++)
		batch->at[batch->len++] = &a->t.envelope.recipients.at[i];
	a->d.open = batch->len;
	a->d.offered = *batch;
	a->d.records = arena_get(a->d.arena, batch->len,
	    sizeof(*a->d.records));
}

/* visit - whether it came to a session there */

static bool
visit(struct attempt_trial *a)
{
	const struct candidate *at[] = { &a->candidate };
	struct field field = { .member = &a->member, .at = at, .len = 1 };
	struct tally tally = { 0 };

	heat_run(&a->d, &field, 1, &tally);
	must(field.len == 0 && tally.addresses == 1);
	return tally.sessions == 1;
}

static bool
run(struct attempt_trial *a)
{
	bool session = visit(a);

	servers_stop(a->t.servers, a->t.servers_len);
	return session;
}

static void
end(struct attempt_trial *a)
{
	arena_free(&a->d.arena);
	trial_close(&a->t);
}

static const struct attempt *
last(const struct attempt_trial *a, size_t n)
{
	return a->d.records[n].last;
}

/* What one open recipient has heard. */

static struct span
heard(struct attempt_trial *a, size_t n)
{
	const struct recipient *r = a->batch[n];

	return trial_text(&a->t, arena_text(a->t.arena, "%s %s %s: %.*s",
	    trial_fate(r), stage_name(r->dsn.stage), r->dsn.status,
	    SPAN_ARG(r->dsn.text)));
}

static void
delivers(void)
{
	struct attempt_trial a;

	begin(&a, NULL, (struct server){ .address = "127.0.0.1",
	    .lines = { { "RCPT TO:<u2@", "450 4.2.2 full" } } });
	ok(run(&a), "behaviour 52: it came to a session");
	is_text(heard(&a, 0), "sent end-of-data 2.0.0: 250 2.0.0 stored",
	    "one recipient is settled");
	is_number(a.t.told_len, 1, "and that was told");
	ok(strcmp(a.t.told[0]->protocol, "esmtp") == 0,
	    "with what was spoken, as it was known by then");
	is_text(heard(&a, 1), "open rcpt 4.2.2: host mx.test[127.0.0.1] "
	    "said: 450 4.2.2 full (in reply to RCPT TO command)",
	    "the other one is open, and has heard a word");
	ok(last(&a, 0)->visit == last(&a, 1)->visit &&
	    last(&a, 0)->visit->opened &&
	    strcmp(last(&a, 0)->visit->protocol, "esmtp") == 0 &&
	    last(&a, 0)->visit->mail_at >= a.d.began,
	    "both know the host, and when MAIL was due there");
	ok(last(&a, 0) == a.d.records[0].outcome.attempts &&
	    last(&a, 1) == a.d.records[1].outcome.attempts,
	    "one attempt each");
	ok(a.d.visit == NULL && a.d.open == 1,
	    "the host is left, and one is open");
	end(&a);
}

static void
is_refused(void)
{
	struct attempt_trial a;

	begin(&a, NULL, (struct server){ .address = "127.0.0.1",
	    .refuses = true });
	ok(!run(&a), "behaviour 52: no connection is no session");
	for (size_t i = 0; i < 2; i++)
		is_text(heard(&a, i), "open connect 4.4.1: connect to "
		    "mx.test[127.0.0.1]:PORT: Connection refused",
		    "behaviour 48: and everybody knows why");
	ok(a.batch[0]->dsn.remote == NULL && !last(&a, 0)->visit->opened,
	    "behaviour 228: there is no relay");
	is_text(last(&a, 0)->visit->remote.name, "mx.test",
	    "but the host was tried");
	ok(trial_said(&a.t, "connecting: mx.test[127.0.0.1]:") &&
	    trial_said(&a.t, "connect-failed: connect to mx.test") &&
	    !trial_said(&a.t, "connected: "), "and that was told");
	is_number(a.t.told_len, 0, "nobody is settled by it");
	end(&a);
}

static void
is_turned_away(void)
{
	struct attempt_trial a;

	begin(&a, NULL, (struct server){ .address = "127.0.0.1",
	    .lines = { { "", "554 5.7.1 go away" } } });
	ok(!run(&a), "behaviour 52: a greeting with 554 is no session");
	is_text(heard(&a, 0), "open banner 4.7.1: host mx.test[127.0.0.1] "
	    "refused to talk to me: 554 5.7.1 go away",
	    "behaviour 78: and goes to the next host");
	ok(a.batch[0]->dsn.remote == &last(&a, 0)->visit->remote &&
	    last(&a, 0)->visit->opened && last(&a, 0)->visit->mail_at == 0,
	    "it was a connection, and MAIL was never due");
	end(&a);
	begin(&a, "smtp_skip_5xx_greeting = no", (struct server){
	    .address = "127.0.0.1",
	    .lines = { { "", "554 5.7.1 go away" } } });
	ok(!run(&a) && a.t.told_len == 2 &&
	    a.batch[0]->fate == FATE_BOUNCED,
	    "behaviour 78: which can settle everybody, without a session");
	end(&a);
}

static void
binds(void)
{
	static const struct server server = { .address = "127.0.0.1" };
	struct attempt_trial a;

	begin(&a, "smtp_bind_address = 127.0.0.9", server);
	ok(run(&a), "behaviour 49: an address of this host");
	end(&a);
	begin(&a, "smtp_bind_address = [127.0.0.9]", server);
	ok(run(&a), "behaviour 49: in brackets");
	end(&a);
	begin(&a, "smtp_bind_address6 = fe80::1%nowhere", server);
	ok(run(&a), "behaviour 49: the other family's does not matter");
	end(&a);
	begin(&a, "smtp_bind_address6 = fe80::1%nowhere", server);
	must(netaddr_parse(SPAN("::1"), &a.candidate.addr));
	ok(!run(&a), "behaviour 49: on an interface that there is not");
	is_text(heard(&a, 0), "open connect 4.3.5: \"fe80::1%nowhere\" is "
	    "no address to bind to", "behaviour 49: which is said");
	end(&a);
}

/* Names of sockets, which are no hosts. */

static void
is_local(void)
{
	struct attempt_trial a;
	char endless[200];

	memset(endless, 'x', sizeof(endless));
	endless[0] = '/';
	begin(&a, NULL, (struct server){ .address = "127.0.0.1" });
	a.candidate = (struct candidate){ .host = SPAN("client.test"),
	    .address = SPAN("/no/such"), .addr = { .family = NET_UNIX,
	    .path = SPAN("/no/such") } };
	ok(!visit(&a), "behaviour 17: a socket that is not there");
	is_text(heard(&a, 0), "open connect 4.4.1: connect to "
	    "client.test[/no/such]: No such file or directory",
	    "behaviour 17: by its path, without a port");
	a.candidate.addr.path = span_from(endless, sizeof(endless));
	ok(!run(&a), "behaviour 17: a path that is too long");
	is_text(heard(&a, 0), "open connect 4.3.5: Server configuration "
	    "error", "behaviour 17: is our own trouble");
	end(&a);
}

static void
softens(void)
{
	struct attempt_trial a;
	const struct dsn hard = { .status = "5.4.4" };

	begin(&a, "soft_bounce = yes", (struct server){
	    .address = "127.0.0.1" });
	delivery_remember(&a.d, &hard);
	ok(strcmp(a.batch[1]->dsn.status, "4.4.4") == 0 &&
	    a.batch[1]->dsn.at != 0,
	    "behaviour 63: our own words are softened, and stamped");
	servers_stop(a.t.servers, a.t.servers_len);
	end(&a);
}

/* Events of a visit carry its number, those before and after none. */

static void
number(void *self, const struct event *event)
{
	struct str *numbers = self;

	str_addf(numbers, "%u", event->session);
}

static void
numbers(void)
{
	struct attempt_trial a;
	struct str said;

	str_init(&said, 1000);
	begin(&a, NULL, (struct server){ .address = "127.0.0.1",
	    .refuses = true });
	trace_listen(a.t.trace, &(struct listener){ .take = number,
	    .self = &said, .level = 1 });
	run(&a);
	tell(a.d.teller, EVENT_NOTE, SPAN("between"), 0);
	visit(&a);
	is_text(str_span(&said), "11022",
	    "each visit has a number of its own in the trace");
	str_clear(&said);
	end(&a);
}

int
main(void)
{
	delivers();
	is_refused();
	is_turned_away();
	binds();
	is_local();
	softens();
	numbers();
	return tap_done();
}
