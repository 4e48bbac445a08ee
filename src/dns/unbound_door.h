/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only file that knows libunbound, which validates DNS answers (RFC 4033
 * to 4035). The library is not loaded before unbound_new: a run that
 * validates nothing does not pay for it.
 */
#ifndef DNS_UNBOUND_DOOR_H
#define DNS_UNBOUND_DOOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "dns/anchor.h"
#include "dns/rrset.h"
#include "dns/servers.h"

struct unbound;

/* Built with it (--with-unbound); else unbound_new fails, and nothing else
 * here may be called. */
bool unbound_is_built(void);

/*
 * Asks these servers, and believes what leads back to the anchor. The anchor
 * holds at least one record: without any, all would be insecure. False:
 * 4.3.5, the library is not there or does not work.
 */
bool unbound_new(const struct servers *servers, const struct anchor *anchor,
    struct unbound **unbound, struct dsn *why) MUST_USE;

/* What is still asked for is dropped, and nobody is told. */
void unbound_free(struct unbound **unbound);

/* What became of a question. */
struct unbound_answer {
	bool failed;		/* there is no answer */
	enum dnssec dnssec;	/* else; never INDETERMINATE */
	struct span message;	/* SECURE, INSECURE: a DNS message */
	struct span reason;	/* failed, BOGUS: why, in words */
};

/* It stays where it is until it is heard or has been cancelled. */
struct unbound_question {
	struct span name;
	enum rr_type type;
	/* Called once, in whatever thread calls unbound_process; the answer
	 * is borrowed for as long as the call takes. */
	void (*heard)(void *self, const struct unbound_answer *answer);
	void *self;
	struct unbound *unbound;	/* set by unbound_ask */
	int id;			/* likewise */
};

/* Asks, and returns at once. False: it cannot; heard is not called. */
bool unbound_ask(struct unbound *unbound, struct unbound_question *q);

/* True: heard will not be called any more. False: it was, or is being called
 * by another thread. */
bool unbound_cancel(const struct unbound_question *q);

/* Readable when unbound_process has something to tell. */
int unbound_fd(const struct unbound *unbound);
void unbound_process(struct unbound *unbound);

#endif
