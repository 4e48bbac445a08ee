/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/netaddr.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "base/num.h"

enum { TEXT_MAX = 64 };		/* octets of an address or a scope, and NUL */

/* terminate - a copy with a NUL, as the C library wants it */

static bool
terminate(struct span s, char text[TEXT_MAX])
{
	if (s.len >= TEXT_MAX || span_find(s, '\0') < s.len)
		return false;
	if (s.len > 0)
		memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	return true;
}

/* read_scope - the number of an interface (RFC 4007 section 11); Linux looks
 * at names only up to a colon, which no name holds */

static bool
read_scope(struct span s, uint32_t *scope)
{
	char text[TEXT_MAX];
	uint64_t number;

	if (num_unsigned(s, &number)) {
		*scope = (uint32_t)number;
		return number <= UINT32_MAX;
	}
	if (!terminate(s, text))
		return false;
	if (span_find(s, ':') < s.len)
		return false;
	*scope = if_nametoindex(text);
	return *scope != 0;
}

static bool
read_inet6(struct span s, struct netaddr *addr)
{
	size_t n = span_find(s, '%');
	char text[TEXT_MAX];

	addr->family = NET_INET6;
	if (n < s.len && !read_scope(span_from_octet(s, n + 1), &addr->scope))
		return false;
	return terminate(span_first(s, n), text) &&
	    inet_pton(AF_INET6, text, addr->octets) == 1;
}

static bool
read_inet(struct span s, struct netaddr *addr)
{
	char text[TEXT_MAX];

	addr->family = NET_INET;
	return terminate(s, text) &&
	    inet_pton(AF_INET, text, addr->octets) == 1;
}

bool
netaddr_parse(struct span text, struct netaddr *addr)
{
	struct netaddr a = { .family = NET_NONE };

	if (span_find(text, ':') < text.len ? !read_inet6(text, &a) :
	    !read_inet(text, &a))
		return false;
	*addr = a;
	return true;
}

static size_t
octets_of(enum net_family family)
{
	switch (family) {
	case NET_INET:
		return 4;
	case NET_INET6:
		return 16;
	case NET_NONE:
	case NET_UNIX:
		break;
	}
	return 0;
}

struct netaddr
netaddr_from_octets(enum net_family family, const unsigned char *octets,
    uint16_t port)
{
	struct netaddr addr = { .family = family, .port = port };

	memcpy(addr.octets, octets, octets_of(family));
	return addr;
}

/* add_scope - the interface by its name, or by its number if it has none */

static struct span
add_scope(struct arena *arena, const char *text, uint32_t scope)
{
	char name[IF_NAMESIZE];

	if (if_indextoname(scope, name) != NULL)
		return arena_text(arena, "%s%%%s", text, name);
	return arena_text(arena, "%s%%%lu", text, (unsigned long)scope);
}

struct span
netaddr_text(struct arena *arena, const struct netaddr *addr)
{
	int family = addr->family == NET_INET ? AF_INET : AF_INET6;
	char text[TEXT_MAX];

	if (addr->family == NET_UNIX)
		return arena_copy(arena, addr->path);
	if (addr->family == NET_NONE ||
	    inet_ntop(family, addr->octets, text, sizeof(text)) == NULL)
		return SPAN("none");
	if (addr->family == NET_INET6 && addr->scope != 0)
		return add_scope(arena, text, addr->scope);
	return arena_copy(arena, span_of(text));
}

bool
netaddr_equal(const struct netaddr *a, const struct netaddr *b)
{
	return a->family == b->family && a->scope == b->scope &&
	    memcmp(a->octets, b->octets, octets_of(a->family)) == 0 &&
	    span_equal(a->path, b->path);
}

bool
netaddr_is_loopback(const struct netaddr *addr)
{
	static const unsigned char one[16] = { [15] = 1 };

	if (addr->family == NET_INET)
		return addr->octets[0] == 127;
	return addr->family == NET_INET6 && memcmp(addr->octets, one, 16) == 0;
}
