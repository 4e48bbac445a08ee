/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* lmdb.h uses types of BSD */
#include "os/store.h"

#ifdef HAVE_LMDB

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

enum {
	SPACE = 64 << 20,	/* octets that the file may ever have */
	STAMP = sizeof(msec_t),	/* before each value: until when */
};

struct store {
	const char *path;	/* our own copy */
	MDB_env *env;
	MDB_dbi dbi;
};

/* A transaction and what it is about. */
struct job {
	struct store *store;
	MDB_txn *txn;
	MDB_val key;
	struct span value;	/* to be put */
	msec_t time;		/* now, or until when */
	struct arena *arena;	/* for what is found */
};

static bool
trouble(const struct store *store, const char *what, int rc, struct dsn *why)
{
	return dsn_fail(why, "4.3.0", "%s %s: %s", what, store->path,
	    mdb_strerror(rc));
}

bool
store_is_built(void)
{
	return true;
}

/* Opening ------------------------------------------------------------------*/

static bool
check_owner(int fd, const char *path, struct dsn *why)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return dsn_fail(why, "4.3.0", "stat %s: %s", path,
		    strerror(errno));
	if (!S_ISREG(st.st_mode))
		return dsn_fail(why, "4.3.0", "%s is no file", path);
	if (st.st_uid != geteuid())
		return dsn_fail(why, "4.3.0", "%s belongs to somebody else",
		    path);
	return (st.st_mode & (S_IWGRP | S_IWOTH)) == 0 || dsn_fail(why,
	    "4.3.0", "%s: others may write to it", path);
}

/* check_file - it is there afterwards, and ours */

static bool
check_file(const char *path, struct dsn *why)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK | O_NOCTTY, 0600);
	bool good;

	if (fd < 0)
		return dsn_fail(why, "4.3.0", "open %s: %s", path,
		    strerror(errno));
	good = check_owner(fd, path, why);
	close(fd);
	return good;
}

static bool
check_files(const char *path, struct dsn *why)
{
	struct span lock = arena_text(why->arena, "%s-lock", path);

	return check_file(path, why) && check_file(lock.at, why);
}

static int
open_table(struct store *store)
{
	MDB_txn *txn;
	int rc = mdb_txn_begin(store->env, NULL, 0, &txn);

	if (rc != 0)
		return rc;
	rc = mdb_dbi_open(txn, NULL, 0, &store->dbi);
	if (rc == 0)
		return mdb_txn_commit(txn);
	mdb_txn_abort(txn);
	return rc;
}

static int
open_env(struct store *store)
{
	int rc = mdb_env_create(&store->env);

	if (rc == 0)
		rc = mdb_env_set_mapsize(store->env, SPACE);
	if (rc == 0)
		rc = mdb_env_open(store->env, store->path,
		    MDB_NOSUBDIR | MDB_NOTLS, 0600);
	return rc == 0 ? open_table(store) : rc;
}

bool
store_open(const char *path, struct store **store, struct dsn *why)
{
	struct store *s;
	int rc;

	if (!check_files(path, why))
		return false;
	s = mem_new(1, sizeof(*s));
	s->path = mem_string(span_of(path));
	rc = open_env(s);
	if (rc == 0) {
		*store = s;
		return true;
	}
	trouble(s, "open", rc, why);
	store_close(&s);
	return false;
}

void
store_close(struct store **store)
{
	if (*store == NULL)
		return;
	if ((*store)->env != NULL)
		mdb_env_close((*store)->env);
	mem_free(&(*store)->path);
	mem_free(store);
}

/* Values -------------------------------------------------------------------*/

/* stamp_of - until when a value is kept; false: it is none of ours */

static bool
stamp_of(const MDB_val *stored, msec_t *until)
{
	if (stored->mv_size < STAMP)
		return false;
	memcpy(until, stored->mv_data, STAMP);
	return true;
}

static bool
is_over(const MDB_val *stored, msec_t now)
{
	msec_t until;

	return !stamp_of(stored, &until) || until <= now;
}

static int
do_get(struct job *job)
{
	MDB_val stored;
	int rc = mdb_get(job->txn, job->store->dbi, &job->key, &stored);

	if (rc == MDB_NOTFOUND)
		return 0;
	if (rc == 0 && !is_over(&stored, job->time))
		job->value = arena_copy(job->arena, span_from(
		    (const char *)stored.mv_data + STAMP,
		    stored.mv_size - STAMP));
	return rc;
}

