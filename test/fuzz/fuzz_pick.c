/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever the message, and in whatever pieces it comes: what is picked and
 * what is left out are the message, line by line in its order; the picked
 * part is only fields of these names; and nothing of the rest before the body
 * is one.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/str.h"
#include "message/header.h"
#include "message/pick.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "Bcc", "Resent-Bcc", NULL };

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
filter(bool leave_out, struct span in, size_t each, struct str *out)
{
	struct pick pick = { .names = names, .leave_out = leave_out,
	    .sink = gather, .self = out };
	struct dsn why = { 0 };

	str_reset(out);
	while (in.len > 0) {
		size_t n = in.len < each ? in.len : each;

		check(pick_feed(&pick, span_first(in, n), &why));
		in = span_from_octet(in, n);
	}
	check(pick_end(&pick, &why) && !out->full);
}

static bool
is_named(struct span name)
{
	return ascii_equal(name, span_of(names[0])) ||
	    ascii_equal(name, span_of(names[1]));
}

static struct span
next_line(struct span *in)
{
	size_t lf = span_find(*in, '\n');
	struct span line = span_first(*in, lf < in->len ? lf + 1 : lf);

	*in = span_from_octet(*in, line.len);
	return line;
}

/* has_many_blanks - with so many a name is taken for a field, colon or not */

static bool
has_many_blanks(struct span in)
{
	size_t run = 0;

	for (size_t i = 0; i < in.len; i++) {
		run = ascii_is_blank(in.at[i]) ? run + 1 : 0;
		if (run >= PICK_HELD_MAX - 20)
			return true;
	}
	return false;
}

static void
check_picked(struct span picked)
{
	struct header_field field;

	while (header_next(&picked, &field))
		check(is_named(field.name));
	check(picked.len == 0);
}

static void
check_rest(struct span rest)
{
	struct header_field field;

	while (rest.len > 0) {
		struct span from_here = rest, line = next_line(&rest);

		if (span_equal(line, SPAN("\n")) ||
		    span_equal(line, SPAN("\r\n")))
			return;
		check(!header_next(&from_here, &field) ||
		    !is_named(field.name));
	}
}

/* check_merged - each line comes from the one or the other */

static void
check_merged(struct span in, struct span picked, struct span rest)
{
	while (in.len > 0) {
		struct span line = next_line(&in);
		struct span *of = span_starts(picked, line) ? &picked :
		    &rest;

		check(span_starts(*of, line));
		*of = span_from_octet(*of, line.len);
	}
	check(picked.len == 0 && rest.len == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_from((const char *)data, size);
	struct str picked, rest, again;
	size_t each = 1;

	if (size > 0) {
		each = data[0] % 16 + 1;
		in = span_from_octet(in, 1);
	}
	str_init(&picked, size + 1);
	str_init(&rest, size + 1);
	str_init(&again, size + 1);
	filter(false, in, SIZE_MAX, &picked);
	filter(false, in, each, &again);
	check(span_equal(str_span(&picked), str_span(&again)));
	filter(true, in, SIZE_MAX, &rest);
	filter(true, in, each, &again);
	check(span_equal(str_span(&rest), str_span(&again)));
	check(picked.len + rest.len == in.len);
	if (!has_many_blanks(in)) {
		check_picked(str_span(&picked));
		check_rest(str_span(&rest));
		check_merged(in, str_span(&picked), str_span(&rest));
	}
	str_clear(&picked);
	str_clear(&rest);
	str_clear(&again);
	return 0;
}
