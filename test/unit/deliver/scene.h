/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deliveries as rows of a table: what there is, and what must come of it.
 */
#ifndef TEST_UNIT_DELIVER_SCENE_H
#define TEST_UNIT_DELIVER_SCENE_H

#include "unit/deliver/trial.h"
#include "unit/tap.h"

/* a.test is the server at 127.0.0.1, b.test that at 127.0.0.2, and so on. */
static const struct zone_row scene_world[] = {
	{ "a.test", RR_A, .records = "127.0.0.1" },
	{ "b.test", RR_A, .records = "127.0.0.2" },
	{ "c.test", RR_A, .records = "127.0.0.3" },
	{ "d.test", RR_A, .records = "127.0.0.4" },
	{ "ab.test", RR_A, .records = "127.0.0.1 127.0.0.2" },
	{ "two.test", RR_MX, .records = "10 a.test 20 b.test" },
	{ "three.test", RR_MX, .records = "10 a.test 20 b.test 30 c.test" },
	{ "four.test", RR_MX, .records = "10 a.test 20 b.test 30 c.test "
	    "40 d.test" },
	{ "equal.test", RR_MX, .records = "10 a.test 10 b.test 10 c.test "
	    "20 d.test" },
	{ "null.test", RR_MX, .records = "0 ." },
	{ "slow.test", RR_MX, .state = ANSWER_TEMPORARY },
	{ .name = NULL },
};

#define A	.address = "127.0.0.1"
#define B	.address = "127.0.0.2"
#define C	.address = "127.0.0.3"
#define D	.address = "127.0.0.4"
#define REFUSES	.refuses = true

/* All that a server hears when it takes one message for u1. */
#define ALL_FOR_U1	"EHLO MAIL u1@x.test DATA . QUIT /"

/* What is said about the names that are not there. */
#define GONE	"Host or domain name not found. Name service error for " \
	"name=gone.test type=A: Host not found"

struct scene {
	const char *name;
	const char *destination;
	const char *settings;	/* lines, or NULL */
	const char *recipients;	/* NULL: u1@x.test */
	const char *verdicts[3];	/* of trial_verdict, one a recipient */
	const char *attempts;	/* of the first one; NULL: whatever */
	struct server servers[SERVERS_MAX];
	const char *heard[SERVERS_MAX];	/* NULL: whatever */
	bool utf8;
};

static inline void
scene_check(const struct scene *scene, struct trial *t)
{
	ok(trial_is_whole(t), scene->name);
	for (size_t i = 0; i < 3 && scene->verdicts[i] != NULL; i++)
		is_text(trial_verdict(t, i), scene->verdicts[i], scene->name);
	if (scene->attempts != NULL)
		is_text(trial_attempts(t, 0), scene->attempts, scene->name);
	for (size_t i = 0; i < t->servers_len; i++)
		if (scene->heard[i] != NULL)
			is_text(str_span(&t->servers[i].heard),
			    scene->heard[i], scene->name);
}

static inline void
scene_play(const struct scene *scene)
{
	struct trial_setup setup = { .settings = scene->settings,
	    .recipients = scene->recipients == NULL ? "u1@x.test" :
	    scene->recipients, .destination = scene->destination,
	    .rows = scene_world, .utf8 = scene->utf8 };
	struct trial t;

	memcpy(setup.servers, scene->servers, sizeof(setup.servers));
	trial_open(&t, &setup);
	trial_run(&t);
	scene_check(scene, &t);
	trial_close(&t);
}

#endif
