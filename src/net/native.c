/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* EAI_NODATA, EAI_ADDRFAMILY */
#include "net/native.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <resolv.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>

#include "net/sockaddr.h"

static bool
trouble(struct span host, int error, struct dsn *why)
{
	const char *status = "4.3.0";
	const char *reason = error == EAI_SYSTEM ? strerror(errno) :
	    gai_strerror(error);

	if (error == EAI_NONAME || error == EAI_NODATA ||
	    error == EAI_ADDRFAMILY)
		status = "5.4.4";
	else if (error == EAI_AGAIN)
		status = "4.4.4";
	return dsn_fail(why, status, "unable to look up host %.*s: %s",
	    SPAN_ARG(host), reason);
}

/*
 * limit_search - a name with a dot is meant as it stands (RFC 5321 section
 * 2.3.5): the search list of resolv.conf must not lead mail for a domain that
 * does not exist to another one. _res is this thread's own.
 */

static void
limit_search(struct span host)
{
	if (!(_res.options & RES_INIT) && res_init() != 0)
		return;
	if (span_find(host, '.') < host.len)
		_res.options &= ~(unsigned long)RES_DNSRCH;
	else
		_res.options |= RES_DNSRCH;
}

bool
native_look_up(struct span host, enum net_family family,
    struct native_addresses *found, struct dsn *why)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_family = family == NET_NONE ? AF_UNSPEC :
	    sockaddr_family(family) };
	struct addrinfo *list = NULL;
	char name[NI_MAXHOST];
	int error = EAI_NONAME;

	found->len = 0;
	if (host.len > 0 && host.len < sizeof(name) &&
	    span_find(host, '\0') == host.len) {
		memcpy(name, host.at, host.len);
		name[host.len] = '\0';
		limit_search(host);
		error = getaddrinfo(name, NULL, &hints, &list);
	}
	if (error != 0)
		return trouble(host, error, why);
	for (const struct addrinfo *i = list; i != NULL; i = i->ai_next)
		if (found->len < NATIVE_MAX &&
		    sockaddr_read(i->ai_addr, &found->at[found->len]))
			found->len++;
	freeaddrinfo(list);
	return found->len > 0 || trouble(host, EAI_NODATA, why);
}

enum { AT_ONCE = 8 };		/* threads that wait for the system */

/* The questions of one call, which threads take from it in turn. */
struct crew {
	native_lookup *look_up;
	struct native_question *questions;
	size_t len;
	atomic_size_t next;	/* the first that nobody has taken */
};

static void *
take_turns(void *self)
{
	struct crew *crew = self;
	size_t i;

	while ((i = atomic_fetch_add(&crew->next, 1)) < crew->len) {
		struct native_question *q = &crew->questions[i];

		q->why = DSN_IN(arena_new());	/* no other thread's */
		q->good = crew->look_up(q->host, q->family, &q->found,
		    &q->why);
	}
	return NULL;
}

/* settle - a word moves to the arena of whoever asked */

static void
settle(struct native_question *q, struct arena *arena)
{
	struct arena *own = q->why.arena;

	q->why.text = arena_copy(arena, q->why.text);
	q->why.arena = arena;
	arena_free(&own);
}

void
native_look_up_all(native_lookup *look_up,
    struct native_question *questions, size_t len, struct arena *arena)
{
	struct crew crew = { look_up, questions, len, 0 };
	pthread_t threads[AT_ONCE];
	size_t n = 0;

	while (n < AT_ONCE && n + 1 < len &&
	    pthread_create(&threads[n], NULL, take_turns, &crew) == 0)
		n++;
	take_turns(&crew);
	for (size_t i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < len; i++)
		settle(&questions[i], arena);
}
