/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/here.h"

#include "base/ascii.h"
#include "route/family.h"

/* A list that is being read. */
struct list {
	const struct here_setup *setup;
	const char *parameter;
	bool is_own;		/* "all" and "loopback-only" mean something */
	struct interfaces *to;
};

static bool
is_among(const struct interfaces *list, const struct netaddr *addr)
{
	for (size_t i = 0; i < list->len; i++)
		if (netaddr_equal(&list->at[i], addr))
			return true;
	return false;
}

/* add - those of several addresses that are of families in use, and new */

static void
add(struct list *list, const struct netaddr *more, size_t len,
    struct arena *arena)
{
	struct interfaces *to = list->to;
	struct netaddr *at = arena_get(arena, to->len + len, sizeof(*at));

	if (to->len > 0)
		memcpy(at, to->at, to->len * sizeof(*at));
	to->at = at;
	for (size_t i = 0; i < len; i++)
		if (family_is_used(list->setup->params, more[i].family) &&
		    !is_among(to, &more[i]))
			to->at[to->len++] = more[i];
}

/* add_system - the addresses that the system knows of */

static bool
add_system(struct list *list, bool only_loopback, struct dsn *why)
{
	struct interfaces all;
	size_t len = 0;

	if (!list->setup->interfaces(&all, why))
		return false;
	for (size_t i = 0; i < all.len; i++)
		if (!only_loopback || netaddr_is_loopback(&all.at[i]))
			all.at[len++] = all.at[i];
	add(list, all.at, len, why->arena);
	return true;
}

static bool
add_host(struct list *list, struct span name, struct dsn *why)
{
	struct native_addresses found;

	if (!list->setup->native(name, family_wanted(list->setup->params),
	    &found, why))
		return false;
	add(list, found.at, found.len, why->arena);
	return true;
}

static bool
add_word(struct list *list, struct span word, struct dsn *why)
{
	struct netaddr addr;

	if (list->is_own && span_equal(word, SPAN("all")))
		return add_system(list, false, why);
	if (list->is_own && span_equal(word, SPAN("loopback-only")))
		return add_system(list, true, why);
	if (word.len > 2 && word.at[0] == '[' && word.at[word.len - 1] == ']')
		word = span_from(word.at + 1, word.len - 2);
	if (netaddr_parse(word, &addr)) {
		add(list, &addr, 1, why->arena);
		return true;
	}
	return add_host(list, word, why);
}

static bool
read_list(struct list *list, struct span text, struct dsn *why)
{
	struct dsn trouble = DSN_IN(why->arena);
	struct span word;

	*list->to = (struct interfaces){ 0 };
	while (ascii_word(&text, ", \t\r\n", &word))
		if (!add_word(list, word, &trouble))
			return dsn_fail(why, "5.3.5", "%s = %.*s: %.*s",
			    list->parameter, SPAN_ARG(word),
			    SPAN_ARG(trouble.text));
	return true;
}

bool
here_find(const struct here_setup *setup, struct here *here, struct dsn *why)
{
	struct list own = { setup, "inet_interfaces", true, &here->own };
	struct list proxies = { setup, "proxy_interfaces", false,
	    &here->proxies };

	return read_list(&own, setup->params->inet_interfaces, why) &&
	    read_list(&proxies, setup->params->proxy_interfaces, why);
}

bool
here_is(const struct here *here, const struct netaddr *addr)
{
	return is_among(&here->own, addr) || is_among(&here->proxies, addr);
}

bool
here_source(const struct here *here, enum net_family family,
    struct netaddr *source)
{
	const struct netaddr *found = NULL;

	for (size_t i = 0; i < here->own.len; i++) {
		if (here->own.at[i].family != family)
			continue;
		if (found != NULL)
			return false;
		found = &here->own.at[i];
	}
	if (found == NULL || netaddr_is_loopback(found))
		return false;
	*source = *found;
	return true;
}
