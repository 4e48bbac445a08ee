/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/resolver.h"

#include "base/mem.h"
#include "dns/memory.h"
#include "dns/packet.h"
#include "dns/query.h"
#include "dns/resolv_conf.h"
#include "dns/servers.h"
#include "dns/sift.h"
#include "mail/domain.h"
#include "os/clock.h"
#include "os/slurp.h"

enum {
	QUERIES_MAX = 10,	/* of one question, aliases included */
	FILE_MAX = 262144,	/* octets of a resolv.conf */
};

struct own {
	struct resolver resolver;	/* first: it is cast to and fro */
	struct servers *servers;
	struct memory *memory;
	const struct halt *halt;
};

/* A question that this thread has to find the answer of. */
struct task {
	struct memo *memo;
	struct answer answer;	/* as far as it is known */
	unsigned queries;
	msec_t began;
};

/* One call of ask: the i-th query belongs to the i-th task. */
struct asking {
	struct own *own;
	struct teller teller;
	struct arena *arena;	/* until the call returns */
	struct query *queries;
	struct task *tasks;
	size_t len;
};

/* keep - the answer goes into memory, where others may wait for it */

static void
keep(struct asking *asking, struct task *task)
{
	struct answer *answer = &task->answer;

	if (tell_is_heard(asking->teller, EVENT_DNS_ANSWERED))
		tell(asking->teller, EVENT_DNS_ANSWERED,
		    answer_line(asking->arena, answer),
		    (long)(clock_now() - task->began));
	if (answer->dropped > 0)
		tellf(asking->teller, EVENT_NOTE, "%.*s %s: %zu record%s left "
		    "out whose target is no host name",
		    SPAN_ARG(answer->name), rr_type_name(answer->type),
		    answer->dropped, answer->dropped == 1 ? "" : "s");
	if (answer->truncated)
		tellf(asking->teller, EVENT_NOTE, "%.*s %s: more than %d "
		    "records, the rest is left out", SPAN_ARG(answer->name),
		    rr_type_name(answer->type), RR_MAX);
	memory_keep(asking->own->memory, task->memo, answer);
}

static void
conclude(struct answer *answer, enum answer_state state, struct span reason)
{
	answer->state = state;
	answer->reason = reason;
}

