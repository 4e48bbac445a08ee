/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/search.h"

#include "unit/tap.h"

static const struct {
	const char *title;
	bool defnames, dnsrch;
	unsigned ndots;
	const char *name, *list, *names;
} rows[] = {
	{ "without options", false, false, 1, "mx", "a.test b.test", "mx" },
	{ "res_defnames: a name without a dot, the first domain", true, false,
	    1, "mx", "a.test b.test", "mx.a.test mx" },
	{ "res_defnames: not behind a dot", true, false, 1, "mx.x",
	    "a.test b.test", "mx.x" },
	{ "res_dnsrch: behind a dot, the whole list", false, true, 1, "mx.x",
	    "a.test b.test", "mx.x mx.x.a.test mx.x.b.test" },
	{ "res_dnsrch: not a name without a dot", false, true, 1, "mx",
	    "a.test b.test", "mx" },
	{ "both: a name without a dot, the whole list", true, true, 1, "mx",
	    "a.test b.test", "mx.a.test mx.b.test mx" },
	{ "ndots: what has fewer dots comes last as it is", true, true, 2,
	    "mx.x", "a.test", "mx.x.a.test mx.x" },
	{ "ndots 0: as it is comes first", true, true, 0, "mx", "a.test",
	    "mx mx.a.test" },
	{ "no list", true, true, 1, "mx", "", "mx" },
	{ "a domain with a dot at its end", true, true, 1, "mx", "a.test.",
	    "mx.a.test mx" },
	{ "the root as a domain", true, true, 1, "mx", ".", "mx mx" },
};

int
main(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct span list = span_of(rows[i].list), got = { 0 };
		struct span domains[4];
		struct search search = { .defnames = rows[i].defnames,
		    .dnsrch = rows[i].dnsrch, .ndots = rows[i].ndots,
		    .domains = domains };
		const struct span *names;
		size_t len;

		while (list.len > 0)
			domains[search.len++] = span_cut(&list, ' ');
		len = search_names(&search, span_of(rows[i].name), arena,
		    &names);
		for (size_t n = 0; n < len; n++)
			got = arena_text(arena, "%.*s%s%.*s", SPAN_ARG(got),
			    n > 0 ? " " : "", SPAN_ARG(names[n]));
		is_text(got, rows[i].names, rows[i].title);
	}
	arena_free(&arena);
	return tap_done();
}
