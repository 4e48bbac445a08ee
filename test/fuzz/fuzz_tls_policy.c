/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever stands in a policy table: an entry that can be read is shown as
 * one that means the same, and says the same of itself again; its values lie
 * in the text, and what the level has no use for is not among them.
 */
#include <stdint.h>
#include <stdlib.h>

#include "policy/tls_entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
lies_in(struct span value, struct span text)
{
	check(value.at == NULL || (value.at >= text.at &&
	    value.at + value.len <= text.at + text.len));
}

static void
lie_in(const struct tls_values *values, struct span text)
{
	for (size_t i = 0; i < values->len; i++)
		lies_in(values->at[i], text);
}

static void
check_places(const struct tls_entry *e, struct span text)
{
	const struct span single[] = { e->ciphers, e->protocols, e->exclude,
	    e->servername, e->policy_type, e->policy_ttl, e->policy_domain,
	    e->policy_failure, e->ignored };

	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		lies_in(single[i], text);
	lie_in(&e->match, text);
	lie_in(&e->tafile, text);
	lie_in(&e->policy_string, text);
	lie_in(&e->mx_host_pattern, text);
}

static void
check_level(const struct tls_entry *e)
{
	bool names = e->level == TLS_VERIFY || e->level == TLS_SECURE;

	check(e->level != TLS_HALF_DANE && e->level != TLS_UNSAID);
	check(e->tafile.len == 0 || names);
	check(e->match.len == 0 || names || e->level == TLS_FINGERPRINT);
	check(e->policy_failure.at == NULL || e->policy_type.at != NULL);
	check(e->mx_host_pattern.len == 0 || e->policy_type.at != NULL);
	check(e->ignored.len == 0 || e->level == TLS_NONE);
}

static struct span
shown(const struct tls_entry *entry, size_t max, struct arena *arena)
{
	struct str text;
	struct span copy;

	str_init(&text, max);
	tls_entry_show(entry, &text);
	check(!text.full);
	copy = arena_copy(arena, str_span(&text));
	str_clear(&text);
	return copy;
}

static void
check_again(const struct tls_entry *entry, size_t size, struct arena *arena)
{
	struct span text = shown(entry, 16 * size + 64, arena);
	struct dsn why = DSN_IN(arena);
	struct tls_entry same;

	check(tls_entry_read(text, &same, &why));
	check(same.level == entry->level &&
	    same.match.len == entry->match.len &&
	    span_equal(same.protocols, entry->protocols) &&
	    (same.exclude.at == NULL) == (entry->exclude.at == NULL) &&
	    tls_entry_is_sts(&same) == tls_entry_is_sts(entry));
	check(span_equal(shown(&same, 16 * size + 64, arena), text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span text = arena_copy(arena, span_from((const char *)data,
	    size));
	struct dsn why = DSN_IN(arena);
	struct tls_entry entry = { .level = TLS_UNSAID };

	if (tls_entry_read(text, &entry, &why)) {
		check_places(&entry, text);
		check_level(&entry);
		check_again(&entry, size, arena);
	} else {
		check(span_equal(span_of(why.status), SPAN("4.7.5")) &&
		    why.text.len > 0);
		check(entry.level == TLS_UNSAID && entry.match.at == NULL);
	}
	arena_free(&arena);
	return 0;
}
