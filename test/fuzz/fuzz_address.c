/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What address_parse takes, address_add writes on one line, and that line
 * means the same address again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mail/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_one_line(struct span s)
{
	return span_find(s, '\r') == s.len && span_find(s, '\n') == s.len &&
	    span_find(s, '\0') == s.len;
}

/* again - the written form, read once more; it may have grown too long by
 * the quotes around it */

static void
again(const struct address *address, struct dsn *why)
{
	struct address same = { 0 };
	struct str s;

	str_init(&s, ADDRESS_QUOTED_MAX);
	address_add(&s, address, true);
	check(!s.full && is_one_line(str_span(&s)));
	check((s.len == 0) == address_is_null(address));
	if (s.len <= ADDRESS_MAX) {
		check(address_parse(str_span(&s), &same, why));
		check(span_equal(same.local, address->local) &&
		    span_equal(same.domain, address->domain) &&
		    address_equal(&same, address));
	}
	str_clear(&s);
}

/* raw - the unquoted form on one line too */

static void
raw(const struct address *address)
{
	struct str s;

	str_init(&s, ADDRESS_QUOTED_MAX);
	address_add(&s, address, false);
	check(!s.full && is_one_line(str_span(&s)));
	str_clear(&s);
}

/* words - each lies in what is left, and something is used up each time */

static void
words(struct span rest)
{
	struct span word, before = rest;

	while (address_word(&rest, ",", &word)) {
		check(word.len > 0 && word.at >= before.at &&
		    word.at + word.len <= before.at + before.len);
		check(rest.len < before.len);
		before = rest;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span text = span_from((const char *)data, size);
	struct address address = { 0 };
	struct dsn why = DSN_IN(arena);

	if (address_parse(text, &address, &why)) {
		again(&address, &why);
		raw(&address);
	} else
		check(is_one_line(why.text) && why.text.len > 0);
	words(text);
	arena_free(&arena);
	return 0;
}
