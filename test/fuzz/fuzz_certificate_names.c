/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two lines: a name that is asked for, and a name of a certificate. They fit
 * each other only if, label by label and from the right, they are the same,
 * and what is left is a star for one label or, below a domain, anything. The
 * whole input as a certificate does no harm.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "tls/library.h"
#include "tls/peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

/* last_label - cuts it off, with its dot */

static struct span
last_label(struct span *name)
{
	size_t dot = span_find_last(*name, '.');
	struct span label = dot == name->len ? *name :
	    span_from_octet(*name, dot + 1);

	*name = span_first(*name, dot == name->len ? 0 : dot);
	return label;
}

static size_t
labels(struct span name)
{
	size_t n = 1;

	for (size_t i = 0; i < name.len; i++)
		n += name.at[i] == '.';
	return name.len == 0 ? 0 : n;
}

/* may_fit - worked out from the right, label by label */

static bool
may_fit(const struct reference *reference, struct span name)
{
	struct span wanted = reference->name;
	size_t same = 0;

	if (span_find(name, '\0') < name.len || name.len == 0)
		return false;
	while (wanted.len > 0 && name.len > 0) {
		struct span rest = name, ask = wanted;

		if (!ascii_equal(last_label(&rest), last_label(&ask)))
			break;
		name = rest;
		wanted = ask;
		same++;
	}
	if (reference->below)
		return wanted.len == 0 && name.len > 0;
	if (wanted.len == 0 && name.len == 0)
		return true;
	return span_equal(name, SPAN("*")) && labels(wanted) == 1 &&
	    same >= 2;
}

static void
check_names(struct arena *arena, struct span text)
{
	struct destination destination = { SPAN("next.test"),
	    SPAN("host.test") };
	struct references references = { .len = 0 };
	struct span word = span_cut(&text, '\n'), name = text;

	if (!reference_add(arena, &references, word, &destination))
		return;
	check(references.len == 1 && references.at[0].name.len > 0);
	if (match_name(&references.at[0], name))
		check(may_fit(&references.at[0], name));
	if (references.at[0].address.family != NET_NONE)
		check(!match_name(&references.at[0], word));
	else if (!references.at[0].below && references.at[0].name.at[0] != '*')
		check(match_name(&references.at[0], references.at[0].name));
}

static void
check_certificate(struct arena *arena, struct span text)
{
	struct references names = { .len = 0 };
	struct peer_chain chain = { &text, 1 };
	struct peer_demand demand = { .names = &names };
	struct notes notes = { .arena = arena };

	check(peer_check_names(arena, &chain, &demand, &notes).standing ==
	    STANDING_UNTRUSTED);
	peer_describe(&chain, &notes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct span text = span_from((const char *)data, size);
	struct dsn why = DSN_IN(arena);
	static bool started;

	if (size < 2000)
		check_names(arena, text);
	if (!started)
		check(library_start(&why));
	started = true;
	check_certificate(arena, text);
	arena_free(&arena);
	return 0;
}
