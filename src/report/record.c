/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/record.h"

#include "mail/xtext.h"
#include "os/clock.h"
#include "policy/tls_policy.h"
#include "report/printable.h"

enum {
	SHOWN_MAX = 2048,	/* octets of any one text */
	TIME_MAX = 40,		/* octets of a time */
};

const char *
record_action(const struct recipient *r)
{
	switch (r->fate) {
	case FATE_SENT:
		return r->dsn.final ? "delivered" : "relayed";
	case FATE_DELIVERABLE:
		return "deliverable";
	case FATE_BOUNCED:
		return "failed";
	case FATE_DEFERRED:
	case FATE_OPEN:
		break;
	}
	return "delayed";
}

const struct remote *
record_server(const struct outcome *o)
{
	return o->visit != NULL && o->visit->opened ? &o->visit->remote : NULL;
}

void
record_add_server(struct str *to, const struct remote *server)
{
	printable_add(to, server->name);
	str_add_char(to, '[');
	printable_add(to, server->address);
	str_add_char(to, ']');
	if (server->port != 0)
		str_addf(to, ":%u", server->port);
}

/* add_security - only where it was TLS that the verdict came through */

static void
add_security(struct str *to, const struct security *security)
{
	if (security == NULL || !security->on)
		return;
	str_add(to, SPAN(" ("));
	printable_add(to, security->version);
	str_addf(to, ", %s %s)", tls_level_name(security->level),
	    standing_name(security->peer));
}

void
record_add_text(struct str *to, const struct outcome *o)
{
	const struct recipient *r = o->recipient;
	const struct remote *server = record_server(o);

	printable_add(to, r->nobody ? o->destination : r->given);
	str_addf(to, ": %s %s",
	    recipient_is_unknown(r) ? "unknown" : record_action(r),
	    r->dsn.status);
	if (server != NULL) {
		str_add(to, SPAN(" via "));
		record_add_server(to, server);
		add_security(to, o->security);
	}
	str_add(to, SPAN(": "));
	printable_add(to, r->dsn.text);
}

/* put - one text; null when there is none */

static void
put(struct json *json, const char *key, struct span value)
{
	json_text(json, key, span_up_to(value, SHOWN_MAX));
}

/* A string over memory of the caller's: it never grows. */

static struct str
fixed(char *room, size_t size)
{
	return (struct str){ .at = room, .max = size - 1, .room = size };
}

/* put_original - the address that ORCPT carries (RFC 3461 section 4.2) */

static void
put_original(struct json *json, struct span orcpt)
{
	char room[ORCPT_MAX + 1];
	struct str address = fixed(room, sizeof(room));
	struct span none = { 0 };
	bool some = orcpt_decode(&address, orcpt);

	put(json, "original_recipient", some ? str_span(&address) : none);
}

void
record_put_port(struct json *json, unsigned port)
{
	json_key(json, "port");
	if (port == 0)
		json_null(json);	/* a socket of this machine */
	else
		json_number(json, (int64_t)port);
}

static void
put_server(struct json *json, const struct remote *server)
{
	put(json, "name", server->name);
	put(json, "address", server->address);
	record_put_port(json, server->port);
}

static void
put_verdict(struct json *json, const struct dsn *dsn)
{
	struct span none = { 0 };

	put(json, "status", span_of(dsn->status));
	json_key(json, "code");
	if (dsn->code == 0)
		json_null(json);
	else
		json_number(json, dsn->code);
	put(json, "reply", dsn->code == 0 ? none : dsn->reply);
	put(json, "stage", span_of(stage_name(dsn->stage)));
	put(json, "detail", dsn->text);
}

static void
put_remote(struct json *json, const struct remote *server)
{
	json_key(json, "remote_mta");
	if (server == NULL) {
		json_null(json);
		return;
	}
	json_object(json);
	put_server(json, server);
	json_end(json);
}

/* put_security - of the host that the verdict is about */

static void
put_security(struct json *json, const struct outcome *o)
{
	const struct security *security = o->security;
	const struct span none = { 0 };

	json_key(json, "tls");
	if (record_server(o) == NULL || security == NULL) {
		json_null(json);
		return;
	}
	json_object(json);
	put(json, "level", span_of(tls_level_name(security->level)));
	put(json, "version", security->on ? security->version : none);
	put(json, "cipher", security->on ? security->cipher : none);
	put(json, "peer", span_of(standing_name(security->peer)));
	put(json, "match", security->match.len > 0 ? security->match : none);
	json_end(json);
}

/* put_login - likewise */

static void
put_login(struct json *json, const struct outcome *o)
{
	const struct session_login *login;

	json_key(json, "auth");
	if (record_server(o) == NULL || o->visit->login.mechanism == NULL) {
		json_null(json);
		return;
	}
	login = &o->visit->login;
	json_object(json);
	put(json, "mechanism", span_of(login->mechanism));
	put(json, "user", login->user);
	json_end(json);
}

static void
put_attempts(struct json *json, const struct attempt *attempt)
{
	json_key(json, "attempts");
	json_array(json);
	for (size_t i = 0; attempt != NULL && i < RECORD_ATTEMPTS; i++) {
		json_object(json);
		put_server(json, &attempt->visit->remote);
		put(json, "stage", span_of(stage_name(attempt->dsn.stage)));
		put(json, "status", span_of(attempt->dsn.status));
		put(json, "detail", attempt->dsn.text);
		json_end(json);
		attempt = attempt->next;
	}
	json_end(json);
}

static void
put_seconds(struct json *json, const char *key, msec_t msec)
{
	json_key(json, key);
	json_decimal(json, msec);
}

static void
put_times(struct json *json, const struct outcome *o)
{
	char room[TIME_MAX + 1];
	struct str time = fixed(room, sizeof(room));

	put_seconds(json, "delay", o->delay);
	json_key(json, "delays");
	json_object(json);
	put_seconds(json, "before", o->delays.before);
	put_seconds(json, "setup", o->delays.setup);
	put_seconds(json, "connect", o->delays.connect);
	put_seconds(json, "transmit", o->delays.transmit);
	json_end(json);
	clock_add_rfc3339(&time, o->time);
	put(json, "time", str_span(&time));
}

void
record_add_json(struct str *to, const struct outcome *o)
{
	const struct recipient *r = o->recipient;
	struct json json;

	json_init(&json, to);
	json_object(&json);
	put(&json, "recipient", r->given);
	put_original(&json, r->orcpt);
	put(&json, "action", span_of(record_action(r)));
	json_key(&json, "unknown");
	json_bool(&json, recipient_is_unknown(r));
	json_key(&json, "may_be_duplicate");
	json_bool(&json, recipient_may_be_duplicate(r));
	put_verdict(&json, &r->dsn);
	put_remote(&json, record_server(o));
	put(&json, "destination", o->destination);
	put(&json, "protocol", span_of(o->protocol));
	put_security(&json, o);
	put_login(&json, o);
	put_attempts(&json, o->attempts);
	put_times(&json, o);
	json_end(&json);
}
