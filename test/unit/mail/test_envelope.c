/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/envelope.h"

#include "unit/tap.h"

enum { MANY = 10000 };

static void
add(struct envelope *envelope, const char *local, const char *domain)
{
	struct recipient r = { .given = SPAN("given"), .number = 77,
	    .notify = NOTIFY_NEVER,
	    .address = { span_of(local), span_of(domain) } };

	envelope_add(envelope, &r);
}

static void
once_each(void)
{
	struct envelope e = { 0 };
	struct recipient other = { .orcpt = SPAN("rfc822;o@x"),
	    .address = { SPAN("bob"), SPAN("EXAMPLE.net") } };

	add(&e, "bob", "example.net");
	add(&e, "carol", "example.com");
	is_number(e.recipients.len, 2, "two are added");
	ok(e.recipients.at[0].number == 0 && e.recipients.at[1].number == 1,
	    "and numbered from 0, whatever they said");
	ok(e.recipients.at[1].notify == NOTIFY_NEVER &&
	    span_equal(e.recipients.at[1].given, SPAN("given")),
	    "with all that was said about them");
	envelope_add(&e, &other);
	is_number(e.recipients.len, 2, "CLI: the domain in any case is once");
	ok(span_is_empty(e.recipients.at[0].orcpt),
	    "CLI: and what came first stays");
	add(&e, "Bob", "example.net");
	is_number(e.recipients.len, 3, "CLI: a local part has its case");
	add(&e, "b\xc3\xbc", "b\xc3\xbc" "cher.example");
	add(&e, "b\xc3\xbc", "xn--bcher-kva.example");
	add(&e, "b\xc3\xbc", "B\xc3\x9c" "CHER.example");
	is_number(e.recipients.len, 4, "a domain in all its forms is once");
	add(&e, "a@b", "c");
	add(&e, "a", "c");
	add(&e, "bob", "");
	add(&e, "", "bob");
	is_number(e.recipients.len, 8,
	    "what stands on which side of the @ counts");
	add(&e, "bob", "");
	is_number(e.recipients.len, 8, "no domain twice is once");
	envelope_clear(&e);
	ok(e.recipients.at == NULL && e.recipients.len == 0,
	    "cleared, it is empty");
	add(&e, "bob", "example.net");
	is_number(e.recipients.len, 1, "and can be filled again");
	envelope_clear(&e);
}

static void
many(void)
{
	struct envelope e = { 0 };
	struct arena *arena = arena_new();
	bool ordered = true;

	for (int i = 0; i < 2 * MANY; i++) {
		struct recipient r = { .address = {
		    arena_text(arena, "u%d", i % MANY),
		    i < MANY ? SPAN("x.test") : SPAN("X.TEST") } };

		envelope_add(&e, &r);
	}
	is_number(e.recipients.len, MANY,
	    "ten thousand given twice are ten thousand");
	for (size_t i = 0; i < MANY; i++)
		ordered = ordered && e.recipients.at[i].number == i &&
		    span_equal(e.recipients.at[i].address.local,
		    arena_text(arena, "u%d", (int)i));
	ok(ordered, "in the order in which they came");
	envelope_clear(&e);
	arena_free(&arena);
}

static void
nobody(void)
{
	struct envelope e = { 0 };

	envelope_add_nobody(&e);
	is_number(e.recipients.len, 1, "nobody has one place");
	ok(e.recipients.at[0].nobody && e.recipients.at[0].number == 0 &&
	    address_is_null(&e.recipients.at[0].address) &&
	    e.recipients.at[0].given.at == NULL, "and no address at all");
	envelope_clear(&e);
}

static void
utf8(void)
{
	struct envelope e = { 0 };

	add(&e, "bob", "example.net");
	ok(!envelope_is_utf8(&e), "US-ASCII, and the null address");
	add(&e, "\xc3\xa9", "example.net");
	ok(envelope_is_utf8(&e), "the second recipient goes beyond that");
	envelope_clear(&e);
	ok(!envelope_is_utf8(&e), "no recipient does not");
	e.sender.domain = SPAN("\xc3\xa9.example");
	ok(envelope_is_utf8(&e), "nor need the sender keep to it");
}

int
main(void)
{
	once_each();
	nobody();
	many();
	utf8();
	return tap_done();
}
