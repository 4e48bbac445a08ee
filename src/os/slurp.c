/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/slurp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { PIECE = 16384 };

/* trouble - *why and errno as the header promises */

static bool
trouble(struct dsn *why, const char *what, const char *name, int error)
{
	dsn_fail(why, "4.3.0", "%s %s: %s", what, name, strerror(error));
	errno = error;
	return false;
}

/* pause_for - wait until a descriptor that does not block can be read */

static void
pause_for(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	poll(&wait, 1, -1);
}

/* read_some - up to size octets, 0 at the end, -1 with errno */

static ssize_t
read_some(int fd, char *room, size_t size)
{
	ssize_t n;

	while ((n = read(fd, room, size)) < 0) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			pause_for(fd);
		else if (errno != EINTR)
			break;
	}
	return n;
}

/* expect - as much as a regular file has is read into one block, so that no
 * part of a secret is left in one that it has outgrown */

static void
expect(int fd, struct str *to)
{
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    (uintmax_t)st.st_size < to->max)
		(void)str_reserve(to, (size_t)st.st_size);
}

/* read_all - 0, or the error */

static int
read_all(int fd, struct str *to)
{
	char piece[PIECE];
	size_t most = 0;
	ssize_t n;
	int error = 0;

	expect(fd, to);
	while ((n = read_some(fd, piece, sizeof(piece))) > 0 && !to->full) {
		str_add(to, span_from(piece, (size_t)n));
		most = (size_t)n > most ? (size_t)n : most;
	}
	if (n < 0)
		error = errno;
	else if (to->full)
		error = EFBIG;
	mem_wipe(piece, most);		/* it may have been a secret */
	return error;
}

bool
slurp_fd(int fd, const char *name, size_t max, struct str *to,
    struct dsn *why)
{
	struct str text;
	int error;

	str_init(&text, max);
	error = read_all(fd, &text);
	if (error == 0) {
		*to = text;
		return true;
	}
	str_wipe(&text);
	if (error == EFBIG) {
		dsn_fail(why, "4.3.0", "read %s: more than %zu octets", name,
		    max);
		errno = error;
		return false;
	}
	return trouble(why, "read", name, error);
}

bool
slurp_file(const char *path, size_t max, struct str *to, struct dsn *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int error;
	bool good;

	if (fd < 0)
		return trouble(why, "open", path, errno);
	good = slurp_fd(fd, path, max, to, why);
	error = errno;
	close(fd);
	errno = error;
	return good;
}
