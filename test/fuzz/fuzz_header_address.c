/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a header field holds: an address that comes out of it comes out of
 * itself again, alone, in a list, in angle brackets and behind a name; as the
 * envelope keeps it, it is still the same; it is one line; and a list that is
 * folded at its blanks has the same addresses.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/str.h"
#include "mail/address.h"
#include "mail/header_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

/* check_as - the address is what stands between these texts, and all */

static void
check_as(struct arena *arena, const char *before, struct span text,
    const char *behind)
{
	struct span list = arena_text(arena, "%s%.*s%s", before,
	    SPAN_ARG(text), behind), found;
	struct dsn why = DSN_IN(arena);

	check(header_address_next(&list, &found, &why));
	check(span_equal(found, text));
	check(header_address_next(&list, &found, &why) && found.len == 0);
}

/* may_be_a_name - a lone quoted string or encoded word is an address in
 * angle brackets only */

static bool
may_be_a_name(const struct address *address, struct span text)
{
	return address->domain.len == 0 && (span_starts(text, SPAN("\"")) ||
	    span_starts(text, SPAN("=?")));
}

static void
check_address(struct arena *arena, struct span text)
{
	struct dsn why = DSN_IN(arena);
	struct address address, again;
	struct span list, found;
	struct str sent;

	check(text.len <= ADDRESS_MAX && span_find(text, '\n') == text.len);
	if (!address_parse(text, &address, &why))
		return;
	check_as(arena, "<", text, ">");
	check_as(arena, "A. \"b,\" (c) <@d,@e:", text, " \r\n\t>");
	if (!may_be_a_name(&address, text)) {
		check_as(arena, ",(c)", text, " (c), ");
		check_as(arena, "A b: <> , ", text, ";");
	}
	str_init(&sent, ADDRESS_QUOTED_MAX);
	address_add(&sent, &address, true);
	list = str_span(&sent);
	if (list.len <= ADDRESS_MAX && address.domain.len > 0) {
		check(header_address_next(&list, &found, &why));
		check(address_parse(found, &again, &why));
		check(address_equal(&address, &again));
	}
	str_clear(&sent);
}

/* may_fold - nothing but its blanks folds, so that it can be folded there */

static bool
may_fold(struct span list)
{
	return span_find(list, '\\') == list.len &&
	    span_find(list, '\r') == list.len &&
	    span_find(list, '\n') == list.len;
}

static struct span
folded(struct arena *arena, struct span list)
{
	struct span copy;
	struct str to;

	str_init(&to, 3 * list.len + 1);
	for (size_t i = 0; i < list.len; i++)
		if (list.at[i] == ' ')
			str_add(&to, SPAN("\r\n "));
		else
			str_add_char(&to, list.at[i]);
	copy = arena_copy(arena, str_span(&to));
	str_clear(&to);
	return copy;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span list = span_from((const char *)data, size), text, same;
	struct span fold = folded(arena, list);
	struct dsn why = DSN_IN(arena);
	bool folds = may_fold(list), good = true;

	while (good) {
		size_t before = list.len;

		good = header_address_next(&list, &text, &why);
		if (folds) {
			check(header_address_next(&fold, &same, &why) == good);
			check(!good || span_equal(text, same));
		}
		if (!good || text.len == 0)
			break;
		check(list.len < before);
		check_address(arena, text);
	}
	check(!good || list.len == 0);
	arena_free(&arena);
	return 0;
}
