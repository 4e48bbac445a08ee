/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files are read by pread, never mapped: a file that becomes shorter is then
 * an error like any other, not a signal.
 */
#define _GNU_SOURCE	/* O_TMPFILE, mkostemp */

#include "os/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

enum { NAME_LENGTH = 4096 };

struct source {
	struct str name;	/* what messages call it */
	char *memory;		/* all of it, or NULL */
	int fd;			/* where it is read from, or -1 */
	bool in_place;		/* that is the file itself */
	off_t base;		/* where the message begins in it */
	uint64_t size;
	struct stat stat;	/* of the file in place, as it was read */
};

static void
set_name(struct source *source, const char *path, int fd)
{
	str_init(&source->name, NAME_LENGTH);
	if (path != NULL)
		str_add(&source->name, span_of(path));
	else if (fd == STDIN_FILENO)
		str_add(&source->name, SPAN("standard input"));
	else
		str_addf(&source->name, "descriptor %d", fd);
}

static bool
trouble(const struct source *source, const char *what, struct dsn *why)
{
	return dsn_fail(why, errno == ETIMEDOUT ? "4.4.7" : "4.3.0",
	    "%s %s: %s", what, str_chars(&source->name), strerror(errno));
}

/* await - until the descriptor has something to give; false: ETIMEDOUT */

static bool
await(int fd, const struct deadline *by)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	msec_t left;

	do {
		left = by == NULL ? INT64_MAX : deadline_left(*by);
		if (left == 0) {
			errno = ETIMEDOUT;
			return false;
		}
	} while (poll(&wait, 1, msec_for_poll(left)) <= 0);
	return true;
}

/* read_some - as read, but it waits, whatever kind of descriptor this is,
 * and no longer than it may */

static ssize_t
read_some(int fd, char *to, size_t len, const struct deadline *by)
{
	ssize_t n;

	for (;;) {
		if (by != NULL && !await(fd, by))
			return -1;
		n = read(fd, to, len);
		if (n >= 0 || (errno != EINTR && errno != EAGAIN))
			return n;
		if (errno == EAGAIN && !await(fd, by))
			return -1;
	}
}

/* read_at - len octets from a place in the file; fewer only at its end */

static ssize_t
read_at(int fd, char *to, size_t len, off_t from)
{
	size_t have = 0;
	ssize_t n;

	while (have < len) {
		n = pread(fd, to + have, len - have, from + (off_t)have);
		if (n == 0)
			break;
		if (n > 0)
			have += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)have;
}

static bool
write_all(int fd, const char *at, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, at, len);
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		} else if (n == 0 || errno != EINTR)
			return false;
	}
	return true;
}

/* read_in_place - the windows of a regular file, as a delivery will */

static bool
read_in_place(struct source *source, const struct source_input *input,
    struct dsn *why)
{
	char *room = mem_grow(NULL, SOURCE_WINDOW, 1);
	uint64_t at = 0;
	struct span window;
	bool ok = true;

	source->in_place = true;
	source->size = (uint64_t)(source->stat.st_size - source->base);
	while (ok && at < source->size) {
		ok = source_window(source, at, room, &window, why);
		if (ok)
			input->reader(input->self, window);
		at += SOURCE_WINDOW;
	}
	mem_free(&room);
	return ok && source_is_unchanged(source, why);
}

static const char *
spill_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder == NULL || *folder == '\0' ? "/tmp" : folder;
}

/* no_room - the file without a name cannot be made or written */

static bool
no_room(const struct source *source, struct dsn *why)
{
	return dsn_fail(why, "4.3.1", "keep the message from %s in %s: %s "
	    "(TMPDIR can name another place)",
	    str_chars(&source->name), spill_folder(), strerror(errno));
}

/* nameless - a file without a name, for us alone; -1: there is none. Not
 * every file system can make one at once */

