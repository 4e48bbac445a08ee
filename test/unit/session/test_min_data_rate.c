/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long a message may take to leave: smtp_data_xfer_timeout (15 seconds
 * here) and smtp_min_data_rate. Every write of 64 KiB takes 10 seconds.
 */
#include "unit/session/scene.h"

enum {
	PACE = 10000,		/* milliseconds a write */
	LINES = 8066,		/* 524,290 octets: eight writes, and the dot */
};

#define BEFORE	MAIL, "S: 250 ok", RCPT(0), "S: 250 ok"
#define DATA	BEFORE, "C: DATA", "S: 354 go"
#define END	"S: 250 2.0.0 stored", "C: QUIT"
#define OK	{ FATE_SENT, "2.0.0", STAGE_END_OF_DATA, "250 2.0.0 stored", \
	250, false }
#define SLOW	{ FATE_OPEN, "4.4.2", STAGE_MESSAGE, "conversation " WITH \
	" timed out while sending message body", 0, false }

struct pace {
	const char *name;
	bool one_deadline;
	int64_t rate;
	bool chunks;
	const char *const *script;
	struct want want;
};

static const struct pace paces[] = {
	{ "behaviour 216: without a deadline each write has its time", false,
	    INT64_MAX, false, SCRIPT(DATA, "bulk 524293", END), OK },
	{ "D13: a server that takes the rate has as long as it needs", true,
	    6554, false, SCRIPT(DATA, "bulk 524293", END), OK },
	{ "D13: one that is slower is behind by the limit at some time", true,
	    14000, false, SCRIPT(DATA, "bulk 196608"), SLOW },
	{ "D13: the rate holds for chunks as well", true, 14000, true,
	    SCRIPT(BEFORE, "bulk 196608"), SLOW },
};

static void
play(const struct pace *pace)
{
	const struct scene scene = { .name = pace->name,
	    .script = pace->script, .want = { pace->want } };
	struct bench b;

	bench_set(&b, &scene);
	b.params.min_data_rate = pace->rate;
	b.params.per_request_deadline = pace->one_deadline;
	b.script.one_deadline = pace->one_deadline;
	b.params.use_chunking = pace->chunks ? CHUNKING_YES : CHUNKING_NO;
	bench_lines(&b, LINES);
	bench_open(&b);
	b.session->caps.offered = CAP_CHUNKING;
	b.script.write_pace = PACE;
	bench_deliver(&b, 0);
	session_free(&b.session);
	scene_judge(&b, &scene);
	bench_clear(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(paces) / sizeof(paces[0]); i++)
		play(&paces[i]);
	return tap_done();
}
