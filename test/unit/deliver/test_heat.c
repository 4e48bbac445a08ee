/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/deliver/scene.h"

#define SWALLOWS	.swallows = true
#define RACE		"smtp_randomize_addresses = no\n" \
	"mxput_connection_attempt_delay = 20ms\n"
#define U1_450		{ "RCPT TO:<u1@", "450 4.2.1 later" }
#define TIMED_OUT	"[127.0.0.1]:PORT: Connection timed out"
#define NO_WRAPPER	"smtp_tls_wrappermode needs the level encrypt or " \
	"more, and the level is none"

/* equal.test has a, b and c of one preference, and d of a worse one. */
static const struct scene scenes[] = {
	{ .name = "the second overtakes the first, which is no attempt",
	    .destination = "equal.test", .settings = RACE,
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "b.test end-of-data 2.0.0",
	    .servers = { { A, SWALLOWS }, { B }, { C }, { D } },
	    .heard = { NULL, ALL_FOR_U1, "", "" } },

	{ .name = "who failed before is an attempt, who is overtaken none",
	    .destination = "equal.test", .settings = RACE,
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .attempts = "b.test connect 4.4.1, c.test end-of-data 2.0.0",
	    .servers = { { A, SWALLOWS }, { B, REFUSES }, { C }, { D } },
	    .heard = { NULL, NULL, ALL_FOR_U1, "" } },

	{ .name = "attempts stand in the order of the route",
	    .destination = "equal.test",
	    .settings = RACE "smtp_connect_timeout = 50ms",
	    .verdicts = { "sent 2.0.0 d.test: 250 2.0.0 stored" },
	    .attempts = "a.test connect 4.4.1, b.test connect 4.4.1, "
		"c.test connect 4.4.1, d.test end-of-data 2.0.0",
	    .servers = { { A, SWALLOWS }, { B, REFUSES }, { C, REFUSES },
		{ D } } },

	{ .name = "a worse preference waits until the better has failed",
	    .destination = "two.test",
	    .settings = RACE "smtp_connect_timeout = 50ms",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test connect 4.4.1, b.test end-of-data 2.0.0",
	    .servers = { { A, SWALLOWS }, { B } } },

	{ .name = "who was overtaken is tried for who is still open",
	    .destination = "equal.test",
	    .settings = RACE "smtp_connect_timeout = 1s",
	    .verdicts = { "sent 2.0.0 c.test: 250 2.0.0 stored" },
	    .attempts = "b.test rcpt 4.2.1, c.test end-of-data 2.0.0",
	    .servers = { { A, SWALLOWS }, { B, { U1_450 } }, { C } } },

	{ .name = "behaviour 48: and its word comes last",
	    .destination = "equal.test",
	    .settings = RACE "smtp_connect_timeout = 1s\n"
		"smtp_mx_address_limit = 2",
	    .verdicts = { "deferred 4.4.1 none: connect to a.test" TIMED_OUT },
	    .attempts = "b.test rcpt 4.2.1, a.test connect 4.4.1",
	    .servers = { { A, SWALLOWS }, { B, { U1_450 } }, { C } },
	    .heard = { NULL, NULL, "" } },

	{ .name = "behaviour 51: no more than the limit run",
	    .destination = "equal.test",
	    .settings = RACE "smtp_connect_timeout = 50ms\n"
		"smtp_mx_address_limit = 1",
	    .verdicts = { "deferred 4.4.1 none: connect to a.test" TIMED_OUT },
	    .attempts = "a.test connect 4.4.1",
	    .servers = { { A, SWALLOWS }, { B } },
	    .heard = { NULL, "" } },

	{ .name = "behaviour 52: the limit of sessions ends it",
	    .destination = "equal.test",
	    .settings = RACE "smtp_mx_session_limit = 1",
	    .verdicts = { "deferred 4.2.1 b.test: host b.test[127.0.0.2] "
		"said: 450 4.2.1 later (in reply to RCPT TO command)" },
	    .attempts = "b.test rcpt 4.2.1",
	    .servers = { { A, SWALLOWS }, { B, { U1_450 } }, { C } },
	    .heard = { NULL, NULL, "" } },

	{ .name = "behaviour 60: wrapper mode without TLS",
	    .destination = "equal.test",
	    .settings = RACE "smtp_tls_wrappermode = yes",
	    .verdicts = { "deferred 4.3.0 none: " NO_WRAPPER },
	    .attempts = "a.test policy 4.3.0, b.test policy 4.3.0, "
		"c.test policy 4.3.0, d.test policy 4.3.0",
	    .servers = { { A }, { B }, { C }, { D } },
	    .heard = { "", "", "", "" } },

	{ .name = "behaviour 59: who policy forbids counts as an address",
	    .destination = "equal.test",
	    .settings = RACE "smtp_tls_wrappermode = yes\n"
		"smtp_mx_address_limit = 2",
	    .verdicts = { "deferred 4.3.0 none: " NO_WRAPPER },
	    .attempts = "a.test policy 4.3.0, b.test policy 4.3.0",
	    .servers = { { A }, { B }, { C }, { D } },
	    .heard = { "", "", "", "" } },

	{ .name = "a delay of 0: strictly in turn",
	    .destination = "equal.test",
	    .settings = "smtp_randomize_addresses = no\n"
		"smtp_connect_timeout = 50ms",
	    .verdicts = { "sent 2.0.0 b.test: 250 2.0.0 stored" },
	    .attempts = "a.test connect 4.4.1, b.test end-of-data 2.0.0",
	    .servers = { { A, SWALLOWS }, { B } } },
};

