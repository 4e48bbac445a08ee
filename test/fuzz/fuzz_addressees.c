/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever a list of recipients holds, nobody is added whose address, ORCPT
 * or NOTIFY could be more than one word of one command; and what is refused
 * is refused in one line that says where.
 */
#include <stdint.h>
#include <stdlib.h>

#include "cmd/addressees.h"
#include "mail/xtext.h"

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

static void
check_recipient(const struct recipient *r)
{
	struct str s;

	str_init(&s, ADDRESS_QUOTED_MAX + 100);
	address_add(&s, &r->address, true);
	check(!s.full && s.len > 0 && is_one_line(str_span(&s)));
	check(r->address.domain.len > 0);
	check(is_one_line(r->given) && r->given.len > 0);
	check(r->orcpt.len == 0 || orcpt_is_good(r->orcpt));
	check((r->notify & NOTIFY_NEVER) == 0 || r->notify == NOTIFY_NEVER);
	str_clear(&s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span text = span_from((const char *)data, size);
	struct span origin = SPAN("origin.example");
	struct envelope envelope = { 0 };
	struct addressees addressees = { &envelope, &origin, 0 };
	struct dsn why = DSN_IN(arena);

	if (!addressees_add_file(&addressees, text, SPAN("list"), &why))
		check(is_one_line(why.text) &&
		    span_starts(why.text, SPAN("list:")));
	if (!addressees_add_list(&addressees, text, SPAN("recipient"), &why))
		check(is_one_line(why.text) &&
		    span_starts(why.text, SPAN("recipient: ")));
	for (size_t i = 0; i < envelope.recipients.len; i++)
		check_recipient(&envelope.recipients.at[i]);
	envelope_clear(&envelope);
	arena_free(&arena);
	return 0;
}
