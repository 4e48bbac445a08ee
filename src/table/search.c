/* SPDX-License-Identifier: BSD-2-Clause */
#include "table/search.h"

#include "base/ascii.h"
#include "base/str.h"
#include "mail/domain.h"

/* parent_of - the domain above, with its dot; empty: there is none */

static struct span
parent_of(struct span domain)
{
	struct span rest = span_from_octet(domain, 1);

	return span_from_octet(rest, span_find(rest, '.'));
}

bool
search_domain(const struct mapping *mapping, struct span *key,
    struct span *value, struct dsn *why)
{
	bool is_host = domain_is_host(*key);
	struct span k = *key, found;

	if (!mapping_find(mapping, k, MAPPING_WHOLE, &found, why))
		return false;
	while (found.len == 0 && is_host && (k = parent_of(k)).len > 0)
		if (!mapping_find(mapping, k, MAPPING_WHOLE, &found, why))
			return false;
	*key = found.len > 0 ? k : (struct span){ 0 };
	*value = found;
	return true;
}

/* An address on its way through its keys. */
struct chase {
	const struct mapping *mapping;
	struct span extension;	/* of the key that is asked */
	struct search_hit hit;
};

/* try - one key; nothing is asked any more when there is a value */

static bool
try(struct chase *c, struct span key, enum mapping_key part, struct dsn *why)
{
	if (c->hit.value.len > 0)
		return true;
	if (!mapping_find(c->mapping, key, part, &c->hit.value, why))
		return false;
	if (c->hit.value.len > 0)
		c->hit.extension = c->extension;
	return true;
}

/* try_address - with the quotes that it needs, then without them */

static bool
try_address(struct chase *c, const struct address *address,
    enum mapping_key part, struct dsn *why)
{
	struct str quoted, plain;
	bool good;

	str_init(&quoted, ADDRESS_QUOTED_MAX + address->domain.len + 1);
	str_init(&plain, ADDRESS_QUOTED_MAX + address->domain.len + 1);
	address_add(&quoted, address, true);
	address_add(&plain, address, false);
	good = try(c, str_span(&quoted), part, why);
	if (good && !span_equal(str_span(&quoted), str_span(&plain)))
		good = try(c, str_span(&plain), part, why);
	str_clear(&quoted);
	str_clear(&plain);
	return good;
}

/* is_whole - local parts that have no extension whatever stands in them */

static bool
is_whole(struct span local, const struct search_way *way)
{
	if (ascii_equal(local, SPAN("mailer-daemon")) ||
	    ascii_equal(local, SPAN("double-bounce")))
		return true;
	return span_find(way->delimiters, '-') < way->delimiters.len &&
	    (ascii_starts(local, SPAN("owner-")) || (local.len >= 8 &&
	    ascii_equal(span_from_octet(local, local.len - 8),
	    SPAN("-request"))));
}

/* without_extension - false: it has none */

static bool
without_extension(const struct address *address,
    const struct search_way *way, struct address *bare)
{
	size_t n = 0;

	if (is_whole(address->local, way))
		return false;
	while (n < address->local.len && span_find(way->delimiters,
	    address->local.at[n]) == way->delimiters.len)
		n++;
	if (n == 0 || n == address->local.len)
		return false;
	*bare = (struct address){ span_first(address->local, n),
	    address->domain };
	return true;
}

/* try_both - the address whole, then without its extension */

static bool
try_both(struct chase *c, const struct address *address,
    const struct search_way *way, enum mapping_key part, struct dsn *why)
{
	struct address bare;

	c->extension = (struct span){ 0 };
	if (!try_address(c, address, part, why))
		return false;
	if (!without_extension(address, way, &bare))
		return true;
	c->extension = span_from_octet(address->local, bare.local.len);
	return try_address(c, &bare, MAPPING_PART, why);
}

static bool
try_domain(struct chase *c, struct span domain, struct dsn *why)
{
	c->extension = (struct span){ 0 };
	return domain.len == 0 || try(c, arena_text(why->arena, "@%.*s",
	    SPAN_ARG(domain)), MAPPING_PART, why);
}

bool
search_address(const struct mapping *mapping, const struct address *address,
    const struct search_way *way, struct search_hit *hit, struct dsn *why)
{
	struct chase c = { .mapping = mapping };
	struct address user = { address->local, { 0 } };

	if (!try_both(&c, address, way, MAPPING_WHOLE, why))
		return false;
	if (address->domain.len > 0 && way->local &&
	    !try_both(&c, &user, way, MAPPING_PART, why))
		return false;
	if (!try_domain(&c, address->domain, why))
		return false;
	*hit = c.hit;
	return true;
}
