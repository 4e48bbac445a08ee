/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * usage - runs a command and says what it cost.
 *
 *   usage COMMAND [ARGUMENT...]
 *
 * Prints one line on stderr, `wall MS user MS system MS peak KIB`, and ends
 * with the command's exit status.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
ms_of(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int
main(int argc, char **argv)
{
	double start = now();
	struct rusage cost;
	int status;
	pid_t pid;

	if (argc < 2)
		return 64;
	pid = vfork();
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &cost) < 0)
		return 71;
	fprintf(stderr, "wall %.3f user %.3f system %.3f peak %ld\n",
	    now() - start, ms_of(cost.ru_utime), ms_of(cost.ru_stime),
	    cost.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
