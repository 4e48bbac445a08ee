/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a header field holds: if an address in it is replaced, the field
 * has its name, one blank behind the colon, no line end but one that a tab
 * follows, and rewriting it once more changes nothing: the address is gone.
 * All its other addresses are still there, in their order, up to one without
 * a domain.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/str.h"
#include "mail/header_address.h"
#include "message/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

/* rename_one - user@x is called u@out */

static bool
rename_one(const void *self, struct span key, enum mapping_key part,
    struct span *value, struct dsn *why)
{
	(void)self;
	(void)part;
	(void)why;
	*value = span_equal(key, SPAN("a@x")) ? SPAN("u@out") :
	    (struct span){ 0 };
	return true;
}

static void
rewrite(struct span field, size_t words, struct str *to)
{
	const struct generic generic = { .map = { rename_one, NULL },
	    .origin = SPAN("o") };
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);

	check(rewrite_field(&generic, field, words, to, &why));
	arena_free(&arena);
}

static void
check_form(struct span field, struct span out)
{
	size_t colon = span_find(field, ':');

	check(span_starts(out, span_first(field, colon + 1)));
	check(out.len > colon + 2 && out.at[colon + 1] == ' ');
	for (size_t i = colon; i < out.len; i++)
		check(out.at[i] != '\n' || (i + 1 < out.len &&
		    out.at[i + 1] == '\t'));
}

/* check_addresses - those that a reader finds, as long as it finds any */

static void
check_addresses(struct span field, struct span out)
{
	struct arena *arena = arena_new();
	struct dsn why = DSN_IN(arena);
	struct span was = { 0 }, is = { 0 };
	const struct address replaced = { SPAN("a"), SPAN("x") };
	const struct address by = { SPAN("u"), SPAN("out") };
	struct address a, b;

	field = span_from_octet(field, span_find(field, ':') + 1);
	out = span_from_octet(out, span_find(out, ':') + 1);
	while (header_address_next(&field, &was, &why) && was.len > 0) {
		/* With quotes a user alone may look like a name. */
		if (!address_parse(was, &a, &why) || a.domain.len == 0)
			break;
		check(header_address_next(&out, &is, &why));
		check(address_parse(is, &b, &why));
		/* One that stands behind a route stays. */
		check(address_equal(&a, &b) || (address_equal(&a, &replaced)
		    && address_equal(&b, &by)));
	}
	arena_free(&arena);
}

/* is_plain - no octet that a field does not hold once it was read */

static bool
is_plain(struct span text)
{
	return span_find(text, '\r') == text.len &&
	    span_find(text, '\0') == text.len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_from((const char *)data, size);
	struct str field, out, again;
	size_t words;

	if (size == 0)
		return 0;
	words = data[0];
	in = span_from_octet(in, 1);
	str_init(&field, size + 10);
	str_init(&out, 8 * size + 100);
	str_init(&again, 8 * size + 100);
	str_add(&field, SPAN("To:"));
	str_add(&field, in);
	rewrite(str_span(&field), words, &out);
	if (out.len > 0) {
		if (is_plain(in) && span_find(in, '\n') == in.len)
			check_form(str_span(&field), str_span(&out));
		rewrite(str_span(&out), SIZE_MAX / 2, &again);
		if (words == 255 && size < 200)
			check(again.len == 0);
		if (words == 255 && size < 200 && is_plain(in))
			check_addresses(str_span(&field), str_span(&out));
	}
	str_clear(&field);
	str_clear(&out);
	str_clear(&again);
	return 0;
}
