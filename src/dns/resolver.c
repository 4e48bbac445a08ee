/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/resolver.h"

#include "base/mem.h"
#include "dns/memory.h"
#include "dns/query.h"
#include "dns/resolv_conf.h"
#include "dns/search.h"
#include "dns/servers.h"
#include "dns/task.h"
#include "dns/trust.h"
#include "dns/unbound_door.h"
#include "dns/validator.h"
#include "os/slurp.h"

enum { FILE_MAX = 262144 };	/* octets of a resolv.conf */

struct own {
	struct resolver resolver;	/* first: it is cast to and fro */
	struct arena *arena;
	struct servers *servers;
	struct search search;
	struct trust *trust;
	struct memory *memory;
	const struct halt *halt;
};

/* Questions that this thread has to find the answers of, all in the same
 * way: the i-th query belongs to the i-th task. */
struct flight {
	struct asking *asking;
	struct query *queries;
	struct task *tasks;
	size_t len;
};

/* One call of ask. */
struct asking {
	struct own *own;
	struct teller teller;
	struct arena *arena;	/* until the call returns */
	bool dnssec;		/* at least one asks for its status */
	enum trust_way way;
	struct flight plain;	/* by our own queries */
	struct flight validated;	/* by libunbound */
};

/* keep - the answer goes into memory, where others may wait for it */

static void
keep(struct asking *asking, struct task *task)
{
	task_tell(task, asking->teller, asking->arena);
	memory_keep(asking->own->memory, task->memo, &task->answer);
}

static bool
heard(void *self, struct query *query)
{
	struct flight *flight = self;
	struct task *task = &flight->tasks[query - flight->queries];

	if (task_hear(task, query, flight->asking->arena))
		return true;
	keep(flight->asking, task);
	return false;
}

static struct query_run
run_of(struct flight *flight)
{
	const struct asking *asking = flight->asking;

	return (struct query_run){ .servers = asking->own->servers,
	    .halt = asking->own->halt, .teller = asking->teller,
	    .arena = asking->arena, .heard = heard, .self = flight };
}

static void
fly(struct flight *flight)
{
	struct query_run run = run_of(flight);

	if (flight->len > 0)
		query_all(&run, flight->queries, flight->len);
}

/* take_up - a question that is new: answered at once, or one query more */

static void
take_up(struct flight *flight, const struct memory_key *key,
    struct memo *memo)
{
	struct asking *asking = flight->asking;
	struct task *task = &flight->tasks[flight->len];
	const struct span *names = &key->name;
	size_t len = 1;
	bool known;

	if (key->search)
		len = search_names(&asking->own->search, key->name,
		    asking->arena, &names);
	known = task_begin(task, key, names, len);
	task->memo = memo;
	if (known)
		keep(asking, task);
	else
		flight->queries[flight->len++] = (struct query){
		    .name = names[0], .type = key->type,
		    .dnssec = key->dnssec };
}

/* key_of - what is not looked at by anybody is not asked for */

static const struct memory_key *
key_of(const struct asking *asking, const struct lookup *lookup)
{
	const struct search *search = &asking->own->search;
	struct memory_key *key = arena_get(asking->arena, 1, sizeof(*key));

	*key = (struct memory_key){ .name = lookup->name,
	    .type = lookup->type,
	    .dnssec = lookup->dnssec && asking->way != TRUST_NOBODY,
	    .search = lookup->search && (search->defnames ||
	    search->dnsrch) };
	return key;
}

static void
claim(struct asking *asking, const struct lookup *lookup, struct memo **memo)
{
	const struct memory_key *key = key_of(asking, lookup);
	bool here = key->dnssec && asking->way != TRUST_AD;

	asking->dnssec = asking->dnssec || lookup->dnssec;
	if (memory_claim(asking->own->memory, key, memo))
		take_up(here ? &asking->validated : &asking->plain, key,
		    *memo);
}

/* probe - one more query of the flight, unless it was asked before */

static struct memo *
probe(struct asking *asking, const struct trust_probe *what)
{
	struct memory_key *key = arena_get(asking->arena, 1, sizeof(*key));
	struct memo *memo;

	*key = (struct memory_key){ .name = what->name, .type = what->type,
	    .dnssec = true, .probe = true };
	if (memory_claim(asking->own->memory, key, &memo))
		take_up(&asking->plain, key, memo);
	return memo;
}

static struct validation *
begin_validation(struct asking *asking)
{
	struct query_run run = run_of(&asking->validated);

	return validator_ask(trust_validator(asking->own->trust), &run,
	    asking->validated.queries, asking->validated.len);
}

/* fly_undecided - both ways at once; what the answer to the question for the
 * keys of the root says decides which of them counts */

static void
fly_undecided(struct asking *asking)
{
	const struct trust_probe root = { .name = SPAN_INIT("."),
	    .type = RR_DNSKEY };
	struct own *own = asking->own;
	struct validation *validation = begin_validation(asking);
	struct memo *memo = probe(asking, &root);
	const struct answer *answer;

	fly(&asking->plain);
	answer = memory_await(own->memory, memo);
	trust_decide(own->trust, answer->state == ANSWER_RECORDS);
	trust_tell(own->trust, asking->teller);
	if (trust_way(own->trust) == TRUST_VALIDATOR)
		validation_finish(&validation);
	else {
		validation_drop(&validation);
		fly(&asking->validated);
	}
}

static void
fly_validated(struct asking *asking)
{
	struct validation *validation = begin_validation(asking);

	fly(&asking->plain);
	validation_finish(&validation);
}

