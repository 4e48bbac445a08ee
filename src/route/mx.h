/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mail exchangers of a domain (RFC 5321 section 5, RFC 7505; behaviours 21
 * to 26).
 */
#ifndef ROUTE_MX_H
#define ROUTE_MX_H

#include <stdbool.h>

#include "route/hosts.h"

/*
 * The hosts that take mail for nexthop->host, in the arena of *why. False:
 * nobody does, or it cannot be found out.
 */
bool mx_look_up(const struct route_setup *setup, struct hosts *hosts,
    struct dsn *why) MUST_USE;

#endif
