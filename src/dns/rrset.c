/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/rrset.h"

#include "base/mem.h"
#include "base/str.h"
#include "mail/domain.h"
#include "net/netaddr.h"

enum {
	DATA_TEXT_MAX = 4 * 65536,	/* of the longest TXT record */
	LINE_MAX = 2048,
};

const char *
rr_type_name(enum rr_type type)
{
	switch (type) {
	case RR_A:
		return "A";
	case RR_NS:
		return "NS";
	case RR_CNAME:
		return "CNAME";
	case RR_MX:
		return "MX";
	case RR_TXT:
		return "TXT";
	case RR_AAAA:
		return "AAAA";
	case RR_SRV:
		return "SRV";
	case RR_DNSKEY:
		return "DNSKEY";
	case RR_TLSA:
		return "TLSA";
	}
	return "TYPE";
}

const char *
dnssec_name(enum dnssec dnssec)
{
	static const char *const names[] = {
		[DNSSEC_INDETERMINATE] = "indeterminate",
		[DNSSEC_INSECURE] = "insecure",
		[DNSSEC_SECURE] = "secure",
		[DNSSEC_BOGUS] = "bogus",
	};

	return names[dnssec];
}

static void
add_hex(struct str *to, struct span octets)
{
	for (size_t i = 0; i < octets.len; i++)
		str_addf(to, "%02X", (unsigned char)octets.at[i]);
}

/* add_tlsa - RFC 6698 section 2.2; Postfix shows the hex in upper case */

static void
add_tlsa(struct str *to, struct span data)
{
	const unsigned char *at = (const unsigned char *)data.at;

	if (data.len < 3) {
		str_add(to, SPAN("? ? ? "));
		add_hex(to, data);
		return;
	}
	str_addf(to, "%d %d %d ", at[0], at[1], at[2]);
	add_hex(to, span_from_octet(data, 3));
}

/* add_string - one character string, quoted (RFC 1035 section 5.1) */

static void
add_string(struct str *to, struct span text)
{
	str_add_char(to, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < 0x20 || c >= 0x7f)
			str_addf(to, "\\%03d", c);
		else
			str_addf(to, c == '"' || c == '\\' ? "\\%c" : "%c", c);
	}
	str_add_char(to, '"');
}

static void
add_txt(struct str *to, struct span data)
{
	while (data.len > 0) {
		size_t len = (unsigned char)data.at[0];
		struct span string;

		data = span_from_octet(data, 1);
		string = span_up_to(data, len);
		add_string(to, string);
		data = span_from_octet(data, string.len);
		if (data.len > 0)
			str_add_char(to, ' ');
	}
}

static void
add_address(struct str *to, enum net_family family, struct span data)
{
	struct arena *arena = arena_new();
	struct netaddr addr;

	must(data.len == (family == NET_INET ? 4 : 16));
	addr = netaddr_from_octets(family, (const unsigned char *)data.at, 0);
	str_add(to, netaddr_text(arena, &addr));
	arena_free(&arena);
}

static void
add_data(struct str *to, const struct rr *rr)
{
	switch (rr->type) {
	case RR_A:
		add_address(to, NET_INET, rr->data);
		break;
	case RR_AAAA:
		add_address(to, NET_INET6, rr->data);
		break;
	case RR_CNAME:
		str_addf(to, "%.*s.", SPAN_ARG(rr->target));
		break;
	case RR_NS:
	case RR_DNSKEY:
		str_addf(to, "%zu octets", rr->data.len);
		break;
	case RR_MX:
		str_addf(to, "%u %.*s.", rr->preference,
		    SPAN_ARG(rr->target));
		break;
	case RR_SRV:
		str_addf(to, "%u %u %u %.*s.", rr->preference, rr->weight,
		    rr->port, SPAN_ARG(rr->target));
		break;
	case RR_TLSA:
		add_tlsa(to, rr->data);
		break;
	case RR_TXT:
		add_txt(to, rr->data);
		break;
	}
}

/* settle - what was put together moves into the arena */

static struct span
settle(struct arena *arena, struct str *text)
{
	struct span kept = arena_copy(arena, str_span(text));

	str_clear(text);
	return kept;
}

struct span
rr_data_text(struct arena *arena, const struct rr *rr)
{
	struct str text;

	str_init(&text, DATA_TEXT_MAX);
	add_data(&text, rr);
	return settle(arena, &text);
}

struct span
rr_text(struct arena *arena, const struct rr *rr)
{
	struct str text;

	str_init(&text, DATA_TEXT_MAX);
	str_addf(&text, "%.*s. %lu IN %s ", SPAN_ARG(rr->owner),
	    (unsigned long)rr->ttl, rr_type_name(rr->type));
	add_data(&text, rr);
	return settle(arena, &text);
}

