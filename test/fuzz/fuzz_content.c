/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a message is, and whatever is done to it on its way out, by
 * conversion, checks that put dots in, generic maps, fields put before it and
 * left out: what leaves are lines with CRLF, without CR or LF in them, none
 * of them a lone dot and none too long, and it is the same in whatever pieces
 * the message comes. The first octets of the input are the settings.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/str.h"
#include "message/content.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
gather(void *self, struct span octets, struct dsn *why)
{
	(void)why;
	check(octets.len > 0);
	str_add(self, octets);
	return true;
}

static void
forget(void *self, bool warning, struct span text)
{
	(void)self;
	(void)warning;
	check(text.len > 0);
}

/* answer - a table that does something with nearly everything */

static bool
answer(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	static const char *const answers[] = { "REPLACE .", "REPLACE A: .",
	    "PREPEND .", "PREPEND \r\n.\r\n", "IGNORE", "STRIP", "OK", "WARN",
	    "REPLACE x\n.\n", "HOLD" };
	size_t sum = 0;

	(void)self;
	(void)part;
	for (size_t i = 0; i < key.len; i++)
		sum += (unsigned char)key.at[i];
	sum %= 12;
	if (sum == 11)
		return dsn_fail(why, "4.3.0", "no answer");
	*value = span_of(sum < 10 ? answers[sum] : NULL);
	return true;
}

/* rename_one - a table of generic addresses */

static bool
rename_one(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	(void)self;
	(void)why;
	*value = part == MAPPING_WHOLE && key.at[0] == 'a' ?
	    SPAN("\". b\"@c") : (struct span){ 0 };
	return true;
}

static bool
send(const struct content_setup *setup, struct span in, size_t each)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct content *content = content_new(setup);
	bool good = true;

	while (good && in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		good = content_feed(content, span_first(in, n), &why);
		in = span_from_octet(in, n);
	}
	good = good && content_end(content, &why);
	check(good || why.status[0] == (content_is_stuck(content) ? '4' :
	    '5'));
	content_free(&content);
	arena_free(&arena);
	return good;
}

/* check_out - what may be sent even if the message came no further */

static void
check_out(const struct content_setup *set, struct span out, bool whole)
{
	while (out.len > 0) {
		bool ends = span_find(out, '\n') < out.len;
		struct span line = span_cut(&out, '\n');
		bool dot = line.len > 0 && line.at[0] == '.';

		check(ends || !whole);
		if (ends) {
			check(line.len > 0 && line.at[line.len - 1] == '\r');
			line.len--;
		}
		check(span_find(line, '\r') == line.len);
		check(!dot || !ends || (line.len > 1 && line.at[1] == '.'));
		check(set->fold == 0 || line.len - dot <= set->fold);
	}
}

static struct content_setup
setup_of(uint8_t bits, uint8_t more)
{
	static const char *const bcc[] = { "Bcc", NULL };
	struct content_setup set = { .sink = gather, .note = forget,
	    .words = 20, .stuff = true, .limits = { .field = 200,
		.boundary = 70, .nesting = 3 } };

	set.limits.line = (size_t)(more & 31) + 1;
	set.fold = (more >> 5) == 0 ? 0 : (size_t)(more >> 5) + 1;
	set.converts = (bits & 1) != 0;
	if ((bits & 2) != 0)
		set.generic.map.find = rename_one;
	for (unsigned i = 0; i < CHECKS; i++)
		if ((bits & (4u << i)) != 0)
			set.checks[i] = (struct checks){ { answer, NULL },
			    "checks" };
	set.omit = (bits & 64) != 0 ? bcc : NULL;
	if ((bits & 128) != 0)
		set.added = SPAN("Return-Path: <a@b>\n");
	return set;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_from((const char *)data, size);
	struct content_setup set;
	struct str out, again;
	bool good;

	if (size < 3)
		return 0;
	set = setup_of(data[0], data[1]);
	in = span_from_octet(in, 3);
	str_init(&out, 64 * size + 1000);
	str_init(&again, 64 * size + 1000);
	set.self = &out;
	good = send(&set, in, SIZE_MAX);
	set.self = &again;
	check(send(&set, in, (size_t)data[2] + 1) == good);
	check(!out.full && span_equal(str_span(&out), str_span(&again)));
	check_out(&set, str_span(&out), good);
	str_clear(&out);
	str_clear(&again);
	return 0;
}
