/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The order in which candidates are tried.
 */
#ifndef ROUTE_ORDER_H
#define ROUTE_ORDER_H

#include "route/draft.h"

/*
 * By preference; within one in random order, but the preferred family first
 * (behaviours 35, 36). Those of SRV records have their order already (43).
 */
void order_sort(struct draft *draft);

/*
 * smtp_balance_inet_protocols (behaviour 37): leaves candidates out so that
 * the first smtp_mx_address_limit are of both families.
 */
void order_balance(struct draft *draft);

/*
 * Lets families take turns among candidates of one preference, beginning with
 * that of the first (RFC 8305 section 4), where several are tried at once;
 * those of SRV records only within a host.
 */
void order_interleave(struct draft *draft);

#endif
