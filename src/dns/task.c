/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/task.h"

#include "dns/packet.h"
#include "dns/sift.h"
#include "mail/domain.h"
#include "os/clock.h"

enum { QUERIES_MAX = 10 };	/* for one name, aliases included */

static void
conclude(struct answer *answer, enum answer_state state, struct span reason)
{
	answer->state = state;
	answer->reason = reason;
}

/* is_local - what is no host name is not asked for (behaviours 11, 29) */

static bool
is_local(struct answer *answer)
{
	if (domain_is_host(answer->name))
		return false;
	if (domain_is_numeric(answer->name))
		conclude(answer, ANSWER_NO_NAME,
		    SPAN("an address is no domain"));
	else
		conclude(answer, ANSWER_NOT_A_NAME,
		    SPAN("no valid host name"));
	return true;
}

bool
task_begin(struct task *task, const struct memory_key *key,
    const struct span *names, size_t names_len)
{
	*task = (struct task){ .is_probe = key->probe, .names = names,
	    .names_len = names_len, .queries = 1, .began = clock_now(),
	    .answer = { .name = key->name, .type = key->type,
	    .final_name = key->name, .asked = key->name } };
	return !key->probe && is_local(&task->answer);
}

/* weaker - of two steps of a chain; the enumeration has the weakest first */

static enum dnssec
weaker(enum dnssec a, enum dnssec b)
{
	return a < b ? a : b;
}

/* follow - behaviour 30; true: under its new name it is to be asked again */

static bool
follow(struct task *task, struct query *query)
{
	if (task->queries == QUERIES_MAX) {
		conclude(&task->answer, ANSWER_LOOP, SPAN("too many aliases"));
		return false;
	}
	task->queries++;
	task->answer.asked = query->name = task->answer.final_name;
	return true;
}

/* weigh - what a reply with NOERROR or NXDOMAIN means; true: ask again */

static bool
weigh(struct task *task, struct query *query, struct arena *arena)
{
	struct door_question question = { .name = query->name,
	    .type = query->type };
	struct answer *answer = &task->answer;
	enum sifted sifted;
	struct sift s;

	sifted = sift(arena, &question, &query->reply, &s);
	answer->dnssec = task->queries == 1 ? query->status :
	    weaker(answer->dnssec, query->status);
	answer->final_name = s.final_name;
	answer->dropped = s.dropped;
	if (query->reply.rcode == RCODE_NXDOMAIN) {
		conclude(answer, ANSWER_NO_NAME, SPAN("no such name"));
		return false;
	}
	switch (sifted) {
	case SIFTED_RECORDS:
		conclude(answer, ANSWER_RECORDS, SPAN(""));
		answer->searched = !span_equal(answer->name,
		    task->names[task->name]);
		answer->rr = s.rr;
		answer->len = s.len;
		answer->truncated = s.truncated;
		break;
	case SIFTED_ALIAS:
		return follow(task, query);
	case SIFTED_NOTHING:
		conclude(answer, ANSWER_NO_DATA, SPAN("no such record"));
		break;
	case SIFTED_BAD_NAMES:
		conclude(answer, ANSWER_MALFORMED,
		    SPAN("names in the answer are no host names"));
		break;
	case SIFTED_STRAY:
		answer->unreadable = true;
		conclude(answer, ANSWER_TEMPORARY,
		    SPAN("the answer is about another name"));
		break;
	}
	return false;
}

/* look_at_status - all that is wanted of a probe */

static void
look_at_status(struct task *task, const struct query *query)
{
	task->answer.dnssec = query->status;
	if (query->reply.is_signed)
		conclude(&task->answer, ANSWER_RECORDS, SPAN(""));
	else
		conclude(&task->answer, ANSWER_NO_DATA,
		    SPAN("no signatures"));
}

/* failed - no reply of use has come */

static void
failed(struct answer *answer, const struct query *query, struct arena *arena)
{
	enum answer_state state = ANSWER_TEMPORARY;
	struct span reason = query->reason;

	answer->dnssec = DNSSEC_INDETERMINATE;
	switch (query->result) {
	case QUERY_FORMERR:
		state = ANSWER_FORMERR;
		break;
	case QUERY_UNREADABLE:
		answer->unreadable = true;
		break;
	case QUERY_BOGUS:
		answer->dnssec = DNSSEC_BOGUS;
		reason = arena_text(arena, "DNSSEC validation failed: %.*s",
		    SPAN_ARG(reason));
		break;
	case QUERY_IMPOSSIBLE:
		state = ANSWER_NOT_A_NAME;
		reason = SPAN("too long a name");
		break;
	case QUERY_FAILED:
	case QUERY_HALTED:
	case QUERY_ANSWERED:
		break;
	}
	conclude(answer, state, reason);
}

/* look_further - true: the next name of the list is to be asked for. What is
 * said in the end is about the name as it was given. */

static bool
look_further(struct task *task, struct query *query)
{
	struct answer *answer = &task->answer;

	if (answer->state != ANSWER_NO_NAME &&
	    answer->state != ANSWER_NO_DATA && answer->state !=
	    ANSWER_NOT_A_NAME)
		return false;
	if (task->names_len == 1)
		return false;
	task->has_name = task->has_name || answer->state == ANSWER_NO_DATA;
	answer->final_name = answer->asked = answer->name;
	if (++task->name < task->names_len) {
		query->name = task->names[task->name];
		task->queries = 1;
		return true;
	}
	if (task->has_name)
		conclude(answer, ANSWER_NO_DATA, SPAN("no such record"));
	else
		conclude(answer, ANSWER_NO_NAME, SPAN("no such name"));
	return false;
}

bool
task_hear(struct task *task, struct query *query, struct arena *arena)
{
	if (query->result != QUERY_ANSWERED)
		failed(&task->answer, query, arena);
	else if (task->is_probe)
		look_at_status(task, query);
	else if (weigh(task, query, arena))
		return true;
	return !task->is_probe && look_further(task, query);
}

void
task_tell(const struct task *task, struct teller teller, struct arena *arena)
{
	const struct answer *answer = &task->answer;

	if (tell_is_heard(teller, EVENT_DNS_ANSWERED))
		tell(teller, EVENT_DNS_ANSWERED, answer_line(arena, answer),
		    (long)(clock_now() - task->began));
	if (answer->dropped > 0)
		tellf(teller, EVENT_NOTE, "%.*s %s: %zu record%s left out "
		    "whose target is no host name", SPAN_ARG(answer->name),
		    rr_type_name(answer->type), answer->dropped,
		    answer->dropped == 1 ? "" : "s");
	if (answer->truncated)
		tellf(teller, EVENT_NOTE, "%.*s %s: more than %d records, "
		    "the rest is left out", SPAN_ARG(answer->name),
		    rr_type_name(answer->type), RR_MAX);
}
