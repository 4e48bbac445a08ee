/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * --plan as JSON. Declared in plan.h. Keys may be added, never removed.
 */
#include "report/plan.h"

#include "report/record.h"

static void
put_number(struct json *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_number(json, number);
}

static void
put_flag(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_bool(json, value);
}

static void
put_word(struct json *json, const char *key, const char *word)
{
	json_text(json, key, span_of(word));
}

/* put_some - null where it is empty */

static void
put_some(struct json *json, const char *key, struct span text)
{
	const struct span none = { 0 };

	json_text(json, key, text.len > 0 ? text : none);
}

/* put_status - null twice where there is nothing to say */

static void
put_status(struct json *json, const struct dsn *why)
{
	const struct span none = { 0 };
	bool some = dsn_is_said(why);

	json_text(json, "status", some ? span_of(why->status) : none);
	json_text(json, "detail", some ? why->text : none);
}

static void
put_tlsa(struct json *json, const struct answer *tlsa)
{
	struct arena *arena;

	json_key(json, "tlsa");
	if (tlsa == NULL) {
		json_null(json);
		return;
	}
	arena = arena_new();
	json_object(json);
	json_text(json, "name", tlsa->name);
	put_word(json, "dnssec", dnssec_name(tlsa->dnssec));
	json_key(json, "records");
	json_array(json);
	for (size_t i = 0; i < tlsa->len; i++)
		json_string(json, rr_data_text(arena, &tlsa->rr[i]));
	json_end(json);
	put_some(json, "detail", tlsa->reason);
	json_end(json);
	arena_free(&arena);
}

static void
put_host(struct json *json, const struct route_host *host)
{
	json_object(json);
	json_text(json, "name", host->name);
	put_number(json, "preference", host->preference);
	put_number(json, "weight", host->weight);
	record_put_port(json, host->port);
	put_word(json, "dnssec", dnssec_name(host->dnssec));
	put_tlsa(json, host->tlsa);
	put_some(json, "left_out", host->trouble);
	json_end(json);
}

/* put_tls - null for who would not be tried */

static void
put_tls(struct json *json, const struct preview_candidate *c)
{
	const struct tls_policy *tls = &c->policy.tls;

	json_key(json, "tls");
	if (c->beyond || dsn_is_said(&c->refused)) {
		json_null(json);
		return;
	}
	json_object(json);
	put_word(json, "level", tls_level_name(tls->level));
	put_flag(json, "wrapper", tls->wrapper);
	json_text(json, "why", tls->why);
	json_end(json);
}

static void
put_candidate(struct json *json, const struct preview_candidate *c)
{
	json_object(json);
	json_text(json, "name", c->candidate->host);
	json_text(json, "address", c->candidate->address);
	record_put_port(json, c->candidate->addr.port);
	put_number(json, "preference", c->candidate->preference);
	put_number(json, "host", (int64_t)c->candidate->via);
	put_tls(json, c);
	put_word(json, "left_out", c->beyond ?
	    "beyond smtp_mx_address_limit" : NULL);
	put_status(json, &c->refused);
	json_end(json);
}

static void
put_lookup(struct json *json, const struct route *route)
{
	put_some(json, "lookup", route->asked);
	put_word(json, "dnssec", dnssec_name(route->dnssec));
}

static void
put_hosts(struct json *json, const struct route *route)
{
	json_key(json, "hosts");
	json_array(json);
	for (size_t i = 0; i < route->hosts_len; i++)
		put_host(json, &route->hosts[i]);
	json_end(json);
}

static void
put_candidates(struct json *json, const struct preview_member *member)
{
	json_key(json, "candidates");
	json_array(json);
	for (size_t i = 0; member->candidates != NULL &&
	    i < member->route.len; i++)
		put_candidate(json, &member->candidates[i]);
	json_end(json);
}

static void
put_omitted(struct json *json, const struct route *route)
{
	json_key(json, "left_out");
	json_array(json);
	for (size_t i = 0; i < route->omitted_len; i++) {
		json_object(json);
		json_text(json, "what", route->omitted[i].what);
		json_text(json, "why", route->omitted[i].why);
		json_end(json);
	}
	json_end(json);
}

static void
put_member(struct json *json, const struct preview_member *member)
{
	json_object(json);
	json_text(json, "destination", member->text);
	put_flag(json, "fallback_relay", member->is_fallback);
	put_word(json, "kind", plan_kind_name(member->route.kind));
	put_lookup(json, &member->route);
	put_hosts(json, &member->route);
	put_candidates(json, member);
	put_omitted(json, &member->route);
	put_flag(json, "here", member->route.is_here);
	put_status(json, &member->why);
	json_end(json);
}

static void
put_preview(struct json *json, const struct preview *preview)
{
	json_object(json);
	json_text(json, "destination", preview->destination);
	json_key(json, "recipients");
	json_array(json);
	for (size_t i = 0; i < preview->batch->len; i++)
		if (!preview->batch->at[i]->nobody)
			json_string(json, preview->batch->at[i]->given);
	json_end(json);
	json_key(json, "members");
	json_array(json);
	for (size_t i = 0; i < preview->len; i++)
		put_member(json, &preview->members[i]);
	json_end(json);
	put_status(json, &preview->why);
	json_end(json);
}

void
plan_add_json(struct str *to, const struct preview *previews, size_t len)
{
	struct json json;

	json_init(&json, to);
	json_object(&json);
	json_key(&json, "destinations");
	json_array(&json);
	for (size_t i = 0; i < len; i++)
		put_preview(&json, &previews[i]);
	json_end(&json);
	json_end(&json);
}
