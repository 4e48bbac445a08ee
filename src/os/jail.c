/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/jail.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

void
jail_no_core(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* occupy - /dev/null, opened the wrong way round, in the place of a closed
 * descriptor; true if there was something already */

static bool
occupy(int fd)
{
	int got;

	if (fcntl(fd, F_GETFD) >= 0)
		return true;
	/* The lowest number that is free is this one. */
	got = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDWR);
	(void)got;
	return false;
}

bool
jail_low_descriptors(void)
{
	bool good;
	int how;

	occupy(STDIN_FILENO);
	good = occupy(STDOUT_FILENO);
	occupy(STDERR_FILENO);
	how = fcntl(STDOUT_FILENO, F_GETFL);
	return good && how >= 0 && (how & O_ACCMODE) != O_RDONLY;
}

void
jail_no_pipe_signal(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

NORETURN void
jail_leave(int status)
{
	fflush(NULL);
#ifdef __SANITIZE_ADDRESS__
	exit(status);
#else
	_exit(status);
#endif
}
