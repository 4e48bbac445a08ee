/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * openssl(1), as a judge beside our own. Where there is none, a test that
 * asks it is skipped.
 */
#ifndef TEST_UNIT_TLS_OPENSSL_H
#define TEST_UNIT_TLS_OPENSSL_H

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "unit/tls/folder.h"

enum { OPENSSL_ARGS = 32 };

struct command {
	char *argv[OPENSSL_ARGS + 1];
	size_t len;
};

/* Adds words, the last of them NULL. */
static inline void
command_add(struct command *command, const char *const *words)
{
	for (; *words != NULL; words++) {
		must(command->len < OPENSSL_ARGS);
		command->argv[command->len++] = (char *)(uintptr_t)*words;
	}
}

#define COMMAND_ADD(command, ...)					\
	command_add((command), (const char *const[]){ __VA_ARGS__, NULL })

/* Begins it, with nothing to read and nobody who listens. */
static inline pid_t
command_begin(const struct command *command)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid != 0)
		return pid;
	for (int fd = 0; fd < 3; fd++) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, fd);
		if (null > 2)
			close(null);
	}
	execvp(command->argv[0], command->argv);
	_exit(127);
}

/* Its exit status; -1: there is none. */
static inline int
command_end(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static inline bool
openssl_is_there(void)
{
	struct command command = { .len = 0 };

	COMMAND_ADD(&command, "openssl", "version");
	return command_end(command_begin(&command)) == 0;
}

#endif
