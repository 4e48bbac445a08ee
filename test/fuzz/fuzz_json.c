/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets become a JSON string of one printable line of UTF-8, whose only
 * bare quotes are its first and its last octet; with too little room that is
 * told.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_string(struct span s)
{
	check(utf8_is_valid(s) && s.len >= 2);
	check(s.at[0] == '"' && s.at[s.len - 1] == '"');
	for (size_t i = 1; i < s.len - 1; i++) {
		check((unsigned char)s.at[i] >= 0x20 && s.at[i] != 0x7f &&
		    s.at[i] != '"');
		if (s.at[i] == '\\')
			i++;
		check(i < s.len - 1);
	}
}

static size_t
write_string(struct span text, size_t max, bool *whole)
{
	struct json json;
	struct str s;
	size_t len;

	str_init(&s, max);
	json_init(&json, &s);
	json_string(&json, text);
	*whole = json_is_whole(&json);
	if (*whole)
		check_string(str_span(&s));
	len = s.len;
	str_clear(&s);
	return len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	bool whole;
	size_t len = write_string(text, 6 * size + 2, &whole);

	check(whole);
	write_string(text, len, &whole);
	check(whole);
	write_string(text, len - 1, &whole);
	check(!whole);
	return 0;
}