/* no_name - behaviour 29: what is no host name has words of its own */

static struct span
no_name(struct arena *arena, struct span name)
{
	return arena_text(arena,
	    "Name service error for %.*s: invalid host or domain name",
	    SPAN_ARG(name));
}

static struct span
malformed(struct arena *arena, const struct answer *answer)
{
	return arena_text(arena, "Name service error for name=%.*s type=%s: "
	    "Malformed or unexpected name server reply",
	    SPAN_ARG(answer->asked), rr_type_name(answer->type));
}

static struct span
not_found(struct arena *arena, const struct answer *answer, struct span what)
{
	return arena_text(arena, "Host or domain name not found. "
	    "Name service error for name=%.*s type=%s: %.*s",
	    SPAN_ARG(answer->asked), rr_type_name(answer->type),
	    SPAN_ARG(what));
}

static struct span
by_filter(struct arena *arena, const struct answer *answer, const char *what)
{
	return arena_text(arena, "Error looking up name=%.*s type=%s: %s",
	    SPAN_ARG(answer->asked), rr_type_name(answer->type), what);
}

struct span
answer_text(struct arena *arena, const struct answer *answer)
{
	switch (answer->state) {
	case ANSWER_NO_NAME:
		if (domain_is_numeric(answer->asked))
			return no_name(arena, answer->asked);
		return not_found(arena, answer, SPAN("Host not found"));
	case ANSWER_NO_DATA:
		return not_found(arena, answer,
		    SPAN("Host found but no data record of requested type"));
	case ANSWER_TEMPORARY:
		if (answer->dnssec == DNSSEC_BOGUS)
			return not_found(arena, answer, answer->reason);
		if (answer->unreadable)
			return malformed(arena, answer);
		return not_found(arena, answer,
		    SPAN("Host not found, try again"));
	case ANSWER_FORMERR:
		return not_found(arena, answer, SPAN("Non-recoverable error"));
	case ANSWER_MALFORMED:
		return malformed(arena, answer);
	case ANSWER_LOOP:
		return arena_text(arena, "Name server loop for %.*s",
		    SPAN_ARG(answer->final_name));
	case ANSWER_NOT_A_NAME:
		return no_name(arena, answer->asked);
	case ANSWER_FILTERED:
		return by_filter(arena, answer,
		    "DNS reply filter drops all results");
	case ANSWER_FILTER_TROUBLE:
		return by_filter(arena, answer,
		    "Invalid DNS reply filter syntax");
	case ANSWER_RECORDS:
		break;
	}
	must(answer->state != ANSWER_RECORDS);
	return (struct span){ 0 };
}

/* add_records - as many as fit into a line */

static void
add_records(struct str *to, const struct answer *answer)
{
	for (size_t i = 0; i < answer->len && !to->full; i++) {
		str_add(to, i == 0 ? SPAN(": ") : SPAN(", "));
		add_data(to, &answer->rr[i]);
	}
}

struct span
answer_line(struct arena *arena, const struct answer *answer)
{
	struct str text;

	str_init(&text, LINE_MAX);
	str_addf(&text, "%.*s %s", SPAN_ARG(answer->name),
	    rr_type_name(answer->type));
	add_records(&text, answer);
	if (answer->state != ANSWER_RECORDS)
		str_addf(&text, ": %.*s", SPAN_ARG(answer->reason));
	if (!span_equal(answer->name, answer->final_name))
		str_addf(&text, ", %s %.*s", answer->searched ? "found as" :
		    "an alias of", SPAN_ARG(answer->final_name));
	if (answer->dnssec != DNSSEC_INDETERMINATE)
		str_addf(&text, " (%s)", dnssec_name(answer->dnssec));
	return settle(arena, &text);
}

static const struct rr *
copy_records(struct arena *arena, const struct rr *rr, size_t len)
{
	struct rr *copy = arena_get(arena, len, sizeof(*copy));

	for (size_t i = 0; i < len; i++) {
		copy[i] = rr[i];
		copy[i].owner = arena_copy(arena, rr[i].owner);
		copy[i].target = arena_copy(arena, rr[i].target);
		copy[i].data = arena_copy(arena, rr[i].data);
	}
	return copy;
}

const struct answer *
answer_copy(struct arena *arena, const struct answer *answer)
{
	struct answer *copy = arena_get(arena, 1, sizeof(*copy));

	*copy = *answer;
	copy->name = arena_copy(arena, answer->name);
	copy->final_name = arena_copy(arena, answer->final_name);
	copy->asked = arena_copy(arena, answer->asked);
	copy->reason = arena_copy(arena, answer->reason);
	copy->rr = copy_records(arena, answer->rr, answer->len);
	return copy;
}
