/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/plan.h"

#include <sysexits.h>

#include "report/printable.h"

enum { NAMED_MAX = 5 };		/* recipients that are named */

const char *
plan_kind_name(enum route_kind kind)
{
	static const char *const names[] = {
		[ROUTE_HOST] = "host",
		[ROUTE_LITERAL] = "address",
		[ROUTE_PATH] = "path",
		[ROUTE_MX] = "mx",
		[ROUTE_IMPLICIT] = "implicit-mx",
		[ROUTE_SRV] = "srv",
	};

	return names[kind];
}

/* Lines --------------------------------------------------------------------*/

static void
begin(struct str *to, unsigned depth)
{
	str_addf(to, "%*s", (int)(2 * depth), "");
}

static void
end(struct str *to)
{
	str_add_char(to, '\n');
}

/* add_line - two texts of ours and one from outside between them */

static void
add_line(struct str *to, unsigned depth, const char *before,
    struct span text)
{
	begin(to, depth);
	str_add(to, span_of(before));
	printable_add(to, text);
	end(to);
}

static void
add_status(struct str *to, unsigned depth, const char *before,
    const struct dsn *why)
{
	begin(to, depth);
	str_addf(to, "%s%s: ", before, why->status);
	printable_add(to, why->text);
	end(to);
}

static void
add_dnssec(struct str *to, enum dnssec dnssec)
{
	str_addf(to, " (%s)", dnssec_name(dnssec));
}

/* Candidates ---------------------------------------------------------------*/

static void
add_address(struct str *to, const struct candidate *c)
{
	str_add_char(to, '[');
	printable_add(to, c->address);
	str_add_char(to, ']');
	if (c->addr.family != NET_UNIX)
		str_addf(to, ":%u", c->addr.port);
}

/* add_level - how much TLS it would get, and why */

static void
add_level(struct str *to, const struct tls_policy *tls)
{
	str_addf(to, ", TLS %s%s: ", tls_level_name(tls->level),
	    tls->wrapper ? " from the first octet" : "");
	printable_add(to, tls->why);
}

static void
add_candidate(struct str *to, unsigned depth, size_t number,
    const struct preview_candidate *c)
{
	begin(to, depth);
	str_addf(to, "%zu. ", number);
	add_address(to, c->candidate);
	if (c->beyond)
		str_add(to, SPAN(" left out: beyond smtp_mx_address_limit"));
	else if (dsn_is_said(&c->refused)) {
		str_addf(to, " left out: %s: ", c->refused.status);
		printable_add(to, c->refused.text);
	} else
		add_level(to, &c->policy.tls);
	end(to);
}

/* add_candidates - those of one host; numbers are the order of them all */

static void
add_candidates(struct str *to, unsigned depth,
    const struct preview_member *member, size_t host)
{
	for (size_t i = 0; i < member->route.len; i++)
		if (member->route.at[i].via == host)
			add_candidate(to, depth, i + 1,
			    &member->candidates[i]);
}

/* Hosts --------------------------------------------------------------------*/

/* add_tlsa - a line a record, or why there is none */

static void
add_tlsa(struct str *to, unsigned depth, const struct answer *tlsa)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < tlsa->len; i++) {
		begin(to, depth);
		str_add(to, SPAN("TLSA "));
		printable_add(to, rr_data_text(arena, &tlsa->rr[i]));
		add_dnssec(to, tlsa->dnssec);
		end(to);
	}
	if (tlsa->len == 0)
		add_line(to, depth, "no TLSA: ", tlsa->reason);
	arena_free(&arena);
}

static void
add_host(struct str *to, unsigned depth, const struct preview_member *member,
    size_t at)
{
	const struct route *route = &member->route;
	const struct route_host *host = &route->hosts[at];

	begin(to, depth);
	if (route->kind == ROUTE_MX || route->kind == ROUTE_SRV)
		str_addf(to, "%u ", host->preference);
	if (route->kind == ROUTE_SRV)
		str_addf(to, "%u %u ", host->weight, host->port);
	printable_add(to, host->name);
	if (host->trouble.len == 0)
		add_dnssec(to, host->dnssec);
	end(to);
	if (host->trouble.len > 0)
		add_line(to, depth + 1, "left out: ", host->trouble);
	add_candidates(to, depth + 1, member, at);
	if (host->tlsa != NULL)
		add_tlsa(to, depth + 1, host->tlsa);
}

