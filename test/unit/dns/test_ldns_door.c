/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/ldns_door.h"

#include "base/str.h"
#include "dns/packet.h"
#include "unit/tap.h"

/* -- queries -------------------------------------------------------------- */

static struct span
pack(struct arena *arena, bool dnssec, bool edns)
{
	struct door_question question = { .name = SPAN("mx.Example"),
	    .type = RR_MX, .dnssec = dnssec, .edns = edns };
	struct span query = SPAN("");

	ok(door_pack(arena, &question, &query), "packed");
	return span_from_octet(query, query.len < 2 ? query.len : 2);
}

#define QUESTION	"\2mx\7Example\0\0\17\0\1"

static void
test_pack(struct arena *arena)
{
	is_span(pack(arena, false, false),
	    SPAN("\1\0" "\0\1\0\0\0\0\0\0" QUESTION), "RD and a question");
	is_span(pack(arena, true, false),
	    SPAN("\1\x20" "\0\1\0\0\0\0\0\0" QUESTION), "and AD");
	is_span(pack(arena, false, true),
	    SPAN("\1\0" "\0\1\0\0\0\0\0\1" QUESTION
	    "\0\0\x29\4\xd0\0\0\0\0\0\0"), "EDNS with 1,232 octets");
	is_span(pack(arena, true, true),
	    SPAN("\1\x20" "\0\1\0\0\0\0\0\1" QUESTION
	    "\0\0\x29\4\xd0\0\0\x80\0\0\0"), "EDNS, AD and DO");
}

static void
test_id(struct arena *arena)
{
	struct door_question question = { .name = SPAN("x.test"),
	    .type = RR_A };
	struct span query, first;
	unsigned same = 0;

	(void)!door_pack(arena, &question, &first);
	for (int i = 0; i < 16; i++) {
		(void)!door_pack(arena, &question, &query);
		same += span_starts(query, span_first(first, 2));
	}
	ok(same < 4, "the ID is another one each time");
}

static void
test_names(struct arena *arena)
{
	struct door_question question = { .type = RR_A };
	struct span query = SPAN("");
	char name[300];

	memset(name, 'a', sizeof(name));
	for (size_t i = 50; i < sizeof(name); i += 51)
		name[i] = '.';
	question.name = span_from(name, 253);
	ok(door_pack(arena, &question, &query), "253 octets are a name");
	is_number(query.len, 12 + 255 + 4, "of 255 octets on the wire");
	question.name = span_from(name, 254);
	ok(!door_pack(arena, &question, &query), "254 are none");
}

/* -- replies -------------------------------------------------------------- */

#define ASKED	"\1x\4test\0\0\1\0\1"
#define HEADER(flags, count) "\xab\xcd" flags "\0\1" "\0" count "\0\0\0\0"
#define TO	"\xc0\x0c"		/* the name asked for */
#define HOUR	"\0\0\x0e\x10"

