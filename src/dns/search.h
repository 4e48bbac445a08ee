/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short names and the domains that may stand behind them, as res_search(3)
 * has it: what smtp_dns_resolver_options asks for. Pure.
 */
#ifndef DNS_SEARCH_H
#define DNS_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "dns/resolv_conf.h"

struct search {
	bool defnames;		/* a name without a dot gets a domain */
	bool dnsrch;		/* each domain of the list is tried */
	unsigned ndots;		/* a name with so many dots is first tried as
				 * it is */
	const struct span *domains;
	size_t len;
};

enum { SEARCH_NAMES_MAX = RESOLV_SEARCH_MAX + 1 };

/*
 * The names to ask for, in this order, until one is there: at least one, at
 * most SEARCH_NAMES_MAX, in the arena.
 */
size_t search_names(const struct search *search, struct span name,
    struct arena *arena, const struct span **names);

#endif
