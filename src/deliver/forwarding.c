/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What mxput_flags ask for can be known to be impossible, or the sign of a
 * loop, before there is a connection (behaviours 4, 5).
 */
#include "base/ascii.h"
#include "deliver/delivery_internal.h"
#include "os/clock.h"

static void
settle(struct delivery *d, struct recipient *r, const struct dsn *word)
{
	struct dsn dsn = *word;

	dsn.at = clock_now();
	if (d->run->params->soft_bounce)
		dsn = dsn_soften(dsn);
	recipient_remember(r, &dsn);
	recipient_give_up(r);
	outcome_settled(d, r);
}

/* needs_one - behaviour 4: the message would name one of several */

static bool
needs_one(const struct delivery *d)
{
	const struct params *p = d->run->params;

	return (p->flags & (FLAG_DELIVERED_TO | FLAG_ORIGINAL_TO)) != 0 &&
	    d->letter.batch.len > 1 && p->recipient_limit != 1;
}

static void
refuse_all(struct delivery *d)
{
	const struct batch *batch = &d->letter.batch;
	struct dsn why = DSN_IN(d->arena);

	dsn_fail(&why, "4.3.5", "mail system configuration error: with D or O "
	    "in mxput_flags, %s_destination_recipient_limit must be 1",
	    protocol_name(d->run->params->protocol));
	for (size_t i = 0; i < batch->len; i++)
		settle(d, batch->at[i], &why);
}

/* had - one of the lines is this address, in any case */

static bool
had(struct span lines, struct span address)
{
	while (lines.len > 0)
		if (ascii_equal(span_cut(&lines, '\n'), address))
			return true;
	return false;
}

/* check - behaviour 5: the message was delivered to this recipient before */

static void
check(struct delivery *d, struct recipient *r)
{
	const struct generic generic = session_generic(d->run->params);
	struct dsn why = DSN_IN(d->arena);
	struct address outside;
	struct str text;

	if (!generic_map(&generic, &r->address, &outside, &why)) {
		settle(d, r, &why);
		return;
	}
	str_init(&text, ADDRESS_QUOTED_MAX);
	address_add(&text, &outside, true);
	if (had(d->run->delivered_to, str_span(&text))) {
		dsn_fail(&why, "5.4.6", "mail forwarding loop for %s",
		    str_chars(&text));
		settle(d, r, &why);
	}
	str_clear(&text);
}

void
forwarding_check(struct delivery *d)
{
	const struct batch *batch = &d->letter.batch;

	if (d->run->quit_after != STAGE_INPUT)
		return;
	if (needs_one(d))
		refuse_all(d);
	else if ((d->run->params->flags & FLAG_DELIVERED_TO) != 0 &&
	    d->run->delivered_to.len > 0)
		for (size_t i = 0; i < batch->len; i++)
			check(d, batch->at[i]);
}
