/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a name server sends. The first octet says which type was asked for,
 * and whether the message is made to fit the question first, so that what
 * stands behind it is reached. What does not fit is never taken; of what is
 * taken there is not too much, it is of the type, as long as its type wants,
 * and its names are names.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "dns/ldns_door.h"
#include "dns/packet.h"
#include "dns/sift.h"
#include "mail/domain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FITS = 0x80, HEADER = 12, TAIL = 4 };

static const enum rr_type types[] = { RR_A, RR_CNAME, RR_MX, RR_TXT, RR_AAAA,
	RR_SRV, RR_TLSA, RR_MX };

static void
hold(bool what)
{
	if (!what)
		abort();
}

/* query - what was asked, with an ID that is always the same */

static struct span
query(struct arena *arena, const struct door_question *question)
{
	struct span packed = { 0 };
	char *octets;

	hold(door_pack(arena, question, &packed));
	octets = arena_get(arena, packed.len, 1);
	memcpy(octets, packed.at, packed.len);
	memcpy(octets, "\xab\x41", 2);
	return span_from(octets, packed.len);
}

/* question_len - of our query, which has no EDNS */

static size_t
question_len(struct span q)
{
	return q.len - HEADER;
}

/* make_fit - ID, a response, one question, and that question */

static void
make_fit(char *message, size_t len, struct span q)
{
	if (len < q.len)
		return;
	memcpy(message, q.at, 2);
	message[2] = (char)((message[2] & 0x07) | 0x80);
	memcpy(message + 4, "\0\1", 2);
	memcpy(message + HEADER, q.at + HEADER, question_len(q));
}

/* fits - the same as packet_answers says, looked at from afar */

static bool
fits(struct span q, struct span m)
{
	size_t name = question_len(q) - TAIL;
	struct span asked = span_from(q.at + HEADER, name);

	if (m.len < HEADER || !span_starts(m, span_first(q, 2)) ||
	    !(m.at[2] & 0x80) || (m.at[2] & 0x78))
		return false;
	if (m.at[4] == 0 && m.at[5] == 0)
		return (m.at[3] & 0x0f) != 0 && (m.at[3] & 0x0f) != 3;
	if (m.at[4] != 0 || m.at[5] != 1 || m.len < q.len)
		return false;
	return ascii_equal(asked, span_from(m.at + HEADER, name)) &&
	    memcmp(m.at + HEADER + name, q.at + HEADER + name, TAIL) == 0;
}

/* check_octets - nothing else stands in a name, however bad it is */

static void
check_octets(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		hold(ascii_is_alnum(name.at[i]) || (name.at[i] != '\0' &&
		    strchr("-_.\\", name.at[i]) != NULL));
}

static void
check_record(struct arena *arena, const struct rr *rr, enum rr_type type)
{
	struct span text = rr_text(arena, rr);

	check_octets(rr->owner);
	check_octets(rr->target);
	hold(rr->type == type || rr->type == RR_CNAME);
	hold(rr->type != RR_A || rr->data.len == 4);
	hold(rr->type != RR_AAAA || rr->data.len == 16);
	for (size_t i = 0; i < text.len; i++)
		hold(ascii_is_print(text.at[i]));
}

static bool
is_name(struct span name)
{
	return domain_is_host(name) || (name.len > 0 &&
	    span_find(name, '\\') == name.len &&
	    domain_is_numeric(name));
}

static void
check_taken(const struct rr *rr, enum rr_type type)
{
	hold(rr->type == type);
	hold(is_name(rr->owner));
	if (type == RR_CNAME)
		hold(is_name(rr->target));
	if (type == RR_MX || type == RR_SRV)
		hold(rr->target.len == 0 || is_name(rr->target));
}

static void
check(struct arena *arena, const struct door_question *question,
    const struct door_reply *reply)
{
	struct sift s;
	enum sifted sifted = sift(arena, question, reply, &s);

	hold(reply->len <= DOOR_RECORDS_MAX);
	for (size_t i = 0; i < reply->len; i++)
		check_record(arena, &reply->rr[i], question->type);
	hold(s.len <= RR_MAX);
	hold((s.len > 0) == (sifted == SIFTED_RECORDS));
	hold(is_name(s.final_name));
	for (size_t i = 0; i < s.len; i++)
		check_taken(&s.rr[i], question->type);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct door_question question = { .name = SPAN("MX.x.test"),
	    .type = size == 0 ? RR_A : types[data[0] & 7] };
	struct span q = query(arena, &question), message = { 0 };
	struct door_reply reply;
	char *octets;

	if (size > 1) {
		octets = arena_get(arena, size - 1, 1);
		memcpy(octets, data + 1, size - 1);
		if (data[0] & FITS)
			make_fit(octets, size - 1, q);
		message = span_from(octets, size - 1);
	}
	if (packet_answers(q, message)) {
		hold(fits(q, message));
		if (door_unpack(arena, message, question.type, &reply))
			check(arena, &question, &reply);
	}
	arena_free(&arena);
	return 0;
}
