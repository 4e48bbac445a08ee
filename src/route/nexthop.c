/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/nexthop.h"

#include "base/ascii.h"
#include "mail/domain.h"
#include "net/connect.h"

static const struct span unix_prefix = SPAN_INIT("unix:");
static const struct span smtps_port = SPAN_INIT("465");	/* RFC 8314, 7.3 */
static const struct span inet_prefix = SPAN_INIT("inet:");

static bool
is_path(struct span text, const struct params *params)
{
	return params->protocol == PROTOCOL_LMTP &&
	    span_starts(text, unix_prefix);
}

struct nexthops
nexthops_of(struct span destination, const struct params *params)
{
	struct span list = span_trim(destination);

	if (params->protocol == PROTOCOL_LMTP &&
	    span_starts(list, inet_prefix))
		return (struct nexthops){ .rest = span_from_octet(list,
		    inet_prefix.len) };
	return (struct nexthops){ .rest = list,
	    .whole = is_path(list, params) };
}

bool
nexthop_next(struct nexthops *list, struct span *member)
{
	if (!list->whole)
		return ascii_word(&list->rest, ", \t\r\n", member);
	*member = list->rest;
	list->rest = (struct span){ 0 };
	return member->len > 0;
}

static bool
malformed(struct span member, const char *what, struct dsn *why)
{
	return dsn_fail(why, "4.3.5", "malformed destination \"%.*s\": %s",
	    SPAN_ARG(member), what);
}

/*
 * divide - host and service: the service stands behind the closing bracket
 * and a colon, or behind the last colon
 */

static bool
divide(struct span member, struct nexthop *hop, struct dsn *why)
{
	size_t at;

	hop->bracketed = member.len > 0 && member.at[0] == '[';
	if (!hop->bracketed) {
		at = span_find_last(member, ':');
		hop->host = span_first(member, at);
		hop->service = span_from_octet(member,
		    at < member.len ? at + 1 : at);
		return true;
	}
	at = span_find(member, ']');
	if (at == member.len)
		return malformed(member, "']' is missing", why);
	hop->host = span_from(member.at + 1, at - 1);
	hop->service = span_from_octet(member, at + 1);
	if (hop->service.len == 0)
		return true;
	if (hop->service.at[0] != ':')
		return malformed(member, "only a ':' may follow ']'", why);
	hop->service = span_from_octet(hop->service, 1);
	return true;
}

/* read_path - behaviours 17, 18 */

static bool
read_path(struct nexthop *hop, const struct params *params, struct dsn *why)
{
	struct span path = span_from_octet(hop->text, unix_prefix.len);

	if (path.len == 0 || span_find(path, '\0') < path.len)
		return malformed(hop->text, "no path follows unix:", why);
	hop->host = params->myhostname;
	hop->literal = (struct netaddr){ .family = NET_UNIX, .path = path };
	return true;
}

/* read_host - an address, or a name in A-labels (10 to 12, 19) */

static bool
read_host(struct nexthop *hop, struct dsn *why)
{
	struct span host = hop->host;
	bool prefixed = hop->bracketed && ascii_starts(host, SPAN("ipv6:"));

	if (host.len == 0)
		return malformed(hop->text, "the host is empty", why);
	if (prefixed)
		host = span_from_octet(host, 5);
	if (netaddr_parse(host, &hop->literal) &&
	    (!prefixed || hop->literal.family == NET_INET6)) {
		hop->host = host;
		return true;
	}
	hop->literal = (struct netaddr){ 0 };
	if (prefixed)
		return malformed(hop->text, "no IPv6 address follows ipv6:",
		    why);
	if (!domain_to_ascii(why->arena, host, &hop->host) ||
	    !domain_is_host(hop->host))
		return malformed(hop->text, "neither a host name nor an "
		    "address", why);
	return true;
}

/*
 * known_port - "lmtp=24, smtps=submissions=465": the port of a service
 * named there, 0 if it is not; items that make no sense are passed over
 */

static uint16_t
known_port(struct span list, struct span service)
{
	struct span item;
	uint64_t port;

	while (ascii_word(&list, ", \t\r\n", &item)) {
		size_t at = span_find_last(item, '=');
		struct span names = span_first(item, at);

		if (at == item.len ||
		    !num_unsigned(span_from_octet(item, at + 1), &port) ||
		    port == 0 || port > UINT16_MAX)
			continue;
		while (names.len > 0)
			if (span_equal(span_cut(&names, '='), service))
				return (uint16_t)port;
	}
	return 0;
}

/* read_service - behaviour 13: known_tcp_ports, a number, services(5) */

static bool
read_service(struct nexthop *hop, const struct params *params,
    struct dsn *why)
{
	uint64_t number;

	if (hop->service.len == 0)
		hop->service = hop->smtps ? smtps_port : params->tcp_port;
	hop->port = known_port(params->known_tcp_ports, hop->service);
	if (hop->port != 0)
		return true;
	if (num_unsigned(hop->service, &number)) {
		if (number == 0 || number > UINT16_MAX)
			return malformed(hop->text, "the port is not between "
			    "1 and 65535", why);
		hop->port = (uint16_t)number;
		return true;
	}
	if (hop->service.len == 0 || ascii_is_digit(hop->service.at[0]))
		return malformed(hop->text, "the port is no number", why);
	if (!net_service(hop->service, &hop->port))
		return malformed(hop->text, "unknown service", why);
	return true;
}

/* cut_prefix - behind it is a host in brackets, or it is none */

static void
cut_prefix(struct nexthop *hop, const struct params *params)
{
	hop->smtps = params->protocol == PROTOCOL_SMTP &&
	    span_starts(hop->text, SPAN("smtps:["));
	if (hop->smtps)
		hop->text = span_from_octet(hop->text, sizeof("smtps:") - 1);
}

static bool
read_server(struct nexthop *hop, const struct params *params,
    struct dsn *why)
{
	cut_prefix(hop, params);
	return divide(hop->text, hop, why) && read_host(hop, why) &&
	    read_service(hop, params, why);
}

bool
nexthop_read(struct span member, const struct params *params,
    struct nexthop *nexthop, struct dsn *why)
{
	struct nexthop hop = { .text = member };

	if (is_path(member, params) ? !read_path(&hop, params, why) :
	    !read_server(&hop, params, why))
		return false;
	*nexthop = hop;
	return true;
}
