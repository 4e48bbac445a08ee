/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/recipient.h"

#include <string.h>

#include "base/mem.h"

static void
settle(struct recipient *r, enum fate fate, const struct dsn *verdict)
{
	must(r->fate == FATE_OPEN);
	r->fate = fate;
	r->dsn = *verdict;
}

static void
note(struct recipient *r, const struct dsn *word)
{
	must(r->fate == FATE_OPEN);
	must(dsn_class(word) == '4' || dsn_class(word) == '5');
	r->dsn = r->word = *word;
	if (dsn_class(word) == '4')
		r->soft = *word;
}

void
recipient_judge(struct recipient *r, const struct dsn *dsn)
{
	must(r->fate == FATE_OPEN && dsn_is_said(dsn));
	r->in_doubt = false;
	r->word = *dsn;
	if (dsn_class(dsn) == '2')
		settle(r, FATE_SENT, dsn);
	else if (dsn_class(dsn) == '4')
		note(r, dsn);
	else if (r->was_in_doubt)
		settle(r, FATE_DEFERRED, &r->doubt);
	else
		settle(r, FATE_BOUNCED, dsn);
}

void
recipient_reach(struct recipient *r, const struct dsn *word)
{
	must(dsn_class(word) == '2' && !r->in_doubt && !r->was_in_doubt);
	r->word = *word;
	settle(r, FATE_DELIVERABLE, word);
}

void
recipient_set_aside(struct recipient *r)
{
	must(r->fate == FATE_DELIVERABLE || r->fate == FATE_BOUNCED);
	if (r->set_aside == FATE_OPEN || (r->fate == FATE_DELIVERABLE &&
	    r->set_aside == FATE_BOUNCED)) {
		r->set_aside = r->fate;
		r->verdict = r->dsn;
	}
	r->fate = FATE_OPEN;
}

void
recipient_remember(struct recipient *r, const struct dsn *why)
{
	static const char lost[] = "4.4.2";

	note(r, why);
	if (r->in_doubt && !r->was_in_doubt) {
		r->was_in_doubt = true;
		r->doubt = *why;
		memcpy(r->doubt.status, lost, sizeof(lost));
	}
	r->in_doubt = false;
}

void
recipient_give_up(struct recipient *r)
{
	must(dsn_is_said(&r->dsn) && !r->in_doubt);
	if (r->was_in_doubt)
		settle(r, FATE_DEFERRED, &r->doubt);
	else if (r->set_aside != FATE_OPEN)
		settle(r, r->set_aside, &r->verdict);
	else if (dsn_is_said(&r->soft))
		settle(r, FATE_DEFERRED,
		    dsn_class(&r->dsn) == '4' ? &r->dsn : &r->soft);
	else
		settle(r, FATE_BOUNCED, &r->dsn);
}

void
recipient_doubt(struct recipient *r)
{
	must(r->fate == FATE_OPEN);
	r->in_doubt = true;
}

void
recipient_undoubt(struct recipient *r)
{
	must(r->fate == FATE_OPEN && r->in_doubt);
	r->in_doubt = false;
}

void
recipient_refile(struct recipient *r, const struct dsn *to)
{
	bool good = recipient_is_good(r);

	must(!recipient_is_open(r) && !recipient_is_unknown(r));
	must(good == (dsn_class(to) == '2'));
	if (!good)
		r->fate = dsn_class(to) == '5' ? FATE_BOUNCED : FATE_DEFERRED;
	r->dsn = *to;
}
