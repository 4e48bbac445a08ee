/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE	/* posix_openpt and TIOCSCTTY */
#include "os/ask.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/secret_reveal.h"
#include "unit/tap.h"

#define PROMPT	"Password for ann: "

/* A terminal, somebody who sits at it, and a child that asks. */
struct scene {
	const char *name;
	const char *typed;	/* "" means nobody types */
	int signal;		/* sent once the question is there; 0: none */
	const char *secret;	/* what the child must have got; NULL: none */
	int ended_by;		/* the signal that ends the child; 0: none */
};

static const struct scene scenes[] = {
	{ "a line is typed", "secret\n", 0, "secret", 0 },
	{ "a mistake is mended", "sex\177cret\n", 0, "secret", 0 },
	{ "an empty line", "\n", 0, NULL, 0 },
	{ "the end of the input", "\004", 0, NULL, 0 },
	{ "the interrupt key", "sec\003", 0, NULL, SIGINT },
	{ "a signal from elsewhere", "", SIGTERM, NULL, SIGTERM },
	{ "a hangup", "", SIGHUP, NULL, SIGHUP },
};

/* ask - in the child: 0 is the answer that was wanted, 1 another, 2 none */

static void
ask(const char *slave, const char *want)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct secret *secret = NULL;
	int fd, status = 2;

	setsid();
	fd = open(slave, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
		_exit(3);
	if (ask_terminal(PROMPT, &secret, &why))
		status = want == NULL ||
		    !span_equal(secret_reveal(secret), span_of(want));
	_exit(status);
}

/* hear_until - what the terminal shows, up to a text; false: it went away */

static bool
hear_until(int master, const char *text, struct str *shown)
{
	struct pollfd wait = { .fd = master, .events = POLLIN };
	char c;

	while (strstr(str_chars(shown), text) == NULL) {
		if (poll(&wait, 1, 20000) != 1 || read(master, &c, 1) != 1)
			return false;
		str_add_char(shown, c);
	}
	return true;
}

static bool
echoes(int slave)
{
	struct termios now;

	return tcgetattr(slave, &now) == 0 && (now.c_lflag & ECHO) != 0;
}

static void
is_end(const struct scene *s, int status)
{
	if (s->ended_by != 0) {
		ok(WIFSIGNALED(status), s->name);
		is_number(WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		    s->ended_by, "ends the child as it would any other");
		return;
	}
	ok(WIFEXITED(status), s->name);
	is_number(WEXITSTATUS(status), s->secret == NULL ? 2 : 0, s->name);
}

/* talk - the side of whoever sits there */

static void
talk(const struct scene *s, int master, int slave, pid_t child)
{
	struct str shown;
	int status = 0;

	str_init(&shown, 1000);
	ok(hear_until(master, PROMPT, &shown), "the question is shown");
	ok(!echoes(slave), "and what is typed is not");
	must(write(master, s->typed, strlen(s->typed)) ==
	    (ssize_t)strlen(s->typed));
	if (s->signal != 0)
		kill(child, s->signal);
	waitpid(child, &status, 0);
	is_end(s, status);
	ok(echoes(slave), "the terminal is as it was");
	hear_until(master, PROMPT "\r\n", &shown);
	is_text(str_span(&shown), PROMPT "\r\n", "nothing else was shown");
	str_clear(&shown);
}

static void
play(const struct scene *s)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	const char *name;
	pid_t child;

	must(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	name = ptsname(master);
	slave = open(name, O_RDWR | O_NOCTTY);
	must(slave >= 0);
	fflush(stdout);
	child = fork();
	must(child >= 0);
	if (child == 0)
		ask(name, s->secret);
	talk(s, master, slave, child);
	close(slave);
	close(master);
}

/* A stop, and the question once more. (A session with nobody behind it is not
 * stopped at all; the signal is there all the same.) */

static void
test_stop(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave, status = 0;
	struct str shown;
	pid_t child;

	str_init(&shown, 1000);
	must(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	fflush(stdout);
	child = fork();
	if (child == 0)
		ask(ptsname(master), "secret");
	ok(hear_until(master, PROMPT, &shown), "the question");
	kill(child, SIGTSTP);
	ok(hear_until(master, PROMPT "\r\n" PROMPT, &shown),
	    "whoever comes back from a stop is asked again");
	must(write(master, "secret\n", 7) == 7);
	waitpid(child, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "and is answered");
	close(slave);
	close(master);
	str_clear(&shown);
}

/* no_terminal - in a session of its own there is none */

static void
test_none(void)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct arena *arena = arena_new();
		struct dsn why = DSN_IN(arena);
		struct secret *secret = NULL;

		setsid();
		_exit(ask_terminal(PROMPT, &secret, &why) || secret != NULL ||
		    !span_starts(why.text, SPAN("ask on the terminal: ")));
	}
	waitpid(child, &status, 0);
	is_number(status, 0, "no terminal, no answer");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		play(&scenes[i]);
	test_stop();
	test_none();
	return tap_done();
}
