/* SPDX-License-Identifier: BSD-2-Clause */
#include <unistd.h>

#include "deliver/members_internal.h"
#include "unit/listing.h"
#include "unit/route/zone.h"
#include "unit/settings.h"
#include "unit/tap.h"

static const struct zone_row world[] = {
	{ "a.test", RR_A, .records = "192.0.2.1" },
	{ .name = NULL },
};

struct trial {
	struct params params;
	struct zone zone;
	struct envelope envelope;
	struct run run;
	struct delivery delivery;
	struct member member;
	struct visit visit;
	struct entrant entrant;
	struct dsn why;
};

static void
prepare(struct trial *t, struct arena *arena, const char *settings)
{
	*t = (struct trial){ .why = DSN_IN(arena) };
	settings_load(arena, PROTOCOL_SMTP, true, settings, &t->params);
	t->zone = zone_of(world, arena);
	t->run = (struct run){ .params = &t->params,
	    .envelope = &t->envelope, .resolver = &t->zone.resolver };
	t->delivery = (struct delivery){ .run = &t->run, .arena = arena,
	    .destination = SPAN_INIT("[a.test]") };
	t->member.text = t->delivery.destination;
	must(member_find(&t->delivery, &t->member, &t->why));
	t->entrant = (struct entrant){ .candidate = t->member.route.at,
	    .visit = &t->visit };
}

/* Settings, and what is kept of the level (behaviour 229). */
static const struct scene {
	const char *name, *settings, *entry;
	bool without_tls, good;
	struct security security;
	const char *status;	/* if it is not good */
} scenes[] = {
	{ "a level of policy", "smtp_tls_security_level = encrypt",
	    .good = true, .security = { .state = SECURITY_UNDECIDED,
	    .asked = TLS_ENCRYPT, .level = TLS_ENCRYPT } },
	{ "behaviour 103: a mistake in a table leaves none",
	    "smtp_tls_security_level = encrypt", "may foo",
	    .status = "4.7.5" },
	{ "behaviour 122: a host that no pattern names is passed over",
	    "smtp_tls_security_level = may", "secure policy_type=sts "
	    "policy_domain=x.test mx_host_pattern=b.test",
	    .status = "4.3.0", .security = { .state = SECURITY_UNDECIDED,
	    .asked = TLS_SECURE, .level = TLS_SECURE } },
	{ "behaviour 131: an anchor file that cannot be read",
	    "smtp_tls_security_level = may", "secure tafile=/nonexistent/ta",
	    .status = "4.7.5" },
	{ "behaviour 134: TLS is not tried again",
	    "smtp_tls_security_level = may", .without_tls = true,
	    .good = true, .security = { .state = SECURITY_UNDECIDED,
	    .asked = TLS_MAY, .level = TLS_NONE } },
};

static void
play(const struct scene *scene, struct arena *arena)
{
	struct listing table[2] = { { "[a.test]", scene->entry },
	    { NULL, NULL } };
	const struct security *got;
	struct trial t;
	bool good;

	prepare(&t, arena, scene->settings);
	if (scene->entry != NULL)
		t.params.maps.tls_policy = listing_of(table);
	t.entrant.without_tls = scene->without_tls;
	good = entrant_prepare(&t.delivery, &t.member, &t.entrant, &t.why);
	got = &t.visit.security;
	ok(good == scene->good && got->state == scene->security.state &&
	    got->asked == scene->security.asked &&
	    got->level == scene->security.level && (!good ||
	    t.entrant.policy.tls.level == got->level), scene->name);
	if (!scene->good)
		is_text(span_of(t.why.status), scene->status, scene->name);
	entrant_clear(&t.entrant);
}

/* Behaviours 134 to 136, D18: from the case in which it may. */
static void
test_going_plain(struct arena *arena)
{
	struct recipient r = { .fate = FATE_OPEN }, *all[] = { &r };
	struct trial t;

	prepare(&t, arena, NULL);
	t.delivery.letter.batch = (struct batch){ all, 1 };
	t.delivery.open = 1;
	t.delivery.failed_in_tls = true;
	t.entrant.policy.tls.may_retry_plain = true;
	ok(entrant_may_go_plain(&t.delivery, &t.entrant),
	    "behaviour 134: TLS failed, and policy does not mind");
	t.delivery.failed_in_tls = false;
	ok(!entrant_may_go_plain(&t.delivery, &t.entrant),
	    "it was not TLS that failed");
	t.delivery.failed_in_tls = true;
	t.entrant.policy.tls.may_retry_plain = false;
	ok(!entrant_may_go_plain(&t.delivery, &t.entrant),
	    "behaviour 136: policy minds");
	t.entrant.policy.tls.may_retry_plain = true;
	r.was_in_doubt = true;
	ok(!entrant_may_go_plain(&t.delivery, &t.entrant),
	    "D18: somebody is in doubt");
	r.was_in_doubt = false;
	t.run.quit_after = STAGE_TLS;
	ok(!entrant_may_go_plain(&t.delivery, &t.entrant),
	    "--quit-after=tls wants nothing else");
	t.run.quit_after = STAGE_RCPT;
	ok(entrant_may_go_plain(&t.delivery, &t.entrant),
	    "--quit-after=rcpt does");
	t.delivery.open = 0;
	ok(!entrant_may_go_plain(&t.delivery, &t.entrant),
	    "behaviour 135: nobody is left");
}

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i], arena);
	test_going_plain(arena);
	arena_free(&arena);
	return tap_done();
}
