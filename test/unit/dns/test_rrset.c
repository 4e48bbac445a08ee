/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/rrset.h"

#include "unit/tap.h"

static const struct {
	const char *name;
	struct rr rr;
	const char *text;
} records[] = {
	{ "behaviour 32: MX", { .type = RR_MX, .owner = SPAN_INIT("x.test"),
	    .ttl = 3600, .preference = 10, .target = SPAN_INIT("a.test") },
	    "x.test. 3600 IN MX 10 a.test." },
	{ "behaviour 32: null MX", { .type = RR_MX,
	    .owner = SPAN_INIT("x.test") }, "x.test. 0 IN MX 0 ." },
	{ "behaviour 32: A", { .type = RR_A, .owner = SPAN_INIT("x.test"),
	    .ttl = 4294967295, .data = SPAN_INIT("\xc0\0\2\1") },
	    "x.test. 4294967295 IN A 192.0.2.1" },
	{ "behaviour 32: AAAA", { .type = RR_AAAA,
	    .owner = SPAN_INIT("x.test"), .ttl = 60, .data = SPAN_INIT(
	    "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1") },
	    "x.test. 60 IN AAAA 2001:db8::1" },
	{ "behaviour 32: SRV", { .type = RR_SRV,
	    .owner = SPAN_INIT("_smtp._tcp.x.test"), .ttl = 60,
	    .preference = 1, .weight = 2, .port = 25,
	    .target = SPAN_INIT("a.test") },
	    "_smtp._tcp.x.test. 60 IN SRV 1 2 25 a.test." },
	{ "behaviour 32: TLSA", { .type = RR_TLSA,
	    .owner = SPAN_INIT("_25._tcp.x.test"), .ttl = 60,
	    .data = SPAN_INIT("\3\1\2\xab\0\1") },
	    "_25._tcp.x.test. 60 IN TLSA 3 1 2 AB0001" },
	{ "a TLSA record that is too short", { .type = RR_TLSA,
	    .owner = SPAN_INIT("x.test"), .data = SPAN_INIT("\3\1") },
	    "x.test. 0 IN TLSA ? ? ? 0301" },
	{ "CNAME", { .type = RR_CNAME, .owner = SPAN_INIT("x.test"),
	    .ttl = 60, .target = SPAN_INIT("y.test") },
	    "x.test. 60 IN CNAME y.test." },
	{ "TXT", { .type = RR_TXT, .owner = SPAN_INIT("x.test"), .ttl = 60,
	    .data = SPAN_INIT("\3abc\0\4\"\\\n\xff") },
	    "x.test. 60 IN TXT \"abc\" \"\" \"\\\"\\\\\\010\\255\"" },
	{ "a string longer than its record", { .type = RR_TXT,
	    .owner = SPAN_INIT("x.test"), .data = SPAN_INIT("\xff" "abc") },
	    "x.test. 0 IN TXT \"abc\"" },
};

static void
test_records(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		is_text(rr_text(arena, &records[i].rr), records[i].text,
		    records[i].name);
	is_text(rr_data_text(arena, &records[0].rr), "10 a.test.",
	    "the data alone");
}

static void
test_types(void)
{
	is_text(span_of(rr_type_name(RR_A)), "A", "A");
	is_text(span_of(rr_type_name(RR_AAAA)), "AAAA", "AAAA");
	is_text(span_of(rr_type_name(RR_CNAME)), "CNAME", "CNAME");
	is_text(span_of(rr_type_name(RR_MX)), "MX", "MX");
	is_text(span_of(rr_type_name(RR_SRV)), "SRV", "SRV");
	is_text(span_of(rr_type_name(RR_TLSA)), "TLSA", "TLSA");
	is_text(span_of(rr_type_name(RR_TXT)), "TXT", "TXT");
	is_text(span_of(rr_type_name((enum rr_type)99)), "TYPE", "another");
}

