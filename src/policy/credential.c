/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/credential.h"

#include "auth/netrc.h"

/* by_sender - behaviour 154: his address, then what stands for it */

static bool
by_sender(const struct credential_wish *wish, struct span *value,
    struct dsn *why)
{
	struct search_hit hit = { .value = { 0 } };

	*value = (struct span){ 0 };
	if (wish->sender == NULL)
		return true;
	if (!search_address(&wish->passwords, wish->sender, &wish->way, &hit,
	    why))
		return false;
	*value = hit.value;
	return true;
}

/* look_up - the first key that has a value */

static bool
look_up(const struct credential_wish *wish, struct span *value,
    struct dsn *why)
{
	const struct mapping *map = &wish->passwords;

	return by_sender(wish, value, why) &&
	    (value->len > 0 ||
	    mapping_find(map, wish->host, MAPPING_WHOLE, value, why)) &&
	    (value->len > 0 ||
	    mapping_find(map, wish->nexthop, MAPPING_WHOLE, value, why));
}

/* split - behaviour 156 */

static void
split(struct span value, struct span delimiter, struct credential *credential,
    struct arena *arena)
{
	struct span user = delimiter.len == 0 ? value :
	    span_first(value, span_find(value, delimiter.at[0]));
	size_t n = user.len < value.len ? user.len + 1 : user.len;

	credential->user = arena_copy(arena, user);
	credential->password = secret_copy(span_from_octet(value, n));
}

static bool
by_netrc(const struct credential_wish *wish, struct credential *credential,
    struct dsn *why)
{
	struct netrc_entry entry;
	struct dsn trouble = DSN_IN(why->arena);

	if (!netrc_find_in(wish->netrc, wish->host, SPAN(""), &entry,
	    &trouble))
		return dsn_fail(why, "4.3.0", "%.*s", SPAN_ARG(trouble.text));
	credential->user = entry.user;
	credential->password = entry.password;
	return true;
}

/*
 * by_table - the lookup has an arena of its own, so that nothing of a value
 * that a table made for us outlives it.
 */

static bool
by_table(const struct credential_wish *wish, struct credential *credential,
    struct dsn *why)
{
	struct arena *scratch = arena_new();
	struct dsn trouble = DSN_IN(scratch);
	struct span value;
	bool good = look_up(wish, &value, &trouble);

	if (good && value.len > 0)
		split(value, wish->delimiter, credential, why->arena);
	else if (!good)
		dsn_fail(why, "4.3.0", "%.*s", SPAN_ARG(trouble.text));
	arena_wipe(&scratch);
	return good;
}

bool
credential_find(const struct credential_wish *wish,
    struct credential *credential, struct dsn *why)
{
	struct credential found = { .password = NULL };

	if (!by_table(wish, &found, why))
		return false;
	if (found.password == NULL && wish->netrc != NULL &&
	    !by_netrc(wish, &found, why))
		return false;
	*credential = found;
	return true;
}

void
credential_clear(struct credential *credential)
{
	secret_free(&credential->password);
	*credential = (struct credential){ .password = NULL };
}
