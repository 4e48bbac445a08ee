/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A question on the terminal, the answer unseen. Declared in ask.h.
 *
 * The signals that would end or stop us are blocked and read from a
 * descriptor meanwhile, so that none can leave a terminal without echo.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "os/ask.h"
#include "os/emit.h"
#include "os/secret_reveal.h"

struct terminal {
	int fd;
	int signals;		/* signalfd */
	sigset_t mask;		/* as it was before */
	struct termios before;
};

enum answer {
	ANSWER_LINE,
	ANSWER_NONE,		/* no more is coming */
	ANSWER_TOO_LONG,
	ANSWER_SIGNAL,
};

/* hear - one octet, or the signal that came before it */

static enum answer
hear(const struct terminal *t, char *c, int *signal)
{
	struct signalfd_siginfo info;
	struct pollfd fds[] = {
		{ .fd = t->signals, .events = POLLIN },
		{ .fd = t->fd, .events = POLLIN },
	};
	ssize_t n;

	while (poll(fds, 2, -1) < 0)
		if (errno != EINTR && errno != EAGAIN)
			return ANSWER_NONE;
	if (fds[0].revents != 0 &&
	    read(t->signals, &info, sizeof(info)) == sizeof(info)) {
		*signal = (int)info.ssi_signo;
		return ANSWER_SIGNAL;
	}
	while ((n = read(t->fd, c, 1)) < 0)
		if (errno != EINTR)
			break;
	return n == 1 ? ANSWER_LINE : ANSWER_NONE;
}

static enum answer
hear_line(const struct terminal *t, struct secret *secret, int *signal)
{
	enum answer answer;
	size_t room;
	char *at;

	for (;;) {
		at = secret_room(secret, &room);
		if (room == 0)
			return ANSWER_TOO_LONG;
		answer = hear(t, at, signal);
		if (answer != ANSWER_LINE)
			return answer;
		if (*at == '\n') {
			*at = '\0';
			return ANSWER_LINE;
		}
		secret_grow(secret, 1);
	}
}

/* ask_once - echo is off just for the time of the answer */

static enum answer
ask_once(struct terminal *t, const char *prompt, struct secret *secret,
    int *signal)
{
	struct termios quiet;
	enum answer answer = ANSWER_NONE;

	if (tcgetattr(t->fd, &t->before) != 0)
		return ANSWER_NONE;
	quiet = t->before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	quiet.c_lflag |= ICANON;
	secret_keep(secret, 0);
	if (tcsetattr(t->fd, TCSAFLUSH, &quiet) == 0 &&
	    emit_all(t->fd, span_of(prompt)) == 0)
		answer = hear_line(t, secret, signal);
	while (tcsetattr(t->fd, TCSAFLUSH, &t->before) != 0 &&
	    errno == EINTR)
		continue;
	/* The user's line end was not shown either. */
	return emit_all(t->fd, SPAN("\n")) == 0 ? answer : ANSWER_NONE;
}

/* obey - does what the signal would have done; true if we go on after it */

static bool
obey(const struct terminal *t, int signal)
{
	bool stops = signal == SIGTSTP || signal == SIGTTIN ||
	    signal == SIGTTOU;
	sigset_t before;

	kill(getpid(), signal);
	pthread_sigmask(SIG_SETMASK, &t->mask, &before);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return stops;
}

static bool
ask_until(struct terminal *t, const char *prompt, struct secret *secret,
    struct dsn *why)
{
	static const char *const text[] = {
		[ANSWER_NONE] = "nothing was typed",
		[ANSWER_TOO_LONG] = "the answer is too long",
		[ANSWER_SIGNAL] = "interrupted by a signal",
	};
	enum answer answer;
	int signal = 0;

	do
		answer = ask_once(t, prompt, secret, &signal);
	while (answer == ANSWER_SIGNAL && obey(t, signal));
	if (answer == ANSWER_LINE && secret_len(secret) == 0)
		answer = ANSWER_NONE;
	if (answer == ANSWER_LINE && span_find(secret_reveal(secret), '\0') <
	    secret_len(secret))
		return dsn_fail(why, "4.3.5", "ask on the terminal: there is "
		    "a NUL in the answer");
	return answer == ANSWER_LINE || dsn_fail(why, "4.3.5",
	    "ask on the terminal: %s", text[answer]);
}

/* with_signals - blocks them, asks, and lets them through again */

static bool
with_signals(struct terminal *t, const char *prompt, struct secret *secret,
    struct dsn *why)
{
	static const int all[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM,
	    SIGTSTP, SIGTTIN, SIGTTOU };
	sigset_t set;
	bool good;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		sigaddset(&set, all[i]);
	t->signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (t->signals < 0)
		return dsn_fail(why, "4.3.5", "watch for signals: %s",
		    strerror(errno));
	pthread_sigmask(SIG_BLOCK, &set, &t->mask);
	good = ask_until(t, prompt, secret, why);
	pthread_sigmask(SIG_SETMASK, &t->mask, NULL);
	close(t->signals);
	return good;
}

bool
ask_terminal(const char *prompt, struct secret **secret, struct dsn *why)
{
	struct terminal t = { .fd = open("/dev/tty",
	    O_RDWR | O_CLOEXEC | O_NOCTTY) };
	struct secret *found;
	bool good;

	if (t.fd < 0)
		return dsn_fail(why, "4.3.5", "ask on the terminal: %s",
		    strerror(errno));
	found = secret_new(SECRET_MAX);
	good = with_signals(&t, prompt, found, why);
	close(t.fd);
	return secret_publish(good, found, secret);
}