/* is_tried - one of the first so many candidates is the host's */

static bool
is_tried(const struct route *route, size_t len, size_t host)
{
	for (size_t i = 0; i < len; i++)
		if (route->at[i].via == host)
			return true;
	return false;
}

/* add_hosts - in the order in which they come first; then those that are not
 * tried */

static void
add_hosts(struct str *to, unsigned depth, const struct preview_member *m)
{
	const struct route *route = &m->route;

	if (route->kind == ROUTE_LITERAL || route->kind == ROUTE_PATH) {
		add_candidates(to, depth, m, 0);
		return;
	}
	for (size_t i = 0; i < route->len; i++)
		if (!is_tried(route, i, route->at[i].via))
			add_host(to, depth, m, route->at[i].via);
	for (size_t i = 0; i < route->hosts_len; i++)
		if (!is_tried(route, route->len, i))
			add_host(to, depth, m, i);
}

/* Members ------------------------------------------------------------------*/

static void
add_lookup(struct str *to, const struct route *route)
{
	switch (route->kind) {
	case ROUTE_MX:
	case ROUTE_IMPLICIT:
	case ROUTE_SRV:
		str_add(to, route->kind == ROUTE_SRV ? SPAN(": SRV ") :
		    SPAN(": MX "));
		printable_add(to, route->asked);
		add_dnssec(to, route->dnssec);
		if (route->kind == ROUTE_IMPLICIT)
			str_add(to, SPAN(", there is none"));
		break;
	case ROUTE_HOST:
	case ROUTE_LITERAL:
	case ROUTE_PATH:
		break;
	}
}

static void
add_omitted(struct str *to, unsigned depth, const struct route *route)
{
	for (size_t i = 0; i < route->omitted_len; i++) {
		begin(to, depth);
		str_add(to, SPAN("left out: "));
		printable_add(to, route->omitted[i].what);
		str_add(to, SPAN(": "));
		printable_add(to, route->omitted[i].why);
		end(to);
	}
}

static void
add_member(struct str *to, const struct preview_member *member)
{
	begin(to, 1);
	if (member->is_fallback)
		str_add(to, SPAN("fallback relay "));
	printable_add(to, member->text);
	add_lookup(to, &member->route);
	end(to);
	add_hosts(to, 2, member);
	add_omitted(to, 2, &member->route);
	if (dsn_is_said(&member->why))
		add_status(to, 2, "no server: ", &member->why);
	if (member->route.is_here)
		add_line(to, 2, "this machine is one of its hosts: nothing "
		    "behind it is tried", SPAN(""));
}

/* Destinations -------------------------------------------------------------*/

static void
add_recipients(struct str *to, const struct batch *batch)
{
	for (size_t i = 0; i < batch->len && i < NAMED_MAX; i++) {
		if (batch->at[i]->nobody)
			continue;
		str_add(to, i == 0 ? SPAN(" for ") : SPAN(", "));
		printable_add(to, batch->at[i]->given);
	}
	if (batch->len > NAMED_MAX)
		str_addf(to, " and %zu more", batch->len - NAMED_MAX);
}

void
plan_add_text(struct str *to, const struct preview *preview)
{
	printable_add(to, preview->destination);
	add_recipients(to, preview->batch);
	end(to);
	for (size_t i = 0; i < preview->len; i++)
		add_member(to, &preview->members[i]);
	if (dsn_is_said(&preview->why))
		add_status(to, 1, "nowhere to go: ", &preview->why);
}

int
plan_exit_status(const struct preview *previews, size_t len)
{
	int status = EX_OK;

	for (size_t i = 0; i < len; i++) {
		const struct dsn *why = &previews[i].why;

		if (dsn_class(why) == '4')
			return EX_TEMPFAIL;
		if (dsn_is_said(why))
			status = EX_UNAVAILABLE;
	}
	return status;
}
