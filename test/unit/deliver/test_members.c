/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/members_internal.h"

#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct zone_row world[] = {
	{ "a.test", RR_A, .records = "192.0.2.1" },
	{ "us.test", RR_MX, .records = "10 a.test 20 b.test" },
	{ "b.test", RR_A, .records = "192.0.2.99" },
	{ .name = NULL },
};

struct trial {
	struct params params;
	struct zone zone;
	struct netaddr self;
	struct here here;
	struct trace *trace;
	struct str heard;
	struct envelope envelope;
	struct run run;
	struct delivery delivery;
};

static void
hear(void *self, const struct event *event)
{
	if (event->kind == EVENT_WARNING)
		str_addf(self, "%.*s|", SPAN_ARG(event->text));
}

static void
prepare(struct trial *t, struct arena *arena, enum protocol protocol,
    const char *settings, const char *destination)
{
	settings_load(arena, protocol, true, settings, &t->params);
	t->zone = zone_of(world, arena);
	must(netaddr_parse(SPAN("192.0.2.99"), &t->self));
	t->here = (struct here){ .own = { &t->self, 1 } };
	str_init(&t->heard, 1000);
	t->trace = trace_new();
	trace_listen(t->trace, &(struct listener){ .take = hear,
	    .self = &t->heard });
	t->envelope = (struct envelope){ 0 };
	t->run = (struct run){ .params = &t->params, .here = &t->here,
	    .envelope = &t->envelope, .resolver = &t->zone.resolver };
	t->delivery = (struct delivery){ .run = &t->run, .arena = arena,
	    .destination = span_of(destination),
	    .teller = { .trace = t->trace } };
}

static void
finish(struct trial *t)
{
	trace_free(&t->trace);
	str_clear(&t->heard);
}

/* The members, with a '|' behind each, or a '+' for a fallback relay; found:
 * each is looked up. */

static struct span
members(struct trial *t, struct arena *arena, bool found)
{
	struct members members = members_of(&t->delivery);
	struct member member = { 0 };
	struct span all = { 0 };

	while (members_next(&members, &member)) {
		struct dsn why = DSN_IN(arena);

		all = arena_text(arena, "%.*s%.*s%s", SPAN_ARG(all),
		    SPAN_ARG(member.text), member.is_fallback ? "+" : "|");
		if (found && !member_find(&t->delivery, &member, &why))
			all = arena_text(arena, "%.*s%s ", SPAN_ARG(all),
			    why.status);
	}
	return all;
}

static const struct scene {
	const char *name;
	enum protocol protocol;
	const char *settings, *destination, *members;
	bool found;
	const char *warning;
} scenes[] = {
	{ "behaviour 7: members, then fallback relays", PROTOCOL_SMTP,
	    "smtp_fallback_relay = f, g", "a, [b]:26",
	    .members = "a|[b]:26|f+g+" },
	{ "behaviour 16: inet: in front of a list in LMTP", PROTOCOL_LMTP,
	    "lmtp_fallback_relay = inet:f", "inet:a, b",
	    .members = "a|b|inet:f+" },
	{ "behaviour 17: a path is all there is", PROTOCOL_LMTP,
	    "lmtp_fallback_relay = f", "unix:/run/a, b",
	    .members = "unix:/run/a, b|" },
	{ "behaviour 17: and it is said that relays are not tried",
	    PROTOCOL_LMTP, "lmtp_fallback_relay = f", "unix:/run/a",
	    "unix:/run/a|", true, "fallback relays are not tried: "
	    "unix:/run/a is a socket|" },
	{ "behaviour 17: unless there are none", PROTOCOL_LMTP, NULL,
	    "unix:/run/a", .members = "unix:/run/a|", true },
	{ "behaviour 58: members that lead nowhere", PROTOCOL_SMTP,
	    "smtp_fallback_relay = gone.test", "gone.test, [x, a.test",
	    .members = "gone.test|5.4.4 [x|4.3.5 a.test|"
	    "gone.test+4.3.5 ", true },
	{ "behaviour 57: what the relayhost cannot be found for is put off",
	    PROTOCOL_SMTP, "relayhost = gone.test", "gone.test",
	    .members = "gone.test|4.3.5 ", true },
	{ "behaviour 57: not in LMTP", PROTOCOL_LMTP,
	    "relayhost = gone.test", "gone.test",
	    .members = "gone.test|5.4.4 ", true },
	{ "behaviour 38: nothing behind a host that is this machine",
	    PROTOCOL_SMTP, "smtp_fallback_relay = f", "a.test, us.test, b",
	    .members = "a.test|us.test|", true },
	{ "behaviour 40: nor if it is the only one", PROTOCOL_SMTP,
	    "smtp_fallback_relay = f", "[b.test], a.test",
	    .members = "[b.test]|5.4.6 ", true },
};

static void
play(const struct scene *s, struct arena *arena)
{
	struct trial t;

	prepare(&t, arena, s->protocol, s->settings, s->destination);
	is_text(members(&t, arena, s->found), s->members, s->name);
	is_text(str_span(&t.heard), s->warning == NULL ? "" : s->warning,
	    "and what is told");
	finish(&t);
}

/* test_named - where the secrets of the command line may go */

static void
test_named(struct arena *arena)
{
	const struct candidate candidate = { .preference = 0 };
	const struct logins logins = { .netrc = NULL };
	struct member named = { .is_fallback = false };
	struct member fallback = { .is_fallback = true };
	struct policy_setup setup;
	struct trial t;

	prepare(&t, arena, PROTOCOL_SMTP, NULL, "a.test");
	t.run.logins = &logins;
	setup = member_policy(&t.delivery, &named, &candidate);
	ok(!setup.is_named, "D5: a recipient's domain was not named by -d");
	t.run.destination = SPAN("a.test");
	setup = member_policy(&t.delivery, &named, &candidate);
	ok(setup.is_named && setup.logins == &logins,
	    "D5: the destination of -d was");
	setup = member_policy(&t.delivery, &fallback, &candidate);
	ok(!setup.is_named, "D5: a fallback relay behind it was not");
	finish(&t);
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	test_named(arena);
	arena_free(&arena);
	return tap_done();
}
