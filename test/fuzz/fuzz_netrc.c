/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any text is read or refused, and what is found in it stays so whatever
 * stands behind it. User and password of any octets, in quotes, are found
 * again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "auth/netrc.h"
#include "base/str.h"
#include "os/secret_reveal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
add_quoted(struct str *to, struct span word)
{
	str_add_char(to, '"');
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		if (c == '"' || c == '\\' || c == '\n')
			str_add_char(to, '\\');
		str_add_char(to, c == '\n' ? 'n' : c);
	}
	str_add_char(to, '"');
}

static void
there_and_back(struct span user, struct span password, struct arena *arena)
{
	struct netrc_entry entry;
	struct dsn why = DSN_IN(arena);
	struct str text;

	str_init(&text, 2 * (user.len + password.len) + 100);
	str_add(&text, SPAN("machine mx.test password "));
	add_quoted(&text, password);
	str_add(&text, SPAN(" login "));
	add_quoted(&text, user);
	check(netrc_find(str_span(&text), SPAN("mx.test"), user, &entry,
	    &why));
	check((entry.password != NULL) == (user.len > 0));
	if (entry.password != NULL)
		check(span_equal(entry.user, user) && span_equal(
		    secret_reveal(entry.password), password));
	secret_free(&entry.password);
	str_clear(&text);
}

static void
read_any(struct span text, struct arena *arena)
{
	struct netrc_entry entry, again;
	struct dsn why = DSN_IN(arena);
	struct str more;

	if (!netrc_find(text, SPAN("mx.test"), SPAN(""), &entry, &why)) {
		check(dsn_class(&why) == '4' && entry.password == NULL);
		return;
	}
	str_init(&more, text.len + 100);
	str_add(&more, text);
	str_add(&more, SPAN("\n\nmachine mx.test login x password y"));
	check(netrc_find(str_span(&more), SPAN("mx.test"), SPAN(""), &again,
	    &why) && again.password != NULL);
	if (entry.password != NULL)
		check(entry.user.len > 0 && span_equal(entry.user,
		    again.user) && span_equal(secret_reveal(entry.password),
		    secret_reveal(again.password)));
	secret_free(&entry.password);
	secret_free(&again.password);
	str_clear(&more);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct span rest = text, user = span_cut(&rest, '\0');
	struct arena *arena = arena_new();

	read_any(text, arena);
	if (span_find(rest, '\0') == rest.len)
		there_and_back(user, rest, arena);
	arena_free(&arena);
	return 0;
}