static enum dnssec
status_of(const struct query *query)
{
	if (!query->dnssec || !query->trusted)
		return DNSSEC_INDETERMINATE;
	return query->reply.authentic ? DNSSEC_SECURE : DNSSEC_INSECURE;
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
weigh(struct asking *asking, struct task *task, struct query *query)
{
	struct door_question question = { .name = query->name,
	    .type = query->type };
	struct answer *answer = &task->answer;
	enum sifted sifted;
	struct sift s;

	sifted = sift(asking->arena, &question, &query->reply, &s);
	answer->dnssec = task->queries == 1 ? status_of(query) :
	    weaker(answer->dnssec, status_of(query));
	answer->final_name = s.final_name;
	answer->dropped = s.dropped;
	if (query->reply.rcode == RCODE_NXDOMAIN) {
		conclude(answer, ANSWER_NO_NAME, SPAN("no such name"));
		return false;
	}
	switch (sifted) {
	case SIFTED_RECORDS:
		conclude(answer, ANSWER_RECORDS, SPAN(""));
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

static bool
heard(void *self, struct query *query)
{
	struct asking *asking = self;
	struct task *task = &asking->tasks[query - asking->queries];
	struct answer *answer = &task->answer;

	switch (query->result) {
	case QUERY_ANSWERED:
		if (weigh(asking, task, query))
			return true;
		break;
	case QUERY_FORMERR:
		conclude(answer, ANSWER_FORMERR, query->reason);
		break;
	case QUERY_UNREADABLE:
		answer->unreadable = true;
		conclude(answer, ANSWER_TEMPORARY, query->reason);
		break;
	case QUERY_FAILED:
	case QUERY_HALTED:
		conclude(answer, ANSWER_TEMPORARY, query->reason);
		break;
	case QUERY_IMPOSSIBLE:
		conclude(answer, ANSWER_NOT_A_NAME, SPAN("too long a name"));
		break;
	}
	if (query->result != QUERY_ANSWERED)
		answer->dnssec = DNSSEC_INDETERMINATE;
	keep(asking, task);
	return false;
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

/* take_up - a question that is new: answered at once, or one query more */

static void
take_up(struct asking *asking, const struct lookup *lookup,
    struct memo *memo)
{
	struct task *task = &asking->tasks[asking->len];

	*task = (struct task){ .memo = memo, .queries = 1,
	    .began = clock_now(),
	    .answer = { .name = lookup->name, .type = lookup->type,
	    .final_name = lookup->name, .asked = lookup->name } };
	if (is_local(&task->answer)) {
		keep(asking, task);
		return;
	}
	asking->queries[asking->len++] = (struct query){
	    .name = lookup->name, .type = lookup->type,
	    .dnssec = lookup->dnssec };
}

static void
ask(struct resolver *self, struct lookup *lookups, size_t len,
    struct teller teller)
{
	struct own *own = (struct own *)self;
	struct arena *arena = arena_new();
	struct asking asking = { .own = own, .teller = teller, .arena = arena,
	    .queries = arena_get(arena, len, sizeof(struct query)),
	    .tasks = arena_get(arena, len, sizeof(struct task)) };
	struct query_run run = { .servers = own->servers, .halt = own->halt,
	    .teller = teller, .arena = arena, .heard = heard,
	    .self = &asking };
	struct memo **memos = arena_get(arena, len, sizeof(*memos));

	for (size_t i = 0; i < len; i++)
		if (memory_claim(own->memory, lookups[i].name,
		    lookups[i].type, lookups[i].dnssec, &memos[i]))
			take_up(&asking, &lookups[i], memos[i]);
	if (asking.len > 0)
		query_all(&run, asking.queries, asking.len);
	for (size_t i = 0; i < len; i++)
		lookups[i].answer = memory_await(own->memory, memos[i]);
	arena_free(&arena);
}

static void
release(struct resolver *self)
{
	struct own *own = (struct own *)self;

	memory_free(&own->memory);
	servers_free(&own->servers);
	mem_free(&own);
}

/* read_file - resolv.conf, or what an empty one means */

static void
read_file(const char *path, struct resolv_conf *conf)
{
	struct arena *arena = arena_new();
	struct dsn ignored = DSN_IN(arena);
	struct str text;

	if (path == NULL)
		path = "/etc/resolv.conf";
	if (slurp_file(path, FILE_MAX, &text, &ignored)) {
		resolv_conf_read(str_span(&text), conf);
		str_clear(&text);
	} else
		resolv_conf_read(SPAN(""), conf);
	conf->search_len = 0;	/* those names were in the text */
	arena_free(&arena);
}

bool
resolver_new(const struct resolver_setup *setup, struct resolver **resolver,
    struct dsn *why)
{
	struct resolv_conf conf;
	struct own *own;

	if (setup->servers.len == 0)
		read_file(setup->resolv_conf, &conf);
	else if (!resolv_conf_list(setup->servers, &conf, why))
		return false;
	if (setup->timeout > 0)
		conf.timeout = setup->timeout;
	if (setup->attempts > 0)
		conf.attempts = setup->attempts;
	own = mem_new(1, sizeof(*own));
	own->resolver.ask = ask;
	own->resolver.free = release;
	own->servers = servers_new(&conf, setup->trust_any);
	own->memory = memory_new();
	own->halt = setup->halt;
	*resolver = &own->resolver;
	return true;
}

void
resolver_free(struct resolver **resolver)
{
	if (*resolver != NULL)
		(*resolver)->free(*resolver);
	*resolver = NULL;
}