/* doubt - behaviour 34 */

static void
doubt(struct asking *asking, const struct lookup *lookup)
{
	struct own *own = asking->own;
	const struct answer *answer = lookup->answer;
	struct trust_probe what;
	struct memo *memo;

	if (!trust_doubts(own->trust, answer->dnssec, &what))
		return;
	asking->plain.len = 0;
	memo = probe(asking, &what);
	fly(&asking->plain);
	answer = memory_await(own->memory, memo);
	if (answer->dnssec != DNSSEC_SECURE)
		tellf(asking->teller, EVENT_WARNING, "DNSSEC is perhaps not "
		    "validated by the name servers: neither %.*s nor "
		    "dnssec_probe has an answer with the AD bit",
		    SPAN_ARG(lookup->name));
}

static struct flight
flight_of(struct asking *asking, size_t len)
{
	return (struct flight){ .asking = asking,
	    .queries = arena_get(asking->arena, len, sizeof(struct query)),
	    .tasks = arena_get(asking->arena, len, sizeof(struct task)) };
}

static void
ask(struct resolver *self, struct lookup *lookups, size_t len,
    struct teller teller)
{
	struct own *own = (struct own *)self;
	struct arena *arena = arena_new();
	struct asking asking = { .own = own, .teller = teller,
	    .arena = arena, .way = trust_way(own->trust) };
	struct memo **memos = arena_get(arena, len, sizeof(*memos));

	asking.plain = flight_of(&asking, len + 1);	/* and a probe */
	asking.validated = flight_of(&asking, len);
	for (size_t i = 0; i < len; i++)
		claim(&asking, &lookups[i], &memos[i]);
	if (asking.dnssec)
		trust_tell(own->trust, teller);
	if (asking.validated.len == 0)
		fly(&asking.plain);
	else if (asking.way == TRUST_UNDECIDED)
		fly_undecided(&asking);
	else
		fly_validated(&asking);
	for (size_t i = 0; i < len; i++) {
		lookups[i].answer = memory_await(own->memory, memos[i]);
		doubt(&asking, &lookups[i]);
	}
	arena_free(&arena);
}

static void
release(struct resolver *self)
{
	struct own *own = (struct own *)self;

	memory_free(&own->memory);
	trust_free(&own->trust);
	servers_free(&own->servers);
	arena_free(&own->arena);
	mem_free(&own);
}

/* read_file - resolv.conf, or what an empty one means */

static void
read_file(const char *path, struct arena *arena, struct resolv_conf *conf)
{
	struct dsn ignored = DSN_IN(arena);
	struct span kept = { 0 };
	struct str text;

	if (path == NULL)
		path = "/etc/resolv.conf";
	if (slurp_file(path, FILE_MAX, &text, &ignored)) {
		kept = arena_copy(arena, str_span(&text));
		str_clear(&text);
	}
	resolv_conf_read(kept, conf);
}

static struct search
search_of(const struct resolver_setup *setup, struct arena *arena,
    const struct resolv_conf *conf)
{
	struct span *domains = arena_get(arena, RESOLV_SEARCH_MAX,
	    sizeof(*domains));
	struct search search = { .domains = domains,
	    .len = conf->search_len, .ndots = conf->ndots,
	    .defnames = (setup->search & RESOLVER_DEFNAMES) != 0,
	    .dnsrch = (setup->search & RESOLVER_DNSRCH) != 0 };

	for (size_t i = 0; i < conf->search_len; i++)
		domains[i] = conf->search[i];
	if (search.len == 0 && setup->domain.len > 0)
		domains[search.len++] = arena_copy(arena, setup->domain);
	return search;
}

static bool
read_setup(const struct resolver_setup *setup, struct arena *arena,
    struct resolv_conf *conf, struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);

	if (setup->servers.len == 0)
		read_file(setup->resolv_conf, arena, conf);
	else if (!resolv_conf_list(setup->servers, conf, &trouble))
		return dsn_fail(why, "4.3.5", "mxput_resolvers: %.*s",
		    SPAN_ARG(trouble.text));
	if (setup->timeout > 0)
		conf->timeout = setup->timeout;
	if (setup->attempts > 0)
		conf->attempts = setup->attempts;
	return true;
}

/* furnish - may end half way: release tolerates that */

static bool
furnish(struct own *own, const struct resolver_setup *setup, struct dsn *why)
{
	struct trust_setup trust = { .source = setup->dnssec,
	    .may_probe = setup->may_probe, .anchor = setup->trust_anchor,
	    .probe = setup->dnssec_probe };
	struct resolv_conf conf;

	own->resolver.ask = ask;
	own->resolver.free = release;
	own->halt = setup->halt;
	own->arena = arena_new();
	own->memory = memory_new();
	if (!read_setup(setup, own->arena, &conf, why))
		return false;
	own->search = search_of(setup, own->arena, &conf);
	own->servers = servers_new(&conf, setup->dnssec == DNSSEC_TRUST);
	trust.servers = own->servers;
	return trust_new(&trust, &own->trust, why);
}

bool
resolver_new(const struct resolver_setup *setup, struct resolver **resolver,
    struct dsn *why)
{
	struct own *own = mem_new(1, sizeof(*own));

	if (furnish(own, setup, why)) {
		*resolver = &own->resolver;
		return true;
	}
	release(&own->resolver);
	return false;
}

void
resolver_free(struct resolver **resolver)
{
	if (*resolver != NULL)
		(*resolver)->free(*resolver);
	*resolver = NULL;
}

bool
resolver_can_validate(void)
{
	return unbound_is_built();
}