static int
do_put(struct job *job)
{
	struct str stamped;
	MDB_val value;
	int rc;

	str_init(&stamped, STAMP + STORE_VALUE_MAX);
	str_add(&stamped, span_from((const char *)&job->time, STAMP));
	str_add(&stamped, job->value);
	value = (MDB_val){ stamped.len, stamped.at };
	rc = mdb_put(job->txn, job->store->dbi, &job->key, &value, 0);
	str_wipe(&stamped);
	return rc;
}

static int
do_remove(struct job *job)
{
	int rc = mdb_del(job->txn, job->store->dbi, &job->key, NULL);

	return rc == MDB_NOTFOUND ? 0 : rc;
}

static int
do_expire(struct job *job)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	int rc = mdb_cursor_open(job->txn, job->store->dbi, &cursor);

	if (rc != 0)
		return rc;
	while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0)
		if (is_over(&value, job->time) &&
		    (rc = mdb_cursor_del(cursor, 0)) != 0)
			break;
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* run - one job is one transaction, kept whole or not at all */

static bool
run(struct job *job, unsigned flags, int (*act)(struct job *job),
    struct dsn *why)
{
	int rc = mdb_txn_begin(job->store->env, NULL, flags, &job->txn);

	if (rc == 0) {
		rc = act(job);
		if (rc == 0)
			rc = mdb_txn_commit(job->txn);
		else
			mdb_txn_abort(job->txn);
	}
	return rc == 0 || trouble(job->store, flags == MDB_RDONLY ? "read" :
	    "write to", rc, why);
}

/* set_key - as the library wants it */

static bool
set_key(struct job *job, struct span key, struct dsn *why)
{
	if (key.len == 0 || key.len > STORE_KEY_MAX)
		return dsn_fail(why, "4.3.0", "%s: a key of %zu octets",
		    job->store->path, key.len);
	job->key = (MDB_val){ key.len, (void *)(size_t)key.at };
	return true;
}

bool
store_get(struct store *store, struct span key, msec_t now,
    struct span *value, struct dsn *why)
{
	struct job job = { .store = store, .time = now, .arena = why->arena };

	if (!set_key(&job, key, why) || !run(&job, MDB_RDONLY, do_get, why))
		return false;
	*value = job.value;
	return true;
}

bool
store_put(struct store *store, struct span key, struct span value,
    msec_t until, struct dsn *why)
{
	struct job job = { .store = store, .value = value, .time = until };

	if (value.len > STORE_VALUE_MAX)
		return dsn_fail(why, "4.3.0", "%s: a value of %zu octets",
		    store->path, value.len);
	return set_key(&job, key, why) && run(&job, 0, do_put, why);
}

bool
store_remove(struct store *store, struct span key, struct dsn *why)
{
	struct job job = { .store = store };

	return set_key(&job, key, why) && run(&job, 0, do_remove, why);
}

bool
store_expire(struct store *store, msec_t now, struct dsn *why)
{
	struct job job = { .store = store, .time = now };

	return run(&job, 0, do_expire, why);
}

#else /* HAVE_LMDB */

bool
store_is_built(void)
{
	return false;
}

/* absent - nobody has a store to call the others with */

static bool
absent(const char *what, struct dsn *why)
{
	return dsn_fail(why, "4.3.0", "%s: this build remembers nothing: it "
	    "has no LMDB", what);
}

bool
store_open(const char *path, struct store **store, struct dsn *why)
{
	(void)store;
	return absent(path, why);
}

void
store_close(struct store **store)
{
	*store = NULL;
}

bool
store_get(struct store *store, struct span key, msec_t now,
    struct span *value, struct dsn *why)
{
	(void)store, (void)key, (void)now, (void)value;
	return absent("read", why);
}

bool
store_put(struct store *store, struct span key, struct span value,
    msec_t until, struct dsn *why)
{
	(void)store, (void)key, (void)value, (void)until;
	return absent("write", why);
}

bool
store_remove(struct store *store, struct span key, struct dsn *why)
{
	(void)store, (void)key;
	return absent("remove", why);
}

bool
store_expire(struct store *store, msec_t now, struct dsn *why)
{
	(void)store, (void)now;
	return absent("expire", why);
}

#endif /* HAVE_LMDB */
