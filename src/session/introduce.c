/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XFORWARD: where the message came from, told before each transaction
 * (behaviour 168). Nothing hangs on the answers.
 */
#include <stddef.h>

#include "proto/command.h"
#include "proto/xforward.h"
#include "session/session_internal.h"

static void heard(void *, struct recipient *, const struct reply *);

static const struct question client = {
	.stage = STAGE_XFORWARD,
	.doing = "sending XFORWARD name/address",
	.limit = offsetof(struct params, xforward_timeout),
	.heard = heard,
};

static const struct question session = {
	.stage = STAGE_XFORWARD,
	.doing = "sending XFORWARD protocol/helo_name",
	.limit = offsetof(struct params, xforward_timeout),
	.heard = heard,
};

static void
heard(void *self, struct recipient *about, const struct reply *reply)
{
	const struct session *s = self;

	(void)about;
	if (reply_class(reply) != 2)
		tellf(s->talk.teller, EVENT_WARNING, "host %.*s does not take "
		    "XFORWARD: %.*s", SPAN_ARG(s->talk.peer),
		    SPAN_ARG(str_span(&reply->text)));
}

static const char *
source_name(enum xforward_source source)
{
	switch (source) {
	case XFORWARD_FROM_NOWHERE:
		break;
	case XFORWARD_FROM_LOCAL:
		return "LOCAL";
	case XFORWARD_FROM_REMOTE:
		return "REMOTE";
	}
	return "";
}

static bool
say(struct session *s, const struct question *question, unsigned attributes,
    struct dsn *why)
{
	const struct params *p = s->setup.params;
	const struct xforward known = { .name = p->xforward_name,
	    .addr = p->xforward_addr, .port = p->xforward_port,
	    .proto = p->xforward_proto, .helo = p->xforward_helo,
	    .ident = p->xforward_ident,
	    .source = span_of(source_name(p->xforward_source)) };
	struct str command;
	bool good;

	str_init(&command, COMMAND_MAX);
	xforward_add(&command, &known, &s->caps, attributes);
	good = command.len == 0 || dialogue_ask(&s->talk, question, NULL,
	    str_span(&command), why);
	str_clear(&command);
	return good;
}

bool
introduce(struct session *s, struct dsn *why)
{
	if (!s->setup.params->send_xforward_command)
		return true;
	return say(s, &client, XFORWARD_CLIENT, why) &&
	    say(s, &session, XFORWARD_SESSION, why);
}
