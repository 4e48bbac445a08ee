/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A session that goes as far as was asked for, and sends no message
 * (behaviours 222, 223; --quit-after). Whoever comes that far is deliverable;
 * whoever does not hears what it would hear in a delivery.
 */
#include <string.h>

#include "base/mem.h"
#include "session/session_internal.h"

bool
probe_ends_before(const struct session *s, enum stage stage)
{
	return s->setup.quit_after != STAGE_INPUT &&
	    s->setup.quit_after < stage;
}

void
probe_connected(struct session *s)
{
	struct dsn word = s->blank;
	struct span name;

	if (s->setup.quit_after != STAGE_CONNECT)
		return;
	name = candidate_text(word.arena, s->setup.candidate);
	word.stage = STAGE_CONNECT;
	dsn_fail(&word, "2.0.0", "connected to %.*s", SPAN_ARG(name));
	verdict_judge_all(s, &word);
	s->talk.broken = true;	/* nobody has greeted us: no QUIT either */
}

void
probe_secured(struct session *s)
{
	struct dsn word = s->blank;

	if (s->setup.quit_after != STAGE_TLS)
		return;
	word.stage = STAGE_TLS;
	dsn_fail(&word, "2.0.0", "%.*s", SPAN_ARG(s->agreed));
	verdict_judge_all(s, &word);
}

/* drop - behaviour 223: the server waits for a message, and anything that was
 * said now would be the beginning of one */

static void
drop(struct session *s, struct dsn *word)
{
	must(s->last);
	memcpy(word->status, "2.0.0", sizeof("2.0.0"));
	verdict_judge_accepted(s, word);
	s->accepted_len = 0;
	s->talk.broken = true;
}

void
probe_heard(struct session *s, enum stage stage, struct recipient *about,
    const struct reply *reply)
{
	struct dsn word = s->blank;

	if (s->setup.quit_after != stage)
		return;
	word.stage = stage;
	reply_tell(reply, &word, "%.*s",
	    SPAN_ARG(reply_line(word.arena, reply)));
	if (stage == STAGE_DATA)
		drop(s, &word);
	else if (about != NULL)
		verdict_judge(s, about, &word);
	else
		verdict_judge_all(s, &word);
}
