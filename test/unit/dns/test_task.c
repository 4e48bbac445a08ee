/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What queries with a reply mean is tested with the resolver; here is what
 * happens between them.
 */
#include "dns/task.h"

#include "dns/packet.h"
#include "unit/tap.h"

/* What one query brings: an address, or a failure. */
enum brings { ADDRESS, ALIAS, NO_NAME, NO_DATA, TROUBLE, BOGUS, TOO_LONG };

static struct arena *arena;

static void
bring(struct query *query, enum brings what)
{
	struct rr *rr = arena_get(arena, 1, sizeof(*rr));

	*rr = (struct rr){ .type = RR_A, .owner = query->name,
	    .data = SPAN("\300\0\2\1") };
	query->result = QUERY_ANSWERED;
	query->status = DNSSEC_SECURE;
	query->reply = (struct door_reply){ .rcode = RCODE_NOERROR };
	query->reason = SPAN("reason");
	switch (what) {
	case ALIAS:
		rr->type = RR_CNAME;
		rr->target = SPAN("target.test");
		/* FALLTHROUGH */
	case ADDRESS:
		query->reply.rr = rr;
		query->reply.len = 1;
		break;
	case NO_NAME:
		query->reply.rcode = RCODE_NXDOMAIN;
		break;
	case NO_DATA:
		break;
	case TROUBLE:
		query->result = QUERY_FAILED;
		break;
	case BOGUS:
		query->result = QUERY_BOGUS;
		break;
	case TOO_LONG:
		query->result = QUERY_IMPOSSIBLE;
		break;
	}
}

static const struct span names[] = { SPAN_INIT("mx.a.test"),
	SPAN_INIT("mx.b.test"), SPAN_INIT("mx") };

static const struct {
	const char *title;
	enum brings brings[4];
	const char *queries;	/* the names asked for */
	enum answer_state state;
	const char *asked, *final;
	bool searched;
} rows[] = {
	{ "the first name is there", { ADDRESS }, "mx.a.test",
	    ANSWER_RECORDS, "mx", "mx.a.test", true },
	{ "the second", { NO_NAME, ADDRESS }, "mx.a.test mx.b.test",
	    ANSWER_RECORDS, "mx", "mx.b.test", true },
	{ "one without data is passed over", { NO_DATA, ADDRESS },
	    "mx.a.test mx.b.test", ANSWER_RECORDS, "mx", "mx.b.test", true },
	{ "one that is too long is passed over", { TOO_LONG, ADDRESS },
	    "mx.a.test mx.b.test", ANSWER_RECORDS, "mx", "mx.b.test", true },
	{ "the name as it is", { NO_NAME, NO_NAME, ADDRESS },
	    "mx.a.test mx.b.test mx", ANSWER_RECORDS, "mx", "mx", false },
	{ "none", { NO_NAME, NO_NAME, NO_NAME }, "mx.a.test mx.b.test mx",
	    ANSWER_NO_NAME, "mx", "mx", false },
	{ "none, one of them without data", { NO_DATA, NO_NAME, NO_NAME },
	    "mx.a.test mx.b.test mx", ANSWER_NO_DATA, "mx", "mx", false },
	{ "what fails for now is not passed over", { NO_NAME, TROUBLE },
	    "mx.a.test mx.b.test", ANSWER_TEMPORARY, "mx", "mx.a.test",
	    false },
	{ "an alias", { ALIAS, ADDRESS }, "mx.a.test target.test",
	    ANSWER_RECORDS, "target.test", "target.test", true },
	{ "an alias to nothing, then the next name",
	    { ALIAS, NO_NAME, ADDRESS }, "mx.a.test target.test mx.b.test",
	    ANSWER_RECORDS, "mx", "mx.b.test", true },
};

static void
test_search(void)
{
	const struct memory_key key = { .name = SPAN("mx"), .type = RR_A };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct query query = { .name = names[0], .type = RR_A };
		struct span asked = names[0];
		struct task task;
		size_t n = 0;

		ok(!task_begin(&task, &key, names, 3), rows[i].title);
		bring(&query, rows[i].brings[n]);
		while (task_hear(&task, &query, arena)) {
			asked = arena_text(arena, "%.*s %.*s",
			    SPAN_ARG(asked), SPAN_ARG(query.name));
			bring(&query, rows[i].brings[++n]);
		}
		is_text(asked, rows[i].queries, "asked for");
		is_number(task.answer.state, rows[i].state, "state");
		is_text(task.answer.asked, rows[i].asked,
		    "what a failure is about");
		if (task.answer.state == ANSWER_RECORDS)
			is_text(task.answer.final_name, rows[i].final,
			    "found under");
		ok(task.answer.searched == rows[i].searched, "searched");
	}
}

static struct answer
one(enum brings what, bool is_probe, bool is_signed)
{
	const struct memory_key key = { .name = SPAN("x.test"), .type = RR_A,
	    .dnssec = true, .probe = is_probe };
	struct query query = { .name = key.name, .type = RR_A };
	struct task task;

	ok(!task_begin(&task, &key, &key.name, 1), "to be asked for");
	bring(&query, what);
	query.reply.is_signed = is_signed;
	ok(!task_hear(&task, &query, arena), "and that is all");
	return task.answer;
}

static void
test_status(void)
{
	struct answer answer = one(ADDRESS, false, false);

	is_number(answer.dnssec, DNSSEC_SECURE, "behaviour 33: the status");
	answer = one(TROUBLE, false, false);
	is_number(answer.dnssec, DNSSEC_INDETERMINATE, "no answer, none");
	answer = one(BOGUS, false, false);
	is_number(answer.state, ANSWER_TEMPORARY, "bogus is temporary");
	is_number(answer.dnssec, DNSSEC_BOGUS, "and known as bogus");
	is_text(answer.reason, "DNSSEC validation failed: reason", "why");
	is_text(answer_text(arena, &answer), "Host or domain name not found. "
	    "Name service error for name=x.test type=A: "
	    "DNSSEC validation failed: reason", "as the results say it");
}

static void
test_probe(void)
{
	struct answer answer = one(ADDRESS, true, true);

	is_number(answer.state, ANSWER_RECORDS, "a probe: signed");
	is_number(answer.dnssec, DNSSEC_SECURE, "its status");
	answer = one(ADDRESS, true, false);
	is_number(answer.state, ANSWER_NO_DATA, "a probe: not signed");
	answer = one(TROUBLE, true, true);
	is_number(answer.state, ANSWER_TEMPORARY, "a probe without answer");
}

int
main(void)
{
	arena = arena_new();
	test_search();
	test_status();
	test_probe();
	arena_free(&arena);
	return tap_done();
}
