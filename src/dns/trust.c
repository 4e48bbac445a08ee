/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/trust.h"

#include <pthread.h>

#include "base/mem.h"
#include "dns/unbound_door.h"
#include "mail/domain.h"

struct trust {
	struct arena *arena;
	struct span trusted, others;	/* servers, by whether AD counts */
	struct trust_probe probe;	/* no name: it is not to be asked */
	struct anchor anchor;
	struct validator *validator;
	struct span out;	/* why nothing is validated here */

	pthread_mutex_t lock;	/* of all below */
	enum trust_way way;
	bool told;
	bool doubted;		/* the probe was asked, or there is no need */
};

/* read_probe - TYPE:NAME, as Postfix has it */

static bool
read_probe(struct span text, struct trust_probe *probe, struct dsn *why)
{
	size_t colon = span_find(text, ':');
	struct trust_probe read;

	*probe = (struct trust_probe){ .name = { 0 } };
	if (text.len == 0)
		return true;
	if (colon == text.len ||
	    !door_type(span_first(text, colon), &read.type))
		return dsn_fail(why, "4.3.5", "dnssec_probe = %.*s: a type of "
		    "DNS records and a name are wanted, as in ns:.",
		    SPAN_ARG(text));
	read.name = span_from_octet(text, colon + 1);
	if (!span_equal(read.name, SPAN("."))) {
		if (read.name.len > 0 &&
		    read.name.at[read.name.len - 1] == '.')
			read.name.len--;
		if (!domain_is_host(read.name))
			return dsn_fail(why, "4.3.5", "dnssec_probe = %.*s: "
			    "that name cannot be asked for", SPAN_ARG(text));
	}
	*probe = read;
	return true;
}

static void
add_name(struct arena *arena, struct span *list, struct span name)
{
	*list = arena_text(arena, "%.*s%s%.*s", SPAN_ARG(*list),
	    list->len > 0 ? ", " : "", SPAN_ARG(name));
}

static void
list_servers(struct trust *t, const struct servers *servers)
{
	for (size_t i = 0; i < servers_len(servers); i++) {
		const struct server *server = servers_at(servers, i);

		add_name(t->arena, server->trusted ? &t->trusted : &t->others,
		    server->text);
	}
}

/* start - the validator, and what it needs */

static bool
start(struct trust *t, const struct trust_setup *setup, struct dsn *why)
{
	if (!unbound_is_built())
		return dsn_fail(why, "4.3.5", "this program was built without "
		    "libunbound");
	return anchor_find(setup->anchor, &t->anchor, why) &&
	    validator_new(setup->servers, &t->anchor, &t->validator, why);
}

/* choose - false: what was asked for by name cannot be had */

static bool
choose(struct trust *t, const struct trust_setup *setup, struct dsn *why)
{
	struct dsn out = DSN_IN(t->arena);

	t->way = TRUST_AD;
	switch (setup->source) {
	case DNSSEC_NO:
		t->way = TRUST_NOBODY;
		return true;
	case DNSSEC_TRUST:
		return true;
	case DNSSEC_VALIDATE:
		t->way = TRUST_VALIDATOR;
		return start(t, setup, &out) || dsn_fail(why, "4.3.5",
		    "mxput_dnssec = validate: %.*s", SPAN_ARG(out.text));
	case DNSSEC_AUTO:
		break;
	}
	if (t->others.len == 0)
		return true;
	if (!setup->may_probe)
		t->out = SPAN("no level of DANE is asked for by name");
	else if (start(t, setup, &out))
		t->way = TRUST_UNDECIDED;
	else
		t->out = out.text;
	return true;
}

bool
trust_new(const struct trust_setup *setup, struct trust **trust,
    struct dsn *why)
{
	struct trust *t = mem_new(1, sizeof(*t));

	must(pthread_mutex_init(&t->lock, NULL) == 0);
	t->arena = arena_new();
	list_servers(t, setup->servers);
	if (read_probe(arena_copy(t->arena, span_trim(setup->probe)),
	    &t->probe, why) && choose(t, setup, why)) {
		t->doubted = !setup->may_probe || t->probe.name.len == 0;
		*trust = t;
		return true;
	}
	trust_free(&t);
	return false;
}

void
trust_free(struct trust **trust)
{
	if (*trust == NULL)
		return;
	validator_free(&(*trust)->validator);
	arena_free(&(*trust)->arena);
	pthread_mutex_destroy(&(*trust)->lock);
	mem_free(trust);
}

enum trust_way
trust_way(struct trust *trust)
{
	enum trust_way way;

	pthread_mutex_lock(&trust->lock);
	way = trust->way;
	pthread_mutex_unlock(&trust->lock);
	return way;
}

void
trust_decide(struct trust *trust, bool is_signed)
{
	pthread_mutex_lock(&trust->lock);
	if (trust->way == TRUST_UNDECIDED) {
		trust->way = is_signed ? TRUST_VALIDATOR : TRUST_AD;
		trust->out = is_signed ? (struct span){ 0 } :
		    SPAN("the name servers send no signatures");
	}
	pthread_mutex_unlock(&trust->lock);
}

struct validator *
trust_validator(const struct trust *trust)
{
	return trust->validator;
}

static void
say(const struct trust *t, enum trust_way way, struct teller teller)
{
	switch (way) {
	case TRUST_NOBODY:
		tellf(teller, EVENT_DECISION, "DNSSEC status: none is wanted, "
		    "by mxput_dnssec");
		break;
	case TRUST_VALIDATOR:
		tellf(teller, EVENT_DECISION, "DNSSEC status: validated here "
		    "with %.*s", SPAN_ARG(t->anchor.path));
		break;
	case TRUST_AD:
		if (t->trusted.len > 0)
			tellf(teller, EVENT_DECISION, "DNSSEC status: AD of "
			    "%.*s", SPAN_ARG(t->trusted));
		if (t->others.len > 0)
			tellf(teller, EVENT_NOTE, "DNSSEC status: none by "
			    "%.*s, which is not on this host; nor is it "
			    "validated here: %.*s", SPAN_ARG(t->others),
			    SPAN_ARG(t->out));
		break;
	case TRUST_UNDECIDED:
		break;
	}
}

void
trust_tell(struct trust *trust, struct teller teller)
{
	enum trust_way way;
	bool told;

	pthread_mutex_lock(&trust->lock);
	way = trust->way;
	told = trust->told;
	trust->told = told || way != TRUST_UNDECIDED;
	pthread_mutex_unlock(&trust->lock);
	if (!told)
		say(trust, way, teller);
}

bool
trust_doubts(struct trust *trust, enum dnssec status,
    struct trust_probe *probe)
{
	bool doubts;

	pthread_mutex_lock(&trust->lock);
	doubts = !trust->doubted && trust->way == TRUST_AD &&
	    status == DNSSEC_INSECURE;
	trust->doubted = trust->doubted || doubts || status == DNSSEC_SECURE;
	pthread_mutex_unlock(&trust->lock);
	if (doubts)
		*probe = trust->probe;
	return doubts;
}
