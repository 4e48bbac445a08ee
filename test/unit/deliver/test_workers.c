/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/workers_internal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit/meeting.h"
#include "unit/tap.h"

enum { WORKS_MAX = 1000 };

/* What is known of the work, and how it went. */
struct yard {
	pthread_mutex_t lock;
	struct meeting meeting;	/* at which the first ones meet */
	size_t at_once;		/* who: 0, nobody waits */
	unsigned done[WORKS_MAX];
	size_t begun, present, most;
	bool in_order;		/* begun as they stand */
	bool met;		/* all who had to */
};

struct scene {
	const char *name;
	size_t len;		/* of the work */
	int64_t parallelism;
	bool in_turn;
	size_t at_once;		/* that must be possible, and is the most */
};

static void
enter(struct yard *y, size_t i)
{
	pthread_mutex_lock(&y->lock);
	y->begun++;
	y->done[i]++;
	if (++y->present > y->most)
		y->most = y->present;
	pthread_mutex_unlock(&y->lock);
}

static void
leave(struct yard *y)
{
	pthread_mutex_lock(&y->lock);
	y->present--;
	pthread_mutex_unlock(&y->lock);
}

/* The first ones wait for each other; who comes later finds them gone. */

static void
work(void *self, size_t i)
{
	struct yard *y = self;

	enter(y, i);
	if (i < y->at_once && !meeting_join(&y->meeting))
		y->met = false;
	leave(y);
}

static void
yard_open(struct yard *y, size_t at_once)
{
	*y = (struct yard){ .at_once = at_once, .met = true };
	must(pthread_mutex_init(&y->lock, NULL) == 0);
	meeting_init(&y->meeting, at_once);
}

static void
yard_close(struct yard *y)
{
	meeting_clear(&y->meeting);
	pthread_mutex_destroy(&y->lock);
}

static void
run_yard(struct yard *y, size_t len, int64_t parallelism, bool in_turn)
{
	struct params params = { .destination_parallelism = parallelism };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct run run = { .params = &params, .in_turn = in_turn };

	must(halt_new(&run.halt, &why));
	workers_run(&run, len, work, y);
	halt_free(&run.halt);
	arena_free(&arena);
}

static const struct scene scenes[] = {
	{ "nothing to do", 0, 20, false, 0 },
	{ "one delivery needs one thread", 1, 20, false, 1 },
	{ "three at once", 3, 20, false, 3 },
	{ "twenty at once", 100, 20, false, 20 },
	{ "mxput_destination_parallelism = 2", 7, 2, false, 2 },
	{ "mxput_destination_parallelism = 1", 7, 1, false, 1 },
	{ "in turn", 7, 20, true, 1 },
	{ "a thousand", 1000, 4, false, 4 },
};

static void
play(const struct scene *scene)
{
	struct yard y;
	bool once = true;

	yard_open(&y, scene->at_once);
	run_yard(&y, scene->len, scene->parallelism, scene->in_turn);
	for (size_t i = 0; i < scene->len; i++)
		once = once && y.done[i] == 1;
	ok(once && y.begun == scene->len && y.present == 0, scene->name);
	ok(y.met, "as many as may work at once do");
	is_number((long)y.most, (long)scene->at_once, "and no more");
	yard_close(&y);
}

/* What is begun first stands first. */

static void
note_order(void *self, size_t i)
{
	struct yard *y = self;

	y->in_order = (y->begun == 0 || y->in_order) && y->begun == i;
	enter(y, i);
	leave(y);
}

static void
order(void)
{
	struct params params = { .destination_parallelism = 1 };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct run run = { .params = &params };
	struct yard y;

	yard_open(&y, 0);
	must(halt_new(&run.halt, &why));
	workers_run(&run, 50, note_order, &y);
	ok(y.in_order && y.begun == 50, "one thread: in their order");
	halt_free(&run.halt);
	arena_free(&arena);
	yard_close(&y);
}

/* A process that may have no thread but its own does all the work there. */

static int
alone(void)
{
	const struct rlimit none = { 0, 0 };
	struct yard y;

	if (geteuid() == 0 && setuid(65534) != 0)
		return 77;
	if (setrlimit(RLIMIT_NPROC, &none) != 0)
		return 77;
	yard_open(&y, 0);
	run_yard(&y, 5, 20, false);
	return y.begun == 5 && y.most == 1 ? 0 : 1;
}

static void
no_threads(void)
{
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	must(child >= 0);
	if (child == 0)
		_exit(alone());
	must(waitpid(child, &status, 0) == child && WIFEXITED(status));
	ok(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77,
	    WEXITSTATUS(status) == 77 ? "no thread is to be had: cannot be "
	    "arranged here" : "no thread is to be had: main does it all");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	order();
	no_threads();
	return tap_done();
}
