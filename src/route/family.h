/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which families of addresses are in use (inet_protocols).
 */
#ifndef ROUTE_FAMILY_H
#define ROUTE_FAMILY_H

#include <stdbool.h>

#include "net/netaddr.h"
#include "param/params.h"

bool family_is_used(const struct params *params, enum net_family family);

/* What to ask the system for: the only family, or NET_NONE for both. */
enum net_family family_wanted(const struct params *params);

#endif
