/* SPDX-License-Identifier: BSD-2-Clause */
#include "route/family.h"

bool
family_is_used(const struct params *params, enum net_family family)
{
	return (family == NET_INET && params->inet_protocols & INET_IPV4) ||
	    (family == NET_INET6 && params->inet_protocols & INET_IPV6);
}

enum net_family
family_wanted(const struct params *params)
{
	if (params->inet_protocols == INET_IPV4)
		return NET_INET;
	return params->inet_protocols == INET_IPV6 ? NET_INET6 : NET_NONE;
}
