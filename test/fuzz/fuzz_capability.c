/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever an EHLO reply says: what is discarded is not offered, and nothing
 * else changes by that; a further line takes nothing away; each mechanism is
 * there once. The first two octets of the input are the bits to discard.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "proto/capability.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_words(struct span list)
{
	struct span word, again, rest;

	while (ascii_word(&list, " ", &word))
		for (rest = list; ascii_word(&rest, " ", &again);)
			check(!ascii_equal(word, again));
}

static void
check_one(const struct capabilities *caps)
{
	check(caps->size == 0 || capabilities_has(caps, CAP_SIZE));
	check(caps->auth.len == 0 || capabilities_has(caps, CAP_AUTH));
	check(caps->xforward == 0 || capabilities_has(caps, CAP_XFORWARD));
	check(caps->offered == 0 || caps->name.len > 0);
	check(!capabilities_has(caps, CAP_SMTPUTF8) ||
	    capabilities_has(caps, CAP_8BITMIME));
	check(span_find(str_span(&caps->name), ' ') == caps->name.len);
	check(span_find(str_span(&caps->auth), '=') == caps->auth.len);
	check_words(str_span(&caps->auth));
}

static void
check_discard(struct capabilities *caps, struct span text, unsigned discard)
{
	unsigned whole, left;

	capabilities_read(caps, text, 0);
	check_one(caps);
	whole = caps->offered;
	capabilities_read(caps, text, discard);
	check_one(caps);
	left = whole & ~discard;
	if ((left & CAP_SMTPUTF8) != 0)
		left |= CAP_8BITMIME;
	else if ((whole & CAP_SMTPUTF8) != 0)
		left = (left & ~(unsigned)CAP_8BITMIME) |
		    (caps->offered & CAP_8BITMIME);	/* implied or said */
	check(caps->offered == left);
}

static void
check_more(struct capabilities *caps, struct span text)
{
	unsigned before;
	struct str longer;

	capabilities_read(caps, text, 0);
	before = caps->offered;
	str_init(&longer, text.len + 20);
	str_add(&longer, text);
	str_add(&longer, SPAN("\n250 dsn"));
	capabilities_read(caps, str_span(&longer), 0);
	check((before & ~caps->offered) == 0);
	check(capabilities_has(caps, CAP_DSN) ||
	    ascii_equal(str_span(&caps->name), SPAN("dsn")));
	str_clear(&longer);
}

/* check_list - names of bits and bits of names */

static void
check_list(struct span text)
{
	struct str names;
	bool silent;
	unsigned bits = capabilities_from_list(text, &silent);

	str_init(&names, 200);
	capabilities_add_names(&names, bits);
	check(!names.full);
	check(capabilities_from_list(str_span(&names), &silent) == bits);
	check(!silent);
	str_clear(&names);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct capabilities caps;
	unsigned discard;

	if (size < 2)
		return 0;
	discard = data[0] | (unsigned)data[1] << 8;
	text = span_from_octet(text, 2);
	capabilities_init(&caps);
	check_discard(&caps, text, discard);
	check_more(&caps, text);
	check_list(text);
	capabilities_clear(&caps);
	return 0;
}
