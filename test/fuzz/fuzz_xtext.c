/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any octets become xtext and are found in it again; what is a good ORCPT
 * value can be decoded, and a utf-8 one to one line of UTF-8.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "mail/xtext.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
there_and_back(struct span plain)
{
	struct str xtext, back;

	str_init(&xtext, 3 * plain.len + 1);
	str_init(&back, plain.len + 1);
	xtext_add(&xtext, plain);
	check(!xtext.full && xtext_is_good(str_span(&xtext)) ==
	    (plain.len > 0));
	if (plain.len > 0) {
		check(xtext_decode(&back, str_span(&xtext)));
		check(span_equal(str_span(&back), plain));
	}
	str_clear(&xtext);
	str_clear(&back);
}

static void
decode(struct span orcpt)
{
	bool good = orcpt_is_good(orcpt);
	struct str s;

	str_init(&s, ORCPT_MAX);
	check(orcpt_decode(&s, orcpt) == good);
	check(!s.full && (s.len > 0) == good);
	check(!good || ascii_is_all(orcpt));
	if (good && ascii_starts(orcpt, SPAN("utf-8;")))
		check(utf8_is_valid(str_span(&s)) &&
		    span_find(str_span(&s), '\n') == s.len &&
		    span_find(str_span(&s), '\r') == s.len &&
		    span_find(str_span(&s), '\0') == s.len);
	str_clear(&s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);

	there_and_back(text);
	decode(text);
	return 0;
}
