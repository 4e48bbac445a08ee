/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/servers.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/mem.h"

struct servers {
	struct arena *arena;	/* the texts */
	struct server at[RESOLV_SERVERS_MAX];
	size_t len;
	msec_t timeout;
	unsigned attempts;
	bool rotate, by_stream;

	pthread_mutex_t lock;	/* of all below */
	bool dead[RESOLV_SERVERS_MAX];
	bool silent[RESOLV_SERVERS_MAX];
	bool without_edns[RESOLV_SERVERS_MAX];
	size_t turn;		/* how many orders were made */
};

static struct span
show(struct arena *arena, const struct netaddr *addr)
{
	struct span text = netaddr_text(arena, addr);

	if (addr->port == RESOLV_PORT)
		return text;
	return arena_text(arena, addr->family == NET_INET6 ? "[%.*s]:%d" :
	    "%.*s:%d", SPAN_ARG(text), addr->port);
}

struct servers *
servers_new(const struct resolv_conf *conf, bool trust_any)
{
	struct servers *s = mem_new(1, sizeof(*s));

	must(conf->servers_len > 0);
	must(pthread_mutex_init(&s->lock, NULL) == 0);
	s->arena = arena_new();
	s->len = conf->servers_len;
	s->timeout = conf->timeout;
	s->attempts = conf->attempts;
	s->rotate = conf->rotate;
	s->by_stream = conf->use_vc;
	for (size_t i = 0; i < s->len; i++)
		s->at[i] = (struct server){
		    .addr = conf->servers[i],
		    .text = show(s->arena, &conf->servers[i]),
		    .trusted = trust_any || conf->trust_ad ||
		    netaddr_is_loopback(&conf->servers[i]) };
	return s;
}

void
servers_free(struct servers **servers)
{
	if (*servers == NULL)
		return;
	pthread_mutex_destroy(&(*servers)->lock);
	arena_free(&(*servers)->arena);
	mem_free(servers);
}

size_t
servers_len(const struct servers *servers)
{
	return servers->len;
}

const struct server *
servers_at(const struct servers *servers, size_t i)
{
	must(i < servers->len);
	return &servers->at[i];
}

msec_t
servers_timeout(const struct servers *servers)
{
	return servers->timeout;
}

unsigned
servers_attempts(const struct servers *servers)
{
	return servers->attempts;
}

msec_t
servers_patience(const struct servers *servers)
{
	return servers->timeout *
	    (msec_t)(servers->attempts * servers->len);
}

bool
servers_by_stream(const struct servers *servers)
{
	return servers->by_stream;
}

/* add - those that are dead, or those that are not */

static void
add(const struct servers *s, size_t first, bool dead,
    struct server_order *order)
{
	for (size_t n = 0; n < s->len; n++) {
		size_t i = (first + n) % s->len;

		if (s->dead[i] == dead)
			order->at[order->len++] = (unsigned char)i;
	}
}

struct server_order
servers_order(struct servers *servers)
{
	struct server_order order = { .len = 0 };
	size_t first;

	pthread_mutex_lock(&servers->lock);
	first = servers->rotate ? servers->turn++ % servers->len : 0;
	add(servers, first, false, &order);
	add(servers, first, true, &order);
	pthread_mutex_unlock(&servers->lock);
	return order;
}

/* note, look - one fact, under the lock */

static void
note(struct servers *servers, bool *facts, size_t i, bool fact)
{
	must(i < servers->len);
	pthread_mutex_lock(&servers->lock);
	facts[i] = fact;
	pthread_mutex_unlock(&servers->lock);
}

static bool
look(struct servers *servers, const bool *facts, size_t i)
{
	bool fact;

	must(i < servers->len);
	pthread_mutex_lock(&servers->lock);
	fact = facts[i];
	pthread_mutex_unlock(&servers->lock);
	return fact;
}

void
servers_bury(struct servers *servers, size_t i)
{
	note(servers, servers->dead, i, true);
	note(servers, servers->silent, i, true);
}

void
servers_hear(struct servers *servers, size_t i)
{
	note(servers, servers->silent, i, false);
}

bool
servers_is_dead(struct servers *servers, size_t i)
{
	return look(servers, servers->dead, i);
}

bool
servers_are_silent(struct servers *servers)
{
	for (size_t i = 0; i < servers->len; i++)
		if (!look(servers, servers->silent, i))
			return false;
	return true;
}

void
servers_drop_edns(struct servers *servers, size_t i)
{
	note(servers, servers->without_edns, i, true);
}

bool
servers_has_edns(struct servers *servers, size_t i)
{
	return !look(servers, servers->without_edns, i);
}
