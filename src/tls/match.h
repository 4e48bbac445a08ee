/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which names a certificate may have (behaviour 131), and whether one of its
 * names is such a one. Pure.
 */
#ifndef TLS_MATCH_H
#define TLS_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "net/netaddr.h"

enum { REFERENCES_MAX = 64 };

/* A name that will do. */
struct reference {
	struct span name;	/* A-labels; for an address its digits */
	bool below;		/* any name below this one, not itself */
	struct netaddr address;	/* NET_NONE: it is a name */
};

struct references {
	struct reference at[REFERENCES_MAX];
	size_t len;
	bool cut;		/* there were more */
};

/* Whom the names are about. */
struct destination {
	struct span nexthop;	/* the domain or host of the destination,
				 * without [] and port; may be an address */
	struct span host;	/* the server's name */
};

/*
 * Adds one: "nexthop", "dot-nexthop", "hostname" (lower case), a literal
 * name, one with a dot in front, or an address. Dots at the end go. False: it
 * is no name, and stands for none: "." alone, labels that IDNA does not
 * have, NUL.
 */
bool reference_add(struct arena *arena, struct references *references,
    struct span word, const struct destination *destination);

/*
 * Adds every word of a list; words stand apart by commas, blanks and colons.
 * What is no name is passed over, the first of them is *bad, else that is
 * empty. References that are empty match nothing.
 */
void references_read(struct arena *arena, struct references *references,
    struct span list, const struct destination *destination,
    struct span *bad);

/*
 * A DNS name of a certificate is what the reference asks for. A "*" that is
 * the whole leftmost label stands for one label of letters, digits and
 * hyphens, and two labels must follow it. A name with a NUL or anything else
 * that is not printable US-ASCII matches nothing.
 */
bool match_name(const struct reference *reference, struct span name);

/* The octets of an iPAddress (4 or 16) are the reference's. */
bool match_address(const struct reference *reference, struct span octets);

#endif
