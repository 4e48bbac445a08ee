/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parser of MIME from the inside: what its files share.
 */
#ifndef MESSAGE_MIME_INTERNAL_H
#define MESSAGE_MIME_INTERNAL_H

#include "base/str.h"
#include "message/mime.h"

/* Where a line belongs. */
enum place {
	IN_HEADER,		/* the zero value: of the message */
	IN_PART_HEADER,
	IN_NESTED_HEADER,
	IN_BODY,
};

/* What is known of the entity whose header is read. */
struct entity {
	struct content_type type;
	enum encoding encoding;
};

/* A multipart that is open. */
struct level {
	struct level *outer;
	bool is_digest;
	size_t len;
	char boundary[];
};

struct mime {
	struct mime_setup set;
	enum place place;
	struct entity entity;
	struct level *level;	/* the innermost one, or NULL */
	size_t depth;		/* how many there are */
	struct str field;	/* that may go on; empty: none */
	struct str label;	/* the 8bit label that was held back */
	struct str line;	/* the part of a line that is not yet taken */
	bool inside;		/* of a line of which some was taken */
	bool in_delimiter;	/* that line is one */
	bool recodes;		/* the body becomes quoted-printable */
	bool is_converted;	/* some label was replaced */
	struct quoted quoted;
};

/* mime_level.c: opens a multipart with this boundary, and closes the
 * innermost one. */
void level_push(struct mime *mime, struct span boundary);
void level_pop(struct mime *mime);

/* The innermost level that a line delimits a part of, or NULL: a boundary is
 * known by its first octets (behaviour 196). */
struct level *level_delimited(const struct mime *mime, struct span line);

/*
 * mime_header.c: takes the first octets of a line, in a header. False: *over,
 * it is not of the header, which ends before it, or *why.
 */
bool mime_header_take(struct mime *mime, struct span text, bool *over,
    struct dsn *why) MUST_USE;

/* More octets of that line. */
void mime_header_go_on(struct mime *mime, struct span text);

/* The header is complete; what comes next is in the place that it says. */
bool mime_header_end(struct mime *mime, struct dsn *why) MUST_USE;

#endif
