/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mail exchangers of a domain (RFC 5321 section 5, RFC 7505; behaviours 21
 * to 26).
 */
#ifndef ROUTE_MX_H
#define ROUTE_MX_H

#include <stdbool.h>

#include "route/draft.h"

/*
 * The hosts that take mail for the host of the next hop: what its MX records
 * name, best first and in the order of the DNS within one preference; or
 * itself, if there are none, or none are to be asked for. False: nobody does,
 * or it cannot be found out.
 */
bool mx_look_up(struct draft *draft, struct dsn *why) MUST_USE;

#endif
