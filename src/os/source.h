/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The message, read once and whole before anything is tried, then const: any
 * thread may read any part of it. A regular file is used in place; everything
 * else is kept in memory up to 256 KiB, and beyond that in a file without a
 * name. Memory does not grow with the message.
 */
#ifndef OS_SOURCE_H
#define OS_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/dsn.h"
#include "base/span.h"
#include "os/clock.h"

struct source;

/* Sees the octets of the message in order, in pieces of any size. */
typedef void source_reader(void *self, struct span piece);

enum {
	SOURCE_WINDOW = 65536,	/* octets that source_window gives at most */
	SOURCE_IN_MEMORY = 262144,	/* what is no file is kept in memory up
					 * to so many octets */
};

/* Where the message comes from, and who sees it on the way. */
struct source_input {
	const char *path;	/* a file; NULL: fd is read */
	int fd;			/* an open descriptor; it stays the caller's */
	const struct deadline *by;	/* until when a stream may take, or
					 * NULL: as long as it likes */
	source_reader *reader;
	void *self;
};

/*
 * Reads all of a file (path), or of an open descriptor when path is NULL,
 * showing it to reader on the way. A descriptor that is a regular file is
 * read from its present offset on, in place, and the offset stays as it is.
 * The descriptor stays the caller's. False: it cannot be opened or read, it
 * changed meanwhile, or there is no room to keep it in $TMPDIR (else /tmp);
 * *why names it and says why, 4.3.0 or, for want of room, 4.3.1, or 4.4.7
 * when a stream did not end in time. Signals that are blocked do not end it.
 */
bool source_read(const struct source_input *input, struct source **source,
    struct dsn *why) MUST_USE;
void source_free(struct source **source);

/* Octets in all. */
uint64_t source_size(const struct source *source);

/*
 * At most SOURCE_WINDOW octets from offset on; empty at the end. They are in
 * memory already, or are read into room, which holds SOURCE_WINDOW octets.
 * False: the file cannot be read any more, or is shorter than it was; 4.3.0.
 */
bool source_window(const struct source *source, uint64_t offset, char *room,
    struct span *window, struct dsn *why) MUST_USE;

/*
 * The file is still what was read: same size and modification time. False:
 * 4.3.0; then no end of data may be sent.
 */
bool source_is_unchanged(const struct source *source, struct dsn *why)
    MUST_USE;

#endif
