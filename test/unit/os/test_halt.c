/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/halt.h"

#include <sys/resource.h>

#include "unit/child.h"
#include "unit/halted.h"
#include "unit/tap.h"

static msec_t time_now = 1000;

static msec_t
now(void)
{
	return time_now;
}

static bool
is_readable(int fd)
{
	struct pollfd fds = { .fd = fd, .events = POLLIN };

	return poll(&fds, 1, 0) == 1;
}

static struct halt *
begin(struct arena *arena)
{
	struct dsn why = DSN_IN(arena);
	struct halt *halt;

	must(halt_new(&halt, &why));
	return halt;
}

static void
nothing_happens(void)
{
	struct arena *arena = arena_new();
	struct halt *halt = begin(arena);
	sigset_t blocked;

	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	ok(sigismember(&blocked, SIGINT) == 1 &&
	    sigismember(&blocked, SIGTERM) == 1 &&
	    sigismember(&blocked, SIGHUP) == 1, "the signals are blocked");
	ok(halt_cause(halt) == HALT_NONE && !is_readable(halt_fd(halt)),
	    "no stop");
	halt_done(halt);
	halt_watch(halt, 3600000);
	ok(halt_cause(halt) == HALT_NONE && !is_readable(halt_fd(halt)),
	    "the work is over before it is watched: no stop");
	halt_free(&halt);
	ok(halt == NULL, "freed");
	halt_free(&halt);
	arena_free(&arena);
}

static void
a_signal(int signal, const char *name)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct halt *halt = begin(arena);

	clock_replace(now);
	time_now += 1000;
	halted_by(halt, signal);
	ok(halt_cause(halt) == HALT_SIGNAL && is_readable(halt_fd(halt)),
	    name);
	ok(is_readable(halt_fd(halt)), "the stop stays readable");
	is_number(halt_since(halt), time_now, "since when");
	ok(!halt_fail(halt, &why), "a word about it");
	is_text(span_of(why.status), "4.3.0", "with its status");
	is_text(why.text, "interrupted by a signal", "and its text");
	clock_replace(NULL);
	halt_free(&halt);
	arena_free(&arena);
}

static void *
wait_and_be_done(void *self)
{
	struct halt *halt = self;
	struct pollfd stop = { .fd = halt_fd(halt), .events = POLLIN };

	must(poll(&stop, 1, -1) == 1);
	halt_done(halt);
	return NULL;
}

static void
the_end_of_time(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct halt *halt = begin(arena);
	pthread_t worker;

	must(pthread_create(&worker, NULL, wait_and_be_done, halt) == 0);
	halt_watch(halt, 1);
	pthread_join(worker, NULL);
	ok(halt_cause(halt) == HALT_TIMEOUT, "the end of the time stops");
	ok(halt_since(halt) > 0, "since when");
	ok(!halt_fail(halt, &why), "a word about it");
	is_text(span_of(why.status), "4.4.7", "with its status");
	is_text(why.text, "the time of this run is over", "and its text");
	halt_free(&halt);
	arena_free(&arena);
}

/* deaf - as nohup(1) starts a program */

static void
deaf(void *unused)
{
	struct arena *arena = arena_new();
	sigset_t blocked;

	(void)unused;
	sigemptyset(&blocked);
	must(pthread_sigmask(SIG_SETMASK, &blocked, NULL) == 0);
	must(signal(SIGHUP, SIG_IGN) != SIG_ERR);
	begin(arena);
	must(pthread_sigmask(SIG_BLOCK, NULL, &blocked) == 0);
	_exit(!sigismember(&blocked, SIGHUP) &&
	    sigismember(&blocked, SIGTERM) ? 42 : 1);
}

static void
over_before_it_began(void)
{
	struct arena *arena = arena_new();
	struct halt *halt = begin(arena);

	halt_expire(halt);
	ok(halt_cause(halt) == HALT_TIMEOUT, "a run that is late stops at "
	    "once");
	halt_free(&halt);
	arena_free(&arena);
}

static void
no_halt(void)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);

	ok(halt_cause(NULL) == HALT_NONE && halt_fd(NULL) == -1,
	    "without a halt nothing stops");
	ok(!halt_fail(NULL, &why) && why.status[0] == '4',
	    "a word all the same");
	arena_free(&arena);
}

/* Tried in a child: the whole process ends. */

static void
two_signals(void *unused)
{
	struct arena *arena = arena_new();
	struct halt *halt = begin(arena);

	(void)unused;
	must(kill(getpid(), SIGTERM) == 0 && kill(getpid(), SIGINT) == 0);
	halt_watch(halt, 0);
}

/* late - the time was over, then somebody asks for a stop: that is his first
 * signal, the second ends it */

static void *
be_impatient(void *self)
{
	struct halt *halt = self;
	struct pollfd stop = { .fd = halt_fd(halt), .events = POLLIN };

	must(poll(&stop, 1, -1) == 1);
	must(halt_cause(halt) == HALT_TIMEOUT);
	must(kill(getpid(), SIGTERM) == 0);
	while (halt_cause(halt) != HALT_SIGNAL)
		poll(NULL, 0, 1);
	must(kill(getpid(), SIGHUP) == 0);
	return NULL;
}

static void
late(void *unused)
{
	struct arena *arena = arena_new();
	struct halt *halt = begin(arena);
	pthread_t other;

	(void)unused;
	must(pthread_create(&other, NULL, be_impatient, halt) == 0);
	halt_watch(halt, 1);
}

static void
no_descriptors(void *unused)
{
	const struct rlimit few = { 4, 4 };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct halt *halt = NULL;

	(void)unused;
	must(setrlimit(RLIMIT_NOFILE, &few) == 0);
	if (!halt_new(&halt, &why) && halt == NULL &&
	    span_equal(span_of(why.status), SPAN("4.3.0")) &&
	    span_equal(why.text, SPAN("cannot watch for signals: Too many "
	    "open files")))
		_exit(9);
}

static int
ends_with(void (*act)(void *))
{
	return child_run(act, NULL).status;
}

int
main(void)
{
	nothing_happens();
	a_signal(SIGINT, "SIGINT stops");
	a_signal(SIGTERM, "SIGTERM stops");
	a_signal(SIGHUP, "SIGHUP stops");
	the_end_of_time();
	over_before_it_began();
	no_halt();
	is_number(ends_with(two_signals), 128 + SIGTERM,
	    "a second signal ends the process");
	is_number(ends_with(late), 128 + SIGHUP,
	    "the end of the time is not the first signal");
	is_number(ends_with(deaf), 42,
	    "a signal that is ignored already stays ignored");
	is_number(ends_with(no_descriptors), 9, "no descriptor is left");
	return tap_done();
}
