/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* pipe2 and environ are not in POSIX.1-2008 */
#include "os/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/secret_reveal.h"

enum { NAP = 5 };	/* milliseconds between looks whether it has ended */

struct command {
	const char *text;
	struct deadline by;
	pid_t pid;
	int output;		/* we read here */
	int status;		/* of its end; see wait(2) */
	bool ended;
};

/* set_up - what the child finds: stdin, stdout, and no signal blocked */

static int
set_up(posix_spawn_file_actions_t *files, posix_spawnattr_t *attr, int out)
{
	sigset_t none;
	int error;

	sigemptyset(&none);
	error = posix_spawn_file_actions_addopen(files, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0);
	if (error == 0)
		error = posix_spawn_file_actions_adddup2(files, out,
		    STDOUT_FILENO);
	if (error == 0)
		error = posix_spawnattr_setsigmask(attr, &none);
	if (error == 0)
		error = posix_spawnattr_setflags(attr,
		    POSIX_SPAWN_SETSIGMASK);
	return error;
}

/* spawn - 0, or the errno */

static int
spawn(struct command *c, int out)
{
	char shell[] = "/bin/sh", option[] = "-c";
	char *args[] = { shell, option, (char *)(size_t)c->text, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int error;

	if (posix_spawn_file_actions_init(&files) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attr) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return ENOMEM;
	}
	error = set_up(&files, &attr, out);
	if (error == 0)
		error = posix_spawn(&c->pid, shell, &files, &attr, args,
		    environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

static bool
start(struct command *c, struct dsn *why)
{
	int ends[2], error;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return dsn_fail(why, "4.3.5", "run \"%s\": %s", c->text,
		    strerror(errno));
	error = spawn(c, ends[1]);
	close(ends[1]);
	c->output = ends[0];
	if (error == 0)
		return true;
	close(ends[0]);
	return dsn_fail(why, "4.3.5", "run \"%s\": %s", c->text,
	    strerror(error));
}

/* pause_for - until there is output or the time is over; fd may be -1 */

static bool
pause_for(int fd, msec_t most)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, msec_for_poll(most)) != 0;
}

static bool
too_slow(const struct command *c, struct dsn *why)
{
	return dsn_fail(why, "4.3.5", "run \"%s\": it takes too long",
	    c->text);
}

/* take_output - straight into the secret, up to its end */

static bool
take_output(struct command *c, struct secret *output, struct dsn *why)
{
	size_t room;
	char *at;
	ssize_t n = 1;

	while (n != 0) {
		if (!pause_for(c->output, deadline_left(c->by)))
			return too_slow(c, why);
		at = secret_room(output, &room);
		if (room == 0)
			return dsn_fail(why, "4.3.5", "run \"%s\": it prints "
			    "more than %d octets", c->text, SECRET_MAX);
		n = read(c->output, at, room);
		if (n > 0)
			secret_grow(output, (size_t)n);
		else if (n < 0 && errno != EINTR)
			return dsn_fail(why, "4.3.5", "read from \"%s\": %s",
			    c->text, strerror(errno));
	}
	return true;
}

/* take_end - a child that has closed its output need not have ended */

static bool
take_end(struct command *c, struct dsn *why)
{
	pid_t got;

	while ((got = waitpid(c->pid, &c->status, WNOHANG)) == 0 ||
	    (got < 0 && errno == EINTR)) {
		if (deadline_left(c->by) == 0)
			return too_slow(c, why);
		pause_for(-1, NAP);
	}
	c->ended = true;
	if (got < 0)
		return dsn_fail(why, "4.3.5", "wait for \"%s\": %s", c->text,
		    strerror(errno));
	if (WIFSIGNALED(c->status))
		return dsn_fail(why, "4.3.5", "run \"%s\": it was ended by "
		    "signal %d", c->text, WTERMSIG(c->status));
	return WEXITSTATUS(c->status) == 0 || dsn_fail(why, "4.3.5",
	    "run \"%s\": it ended with status %d", c->text,
	    WEXITSTATUS(c->status));
}

/* finish - nothing is left behind of one that did not end by itself */

static void
finish(struct command *c)
{
	close(c->output);
	if (c->ended)
		return;
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
		continue;
}

bool
run_command(const char *command, msec_t limit, struct secret **output,
    struct dsn *why)
{
	struct command c = { .text = command, .by = deadline_in(limit) };
	struct secret *secret;
	bool good;

	if (!start(&c, why))
		return false;
	/* One more octet than it may print shows that it prints more. */
	secret = secret_new(SECRET_MAX + 1);
	good = take_output(&c, secret, why) && take_end(&c, why);
	finish(&c);
	return secret_publish(good, secret, output);
}
