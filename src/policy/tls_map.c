/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/tls_map.h"

#include "mail/domain.h"

struct span
tls_map_key(const struct nexthop *nexthop)
{
	return nexthop->literal.family == NET_UNIX ? nexthop->literal.path :
	    nexthop->text;
}

/* next_key - the domain above, with its dot; false: there is none */

static bool
next_key(struct span *key)
{
	struct span rest = span_from_octet(*key, 1);
	size_t dot = span_find(rest, '.');

	*key = span_from_octet(rest, dot);
	return dot < rest.len;
}

/* ask - the value of the first key that has one: every table is asked for a
 * key before the next key is (101 as observed) */

static bool
ask(const struct mapping *map, struct span *key, struct span *value,
    struct dsn *why)
{
	bool is_domain = domain_is_host(*key);

	do {
		if (!mapping_find(map, *key, MAPPING_WHOLE, value, why))
			return false;
		if (value->len > 0)
			return true;
	} while (is_domain && next_key(key));
	*key = (struct span){ 0 };
	return true;
}

bool
tls_map_find(const struct params *p, const struct nexthop *nexthop,
    struct tls_entry *entry, struct span *key, struct dsn *why)
{
	struct span k = tls_map_key(nexthop), value = { 0 };
	struct dsn trouble = DSN_IN(why->arena);

	if (!ask(&p->maps.tls_policy, &k, &value, &trouble))
		return dsn_fail(why, "4.7.5", "%.*s", SPAN_ARG(trouble.text));
	if (k.len > 0 && !tls_entry_read(value, entry, &trouble))
		return dsn_fail(why, "4.7.5", "%.*s: %.*s", SPAN_ARG(k),
		    SPAN_ARG(trouble.text));
	*key = k;
	return true;
}
