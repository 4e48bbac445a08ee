/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* getrandom */
#include "dns/ldns_door.h"

#include <ldns/ldns.h>
#include <sys/random.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/str.h"
#include "dns/packet.h"

enum { TROUBLE_MAX = 200 };	/* octets kept of the text of an error */

static uint16_t
random_id(void)
{
	uint16_t id;

	must(getrandom(&id, sizeof(id), 0) == sizeof(id));
	return id;
}

static void
dress(ldns_pkt *pkt, const struct door_question *question)
{
	ldns_pkt_set_id(pkt, random_id());
	if (!question->edns)
		return;
	ldns_pkt_set_edns_udp_size(pkt, PACKET_DATAGRAM_MAX);
	ldns_pkt_set_edns_do(pkt, question->dnssec);
}

bool
door_pack(struct arena *arena, const struct door_question *question,
    struct span *query)
{
	struct span text = arena_copy(arena, question->name);
	uint16_t flags = question->dnssec ? LDNS_RD | LDNS_AD : LDNS_RD;
	ldns_rdf *name = ldns_dname_new_frm_str(text.at);
	ldns_pkt *pkt;
	uint8_t *octets = NULL;
	size_t len;

	if (name == NULL)
		return false;
	pkt = ldns_pkt_query_new(name, (ldns_rr_type)question->type,
	    LDNS_RR_CLASS_IN, flags);
	must(pkt != NULL);
	dress(pkt, question);
	if (ldns_pkt2wire(&octets, pkt, &len) == LDNS_STATUS_OK)
		*query = arena_copy(arena, span_from((char *)octets, len));
	ldns_pkt_free(pkt);
	if (octets == NULL)
		return false;
	LDNS_FREE(octets);
	return true;
}

/* add_label - what stands in no host name must not look as if it did */

static void
add_label(struct str *to, const uint8_t *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = (char)at[i];

		if (ascii_is_alnum(c) || c == '-' || c == '_')
			str_add_char(to, c);
		else
			str_addf(to, "\\%03u", at[i]);
	}
}

/* read_name - uncompressed labels to text without the dot at the end */

static struct span
read_name(struct arena *arena, const ldns_rdf *rdf)
{
	const uint8_t *at = ldns_rdf_data(rdf);
	size_t size = ldns_rdf_size(rdf), i = 0;
	struct str text;
	struct span name;

	str_init(&text, 4 * LDNS_MAX_DOMAINLEN + 4);
	while (i < size && at[i] != 0 && i + 1 + at[i] <= size) {
		if (i > 0)
			str_add_char(&text, '.');
		add_label(&text, at + i + 1, at[i]);
		i += at[i] + 1u;
	}
	name = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return name;
}

/* read_octets - the RDATA as a whole */

static struct span
read_octets(struct arena *arena, const ldns_rr *from)
{
	struct str text;
	struct span octets;

	str_init(&text, PACKET_MAX);
	for (size_t i = 0; i < ldns_rr_rd_count(from); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(from, i);

		str_add(&text, span_from((const char *)ldns_rdf_data(rdf),
		    ldns_rdf_size(rdf)));
	}
	octets = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return octets;
}

static unsigned
read_number(const ldns_rr *from, size_t i)
{
	return ldns_rdf2native_int16(ldns_rr_rdf(from, i));
}

/* read_data - false when there are not as many fields as the type has */

static bool
read_data(struct arena *arena, const ldns_rr *from, struct rr *rr)
{
	size_t fields = ldns_rr_rd_count(from);

	switch (rr->type) {
	case RR_A:
		rr->data = read_octets(arena, from);
		return rr->data.len == 4;
	case RR_AAAA:
		rr->data = read_octets(arena, from);
		return rr->data.len == 16;
	case RR_TXT:
	case RR_TLSA:
	case RR_NS:
	case RR_DNSKEY:
		rr->data = read_octets(arena, from);
		return rr->data.len > 0;
	case RR_CNAME:
		if (fields != 1)
			return false;
		rr->target = read_name(arena, ldns_rr_rdf(from, 0));
		return true;
	case RR_MX:
		if (fields != 2)
			return false;
		rr->preference = read_number(from, 0);
		rr->target = read_name(arena, ldns_rr_rdf(from, 1));
		return true;
	case RR_SRV:
		if (fields != 4)
			return false;
		rr->preference = read_number(from, 0);
		rr->weight = read_number(from, 1);
		rr->port = read_number(from, 2);
		rr->target = read_name(arena, ldns_rr_rdf(from, 3));
		return true;
	}
	return true;		/* what only dnssec_probe asks for */
}

static bool
is_wanted(const ldns_rr *from, enum rr_type type)
{
	ldns_rr_type is = ldns_rr_get_type(from);

	return ldns_rr_get_class(from) == LDNS_RR_CLASS_IN &&
	    (is == (ldns_rr_type)type || is == LDNS_RR_TYPE_CNAME);
}