static const struct scene {
	const char *name;
	struct span message;
	enum rr_type type;
	const char *records;	/* NULL: it cannot be read */
	unsigned rcode;
	bool authentic;
} scenes[] = {
	{ "nothing", SPAN_INIT(HEADER("\x81\x80", "\0") ASKED), RR_A, "",
	    0, false },
	{ "AD", SPAN_INIT(HEADER("\x81\xa0", "\0") ASKED), RR_A, "",
	    0, true },
	{ "NXDOMAIN", SPAN_INIT(HEADER("\x81\x83", "\0") ASKED), RR_A, "",
	    3, false },
	{ "BADVERS", SPAN_INIT("\xab\xcd\x81\x80\0\1\0\0\0\0\0\1" ASKED
	    "\0\0\x29\4\xd0\1\0\0\0\0\0"), RR_A, "", 16, false },
	{ "header only", SPAN_INIT("\xab\xcd\x81\x85\0\0\0\0\0\0\0\0"), RR_A,
	    "", 5, false },
	{ "A", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED TO "\0\1\0\1" HOUR
	    "\0\4\xc0\0\2\1"), RR_A, "x.test. 3600 IN A 192.0.2.1", 0, false },
	{ "AAAA", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED TO "\0\x1c\0\1"
	    HOUR "\0\x10\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1"), RR_AAAA,
	    "x.test. 3600 IN AAAA 2001:db8::1", 0, false },
	{ "MX, compressed", SPAN_INIT(HEADER("\x81\x80", "\2") ASKED
	    TO "\0\17\0\1" HOUR "\0\6\1\0\1a" TO
	    TO "\0\17\0\1" HOUR "\0\5\0\0\1b\0"), RR_MX,
	    "x.test. 3600 IN MX 256 a.x.test.,x.test. 3600 IN MX 0 b.",
	    0, false },
	{ "null MX", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED
	    TO "\0\17\0\1" HOUR "\0\3\0\0\0"), RR_MX,
	    "x.test. 3600 IN MX 0 .", 0, false },
	{ "SRV", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED TO "\0\x21\0\1" HOUR
	    "\0\x9\0\1\0\2\0\x19\1a\0"), RR_SRV,
	    "x.test. 3600 IN SRV 1 2 25 a.", 0, false },
	{ "TLSA", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED TO "\0\x34\0\1" HOUR
	    "\0\5\3\1\1\xab\xcd"), RR_TLSA,
	    "x.test. 3600 IN TLSA 3 1 1 ABCD", 0, false },
	{ "TXT", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED TO "\0\x10\0\1" HOUR
	    "\0\7\2ab\0\2cd"), RR_TXT,
	    "x.test. 3600 IN TXT \"ab\" \"\" \"cd\"", 0, false },
	{ "an alias before what it leads to, and a signature between",
	    SPAN_INIT(HEADER("\x81\x80", "\3") ASKED
	    TO "\0\5\0\1" HOUR "\0\4\1y" TO
	    TO "\0\x2e\0\1" HOUR "\0\x16\0\5\x8\1" HOUR HOUR HOUR "\0\1\0"
	    "sig" "\1y" TO "\0\1\0\1" HOUR "\0\4\1\2\3\4"), RR_A,
	    "x.test. 3600 IN CNAME y.x.test.,y.x.test. 3600 IN A 1.2.3.4",
	    0, false },
	{ "another class is not taken", SPAN_INIT(HEADER("\x81\x80", "\1")
	    ASKED TO "\0\1\0\3" HOUR "\0\4\xc0\0\2\1"), RR_A, "", 0, false },
	{ "nor another section", SPAN_INIT("\xab\xcd\x81\x80\0\1\0\0\0\1\0\1"
	    ASKED TO "\0\1\0\1" HOUR "\0\4\xc0\0\2\1"
	    TO "\0\1\0\1" HOUR "\0\4\xc0\0\2\1"), RR_A, "", 0, false },
	{ "octets that stand in no host name", SPAN_INIT(
	    HEADER("\x81\x80", "\1") ASKED TO "\0\17\0\1" HOUR
	    "\0\x11\0\1" "\4a.\0*" "\6b\\\"\xff c" "\1d\0"), RR_MX,
	    "x.test. 3600 IN MX 1 a\\046\\000\\042.b\\092\\034\\255\\032c.d.",
	    0, false },

	{ "an A record of 3 octets", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED
	    TO "\0\1\0\1" HOUR "\0\3\xc0\0\2"), RR_A, NULL, 0, false },
	{ "of none", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED
	    TO "\0\1\0\1" HOUR "\0\0"), RR_A, NULL, 0, false },
	{ "an MX record of none", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED
	    TO "\0\17\0\1" HOUR "\0\0"), RR_MX, NULL, 0, false },
	{ "an MX record without a name", SPAN_INIT(HEADER("\x81\x80", "\1")
	    ASKED TO "\0\17\0\1" HOUR "\0\2\0\1"), RR_MX, NULL, 0, false },
	{ "an SRV record without a name", SPAN_INIT(HEADER("\x81\x80", "\1")
	    ASKED TO "\0\x21\0\1" HOUR "\0\6\0\1\0\1\0\1"), RR_SRV, NULL, 0,
	    false },
	{ "an alias of nothing", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED
	    TO "\0\5\0\1" HOUR "\0\0"), RR_A, NULL, 0, false },
	{ "an empty TLSA record", SPAN_INIT(HEADER("\x81\x80", "\1") ASKED
	    TO "\0\x34\0\1" HOUR "\0\0"), RR_TLSA, NULL, 0, false },
	{ "a record that is cut short", SPAN_INIT(HEADER("\x81\x80", "\1")
	    ASKED TO "\0\1\0\1" HOUR "\0\x28\0"), RR_A, NULL, 0, false },
	{ "fewer records than it says", SPAN_INIT(HEADER("\x81\x80", "\2")
	    ASKED TO "\0\1\0\1" HOUR "\0\4\1\2\3\4"), RR_A, NULL, 0, false },
	{ "a name that points at itself", SPAN_INIT(HEADER("\x81\x80", "\1")
	    ASKED "\xc0\x18\0\1\0\1" HOUR "\0\4\1\2\3\4"), RR_A, NULL, 0,
	    false },
	{ "no header", SPAN_INIT("\xab\xcd"), RR_A, NULL, 0, false },
};

static struct span
show(struct arena *arena, const struct door_reply *reply)
{
	struct span text = SPAN("");

	for (size_t i = 0; i < reply->len; i++) {
		struct span one = rr_text(arena, &reply->rr[i]);

		text = arena_text(arena, "%.*s%s%.*s", SPAN_ARG(text),
		    i > 0 ? "," : "", SPAN_ARG(one));
	}
	return text;
}

