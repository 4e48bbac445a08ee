/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

static char folder[] = "/tmp/test_store.XXXXXX";

static const char *
in_folder(struct arena *arena, const char *name)
{
	return arena_text(arena, "%s/%s", folder, name).at;
}

/* is_kept - what a key has; NULL: nothing */

static void
is_kept(struct store *store, const char *key, msec_t now, const char *want,
    const char *name)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span value = SPAN("before");

	ok(store_get(store, span_of(key), now, &value, &why), name);
	ok((value.at == NULL) == (want == NULL), name);
	is_text(value, want, name);
	arena_free(&arena);
}

static void
test_values(struct arena *arena)
{
	const char *path = in_folder(arena, "values");
	struct dsn why = DSN_IN(arena);
	struct store *store;
	struct stat st;
	struct span value = { 0 };

	must(store_open(path, &store, &why));
	must(stat(path, &st) == 0);
	is_number(st.st_mode & 07777, 0600, "only we may look into the file");
	must(stat(in_folder(arena, "values-lock"), &st) == 0);
	is_number(st.st_mode & 07777, 0600, "or lock it");
	is_kept(store, "a", 1000, NULL, "nothing at first");
	ok(store_put(store, SPAN("a"), SPAN("one"), 2000, &why), "put");
	ok(store_put(store, SPAN("b"), SPAN(""), 3000, &why), "put nothing");
	is_kept(store, "a", 1000, "one", "it is there");
	is_kept(store, "a", 1999, "one", "until its time is over");
	is_kept(store, "a", 2000, NULL, "and no longer");
	is_kept(store, "b", 1000, "", "nothing is something");
	ok(store_put(store, SPAN("a"), SPAN("two"), 4000, &why), "put again");
	is_kept(store, "a", 2000, "two", "in the place of the first");
	ok(store_put(store, SPAN("k\0y"), SPAN("v\0w"), 4000, &why) &&
	    store_get(store, SPAN("k\0y"), 0, &value, &why),
	    "any octets");
	is_span(value, SPAN("v\0w"), "are octets");
	store_close(&store);
	must(store_open(path, &store, &why));
	is_kept(store, "a", 2000, "two", "the next run finds it");
	ok(store_expire(store, 3000, &why), "what is over goes");
	is_kept(store, "b", 0, NULL, "for good");
	is_kept(store, "a", 0, "two", "and the rest stays");
	ok(store_remove(store, SPAN("a"), &why), "removed");
	is_kept(store, "a", 0, NULL, "it is gone");
	ok(store_remove(store, SPAN("a"), &why), "twice is no trouble");
	ok(why.status[0] == '\0', "no word was said");
	store_close(&store);
	ok(store == NULL, "closed");
	store_close(&store);
}

static void
test_limits(struct arena *arena)
{
	char *text = arena_get(arena, STORE_VALUE_MAX + 1, 1);
	struct dsn why = DSN_IN(arena);
	struct store *store;
	struct span value;

	must(store_open(in_folder(arena, "limits"), &store, &why));
	memset(text, 'x', STORE_VALUE_MAX + 1);
	ok(store_put(store, span_from(text, STORE_KEY_MAX), span_from(text,
	    STORE_VALUE_MAX), 1000, &why), "as much as there may be");
	ok(store_get(store, span_from(text, STORE_KEY_MAX), 0, &value, &why) &&
	    value.len == STORE_VALUE_MAX, "is kept");
	ok(!store_put(store, SPAN("a"), span_from(text, STORE_VALUE_MAX + 1),
	    1000, &why), "an octet too many of the value");
	ok(!store_put(store, span_from(text, STORE_KEY_MAX + 1), SPAN("x"),
	    1000, &why), "or of the key");
	ok(!store_get(store, SPAN(""), 0, &value, &why), "no key");
	is_text(span_of(why.status), "4.3.0", "the status");
	store_close(&store);
}

/* refuse - a file that is not to be trusted */

static void
refuse(const char *path, const char *what, const char *name,
    struct arena *arena)
{
	struct store *store = NULL;
	struct dsn why = DSN_IN(arena);

	ok(!store_open(path, &store, &why) && store == NULL, name);
	is_span(why.text, arena_text(arena, "%s", what), name);
	is_text(span_of(why.status), "4.3.0", name);
}

static void
test_strangers(struct arena *arena)
{
	const char *path = in_folder(arena, "stranger");
	const char *link = in_folder(arena, "link");

	close(open(path, O_CREAT | O_WRONLY, 0600));
	must(symlink(path, link) == 0);
	refuse(link, arena_text(arena, "open %s: Too many levels of symbolic "
	    "links", link).at, "a link", arena);
	must(chmod(path, 0620) == 0);
	refuse(path, arena_text(arena, "%s: others may write to it", path).at,
	    "a file that a group may write to", arena);
	if (geteuid() == 0) {
		must(chmod(path, 0600) == 0 && chown(path, 1, 1) == 0);
		refuse(path, arena_text(arena, "%s belongs to somebody else",
		    path).at, "somebody else's file", arena);
	}
	refuse("/no/such/folder/file", "open /no/such/folder/file: No such "
	    "file or directory", "no folder", arena);
	unlink(path);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	must(truncate(path, 100) == 0);
	refuse(path, arena_text(arena, "open %s: MDB_INVALID: File is not an "
	    "LMDB file", path).at, "no store", arena);
}

/* Several processes at a time ----------------------------------------------*/

static void
count_up(void *arg)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct store *store;

	must(store_open(arg, &store, &why));
	for (unsigned i = 0; i < 50; i++)
		must(store_put(store, arena_text(arena, "%d %u", (int)getpid(),
		    i), SPAN("x"), 1000, &why));
	store_close(&store);
	arena_free(&arena);
	_exit(7);
}

static unsigned
count(struct store *store, pid_t pid, struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct span value;
	unsigned n = 0;

	for (unsigned i = 0; i < 50; i++)
		n += store_get(store, arena_text(arena, "%d %u", (int)pid, i),
		    0, &value, &why) && value.at != NULL;
	return n;
}

static void
test_several(struct arena *arena)
{
	char *path = (char *)(size_t)in_folder(arena, "several");
	struct dsn why = DSN_IN(arena);
	struct store *store;
	pid_t pids[4];

	fflush(stdout);
	for (size_t i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			count_up(path);
	}
	for (size_t i = 0; i < 4; i++)
		waitpid(pids[i], NULL, 0);
	must(store_open(path, &store, &why));
	for (size_t i = 0; i < 4; i++)
		is_number(count(store, pids[i], arena), 50,
		    "nothing is lost when several write at a time");
	store_close(&store);
}

static void
clean(struct arena *arena)
{
	static const char *const names[] = { "values", "limits", "stranger",
	    "link", "several" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		unlink(in_folder(arena, names[i]));
		unlink(arena_text(arena, "%s/%s-lock", folder, names[i]).at);
	}
	ok(rmdir(folder) == 0, "no other file was made");
}

int
main(void)
{
	struct arena *arena = arena_new();
	struct store *store = NULL;
	struct dsn why = DSN_IN(arena);

	must(mkdtemp(folder) != NULL);
	if (store_is_built()) {
		test_values(arena);
		test_limits(arena);
		test_strangers(arena);
		test_several(arena);
	} else {
		ok(!store_open("a", &store, &why), "not built");
		is_text(why.text, "a: this build remembers nothing: it has no "
		    "LMDB", "and it says so");
	}
	clean(arena);
	arena_free(&arena);
	return tap_done();
}