static bool
read_records(struct arena *arena, ldns_rr_list *list, enum rr_type type,
    struct door_reply *reply)
{
	size_t count = ldns_rr_list_rr_count(list);
	size_t room = count < DOOR_RECORDS_MAX ? count : DOOR_RECORDS_MAX;
	struct rr *to = arena_get(arena, room, sizeof(*to));

	reply->rr = to;
	for (size_t i = 0; i < count; i++) {
		const ldns_rr *from = ldns_rr_list_rr(list, i);

		if (ldns_rr_get_type(from) == LDNS_RR_TYPE_RRSIG)
			reply->is_signed = true;
		if (!is_wanted(from, type))
			continue;
		if (reply->len == room) {
			reply->cut = true;
			break;
		}
		to->type = ldns_rr_get_type(from) == LDNS_RR_TYPE_CNAME ?
		    RR_CNAME : type;
		to->owner = read_name(arena, ldns_rr_owner(from));
		to->ttl = ldns_rr_ttl(from);
		if (!read_data(arena, from, to++))
			return false;
		reply->len++;
	}
	return true;
}

/* read_trouble - the first of the extended errors, named as in RFC 8914
 * section 5.2; its text is the server's own */

static struct span
read_trouble(struct arena *arena, ldns_pkt *pkt)
{
	static const char *const names[] = { "Other Error",
	    "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type",
	    "Stale Answer", "Forged Answer", "DNSSEC Indeterminate",
	    "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid",
	    "DNSKEY Missing", "RRSIGs Missing", "No Zone Key Bit Set",
	    "NSEC Missing", "Cached Error", "Not Ready", "Blocked",
	    "Censored", "Filtered", "Prohibited",
	    "Stale NXDOMAIN Answer", "Not Authoritative", "Not Supported",
	    "No Reachable Authority", "Network Error", "Invalid Data" };
	ldns_edns_option_list *list = ldns_pkt_edns_get_option_list(pkt);
	size_t count = ldns_edns_option_list_get_count(list);

	for (size_t i = 0; i < count; i++) {
		const ldns_edns_option *o =
		    ldns_edns_option_list_get_option(list, i);
		const uint8_t *at = ldns_edns_get_data(o);
		size_t len = ldns_edns_get_size(o);
		struct span text;
		unsigned code;

		if (ldns_edns_get_code(o) != LDNS_EDNS_EDE || len < 2)
			continue;
		code = (unsigned)at[0] << 8 | at[1];
		text = span_up_to(span_from((const char *)at + 2, len - 2),
		    TROUBLE_MAX);
		return arena_text(arena, "%s%s%.*s", code <
		    sizeof(names) / sizeof(names[0]) ? names[code] :
		    "an extended error", text.len > 0 ? ": " : "",
		    SPAN_ARG(text));
	}
	return (struct span){ 0 };
}

bool
door_type(struct span text, enum rr_type *type)
{
	enum { TYPE_TEXT_MAX = 16 };
	char name[TYPE_TEXT_MAX + 1] = { 0 };
	ldns_rr_type found;

	if (text.len == 0 || text.len > TYPE_TEXT_MAX)
		return false;
	memcpy(name, text.at, text.len);
	found = ldns_get_rr_type_by_name(name);
	if (found == 0)
		return false;
	*type = (enum rr_type)found;
	return true;
}

bool
door_is_root_key(struct span text)
{
	struct str copy;
	ldns_rr *rr = NULL;
	bool good;

	str_init(&copy, PACKET_MAX);
	str_add(&copy, text);
	good = ldns_rr_new_frm_str(&rr, str_chars(&copy), 0, NULL, NULL) ==
	    LDNS_STATUS_OK;
	str_clear(&copy);
	if (!good)
		return false;
	good = (ldns_rr_get_type(rr) == LDNS_RR_TYPE_DS ||
	    ldns_rr_get_type(rr) == LDNS_RR_TYPE_DNSKEY) &&
	    ldns_rdf_size(ldns_rr_owner(rr)) == 1;
	ldns_rr_free(rr);
	return good;
}

bool
door_unpack(struct arena *arena, struct span message, enum rr_type type,
    struct door_reply *reply)
{
	struct door_reply r = { .rcode = RCODE_NOERROR };
	ldns_pkt *pkt;
	bool good;

	if (ldns_wire2pkt(&pkt, (const uint8_t *)message.at, message.len) !=
	    LDNS_STATUS_OK)
		return false;
	r.rcode = (unsigned)ldns_pkt_edns_extended_rcode(pkt) << 4 |
	    (unsigned)ldns_pkt_get_rcode(pkt);
	r.authentic = ldns_pkt_ad(pkt);
	r.trouble = read_trouble(arena, pkt);
	good = read_records(arena, ldns_pkt_answer(pkt), type, &r);
	ldns_pkt_free(pkt);
	if (good)
		*reply = r;
	return good;
}
