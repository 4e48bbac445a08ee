/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/session.h"

#include <stddef.h>

#include "base/mem.h"
#include "session/session_internal.h"

static const struct question quit = {
	.stage = STAGE_QUIT,
	.doing = "sending QUIT",
	.limit = offsetof(struct params, quit_timeout),
};

struct session *
session_new(const struct session_setup *setup)
{
	struct session *s = mem_new(1, sizeof(*s));
	const struct remote *remote = setup->remote;

	s->setup = *setup;
	s->blank = DSN_IN(setup->arena);
	s->blank.remote = remote;
	s->talk.wire = setup->wire;
	s->talk.params = setup->params;
	s->talk.halt = setup->halt;
	s->talk.teller = setup->teller;
	s->talk.self = s;
	s->talk.peer = arena_text(setup->arena, "%.*s[%.*s]",
	    SPAN_ARG(remote->name), SPAN_ARG(remote->address));
	reply_init(&s->talk.reply);
	capabilities_init(&s->caps);
	return s;
}

bool
session_open(struct session *s)
{
	probe_connected(s);
	return probe_ends_before(s, STAGE_BANNER) || greet(s);
}

bool
session_goes_on(const struct session *s)
{
	return !s->last && dsn_class(&s->farewell) == '\0';
}

void
session_say_quit(struct session *s)
{
	struct dsn ignored = s->blank;

	if (s->quit_said || s->talk.broken)
		return;
	s->quit_said = true;
	if (wire_say(s->talk.wire, SPAN("QUIT"), &ignored))
		tell(s->setup.teller, EVENT_SAID, SPAN("QUIT"), 0);
}

/* part - whatever happens to QUIT and its answer changes nothing (behaviours
 * 186, 218, 220) */

static void
part(struct session *s)
{
	struct dsn ignored = s->blank;
	struct deadline by = dialogue_deadline(&s->talk, &quit);

	if (s->talk.broken || wire_flush(s->talk.wire, &by) != IO_DONE)
		return;
	if (!s->setup.params->skip_quit_response)
		s->talk.broken = !dialogue_hear(&s->talk, &quit, by, &ignored);
}

void
session_free(struct session **session)
{
	struct session *s = *session;

	if (s == NULL)
		return;
	session_say_quit(s);
	part(s);
	tell(s->setup.teller, EVENT_CLOSED, s->talk.peer, 0);
	wire_free(&s->talk.wire);
	vec_clear(&s->talk.due);
	reply_clear(&s->talk.reply);
	capabilities_clear(&s->caps);
	mem_free(session);
}