static int
nameless(void)
{
	struct str path;
	int fd = -1;

#ifdef O_TMPFILE
	fd = open(spill_folder(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC,
	    S_IRUSR | S_IWUSR);
#endif
	if (fd >= 0)
		return fd;
	str_init(&path, NAME_LENGTH);
	str_addf(&path, "%s/mxput.XXXXXX", spill_folder());
	if (path.full)
		errno = ENAMETOOLONG;
	else
		fd = mkostemp(path.at, O_CLOEXEC);
	if (fd >= 0)
		unlink(path.at);
	str_clear(&path);
	return fd;
}

/* spill - what was read so far, and all that follows, into a file */

static bool
spill(struct source *source, int in, const struct source_input *input,
    struct dsn *why)
{
	ssize_t n;

	source->fd = nameless();
	if (source->fd < 0 ||
	    !write_all(source->fd, source->memory, source->size))
		return no_room(source, why);
	for (;;) {
		n = read_some(in, source->memory, SOURCE_WINDOW, input->by);
		if (n < 0)
			return trouble(source, "read", why);
		if (n == 0)
			break;
		input->reader(input->self,
		    span_from(source->memory, (size_t)n));
		if (!write_all(source->fd, source->memory, (size_t)n))
			return no_room(source, why);
		source->size += (uint64_t)n;
	}
	mem_free(&source->memory);
	return true;
}

/* read_stream - what can be read only once */

static bool
read_stream(struct source *source, int in, const struct source_input *input,
    struct dsn *why)
{
	size_t len = 0, room = 0;
	ssize_t n = 1;

	while (n > 0 && len <= SOURCE_IN_MEMORY) {
		if (len == room) {
			room += SOURCE_WINDOW;
			source->memory = mem_grow(source->memory, room, 1);
		}
		n = read_some(in, source->memory + len, room - len,
		    input->by);
		if (n < 0)
			return trouble(source, "read", why);
		if (n > 0)
			input->reader(input->self,
			    span_from(source->memory + len, (size_t)n));
		len += (size_t)n;
	}
	source->size = len;
	return n == 0 || spill(source, in, input, why);
}

/* read_input - in place if it is a file that says how long it is */

static bool
read_input(struct source *source, int in, const struct source_input *input,
    struct dsn *why)
{
	if (fstat(in, &source->stat) < 0)
		return trouble(source, "read", why);
	if (S_ISREG(source->stat.st_mode)) {
		source->base = input->path != NULL ? 0 :
		    lseek(in, 0, SEEK_CUR);
		if (source->base >= 0 &&
		    source->base < source->stat.st_size) {
			source->fd = in;
			return read_in_place(source, input, why);
		}
		source->base = 0;
	}
	return read_stream(source, in, input, why);
}

bool
source_read(const struct source_input *input, struct source **source,
    struct dsn *why)
{
	const char *path = input->path;
	struct source *new = mem_new(1, sizeof(*new));
	bool ok;
	int in;

	new->fd = -1;
	set_name(new, path, input->fd);
	in = path != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) :
	    fcntl(input->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	ok = in >= 0 ? read_input(new, in, input, why) :
	    trouble(new, path != NULL ? "open" : "read", why);
	if (in >= 0 && new->fd != in)
		close(in);
	if (ok)
		*source = new;
	else
		source_free(&new);
	return ok;
}

void
source_free(struct source **source)
{
	struct source *s = *source;

	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	mem_free(&s->memory);
	str_clear(&s->name);
	mem_free(source);
}

uint64_t
source_size(const struct source *source)
{
	return source->size;
}

bool
source_window(const struct source *source, uint64_t offset, char *room,
    struct span *window, struct dsn *why)
{
	uint64_t left = offset < source->size ? source->size - offset : 0;
	size_t len = left < SOURCE_WINDOW ? (size_t)left : SOURCE_WINDOW;
	ssize_t n;

	if (source->memory != NULL || len == 0) {
		*window = len == 0 ? SPAN("") :
		    span_from(source->memory + offset, len);
		return true;
	}
	n = read_at(source->fd, room, len, source->base + (off_t)offset);
	if (n < 0)
		return trouble(source, "read", why);
	if ((size_t)n < len)
		return dsn_fail(why, "4.3.0",
		    "read %s: it is shorter than it was",
		    str_chars(&source->name));
	*window = span_from(room, len);
	return true;
}

bool
source_is_unchanged(const struct source *source, struct dsn *why)
{
	const struct stat *was = &source->stat;
	struct stat is;

	if (!source->in_place)
		return true;
	if (fstat(source->fd, &is) < 0)
		return trouble(source, "read", why);
	if (is.st_size == was->st_size &&
	    is.st_mtim.tv_sec == was->st_mtim.tv_sec &&
	    is.st_mtim.tv_nsec == was->st_mtim.tv_nsec)
		return true;
	return dsn_fail(why, "4.3.0", "%s has changed since it was opened",
	    str_chars(&source->name));
}
