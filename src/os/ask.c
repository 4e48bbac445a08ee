/* SPDX-License-Identifier: BSD-2-Clause */
/* ask_terminal is in terminal.c. */
#include "os/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/exposure.h"
#include "os/run.h"
#include "os/secret_reveal.h"

/* keep_line - nothing but the first line, which must be fit to be a secret; a
 * line end may be missing */

static bool
keep_line(struct secret *secret, const char *name, struct dsn *why)
{
	struct span text = secret_reveal(secret);
	size_t len = span_find(text, '\n');

	if (len == text.len && len > SECRET_MAX)
		return dsn_fail(why, "4.3.5", "%s: more than %d octets", name,
		    SECRET_MAX);
	if (len > 0 && text.at[len - 1] == '\r')
		len--;
	secret_keep(secret, len);
	text.len = len;
	if (len == 0)
		return dsn_fail(why, "4.3.5", "%s: the first line is empty",
		    name);
	return span_find(text, '\0') == len || dsn_fail(why, "4.3.5",
	    "%s: there is a NUL in it", name);
}

/* read_some - at most n octets; 0 at the end, -1 with errno */

static ssize_t
read_some(int fd, char *at, size_t n)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	ssize_t got;

	while ((got = read(fd, at, n)) < 0) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&wait, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return got;
}

/* take - octets until the end, until there is no more room, or, one by one,
 * until a line has ended */

static bool
take(int fd, bool line, struct secret *secret)
{
	size_t room;
	char *at;
	ssize_t n = 1;

	while (n > 0) {
		at = secret_room(secret, &room);
		if (room == 0)
			break;
		n = read_some(fd, at, line ? 1 : room);
		if (n > 0)
			secret_grow(secret, (size_t)n);
		if (line && n > 0 && *at == '\n')
			break;
	}
	return n >= 0;
}

static bool
check_mode(int fd, const char *path, bool *exposed, struct dsn *why)
{
	enum exposure exposure;

	if (!exposure_of(fd, path, &exposure, why))
		return false;
	*exposed = exposure == EXPOSURE_READ;
	return exposure != EXPOSURE_WRITE || exposure_refuse(path, why);
}

static bool
read_open(int fd, const char *path, struct secret *secret, bool *exposed,
    struct dsn *why)
{
	if (!check_mode(fd, path, exposed, why))
		return false;
	return take(fd, false, secret) || dsn_fail(why, "4.3.5",
	    "read %s: %s", path, strerror(errno));
}

static bool
read_path(const char *path, struct secret *secret, bool *exposed,
    struct dsn *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	bool good;

	if (fd < 0) {
		int error = errno;

		dsn_fail(why, "4.3.5", "open %s: %s", path, strerror(error));
		errno = error;
		return false;
	}
	good = read_open(fd, path, secret, exposed, why);
	close(fd);
	if (!good)
		errno = 0;	/* it is there, whatever else is wrong */
	return good;
}

bool
ask_whole_file(const char *path, struct secret **secret, bool *exposed,
    struct dsn *why)
{
	struct secret *found = secret_new(SECRET_MAX + 1);
	bool good = read_path(path, found, exposed, why);

	if (good && secret_len(found) > SECRET_MAX) {
		good = dsn_fail(why, "4.3.5", "%s: more than %d octets", path,
		    SECRET_MAX);
		errno = EFBIG;
	}
	return secret_publish(good, found, secret);
}

bool
ask_file(const char *path, struct secret **secret, bool *exposed,
    struct dsn *why)
{
	struct secret *found = secret_new(SECRET_MAX + 1);

	bool good = read_path(path, found, exposed, why) &&
	    keep_line(found, path, why);

	return secret_publish(good, found, secret);
}

bool
ask_descriptor(int fd, struct secret **secret, struct dsn *why)
{
	struct secret *found = secret_new(SECRET_MAX + 1);
	struct span name = arena_text(why->arena, "descriptor %d", fd);
	bool good = take(fd, true, found);

	if (!good)
		dsn_fail(why, "4.3.5", "read %s: %s", name.at,
		    strerror(errno));
	good = good && keep_line(found, name.at, why);
	return secret_publish(good, found, secret);
}

bool
ask_command(const char *command, msec_t limit, struct secret **secret,
    struct dsn *why)
{
	struct span name = arena_text(why->arena, "output of \"%s\"",
	    command);
	struct secret *found = NULL;
	bool good = run_command(command, limit, &found, why) &&
	    keep_line(found, name.at, why);

	return secret_publish(good, found, secret);
}

bool
ask_service(const char *name, struct secret **secret, bool *exposed,
    struct dsn *why)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	struct dsn trouble = *why;

	*secret = NULL;
	*exposed = false;
	if (folder == NULL || folder[0] != '/')
		return true;
	errno = 0;
	if (ask_file(arena_text(why->arena, "%s/%s", folder, name).at, secret,
	    exposed, &trouble) || errno == ENOENT)
		return true;
	*why = trouble;
	return false;
}
