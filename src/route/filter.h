/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smtp_dns_reply_filter (behaviour 32): records are shown to tables as text,
 * and dropped where these say so.
 */
#ifndef ROUTE_FILTER_H
#define ROUTE_FILTER_H

#include "route/draft.h"

/*
 * As resolver_ask. An answer that loses records is a copy in the arena;
 * ANSWER_FILTERED: it lost all; ANSWER_FILTER_TROUBLE: a table could not say,
 * or said what is no action.
 */
void filter_ask(struct draft *draft, struct lookup *lookups, size_t len);

#endif
