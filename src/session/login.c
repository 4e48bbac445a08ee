/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The login (RFC 4954; behaviours 153 to 166): after the last EHLO, once a
 * session, with the best mechanism that will do.
 */
#include "os/ticket.h"
#include "session/exchange.h"
#include "tls/transport.h"

/* go_on - nobody logs in, which is fine unless there must be a login */

static bool
go_on(struct session *s, const char *reason)
{
	struct dsn word = s->blank;

	if (!s->setup.policy->login.required &&
	    s->setup.quit_after != STAGE_AUTH) {
		tellf(s->talk.teller, EVENT_DECISION, "no login: %s", reason);
		return true;
	}
	word.stage = STAGE_AUTH;
	dsn_fail(&word, "4.7.0", "a login is required at host %.*s: %s",
	    SPAN_ARG(s->talk.peer), reason);
	verdict_judge_all(s, &word);
	return false;
}

/* Which mechanism ----------------------------------------------------------*/

static unsigned
means_of(const struct exchange *x)
{
	return (x->setup.password != NULL ? HAVE_PASSWORD : 0u) |
	    (x->setup.token != NULL ? HAVE_TOKEN : 0u) |
	    (x->session->identified ? HAVE_CERTIFICATE : 0u) |
	    (ticket_is_likely() ? HAVE_TICKET : 0u) |
	    (x->setup.binding != BINDING_NONE ? HAVE_BINDING : 0u);
}

static void
choose(struct exchange *x, struct mechanism_choice *choice)
{
	struct session *s = x->session;
	const struct login_policy *login = &s->setup.policy->login;
	const struct security *security = &s->setup.facts->security;
	const struct mechanism_wish wish = {
		.offered = str_span(&s->caps.auth),
		.filter = login->filter,
		.options = security_lists_for(&login->options, security->on,
		    security->matched),
		.have = means_of(x),
		.ntlm = s->setup.params->postfix_mode,
	};

	mechanism_choose(&wish, choice);
	for (size_t i = 0; i < choice->remarks_len; i++)
		tellf(s->talk.teller, EVENT_DECISION, "AUTH %.*s %s",
		    SPAN_ARG(choice->remarks[i].name),
		    choice->remarks[i].reason);
	for (size_t i = 0; i < choice->len; i++)
		tellf(s->talk.teller, EVENT_DECISION, "AUTH %s is %s",
		    mechanism_name(choice->candidates[i]), i == 0 ?
		    "the best that will do" : "another that would do");
}

/* none_will_do - behaviours 158, 159, and why */

static bool
none_will_do(struct exchange *x, const struct mechanism_choice *choice)
{
	struct dsn why = x->session->blank;
	struct str reasons;

	str_init(&reasons, DSN_TEXT_MAX / 2);
	for (size_t i = 0; i < choice->remarks_len; i++)
		str_addf(&reasons, "%s%.*s %s", i == 0 ? ": " : ", ",
		    SPAN_ARG(choice->remarks[i].name),
		    choice->remarks[i].reason);
	dsn_fail(&why, "4.7.0", "server %.*s offered no compatible "
	    "authentication mechanisms for this type of connection security"
	    "%s", SPAN_ARG(x->session->talk.peer), str_chars(&reasons));
	str_clear(&reasons);
	return exchange_fail(x, &why);
}

static bool
go(struct exchange *x)
{
	struct mechanism_choice choice;

	choose(x, &choice);
	return choice.len > 0 ? exchange_run(x, &choice) :
	    none_will_do(x, &choice);
}

/* Who, and with what -------------------------------------------------------*/

/* bind - what ties a login to this TLS session, if anything does */

static void
bind(struct exchange *x)
{
	struct session *s = x->session;
	struct auth_setup *setup = &x->setup;
	struct transport *transport = wire_transport(s->talk.wire);

	if (!s->setup.facts->security.on)
		return;
	setup->bound_to = tls_transport_binding(s->setup.arena, transport,
	    TLS_BINDING_EXPORTER);
	if (setup->bound_to.len == 0)
		return;
	setup->binding = BINDING_EXPORTER;
	if (span_equal(s->setup.facts->security.version, SPAN("TLSv1.3")))
		return;
	/* The extended secret is there, else there were no exporter; and with
	 * it what was unique before is so again (RFC 7627). */
	setup->binding = BINDING_UNIQUE;
	setup->bound_to = tls_transport_binding(s->setup.arena, transport,
	    TLS_BINDING_UNIQUE);
}

static struct auth_setup
setup_of(struct session *s)
{
	const struct params *p = s->setup.params;
	const struct remote *remote = s->setup.remote;

	return (struct auth_setup){
		.authzid = p->send_cyrus_sasl_authzid,
		.service = span_of(protocol_name(p->protocol)),
		.host = remote->name,
		.port = remote->port,
		.peer = candidate_text(s->setup.arena, s->setup.candidate),
	};
}

/* find - what there is to log in with; *none: nothing. False: a table cannot
 * say (behaviour 155) */

static bool
find(struct exchange *x, bool *none)
{
	struct session *s = x->session;
	const struct login_policy *login = &s->setup.policy->login;
	struct dsn why = s->blank;

	*none = false;
	if (login->own != NULL) {
		x->setup.user = login->own->user;
		x->setup.password = login->own->password;
		x->setup.token = login->own->token;
		return true;
	}
	why.stage = STAGE_AUTH;
	if (!credential_find(&login->wish, &x->found, &why)) {
		dialogue_stuck(&s->talk, &why);
		verdict_remember_all(s, &why);
		return false;
	}
	x->setup.user = x->found.user;
	x->setup.password = x->found.password;
	*none = x->found.password == NULL;
	return true;
}

static bool
log_in(struct session *s)
{
	struct exchange x = { .session = s, .setup = setup_of(s) };
	bool good, none;

	if (!find(&x, &none))
		return false;
	bind(&x);
	good = none ? go_on(s, "there is no password for this server") :
	    go(&x);
	credential_clear(&x.found);
	return good;
}

bool
login(struct session *s)
{
	if (probe_ends_before(s, STAGE_AUTH))
		return true;
	if (!s->setup.policy->login.wanted)
		return go_on(s, "nobody asks for one");
	if (!capabilities_has(&s->caps, CAP_AUTH))
		return go_on(s, "it is not offered");
	return log_in(s);
}
