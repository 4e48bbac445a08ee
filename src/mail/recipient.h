/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A recipient and its fate.
 *
 * A recipient is open until a server takes the message for it, a server
 * refuses it for good, or no server is left. What is said meanwhile is
 * remembered. Each recipient is settled exactly once; settling it again is a
 * bug of this program.
 *
 * Doubt (deviation D3): from the moment the last octet of the message may
 * have left until a complete, well-formed reply about this recipient was
 * read, the message may have been delivered. If that reply never comes the
 * recipient stays open, other hosts are tried, but unless one of them
 * delivers nobody knows what became of it, whatever they say.
 */
#ifndef MAIL_RECIPIENT_H
#define MAIL_RECIPIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "mail/address.h"

enum fate {
	FATE_OPEN,		/* the zero value */
	FATE_SENT,
	FATE_DELIVERABLE,	/* all went well as far as was asked for, and
				 * nothing was sent (--quit-after) */
	FATE_DEFERRED,
	FATE_BOUNCED,
};

/* RFC 3461 section 4.1; 0 is the absence of NOTIFY. */
enum {
	NOTIFY_SUCCESS = 1,
	NOTIFY_FAILURE = 2,
	NOTIFY_DELAY = 4,
	NOTIFY_NEVER = 8,
};

struct recipient {
	struct span given;	/* as the user wrote it; what results show */
	struct address address;
	struct span orcpt;	/* RFC 3461 "type;xtext", or empty */
	unsigned notify;	/* NOTIFY_ bits */
	size_t number;		/* its place among all recipients, from 0 */
	bool nobody;		/* has no address and is never named to a
				 * server: it stands for its destination */

	enum fate fate;
	bool in_doubt;		/* the message may have left, no reply yet */
	bool was_in_doubt;	/* a server was left in doubt */
	struct dsn dsn;		/* the last word; the verdict once settled */
	struct dsn word;	/* the last word, whatever the verdict is */
	struct dsn soft;	/* the last temporary word, if any */
	struct dsn doubt;	/* the word that left it in doubt */
	enum fate set_aside;	/* the best verdict of one host of several;
				 * open: none */
	struct dsn verdict;	/* its word */
};

/*
 * A server spoke about this recipient: 2.x.x sends, 5.x.x bounces, 4.x.x is
 * remembered. Ends the doubt about this server. A 5.x.x about a recipient
 * that was in doubt at an earlier server settles it as deferred with the
 * doubt's word.
 */
void recipient_judge(struct recipient *r, const struct dsn *dsn);

/*
 * A server went as far with this recipient as was asked for: it is
 * deliverable. The word has class 2.
 */
void recipient_reach(struct recipient *r, const struct dsn *word);

/*
 * The verdict of a settled recipient is only that of one host of several that
 * are all asked (--all-hosts): it is open again. recipient_give_up comes back
 * to the best one: the first that said deliverable, else the first refusal.
 */
void recipient_set_aside(struct recipient *r);

/*
 * This server is no use, another may be: remembers why, whatever its class.
 * A recipient in doubt stays so for good, and the word that left it so has
 * the status 4.4.2, whatever ended the session.
 */
void recipient_remember(struct recipient *r, const struct dsn *why);

/*
 * No server is left: the doubt's word becomes the verdict if there is one;
 * else one that was set aside; else the last word, but where that is permanent
 * and a temporary one came before it, the temporary one (deviation D17). No
 * word at all is a bug.
 */
void recipient_give_up(struct recipient *r);

/* The last octet of the message may have left, or is about to. */
void recipient_doubt(struct recipient *r);

/* It did not leave after all. */
void recipient_undoubt(struct recipient *r);

/*
 * smtp_delivery_status_filter: the user's own words about a verdict. What was
 * deferred may bounce and what bounced be deferred (behaviour 233); nothing
 * else becomes anything else, and who is unknown stays so: *to must have
 * class 2 for who was sent to or is deliverable, else 4 or 5.
 */
void recipient_refile(struct recipient *r, const struct dsn *to);

static inline bool
recipient_is_open(const struct recipient *r)
{
	return r->fate == FATE_OPEN;
}

/* Settled, and well: sent to, or deliverable. */
static inline bool
recipient_is_good(const struct recipient *r)
{
	return r->fate == FATE_SENT || r->fate == FATE_DELIVERABLE;
}

/* Settled, and nobody knows whether it was delivered: `unknown`. */
static inline bool
recipient_is_unknown(const struct recipient *r)
{
	return r->fate == FATE_DEFERRED && r->was_in_doubt;
}

/* Delivered after an earlier server was left in doubt. */
static inline bool
recipient_may_be_duplicate(const struct recipient *r)
{
	return r->fate == FATE_SENT && r->was_in_doubt;
}

/* Recipients of one transaction, borrowed. */
struct batch {
	struct recipient **at;
	size_t len;
};

#endif
