/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/engine.h"

#include <pthread.h>

#include "unit/tap.h"
#include "unit/tls/folder.h"

static struct folder f;

static void
empty(void)
{
	struct engine_setup setup = { .trust = { .system = false } };
	struct engine *engine = engine_new(&setup);
	const struct authorities *store = (void *)&setup;
	struct dsn why = DSN_IN(f.arena);

	ok(engine_identity(engine) == NULL, "not started: nobody");
	ok(engine_start(engine, &why), "an engine without anything");
	ok(engine_identity(engine) != NULL, "has an empty identity");
	ok(engine_authorities(engine, &store, &why) && store == NULL,
	    "and trusts nobody");
	engine_free(&engine);
	ok(engine == NULL, "freed");
	engine_free(&engine);
}

static void
lazy(struct span good)
{
	struct span path = ca_file(f.arena, f.path, "ca.pem",
	    CA_TEXTS(good));
	struct engine_setup setup = { .trust = { .file = path } };
	struct engine *engine = engine_new(&setup);
	const struct authorities *store = NULL, *again = NULL;
	struct dsn why = DSN_IN(f.arena);

	ok(engine_start(engine, &why), "a good CA file");
	must(unlink(path.at) == 0);
	ok(!engine_authorities(engine, &store, &why),
	    "is not loaded before somebody needs it");
	is_text(span_of(why.status), "4.7.5", "a file that went is 4.7.5");
	ca_file(f.arena, f.path, "ca.pem", CA_TEXTS(good));
	ok(!engine_authorities(engine, &store, &why) && why.text.len > 0,
	    "what could not be had then cannot be had later");
	engine_free(&engine);
	engine = engine_new(&setup);
	ok(engine_authorities(engine, &store, &why) && store != NULL &&
	    authorities_count(store) == 1, "it is loaded once");
	ok(engine_authorities(engine, &again, &why) && again == store,
	    "for everybody");
	engine_free(&engine);
}

static void
broken(void)
{
	struct engine_setup setup = { .trust = {
	    .file = SPAN("/nowhere/ca.pem") } };
	struct engine *engine = engine_new(&setup);
	struct dsn why = DSN_IN(f.arena), again = DSN_IN(f.arena);

	ok(!engine_start(engine, &why),
	    "behaviour 107: a CA file that is not there");
	ok(!engine_start(engine, &again), "is not there the next time");
	is_span(again.text, why.text, "for the same reason");
	engine_free(&engine);
	is_text(again.text, "cannot open /nowhere/ca.pem: No such file or "
	    "directory", "which outlives the engine");
	setup = (struct engine_setup){ .identity.file[0].certificate =
	    SPAN("/nowhere/cert.pem") };
	engine = engine_new(&setup);
	ok(!engine_start(engine, &why),
	    "behaviour 107: a certificate that is not there");
	engine_free(&engine);
}

static void *
ask(void *self)
{
	struct engine *engine = self;
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	const struct authorities *store = NULL;
	bool good = engine_start(engine, &why) &&
	    engine_authorities(engine, &store, &why);

	arena_free(&arena);
	return good ? (void *)(uintptr_t)store : NULL;
}

static void
threads(struct span good)
{
	enum { THREADS = 8 };
	struct engine_setup setup = { .trust.file = ca_file(f.arena, f.path,
	    "ca.pem", CA_TEXTS(good)) };
	struct engine *engine = engine_new(&setup);
	pthread_t thread[THREADS];
	void *store[THREADS];
	bool same = true;

	for (size_t i = 0; i < THREADS; i++)
		must(pthread_create(&thread[i], NULL, ask, engine) == 0);
	for (size_t i = 0; i < THREADS; i++) {
		must(pthread_join(thread[i], &store[i]) == 0);
		same = same && store[i] != NULL && store[i] == store[0];
	}
	ok(same, "many threads get the same store");
	engine_free(&engine);
}

int
main(void)
{
	struct minted *root;

	folder_begin(&f);
	root = ca_authority(f.arena, "root", NULL);
	empty();
	lazy(ca_pem(f.arena, root));
	broken();
	threads(ca_pem(f.arena, root));
	ca_forget(root, true);
	folder_end(&f);
	return tap_done();
}