static void
test_unpack(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];
		struct door_reply reply = { .rcode = 77 };
		bool good = door_unpack(arena, s->message, s->type, &reply);

		ok(good == (s->records != NULL), s->name);
		if (!good) {
			is_number(reply.rcode, 77, "untouched");
			continue;
		}
		is_text(show(arena, &reply), s->records, "its records");
		is_number(reply.rcode, s->rcode, "its rcode");
		ok(reply.authentic == s->authentic, "its AD bit");
		ok(!reply.cut, "not too many");
	}
}

static void
test_many(struct arena *arena)
{
	static const char record[] = TO "\0\1\0\1" HOUR "\0\4\1\2\3\4";
	struct door_reply reply;
	struct str message;

	str_init(&message, PACKET_MAX);
	str_add(&message, SPAN("\xab\xcd\x81\x80\0\1\4\2\0\0\0\0" ASKED));
	for (int i = 0; i < 1026; i++)
		str_add(&message, span_from(record, sizeof(record) - 1));
	ok(door_unpack(arena, str_span(&message), RR_A, &reply),
	    "1026 records");
	is_number(reply.len, DOOR_RECORDS_MAX, "some of them are looked at");
	ok(reply.cut, "and it is said");
	str_clear(&message);
}

#define OPT	"\xab\xcd\x81\x82\0\1\0\0\0\0\0\1" ASKED "\0\0\x29\4\xd0" \
	"\0\0\0\0"

static const struct {
	const char *title;
	struct span message;
	const char *trouble;
} troubles[] = {
	{ "without EDNS", SPAN_INIT(HEADER("\x81\x82", "\0") ASKED), "" },
	{ "without options", SPAN_INIT(OPT "\0\0"), "" },
	{ "RFC 8914: an extended error",
	    SPAN_INIT(OPT "\0\6\0\xf\0\2\0\6"), "DNSSEC Bogus" },
	{ "RFC 8914: with a text", SPAN_INIT(OPT "\0\x9\0\xf\0\5\0\7old"),
	    "Signature Expired: old" },
	{ "RFC 8914: behind another option",
	    SPAN_INIT(OPT "\0\xb\0\xa\0\1x\0\xf\0\2\0\x16"),
	    "No Reachable Authority" },
	{ "RFC 8914: the last that has a name",
	    SPAN_INIT(OPT "\0\6\0\xf\0\2\0\x18"), "Invalid Data" },
	{ "RFC 8914: a number without a name",
	    SPAN_INIT(OPT "\0\6\0\xf\0\2\0\x19"), "an extended error" },
	{ "RFC 8914: one that is too short",
	    SPAN_INIT(OPT "\0\5\0\xf\0\1\0"), "" },
};

static void
test_trouble(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++) {
		struct door_reply reply = { .rcode = 77 };

		ok(door_unpack(arena, troubles[i].message, RR_A, &reply),
		    troubles[i].title);
		is_number(reply.rcode, RCODE_SERVFAIL, "its rcode");
		is_text(reply.trouble, troubles[i].trouble, "what it says");
	}
}

static void
test_signed(struct arena *arena)
{
	struct door_reply reply = { .rcode = 77 };

	ok(door_unpack(arena, SPAN(HEADER("\x81\x80", "\1") ASKED TO
	    "\0\x30\0\1" HOUR "\0\5\1\1\3\10x"), RR_DNSKEY, &reply) &&
	    reply.len == 1 && !reply.is_signed, "a key without a signature");
	ok(door_unpack(arena, SPAN(HEADER("\x81\x80", "\1") ASKED TO
	    "\0\x2e\0\1" HOUR "\0\x14\0\x30\10\0\0\0\0\1\0\0\0\2"
	    "\0\0\0\1\0\1\0x"), RR_DNSKEY, &reply) && reply.is_signed,
	    "a signature");
	ok(door_unpack(arena, SPAN(HEADER("\x81\x80", "\1") ASKED TO
	    "\0\2\0\1" HOUR "\0\3\1a\0"), RR_NS, &reply) &&
	    reply.len == 1, "a type that is only asked for its status");
}

static void
test_words(void)
{
	enum rr_type type = RR_A;

	ok(door_type(SPAN("mx"), &type) && type == RR_MX, "a type");
	ok(door_type(SPAN("TLSA"), &type) && type == RR_TLSA, "in any case");
	ok(!door_type(SPAN(""), &type), "no type");
	ok(!door_type(SPAN("mxx"), &type), "an unknown one");
	ok(!door_type(SPAN("a-very-long-name-of-a-type"), &type),
	    "a long one");
	ok(type == RR_TLSA, "untouched");
	ok(door_is_root_key(SPAN(". 60 IN DS 1 8 2 ab")), "a root key");
	ok(!door_is_root_key(SPAN("a. 60 IN DS 1 8 2 ab")), "no root key");
	ok(!door_is_root_key(SPAN(". 60 IN NS a.")), "no key");
	ok(!door_is_root_key(SPAN("")), "nothing");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_pack(arena);
	test_id(arena);
	test_names(arena);
	test_unpack(arena);
	test_many(arena);
	test_trouble(arena);
	test_signed(arena);
	test_words();
	arena_free(&arena);
	return tap_done();
}
