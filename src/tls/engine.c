/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/engine.h"

#include <pthread.h>

#include "base/mem.h"
#include "tls/library.h"

/* What was tried once, and how it ended. */
struct attempt {
	bool made;
	bool good;
	struct dsn why;
};

struct engine {
	struct engine_setup setup;
	struct arena *arena;	/* of the reasons */
	pthread_mutex_t lock;	/* of all that follows */
	struct attempt start, load;
	bool started;		/* the library was */
	struct identity *identity;
	struct authorities *authorities;
};

struct engine *
engine_new(const struct engine_setup *setup)
{
	struct engine *engine = mem_new(1, sizeof(*engine));

	engine->setup = *setup;
	engine->arena = arena_new();
	engine->start.why = DSN_IN(engine->arena);
	engine->load.why = DSN_IN(engine->arena);
	must(pthread_mutex_init(&engine->lock, NULL) == 0);
	return engine;
}

void
engine_free(struct engine **engine)
{
	struct engine *e = *engine;

	if (e == NULL)
		return;
	authorities_free(&e->authorities);
	identity_free(&e->identity);
	if (e->started)
		library_end();
	pthread_mutex_destroy(&e->lock);
	arena_free(&e->arena);
	mem_free(engine);
}

static bool
start(struct engine *engine, struct dsn *why)
{
	engine->started = library_start(why);
	return engine->started &&
	    authorities_probe(&engine->setup.trust, why) &&
	    identity_load(&engine->setup.identity, &engine->identity, why);
}

static bool
load(struct engine *engine, struct dsn *why)
{
	return authorities_are_none(&engine->setup.trust) ||
	    authorities_load(&engine->setup.trust, &engine->authorities, why);
}

/* once - act if nobody has; the outcome is the same for everybody */

static bool
once(struct engine *engine, struct attempt *attempt,
    bool (*act)(struct engine *engine, struct dsn *why), struct dsn *why)
{
	bool good;

	pthread_mutex_lock(&engine->lock);
	if (!attempt->made)
		attempt->good = act(engine, &attempt->why);
	attempt->made = true;
	good = attempt->good;
	pthread_mutex_unlock(&engine->lock);
	return good || dsn_fail(why, attempt->why.status, "%.*s",
	    SPAN_ARG(attempt->why.text));
}

bool
engine_start(struct engine *engine, struct dsn *why)
{
	return once(engine, &engine->start, start, why);
}

const struct identity *
engine_identity(const struct engine *engine)
{
	return engine->identity;
}

bool
engine_authorities(struct engine *engine,
    const struct authorities **authorities, struct dsn *why)
{
	if (!once(engine, &engine->load, load, why))
		return false;
	*authorities = engine->authorities;
	return true;
}