/* Each line begins with the session it belongs to. */

static void
hear(void *self, const struct event *event)
{
	struct span behind = span_from_octet(event->text,
	    span_find(event->text, ' '));
	struct str *told = self;

	if (event->kind == EVENT_CONNECTING ||
	    event->kind == EVENT_CONNECTED ||
	    span_starts(behind, SPAN(" overtaken")))
		str_addf(told, "%u %s: %.*s|", event->session,
		    event_shapes[event->kind].name, SPAN_ARG(event->text));
}

static void
tells(void)
{
	struct trial_setup setup = { .recipients = "u1@x.test",
	    .destination = "equal.test", .settings = RACE,
	    .rows = scene_world,
	    .servers = { { A, SWALLOWS }, { B } } };
	struct trial t;
	struct str told;

	str_init(&told, 4096);
	trial_open(&t, &setup);
	trace_listen(t.trace, &(struct listener){ .take = hear,
	    .self = &told, .level = 2 });
	trial_run(&t);
	is_text(trial_text(&t, str_span(&told)),
	    "1 connecting: a.test[127.0.0.1]:PORT|"
	    "2 connecting: b.test[127.0.0.2]:PORT|"
	    "2 connected: b.test[127.0.0.2]:PORT|"
	    "1 decision: a.test[127.0.0.1]:PORT: overtaken by "
	    "b.test[127.0.0.2]:PORT|", "what is told of a race");
	str_clear(&told);
	trial_close(&t);
}

/* One message for one recipient, step by step. */
#define TALK	"connecting connected heard said heard said heard said " \
	"heard said heard content said heard said closed "

/* debug_peer_list, with a chat that shows warnings only. */
static const struct watch {
	const char *name, *list;
	const char *told;	/* the kind of each event */
} watches[] = {
	{ "nobody is watched", NULL, "" },
	{ "somebody else is watched", "c.test", "" },
	{ "a host is watched", "b.test", TALK },
	{ "an address is watched", "127.0.0.1",
	    "connecting connect-failed " },
	{ "a destination is watched", "two.test", "connecting "
	    "connect-failed " TALK },
};

static void
hear_kind(void *self, const struct event *event)
{
	str_addf(self, "%s ", event_shapes[event->kind].name);
}

static void
watch(const struct watch *watch)
{
	struct trial_setup setup = { .recipients = "u1@x.test",
	    .destination = "two.test", .rows = scene_world,
	    .settings = "debug_peer_level = 1",
	    .servers = { { A, REFUSES }, { B } } };
	struct match_list list = { 0 };
	struct dsn why;
	struct trial t;
	struct str told;

	str_init(&told, 4096);
	trial_open(&t, &setup);
	why = DSN_IN(t.arena);
	must(match_list_read(span_of(watch->list), &(struct match_source){
	    0 }, &list, &why));
	t.run.watched = &list;
	trace_listen(t.trace, &(struct listener){ .take = hear_kind,
	    .self = &told, .level = 0 });
	trial_run(&t);
	is_text(str_span(&told), watch->told, watch->name);
	str_clear(&told);
	trial_close(&t);
}

/* Where to connect from if there is no bind address, and this is the only
 * one of this machine. */

static void
source(const char *only, bool warns, const char *name)
{
	struct trial_setup setup = { .recipients = "u1@x.test",
	    .destination = "[a.test]", .rows = scene_world,
	    .settings = "smtp_bind_address_enforce = yes",
	    .servers = { { A } } };
	struct netaddr own;
	struct here here = { .own = { &own, 1 } };
	struct trial t;

	must(netaddr_parse(span_of(only), &own));
	trial_open(&t, &setup);
	t.run.here = &here;
	trial_run(&t);
	is_text(trial_verdict(&t, 0), "sent 2.0.0 a.test: 250 2.0.0 stored",
	    name);
	ok(trial_said(&t, "cannot use the bind address") == warns, name);
	trial_close(&t);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		scene_play(&scenes[i]);
	tells();
	for (size_t i = 0; i < sizeof(watches) / sizeof(watches[0]); i++)
		watch(&watches[i]);
	source("192.0.2.77", true,
	    "behaviour 50: the only address is tried, and not insisted on");
	source("127.0.0.9", false,
	    "behaviour 50: one of the loopback does not count");
	return tap_done();
}
