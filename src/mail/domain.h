/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host and domain names as Postfix checks them (behaviour 12), address
 * literals (RFC 5321 section 4.1.3), and A-labels (RFC 5890). The only file
 * that knows libidn2 is domain.c.
 */
#ifndef MAIL_DOMAIN_H
#define MAIL_DOMAIN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

enum { DOMAIN_MAX = 255, DOMAIN_LABEL_MAX = 63 };	/* octets */

/*
 * Labels of letters, digits, '_' and '-' (not first or last), 1 to 63 octets
 * each, 255 in all, none empty, no dot at the end, not only digits and dots.
 */
bool domain_is_host(struct span name);

/* Digits and dots only: what must be an IPv4 address or is nothing. */
bool domain_is_numeric(struct span name);

/* Four numbers of at most three digits, each up to 255. */
bool domain_is_ipv4(struct span text);

/* Eight groups, or fewer on both sides of one "::" (RFC 4291 section 2.2); no
 * scope. */
bool domain_is_ipv6(struct span text);

/*
 * "[192.0.2.1]", "[IPv6:2001:db8::1]", or "[tag:anything printable]" for a
 * tag that we do not know.
 */
bool domain_is_literal(struct span name);

/*
 * What may stand behind the @ of an address: a literal, or labels as those
 * of domain_is_host, except that they may be all digits, and that they may
 * hold characters beyond US-ASCII (RFC 6531 section 3.3), which nobody
 * measures or looks up here.
 */
bool domain_is_good(struct span name);

/*
 * The A-label form (IDNA 2008 with UTS 46 mapping, non-transitional); an
 * ASCII name is returned as it is, case kept. False: it cannot be converted,
 * or not to a host name.
 */
bool domain_to_ascii(struct arena *arena, struct span name,
    struct span *ascii);

/* The one form that all spellings of a domain share: A-labels in lower case,
 * or the same octets but for A to Z where there are none. */
struct span domain_fold(struct arena *arena, struct span name);

#endif
