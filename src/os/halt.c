/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/halt.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/mem.h"

struct halt {
	int signals;		/* signalfd */
	int stop;		/* eventfd: readable once halted */
	int done;		/* eventfd: readable once the work is over */
	_Atomic msec_t since;
	_Atomic int cause;	/* enum halt_cause; set after since */
};

/* open_all - the three descriptors; -1 stays where one is not to be had */

static bool
open_all(struct halt *halt, const sigset_t *set)
{
	halt->signals = signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
	halt->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	halt->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return halt->signals >= 0 && halt->stop >= 0 && halt->done >= 0;
}

/* pick_signals - those that stop a run, but for what was ignored before it
 * began: nohup(1), and a shell for its background jobs, mean it */

static void
pick_signals(sigset_t *set)
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction before;

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (sigaction(stops[i], NULL, &before) != 0 ||
		    before.sa_handler != SIG_IGN)
			sigaddset(set, stops[i]);
}

bool
halt_new(struct halt **halt, struct dsn *why)
{
	struct halt *h = mem_new(1, sizeof(*h));
	sigset_t set;

	pick_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	if (open_all(h, &set)) {
		*halt = h;
		return true;
	}
	dsn_fail(why, "4.3.0", "cannot watch for signals: %s",
	    strerror(errno));
	halt_free(&h);
	return false;
}

static void
close_one(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
halt_free(struct halt **halt)
{
	if (*halt == NULL)
		return;
	close_one((*halt)->signals);
	close_one((*halt)->stop);
	close_one((*halt)->done);
	mem_free(halt);
}

/* ring - makes an eventfd readable, for good: nobody reads it */

static void
ring(int fd)
{
	static const uint64_t one = 1;

	while (write(fd, &one, sizeof(one)) < 0 && errno == EINTR)
		continue;
}

static void
raise_stop(struct halt *halt, enum halt_cause cause)
{
	if (atomic_load(&halt->cause) != HALT_NONE)
		return;
	atomic_store(&halt->since, clock_now());
	atomic_store(&halt->cause, (int)cause);
	ring(halt->stop);
}

/* take_signal - the first one stops in order, the second at once */

static void
take_signal(struct halt *halt)
{
	struct signalfd_siginfo info;

	if (read(halt->signals, &info, sizeof(info)) != sizeof(info))
		return;
	if (atomic_load(&halt->cause) == HALT_SIGNAL)
		_exit(128 + (int)info.ssi_signo);
	raise_stop(halt, HALT_SIGNAL);
	atomic_store(&halt->cause, HALT_SIGNAL);
}

/* patience - what poll may wait until the end of the time */

static int
patience(const struct halt *halt, struct deadline by)
{
	return atomic_load(&halt->cause) != HALT_NONE ? -1 :
	    msec_for_poll(deadline_left(by));
}

void
halt_watch(struct halt *halt, msec_t timeout)
{
	struct deadline by = timeout > 0 ? deadline_in(timeout) :
	    deadline_never();
	struct pollfd fds[] = {
		{ .fd = halt->done, .events = POLLIN },
		{ .fd = halt->signals, .events = POLLIN },
	};

	for (;;) {
		int n = poll(fds, 2, patience(halt, by));

		if (n > 0 && fds[0].revents != 0)
			return;
		if (n > 0 && fds[1].revents != 0)
			take_signal(halt);
		if (deadline_left(by) == 0)
			raise_stop(halt, HALT_TIMEOUT);
	}
}

void
halt_expire(struct halt *halt)
{
	raise_stop(halt, HALT_TIMEOUT);
}

void
halt_done(struct halt *halt)
{
	ring(halt->done);
}

enum halt_cause
halt_cause(const struct halt *halt)
{
	return halt == NULL ? HALT_NONE :
	    (enum halt_cause)atomic_load(&halt->cause);
}

msec_t
halt_since(const struct halt *halt)
{
	return atomic_load(&halt->since);
}

int
halt_fd(const struct halt *halt)
{
	return halt == NULL ? -1 : halt->stop;
}

bool
halt_fail(const struct halt *halt, struct dsn *why)
{
	if (halt_cause(halt) == HALT_TIMEOUT)
		return dsn_fail(why, "4.4.7", "the time of this run is over");
	return dsn_fail(why, "4.3.0", "interrupted by a signal");
}
