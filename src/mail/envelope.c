/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/envelope.h"

#include <string.h>

#include "base/mem.h"
#include "mail/domain.h"

/*
 * name_of - the one name of a mailbox: its local part, a NUL, which stands
 * in no address, and its domain in the form that all spellings share
 */

static struct span
name_of(struct arena *arena, const struct address *address)
{
	struct span local = address->local;
	struct span domain = domain_fold(arena, address->domain);
	char *name = arena_get(arena, local.len + 1 + domain.len, 1);

	if (local.len > 0)
		memcpy(name, local.at, local.len);
	if (domain.len > 0)
		memcpy(name + local.len + 1, domain.at, domain.len);
	return span_from(name, local.len + 1 + domain.len);
}

void
envelope_add(struct envelope *envelope, const struct recipient *r)
{
	struct recipient *added;
	struct span name;
	size_t place = envelope->recipients.len;

	if (envelope->names == NULL)
		envelope->names = arena_new();
	name = name_of(envelope->names, &r->address);
	if (map_get(&envelope->known, name, &place))
		return;
	map_put(&envelope->known, name, place);
	added = vec_add(&envelope->recipients);
	*added = *r;
	added->number = place;
}

void
envelope_add_nobody(struct envelope *envelope)
{
	must(envelope->recipients.len == 0);
	*vec_add(&envelope->recipients) = (struct recipient){ .nobody = true };
}

bool
envelope_is_utf8(const struct envelope *envelope)
{
	if (address_is_utf8(&envelope->sender))
		return true;
	for (size_t i = 0; i < envelope->recipients.len; i++)
		if (address_is_utf8(&envelope->recipients.at[i].address))
			return true;
	return false;
}

void
envelope_clear(struct envelope *envelope)
{
	vec_clear(&envelope->recipients);
	map_clear(&envelope->known);
	arena_free(&envelope->names);
	*envelope = (struct envelope){ 0 };
}
