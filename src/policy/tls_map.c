/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_map.h"

#include "table/search.h"

struct span
tls_map_key(const struct nexthop *nexthop)
{
	return nexthop->literal.family == NET_UNIX ? nexthop->literal.path :
	    nexthop->text;
}

bool
tls_map_find(const struct params *p, const struct nexthop *nexthop,
    struct tls_entry *entry, struct span *key, struct dsn *why)
{
	struct span k = tls_map_key(nexthop), value;
	struct dsn trouble = DSN_IN(why->arena);

	if (!search_domain(&p->maps.tls_policy, &k, &value, &trouble))
		return dsn_fail(why, "4.7.5", "%.*s", SPAN_ARG(trouble.text));
	if (k.len > 0 && !tls_entry_read(value, entry, &trouble))
		return dsn_fail(why, "4.7.5", "%.*s: %.*s", SPAN_ARG(k),
		    SPAN_ARG(trouble.text));
	*key = k;
	return true;
}
