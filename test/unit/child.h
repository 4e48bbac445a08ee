/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ends the program, tried in a child of ours: how it ended, and what it
 * said on stderr before that.
 */
#ifndef TEST_UNIT_CHILD_H
#define TEST_UNIT_CHILD_H

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	int status;		/* exit status; -1: a signal, or no child */
	char said[1024];	/* the beginning of its stderr */
};

static inline void
child_listen(int fd, struct child *child)
{
	size_t len = 0;
	ssize_t n = 1;
	char more[256];

	while (n > 0 && len < sizeof(child->said) - 1) {
		n = read(fd, child->said + len, sizeof(child->said) - 1 - len);
		len += n > 0 ? (size_t)n : 0;
	}
	child->said[len] = '\0';
	while (n > 0)
		n = read(fd, more, sizeof(more));
}

/* Runs act(arg) in a child; one that returns exits with 0. */
static inline struct child
child_run(void (*act)(void *arg), void *arg)
{
	struct child child = { .status = -1 };
	int pipes[2], status = 0;
	pid_t pid;

	fflush(stdout);
	if (pipe(pipes) != 0)
		return child;
	pid = fork();
	if (pid == 0) {
		dup2(pipes[1], STDERR_FILENO);
		close(pipes[0]);
		close(pipes[1]);
		act(arg);
		_exit(0);
	}
	close(pipes[1]);
	if (pid > 0) {
		child_listen(pipes[0], &child);
		if (waitpid(pid, &status, 0) == pid && WIFEXITED(status))
			child.status = WEXITSTATUS(status);
	}
	close(pipes[0]);
	return child;
}

#endif
