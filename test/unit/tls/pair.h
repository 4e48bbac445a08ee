/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Both ends of a session: our transport, and the server that it leads to.
 */
#ifndef TEST_UNIT_TLS_PAIR_H
#define TEST_UNIT_TLS_PAIR_H

#include "tls/handshake.h"
#include "tls/transport.h"
#include "unit/tls/server.h"

static const char old_only[] = "NORMAL:-VERS-ALL:+VERS-TLS1.2";

static struct {
	struct arena *arena;
	struct minted *leaf;
} them;

static const struct wait patient = { .by = { INT64_MAX, 0 } };
static const struct wait at_once = { .by = { 1, 0 } };

/* What is put between the two, if anything. */
static struct transport *(*between)(struct transport *below);

/* begin - a transport inside TLS, to a server that acts */

static inline struct transport *
begin(struct server *server, void (*act)(struct server *server),
    const char *priority)
{
	struct handshake_setup setup = { .priority = SPAN("NORMAL"),
	    .wait = patient };
	struct dsn why = DSN_IN(them.arena);
	struct transport *t;
	struct tls_facts facts;

	*server = (struct server){ .chain = { them.leaf }, .act = act,
	    .priority = priority };
	t = server_begin(server);
	if (between != NULL)
		t = between(t);
	must(handshake(&t, &setup, &facts, &why));
	return t;
}

static inline void
end(struct server *server, struct transport **t)
{
	transport_free(t);
	server_end(server);
	server_clear(server);
}

static inline enum io
say(struct transport *t, struct span text, const struct wait *wait)
{
	while (text.len > 0) {
		size_t len = 0;
		enum io io = t->ops->send(t, text, &len, wait);

		if (io != IO_DONE)
			return io;
		text = span_from_octet(text, len);
	}
	return IO_DONE;
}

/* hear - one read, and whether it is what is wanted */

static inline bool
hear(struct transport *t, const char *want)
{
	char room[64];
	size_t len = 0;

	return t->ops->receive(t, room, sizeof(room), &len, &patient) ==
	    IO_DONE && span_equal(span_from(room, len), span_of(want));
}

static inline enum io
hear_nothing(struct transport *t, const struct wait *wait)
{
	char room[64];
	size_t len = 0;

	return t->ops->receive(t, room, sizeof(room), &len, wait);
}

/* Waits, without reading, until something is there. */
static inline enum input
wait_for_input(struct transport *t)
{
	enum input input;

	do {
		input = t->ops->input(t);
	} while (input == INPUT_NONE);
	return input;
}

static inline void
pair_begin(void)
{
	them.arena = arena_new();
	them.leaf = ca_mint(them.arena, &(struct order){ .cn = "leaf" });
}

static inline void
pair_end(void)
{
	ca_forget(them.leaf, true);
	arena_free(&them.arena);
}

#endif
