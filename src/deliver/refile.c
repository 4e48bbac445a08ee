/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smtp_delivery_status_filter (behaviour 233 as observed): once for each
 * recipient, just before its result is told. soft_bounce comes after it (63):
 * the filter sees a status before it is softened, and what it makes permanent
 * is softened.
 */
#include <string.h>

#include "base/mem.h"
#include "deliver/delivery_internal.h"

/* read_status - the code that a value begins with, and the text behind it */

static bool
read_status(struct span value, struct dsn *dsn)
{
	struct span status = span_cut(&value, ' ');

	if (!dsn_status_is_good(status))
		return false;
	memcpy(dsn->status, status.at, status.len);
	dsn->status[status.len] = '\0';
	dsn->text = span_trim(value);
	return true;
}

static struct dsn
hardened(struct dsn dsn)
{
	if (dsn.softened)
		dsn = dsn_as(dsn, '5');
	dsn.softened = false;
	return dsn;
}

static void
refuse(const struct delivery *d, const char *why, struct span value)
{
	tellf(d->teller, EVENT_WARNING, "smtp_delivery_status_filter: %s: "
	    "\"%.*s\"", why, SPAN_ARG(value));
}

void
refile(struct delivery *d, struct recipient *r)
{
	const struct mapping *filter =
	    &d->run->params->maps.delivery_status_filter;
	struct dsn trouble = DSN_IN(d->arena), to = hardened(r->dsn);
	struct span value;

	if (mapping_is_empty(filter) || recipient_is_unknown(r))
		return;
	if (!mapping_find(filter, arena_text(d->arena, "%s %.*s",
	    to.status, SPAN_ARG(to.text)), MAPPING_WHOLE, &value,
	    &trouble)) {
		refuse(d, "it cannot say", trouble.text);
		return;
	}
	if (value.len == 0)
		return;
	if (!read_status(value, &to))
		refuse(d, "this does not begin with a status", value);
	else if ((dsn_class(&to) == '2') != recipient_is_good(r))
		refuse(d, "success and failure cannot be exchanged", value);
	else {
		if (d->run->params->soft_bounce)
			to = dsn_soften(to);
		recipient_refile(r, &to);
	}
}