static const struct {
	const char *name;
	struct answer answer;
	const char *text;
} failures[] = {
	{ "behaviour 22: NXDOMAIN", { .type = RR_A, .state = ANSWER_NO_NAME,
	    .asked = SPAN_INIT("x.test") }, "Host or domain name not found. "
	    "Name service error for name=x.test type=A: Host not found" },
	{ "behaviour 22: no data", { .type = RR_AAAA, .state = ANSWER_NO_DATA,
	    .asked = SPAN_INIT("x.test") }, "Host or domain name not found. "
	    "Name service error for name=x.test type=AAAA: "
	    "Host found but no data record of requested type" },
	{ "behaviour 22: try again", { .type = RR_MX,
	    .state = ANSWER_TEMPORARY, .asked = SPAN_INIT("x.test") },
	    "Host or domain name not found. "
	    "Name service error for name=x.test type=MX: "
	    "Host not found, try again" },
	{ "D9: FORMERR", { .type = RR_MX, .state = ANSWER_FORMERR,
	    .asked = SPAN_INIT("x.test") }, "Host or domain name not found. "
	    "Name service error for name=x.test type=MX: "
	    "Non-recoverable error" },
	{ "behaviour 22: a reply that cannot be read", { .type = RR_A,
	    .state = ANSWER_TEMPORARY, .unreadable = true,
	    .asked = SPAN_INIT("x.test") },
	    "Name service error for name=x.test type=A: "
	    "Malformed or unexpected name server reply" },
	{ "behaviour 21: names that are none", { .type = RR_MX,
	    .state = ANSWER_MALFORMED, .asked = SPAN_INIT("x.test") },
	    "Name service error for name=x.test type=MX: "
	    "Malformed or unexpected name server reply" },
	{ "behaviour 30: a loop", { .type = RR_A, .state = ANSWER_LOOP,
	    .asked = SPAN_INIT("c9.test"), .final_name = SPAN_INIT("c10.test")
	    }, "Name server loop for c10.test" },
	{ "behaviour 29: digits", { .type = RR_A, .state = ANSWER_NO_NAME,
	    .asked = SPAN_INIT("192.0.2.1") }, "Name service error for "
	    "192.0.2.1: invalid host or domain name" },
	{ "behaviour 19: no host name", { .type = RR_MX,
	    .state = ANSWER_NOT_A_NAME, .asked = SPAN_INIT("-x-") },
	    "Name service error for -x-: invalid host or domain name" },
};

static void
test_failures(struct arena *arena)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++)
		is_text(answer_text(arena, &failures[i].answer),
		    failures[i].text, failures[i].name);
}

static const struct rr two[] = {
	{ .type = RR_MX, .owner = SPAN_INIT("x.test"), .preference = 10,
	    .target = SPAN_INIT("a.test") },
	{ .type = RR_MX, .owner = SPAN_INIT("x.test"), .preference = 20,
	    .target = SPAN_INIT("b.test"), .data = SPAN_INIT("z") },
};

static void
test_line(struct arena *arena)
{
	struct answer answer = { .name = SPAN("x.test"), .type = RR_MX,
	    .state = ANSWER_RECORDS, .final_name = SPAN("x.test"),
	    .rr = two, .len = 2, .dnssec = DNSSEC_SECURE };

	is_text(answer_line(arena, &answer),
	    "x.test MX: 10 a.test., 20 b.test. (secure)", "records");
	answer.dnssec = DNSSEC_INSECURE;
	answer.final_name = SPAN("y.test");
	is_text(answer_line(arena, &answer), "x.test MX: 10 a.test., "
	    "20 b.test., an alias of y.test (insecure)", "an alias");
	answer = (struct answer){ .name = SPAN("x.test"), .type = RR_A,
	    .final_name = SPAN("x.test"), .state = ANSWER_NO_NAME,
	    .reason = SPAN("no such name") };
	is_text(answer_line(arena, &answer), "x.test A: no such name",
	    "a failure; of its security nothing is known");
}

static void
test_dnssec(void)
{
	is_text(span_of(dnssec_name(DNSSEC_INDETERMINATE)), "indeterminate",
	    "indeterminate");
	is_text(span_of(dnssec_name(DNSSEC_INSECURE)), "insecure", "insecure");
	is_text(span_of(dnssec_name(DNSSEC_SECURE)), "secure", "secure");
	is_text(span_of(dnssec_name(DNSSEC_BOGUS)), "bogus", "bogus");
}

static void
test_copy(struct arena *arena)
{
	char name[] = "x.test";
	struct answer answer = { .name = span_of(name), .type = RR_MX,
	    .state = ANSWER_RECORDS, .final_name = span_of(name),
	    .asked = span_of(name), .reason = span_of(name), .rr = two,
	    .len = 2, .dnssec = DNSSEC_SECURE, .dropped = 3,
	    .truncated = true, .unreadable = true };
	const struct answer *copy = answer_copy(arena, &answer);

	name[0] = 'y';
	is_text(copy->name, "x.test", "its own name");
	is_text(copy->final_name, "x.test", "the final one");
	is_text(copy->asked, "x.test", "the last one");
	is_text(copy->reason, "x.test", "the reason");
	ok(copy->rr != two && copy->len == 2, "its own records");
	is_text(copy->rr[1].target, "b.test", "with their targets");
	is_text(copy->rr[1].owner, "x.test", "and owners");
	is_text(copy->rr[1].data, "z", "and data");
	ok(copy->rr[1].target.at != two[1].target.at &&
	    copy->rr[1].owner.at != two[1].owner.at &&
	    copy->rr[1].data.at != two[1].data.at, "which are copies");
	ok(copy->dropped == 3 && copy->truncated && copy->unreadable &&
	    copy->dnssec == DNSSEC_SECURE && copy->type == RR_MX, "the rest");
}

int
main(void)
{
	struct arena *arena = arena_new();

	test_records(arena);
	test_types();
	test_failures(arena);
	test_line(arena);
	test_dnssec();
	test_copy(arena);
	arena_free(&arena);
	return tap_done();
}
