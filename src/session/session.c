/* SPDX-License-Identifier: BSD-2-Clause */
#include "session/session.h"

#include <stddef.h>

#include "base/mem.h"
#include "session/session_internal.h"
#include "tls/transport.h"

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
	s->talk.show_secrets = setup->show_secrets;
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
	return probe_ends_before(s, STAGE_BANNER) ||
	    (starttls_wrap(s) && greet(s) && login(s));
}

bool
session_failed_in_tls(const struct session *s)
{
	return s->shake_failed ||
	    (s->talk.lost && s->setup.facts->security.on);
}

const struct server_limits *
session_limits(const struct session *s)
{
	return &s->caps.limits;
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

/* hears_quit - behaviour 220; in LMTP an answer that is there is looked at in
 * any case, and waited for behind a message that went in one flight with its
 * envelope: without it nobody knows what was the answer to what */

static bool
hears_quit(const struct session *s)
{
	return !s->setup.params->skip_quit_response || s->at_once ||
	    (session_is_lmtp(s) &&
	    wire_input(s->talk.wire) == INPUT_OCTETS);
}

bool
session_part(struct session *s)
{
	const struct reply *reply = &s->talk.reply;
	struct deadline by = dialogue_deadline(&s->talk, &quit);
	struct dsn ignored = s->blank;

	session_say_quit(s);
	if (s->parted || s->talk.broken)
		return true;
	s->parted = s->talk.leaving = true;
	s->talk.broken = wire_flush(s->talk.wire, &by) != IO_DONE;
	if (s->talk.broken || !hears_quit(s))
		return true;
	s->talk.broken = !dialogue_hear(&s->talk, &quit, by, &ignored);
	return !reply->begun || reply->code == 221 || reply->code == 421;
}

/* end_tls - tls_fast_shutdown_enable = no: the server's farewell is waited
 * for as well (behaviour 138) */

static void
end_tls(struct session *s)
{
	const struct wait wait = {
		.by = dialogue_deadline(&s->talk, &quit),
		.halt = s->talk.halt,
	};

	if (s->setup.facts->security.on && !s->talk.broken &&
	    !s->setup.params->tls_fast_shutdown_enable)
		tls_transport_close(wire_transport(s->talk.wire), &wait);
}

void
session_free(struct session **session)
{
	struct session *s = *session;

	if (s == NULL)
		return;
	session_part(s);
	end_tls(s);
	tell(s->setup.teller, EVENT_CLOSED, s->talk.peer, 0);
	wire_free(&s->talk.wire);
	vec_clear(&s->talk.due);
	veil_clear(&s->talk.veil);
	reply_clear(&s->talk.reply);
	capabilities_clear(&s->caps);
	mem_free(session);
}
