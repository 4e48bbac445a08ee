/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/str.h"

#include "unit/tap.h"

static void
growing(void)
{
	struct str s;

	str_init(&s, 100000);
	ok(s.at == NULL && str_span(&s).len == 0, "new, it holds no memory");
	is_text(span_of(str_chars(&s)), "", "and is an empty string");
	for (int i = 0; i < 10000; i++)
		str_add(&s, SPAN("0123456789"));
	is_number(s.len, 100000, "it grows to its maximum, no octet less");
	ok(!s.full, "and is not full before something is dropped");
	is_number(s.at[s.len], 0, "a NUL stands behind it");
	str_add_char(&s, 'x');
	ok(s.full && s.len == 100000, "one more is dropped, and full is set");
	str_drop(&s, 99999);
	is_text(str_span(&s), "9", "dropping keeps what stands behind");
	str_add_char(&s, 'y');
	ok(s.full && s.len == 2, "there is room again, but full stays");
	str_reset(&s);
	ok(!s.full && s.len == 0 && s.room > 0 && s.at[0] == '\0',
	    "reset empties, keeps the memory, and forgets full");
	str_clear(&s);
	ok(s.at == NULL && s.max == 100000 && s.room == 0,
	    "cleared, it is as new");
}

static void
whole_pieces(void)
{
	struct str s;

	str_init(&s, 5);
	str_add(&s, SPAN("abc"));
	str_add(&s, SPAN("def"));
	is_text(str_span(&s), "abc", "what does not fit is dropped whole");
	str_add(&s, SPAN("de"));
	is_text(str_span(&s), "abcde", "what fits is still added");
	ok(s.full, "and full tells that something is missing");
	str_clear(&s);
	str_init(&s, 5);
	str_addf(&s, "%d", 123456);
	ok(s.full && s.len == 0, "the same for printf");
	str_addf(&s, "%d%s", 123, "45");
	is_text(str_span(&s), "12345", "which may fill it to the last octet");
	str_clear(&s);
	str_init(&s, 1);
	str_add(&s, SPAN(""));
	ok(!s.full && s.len == 0, "nothing fits everywhere");
	str_clear(&s);
}

static void
octets(void)
{
	struct str s;

	str_init(&s, 100);
	str_add(&s, SPAN("a\0b"));
	str_add_char(&s, '\0');
	str_addf(&s, "%s", "");
	is_span(str_span(&s), SPAN("a\0b\0"), "any octet can be held");
	str_drop(&s, 0);
	is_number(s.len, 4, "dropping nothing is nothing");
	str_drop(&s, 4);
	is_text(span_of(str_chars(&s)), "", "dropping all leaves nothing");
	str_clear(&s);
}

static void
reserving(void)
{
	struct str s;
	char *at;

	str_init(&s, 5000);
	ok(str_reserve(&s, 4000) && s.len == 0, "room at once");
	at = s.at;
	for (int i = 0; i < 400; i++)
		str_add(&s, SPAN("0123456789"));
	ok(s.at == at, "it does not move while it is filled");
	ok(!str_reserve(&s, 1001) && s.full && s.len == 4000,
	    "not more than its maximum");
	str_wipe(&s);
	ok(s.at == NULL && s.max == 5000 && !s.full,
	    "wiped, it is as new");
	str_wipe(&s);
	ok(s.at == NULL, "a new one can be wiped");
}

int
main(void)
{
	growing();
	reserving();
	whole_pieces();
	octets();
	return tap_done();
}
