/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short forms of destinations, into the syntax of smtp(8). Pure.
 */
#ifndef CMD_URL_H
#define CMD_URL_H

#include <stdbool.h>

#include "base/dsn.h"
#include "base/span.h"

/*
 * A list of destinations, comma or blank between them, in which URLs are
 * replaced: smtp://host[:port] and lmtp://host[:port] are [host]:port (a
 * trailing "/" is fine), smtps://host[:port] is smtps:[host]:port (see
 * route/nexthop.h), lmtp:///path, which must stand alone, is unix:/path.
 * Everything else stays as it is, unchecked. The text lives in the arena of
 * *why. False: there is no destination in the list, or a URL is malformed,
 * holds user information, is of another protocol than one before it, or is of
 * a scheme that is not known; *why says which.
 */
bool url_destinations(struct span list, struct span *destinations,
    struct dsn *why) MUST_USE;

/* One of them is an lmtp:// URL. */
bool url_asks_lmtp(struct span list);

/* HOST[:PORT], of which an IPv6 address with a port stands in brackets, as
 * [HOST]:PORT. False: there is no host, or it can be none. */
bool url_server(struct span server, struct span *destination,
    struct dsn *why) MUST_USE;

#endif
