/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/failures.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/tap.h"

static char folder[] = "/tmp/test_failures.XXXXXX";

/* is_known - what is known of a login; "" is nothing */

static void
is_known(struct store *store, const struct login *login, msec_t now,
    const char *want, const char *name)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span reply = SPAN("before");

	ok(failures_find(store, login, now, &reply, &why), name);
	is_text(reply, want, name);
	arena_free(&arena);
}

static void
test_entries(struct store *store, struct arena *arena)
{
	struct secret *right = secret_copy(SPAN("secret"));
	struct secret *wrong = secret_copy(SPAN("secreT"));
	struct login login = { SPAN("mx.test"), SPAN("ann"), right };
	struct login other = { SPAN("mx.test"), SPAN("bob"), right };
	struct dsn why = DSN_IN(arena);
	struct span value;

	is_known(store, &login, 0, "", "behaviour 164: nothing at first");
	ok(failures_put(store, &login, SPAN("535 5.7.8 no"), 2000, &why),
	    "a refusal");
	is_known(store, &login, 1999, "535 5.7.8 no",
	    "behaviour 164: the same login is known");
	is_known(store, &login, 2000, "", "behaviour 164: for some time");
	ok(store_get(store, SPAN("login mx.test ann"), 0, &value, &why) &&
	    value.at == NULL, "behaviour 164: then it is gone");
	ok(failures_put(store, &login, SPAN("535 5.7.8 no"), 2000, &why),
	    "another one");
	is_known(store, &other, 0, "", "behaviour 164: not another user");
	login.host = SPAN("mx.tes");
	is_known(store, &login, 0, "", "behaviour 164: not another server");
	login.host = SPAN("MX.Test");
	is_known(store, &login, 0, "535 5.7.8 no", "a host in any case");
	login.password = wrong;
	is_known(store, &login, 0, "", "behaviour 164: another password");
	login.password = right;
	is_known(store, &login, 0, "", "behaviour 164: removes the entry");
	secret_free(&right);
	secret_free(&wrong);
}

static void
test_codes(struct store *store, struct arena *arena)
{
	static const struct {
		const char *reply, *kept;
	} rows[] = {
		{ "454 4.7.0 later", "" }, { "534 5.7.9 weak", "" },
		{ "550 no", "" }, { "5350 no", "" }, { "", "" },
		{ "535", "535" }, { "535-no\n535 no", "535-no\n535 no" },
	};
	struct secret *password = secret_copy(SPAN("secret"));

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct login login = { arena_text(arena, "mx%zu.test", i),
		    SPAN("ann"), password };
		struct dsn why = DSN_IN(arena);
		struct span value;

		ok(failures_put(store, &login, span_of(rows[i].reply), 2000,
		    &why), rows[i].reply);
		is_known(store, &login, 0, rows[i].kept,
		    "behaviour 164: only 535 is kept");
		ok(store_get(store, arena_text(arena, "login mx%zu.test ann",
		    i), 0, &value, &why) && (value.at != NULL) ==
		    (rows[i].kept[0] != '\0'), "and nothing of others");
	}
	secret_free(&password);
}

static void
test_odd(struct store *store, struct arena *arena)
{
	static const char *const malformed[] = { "", "x", "salt digest 535 no",
	    "a b", "salt digest 200 fine" };
	struct secret *password = secret_copy(SPAN("secret"));
	struct login login = { SPAN("mx.test"), SPAN("ann"), password };
	struct dsn why = DSN_IN(arena);
	struct span value;

	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		must(store_put(store, SPAN("login mx.test ann"),
		    span_of(malformed[i]), 2000, &why));
		is_known(store, &login, 0, "", "behaviour 164: malformed");
		ok(store_get(store, SPAN("login mx.test ann"), 0, &value,
		    &why) && value.at == NULL, "and removed");
	}
	login.user = span_from(arena_get(arena, 600, 1), 600);
	ok(failures_put(store, &login, SPAN("535 no"), 2000, &why),
	    "a login that is too long");
	is_known(store, &login, 0, "", "is not kept");
	secret_free(&password);
}

static void
test_all(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct store *store;
	const char *path;

	must(mkdtemp(folder) != NULL);
	path = arena_text(arena, "%s/store", folder).at;
	must(store_open(path, &store, &why));
	test_entries(store, arena);
	test_codes(store, arena);
	test_odd(store, arena);
	store_close(&store);
	unlink(path);
	unlink(arena_text(arena, "%s-lock", path).at);
	rmdir(folder);
}

int
main(void)
{
	struct arena *arena = arena_new();

	if (store_is_built())
		test_all(arena);
	else
		ok(true, "all of it # SKIP this build has no store");
	arena_free(&arena);
	return tap_done();
}
