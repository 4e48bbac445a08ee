/* SPDX-License-Identifier: BSD-2-Clause */
#include "unit/deliver/scene.h"

#define SENT		"sent 2.0.0 a.test: 250 2.0.0 stored"
#define LOOP(a)		"bounced 5.4.6 none: mail forwarding loop for " a
#define WRONG		"deferred 4.3.5 none: mail system configuration " \
	"error: with D or O in mxput_flags, " \
	"smtp_destination_recipient_limit must be 1"

/* What Delivered-To fields of the message say. */
#define HAD		"u2@x.test\nU1@X.Test\nout@pub.test\n"

static const struct {
	const char *delivered_to;
	struct scene scene;
} scenes[] = {
	{ HAD, { .name = "behaviour 5: delivered to the recipient before, in "
	    "any case", .destination = "a.test", .settings = "mxput_flags = D",
	    .verdicts = { LOOP("u1@x.test") }, .servers = { { A } },
	    .heard = { "" } } },

	{ HAD, { .name = "behaviour 5: nobody cares without D",
	    .destination = "a.test", .settings = "mxput_flags = RO",
	    .verdicts = { SENT }, .servers = { { A } } } },

	{ "u2@x.test\nxu1@x.test\nu1@x.testx\n", { .name = "behaviour 5: "
	    "delivered to others before", .destination = "a.test",
	    .settings = "mxput_flags = D", .verdicts = { SENT },
	    .servers = { { A } }, .heard = { ALL_FOR_U1 } } },

	{ HAD, { .name = "behaviour 5: one of two is in a loop",
	    .destination = "a.test", .settings = "mxput_flags = D\n"
		"smtp_destination_recipient_limit = 1",
	    .recipients = "u1@x.test u3@x.test", .verdicts = {
		LOOP("u1@x.test"), SENT }, .servers = { { A } } } },

	{ HAD, { .name = "behaviour 63: soft_bounce", .destination = "a.test",
	    .settings = "mxput_flags = D\nsoft_bounce = yes",
	    .verdicts = { "deferred 4.4.6 none: mail forwarding loop for "
		"u1@x.test" }, .servers = { { A } }, .heard = { "" } } },

	{ "", { .name = "behaviour 4: D with two recipients",
	    .destination = "a.test", .settings = "mxput_flags = D",
	    .recipients = "u1@x.test u3@x.test",
	    .verdicts = { WRONG, WRONG }, .servers = { { A } },
	    .heard = { "" } } },

	{ "", { .name = "behaviour 4: O with two recipients",
	    .destination = "a.test", .settings = "mxput_flags = XO",
	    .recipients = "u1@x.test u3@x.test",
	    .verdicts = { WRONG, WRONG }, .servers = { { A } },
	    .heard = { "" } } },

	{ "", { .name = "behaviour 4: R with two recipients",
	    .destination = "a.test", .settings = "mxput_flags = R",
	    .recipients = "u1@x.test u3@x.test", .verdicts = { SENT, SENT },
	    .servers = { { A } } } },

	{ "", { .name = "behaviour 4: one recipient in a transaction",
	    .destination = "a.test", .settings = "mxput_flags = DOR\n"
		"smtp_destination_recipient_limit = 1",
	    .recipients = "u1@x.test u3@x.test", .verdicts = { SENT, SENT },
	    .servers = { { A } } } },
};

static bool
cannot_say(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	(void)self;
	(void)part;
	(void)value;
	return dsn_fail(why, "4.3.0", "no answer for %.*s", SPAN_ARG(key));
}

static bool
says_out(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	(void)self;
	(void)part;
	(void)why;
	*value = span_equal(key, SPAN("in@x.test")) ? SPAN("out@pub.test") :
	    (struct span){ 0 };
	return true;
}

static void
play(const struct scene *scene, const char *delivered_to,
    const struct mapping *generic)
{
	struct trial_setup setup = { .settings = scene->settings,
	    .recipients = scene->recipients == NULL ? "u1@x.test" :
	    scene->recipients, .destination = scene->destination,
	    .rows = scene_world };
	struct trial t;

	memcpy(setup.servers, scene->servers, sizeof(setup.servers));
	trial_open(&t, &setup);
	t.run.delivered_to = span_of(delivered_to);
	if (generic != NULL)
		t.params.maps.generic = *generic;
	trial_run(&t);
	scene_check(scene, &t);
	trial_close(&t);
}

int
main(void)
{
	static const struct scene mapped = {
		.name = "behaviour 5: the address is what it is outside",
		.destination = "a.test", .settings = "mxput_flags = D",
		.recipients = "in@x.test", .verdicts = {
		    LOOP("out@pub.test") }, .servers = { { A } },
		.heard = { "" } };
	static const struct scene stuck = {
		.name = "a table cannot say what that is: delayed",
		.destination = "a.test", .settings = "mxput_flags = D",
		.verdicts = { "deferred 4.3.0 none: no answer for "
		    "u1@x.test" }, .servers = { { A } }, .heard = { "" } };
	const struct mapping out = { .find = says_out };
	const struct mapping fails = { .find = cannot_say };

	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i].scene, scenes[i].delivered_to, NULL);
	play(&mapped, HAD, &out);
	play(&stuck, HAD, &fails);
	return tap_done();
}
