/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/mem.h"
#include "unit/child.h"
#include "unit/tap.h"

/* Each runs in a child, and exits with 0 if all is as it should be. */

static void
no_core(void *arg)
{
	struct rlimit limit = { 1, 1 };

	(void)arg;
	jail_no_core();
	getrlimit(RLIMIT_CORE, &limit);
	_exit(limit.rlim_cur != 0 || limit.rlim_max != 0 ||
	    prctl(PR_GET_DUMPABLE) != 0);
}

static void
all_open(void *arg)
{
	(void)arg;
	_exit(!jail_low_descriptors());
}

static void
all_closed(void *arg)
{
	bool good;
	char c;
	int next;

	(void)arg;
	close(0);
	close(1);
	close(2);
	good = jail_low_descriptors();
	next = open("/dev/null", O_RDONLY);
	_exit(good || next <= 2 || read(0, &c, 1) >= 0 || errno != EBADF ||
	    write(2, "", 1) != 1);
}

static void
only_stdin_closed(void *arg)
{
	(void)arg;
	close(0);
	_exit(!jail_low_descriptors() || open("/dev/null", O_RDONLY) <= 2);
}

static void
stdout_for_reading(void *arg)
{
	(void)arg;
	dup2(open("/dev/null", O_RDONLY), 1);
	_exit(jail_low_descriptors());
}

static void
broken_pipe(void *arg)
{
	int ends[2];

	(void)arg;
	jail_no_pipe_signal();
	if (pipe(ends) != 0)
		_exit(1);
	close(ends[0]);
	_exit(write(ends[1], "x", 1) >= 0 || errno != EPIPE);
}

static const struct scene {
	void (*act)(void *arg);
	const char *name;
} scenes[] = {
	{ no_core, "no core file, and not dumpable" },
	{ all_open, "open descriptors are left alone" },
	{ all_closed, "closed ones are taken, and stdin stays unreadable" },
	{ only_stdin_closed, "a closed stdin says nothing about stdout" },
	{ stdout_for_reading, "a stdout that cannot be written is as closed" },
	{ broken_pipe, "a broken pipe is an errno" },
};

/* leave - with a text that stdio still holds */

static void
leave(void *fd)
{
	FILE *out = fdopen(*(int *)fd, "w");

	must(out != NULL && fputs("held", out) >= 0);
	jail_leave(42);
}

static void
leaves(void)
{
	char got[8] = "";
	int ends[2];

	must(pipe(ends) == 0);
	is_number(child_run(leave, &ends[1]).status, 42,
	    "the end has the status");
	close(ends[1]);
	ok(read(ends[0], got, sizeof(got)) == 4 && memcmp(got, "held", 4) == 0,
	    "and what stdio held was written");
	close(ends[0]);
}

int
main(void)
{
	leaves();
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		is_number(child_run(scenes[i].act, NULL).status, 0,
		    scenes[i].name);
	return tap_done();
}
