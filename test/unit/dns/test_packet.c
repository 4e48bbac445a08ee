/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/packet.h"

#include "unit/tap.h"

/* A query for mx.example MX, with RD and an EDNS record behind it. */
#define ID		"\xab\x41"
#define COUNTS		"\0\1\0\0\0\0\0\0"
#define QUESTION	"\2mx\7example\0\0\17\0\1"
#define EDNS		"\0\0\x29\x04\xd0\0\0\0\0\0\0"

static const struct span query = SPAN_INIT(ID "\1\0" "\0\1\0\0\0\0\0\1"
    QUESTION EDNS);

static const struct scene {
	const char *name;
	struct span message;
	bool answers;
} scenes[] = {
	{ "an answer", SPAN_INIT(ID "\x81\x80" COUNTS QUESTION), true },
	{ "with more behind it", SPAN_INIT(ID "\x81\x80" COUNTS QUESTION
	    "more"), true },
	{ "letters in another case", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\2MX\7exAMPle\0\0\17\0\1"), true },
	{ "cut short, TC", SPAN_INIT(ID "\x83\x80" COUNTS QUESTION), true },
	{ "NXDOMAIN", SPAN_INIT(ID "\x81\x83" COUNTS QUESTION), true },
	{ "SERVFAIL without the question", SPAN_INIT(ID "\x81\x82"
	    "\0\0\0\0\0\0\0\0"), true },
	{ "FORMERR likewise", SPAN_INIT(ID "\x81\x81" "\0\0\0\0\0\0\0\0"),
	    true },
	{ "NOTIMP likewise", SPAN_INIT(ID "\x81\x84" "\0\0\0\0\0\0\0\0"),
	    true },
	{ "REFUSED likewise", SPAN_INIT(ID "\x81\x85" "\0\0\0\0\0\0\0\0"),
	    true },

	{ "spoofed: another ID", SPAN_INIT("\xab\x42" "\x81\x80" COUNTS
	    QUESTION), false },
	{ "spoofed: an ID of another case", SPAN_INIT("\xab\x61" "\x81\x80"
	    COUNTS QUESTION), false },
	{ "spoofed: another name", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\2my\7example\0\0\17\0\1"), false },
	{ "spoofed: a longer name", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\2mx\7example\3net\0\0\17\0\1"), false },
	{ "spoofed: a name above", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\7example\0\0\17\0\1"), false },
	{ "spoofed: labels cut elsewhere", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\3mx.\6xample\0\0\17\0\1"), false },
	{ "spoofed: another type", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\2mx\7example\0\0\1\0\1"), false },
	{ "spoofed: another class", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\2mx\7example\0\0\17\0\3"), false },
	{ "a query", SPAN_INIT(ID "\1\0" COUNTS QUESTION), false },
	{ "another opcode", SPAN_INIT(ID "\xa1\x80" COUNTS QUESTION), false },
	{ "no question, NOERROR", SPAN_INIT(ID "\x81\x80"
	    "\0\0\0\0\0\0\0\0"), false },
	{ "no question, NXDOMAIN", SPAN_INIT(ID "\x81\x83"
	    "\0\0\0\0\0\0\0\0"), false },
	{ "no question, SERVFAIL, but records", SPAN_INIT(ID "\x81\x82"
	    "\0\0\0\1\0\0\0\0" "\0\0\1\0\1\0\0\0\0\0\4\1\2\3\4"), false },
	{ "two questions", SPAN_INIT(ID "\x81\x80" "\0\2\0\0\0\0\0\0"
	    QUESTION QUESTION), false },
	{ "ends in the question", SPAN_INIT(ID "\x81\x80" COUNTS
	    "\2mx\7example\0\0\17\0"), false },
	{ "ends in the name", SPAN_INIT(ID "\x81\x80" COUNTS "\2mx\7ex"),
	    false },
	{ "no more than a header", SPAN_INIT(ID "\x81\x80" COUNTS), false },
	{ "ends in the header", SPAN_INIT(ID "\x81\x80" "\0\1\0\0\0\0\0"),
	    false },
	{ "empty", SPAN_INIT(""), false },
};

static void
test_answers(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		const struct scene *s = &scenes[i];

		ok(packet_answers(query, s->message) == s->answers, s->name);
	}
	ok(!packet_answers(SPAN(""), scenes[0].message), "no query");
	ok(!packet_answers(span_first(query, 20), scenes[0].message),
	    "a query that ends in its name");
}

static void
test_cut(void)
{
	ok(!packet_is_cut(scenes[0].message), "whole");
	ok(packet_is_cut(scenes[3].message), "TC");
}

static void
test_names(void)
{
	is_text(span_of(rcode_name(RCODE_NOERROR)), "NOERROR", "0");
	is_text(span_of(rcode_name(1)), "FORMERR", "1");
	is_text(span_of(rcode_name(2)), "SERVFAIL", "2");
	is_text(span_of(rcode_name(3)), "NXDOMAIN", "3");
	is_text(span_of(rcode_name(4)), "NOTIMP", "4");
	is_text(span_of(rcode_name(5)), "REFUSED", "5");
	is_text(span_of(rcode_name(16)), "BADVERS", "16");
	is_text(span_of(rcode_name(6)), "an unknown error", "no name");
	is_text(span_of(rcode_name(4095)), "an unknown error", "nor here");
}

int
main(void)
{
	test_answers();
	test_cut();
	test_names();
	return tap_done();
}
