/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What mime.h gives, as text: a line for each thing that it gives, with a
 * letter before it: H, M and N for fields of the three classes (LF in them is
 * shown as "|"), "." for a line of a body, "+" for a piece of one that goes
 * on, "=" for octets as they are.
 */
#ifndef TEST_UNIT_MESSAGE_PARTS_H
#define TEST_UNIT_MESSAGE_PARTS_H

#include "base/mem.h"
#include "message/mime.h"
#include "unit/tap.h"

enum { PARTS_MAX = 1 << 22 };

static inline void
parts_put(struct str *to, char letter, struct span text)
{
	str_add_char(to, letter);
	for (size_t i = 0; i < text.len; i++)
		str_add_char(to, text.at[i] == '\n' ? '|' : text.at[i]);
	str_add_char(to, '\n');
}

static inline bool
parts_field(void *self, enum field_class class, struct span field,
    struct dsn *why)
{
	(void)why;
	parts_put(self, "HMN"[class], field);
	return true;
}

static inline bool
parts_line(void *self, struct span octets, bool ends, struct dsn *why)
{
	(void)why;
	parts_put(self, ends ? '.' : '+', octets);
	return true;
}

static inline bool
parts_octets(void *self, struct span octets, struct dsn *why)
{
	(void)why;
	parts_put(self, '=', octets);
	return true;
}

static inline struct mime_setup
parts_setup(struct str *to)
{
	return (struct mime_setup){
		.taker = { .field = parts_field, .line = parts_line,
		    .octets = parts_octets, .self = to },
		.limits = { .line = 2048, .field = 102400, .boundary = 2048,
		    .nesting = 100 },
	};
}

/* The message in pieces of at most `each` octets; false: *why. */
static inline bool
parts_read(const struct mime_setup *setup, struct span in, size_t each,
    struct dsn *why)
{
	struct mime *mime = mime_new(setup);
	bool good = true;

	while (good && in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		good = mime_feed(mime, span_first(in, n), why);
		in = span_from_octet(in, n);
	}
	good = good && mime_end(mime, why);
	mime_free(&mime);
	return good;
}

/* Whole and octet by octet it must be the same. */
static inline void
parts_are(const struct mime_setup *setup, struct span in, struct span want,
    const char *name)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct str *to = setup->taker.self;

	str_reset(to);
	ok(parts_read(setup, in, SIZE_MAX, &why), name);
	is_span(str_span(to), want, name);
	str_reset(to);
	ok(parts_read(setup, in, 1, &why), name);
	is_span(str_span(to), want, name);
	arena_free(&arena);
}

#endif
