/* SPDX-License-Identifier: BSD-2-Clause */
#include "deliver/share.h"

#include <string.h>

#include "base/ascii.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"

struct share_limits
share_limits_of(const struct server_limits *server, int64_t recipients,
    bool once)
{
	struct share_limits limits = { .transactions = server->mails,
	    .recipients = server->rcpts, .domains = server->rcpt_domains };
	uint64_t own = recipients > 0 ? (uint64_t)recipients : 0;

	if (own > 0 && (limits.recipients == 0 || own < limits.recipients))
		limits.recipients = own;
	if (once)
		limits.transactions = 1;
	return limits;
}

/* most - how many recipients all transactions together may have */

static uint64_t
most(const struct share_limits *limits)
{
	if (limits->recipients == 0 || limits->transactions == 0 ||
	    limits->transactions > UINT64_MAX / limits->recipients)
		return UINT64_MAX;
	return limits->transactions * limits->recipients;
}

/* What was given away of a session. */
struct shared {
	const struct share_limits *limits;
	uint64_t recipients;
	struct map domains;	/* in lower case */
	struct arena *names;	/* of them */
	struct str name;	/* the one that is looked for */
};

/* fits_domain - it is among those that were begun, or one more may be */

static bool
fits_domain(struct shared *shared, struct span domain)
{
	size_t place;

	if (shared->limits->domains == 0)
		return true;
	/* A name in a map is not empty; in LMTP a domain may be. */
	str_reset(&shared->name);
	str_add_char(&shared->name, '@');
	for (size_t i = 0; i < domain.len; i++)
		str_add_char(&shared->name, ascii_lower(domain.at[i]));
	if (map_get(&shared->domains, str_span(&shared->name), &place))
		return true;
	if (shared->domains.len >= shared->limits->domains)
		return false;
	map_put(&shared->domains, arena_copy(shared->names,
	    str_span(&shared->name)), shared->domains.len);
	return true;
}

static bool
fits(struct shared *shared, const struct recipient *r)
{
	if (shared->recipients >= most(shared->limits) ||
	    !fits_domain(shared, r->address.domain))
		return false;
	shared->recipients++;
	return true;
}

/* divide - open ones to the front of the batch, or to those who wait */

static void
divide(struct shared *shared, struct batch *batch, struct batch *waiting)
{
	size_t served = 0;

	for (size_t i = 0; i < batch->len; i++) {
		struct recipient *r = batch->at[i];

		if (!recipient_is_open(r))
			continue;
		if (fits(shared, r))
			batch->at[served++] = r;
		else
			waiting->at[waiting->len++] = r;
	}
	batch->len = served;
}

void
share_out(const struct share_limits *limits, struct batch *batch,
    struct batch *later)
{
	struct shared shared = { .limits = limits, .names = arena_new() };
	struct batch waiting = { mem_new(batch->len, sizeof(*waiting.at)), 0 };

	str_init(&shared.name, ADDRESS_MAX + 1);
	divide(&shared, batch, &waiting);
	*later = (struct batch){ batch->at + batch->len, waiting.len };
	memcpy(later->at, waiting.at, waiting.len * sizeof(*waiting.at));
	mem_free(&waiting.at);
	map_clear(&shared.domains);
	arena_free(&shared.names);
	str_clear(&shared.name);
}
