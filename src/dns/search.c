/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/search.h"

static size_t
dots_in(struct span name)
{
	size_t dots = 0;

	for (size_t i = 0; i < name.len; i++)
		dots += name.at[i] == '.';
	return dots;
}

/* domains_for - how many of the list are tried */

static size_t
domains_for(const struct search *search, size_t dots)
{
	if (dots == 0 ? !search->defnames : !search->dnsrch)
		return 0;
	return search->dnsrch || search->len == 0 ? search->len : 1;
}

/* under - the name in a domain; the root leaves it as it is */

static struct span
under(struct arena *arena, struct span name, struct span domain)
{
	if (domain.len > 0 && domain.at[domain.len - 1] == '.')
		domain.len--;
	return domain.len == 0 ? name : arena_text(arena, "%.*s.%.*s",
	    SPAN_ARG(name), SPAN_ARG(domain));
}

size_t
search_names(const struct search *search, struct span name,
    struct arena *arena, const struct span **names)
{
	size_t dots = dots_in(name), domains = domains_for(search, dots);
	bool first = dots >= search->ndots;
	struct span *at = arena_get(arena, domains + 1, sizeof(*at));
	size_t len = 0;

	if (first)
		at[len++] = name;
	for (size_t i = 0; i < domains; i++)
		at[len++] = under(arena, name, search->domains[i]);
	if (!first)
		at[len++] = name;
	*names = at;
	return len;
}
