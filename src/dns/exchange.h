/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One query and its answer, with one server, over a datagram or a stream of
 * its own. Nothing here waits: exchange_step is called when the descriptor
 * is ready.
 */
#ifndef DNS_EXCHANGE_H
#define DNS_EXCHANGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "base/str.h"
#include "net/datagram.h"

struct exchange {
	int fd;			/* -1: it is over, or has not begun */
	bool stream;
	struct span query;	/* borrowed */
	struct str out;		/* what is left to send over a stream */
	struct str in;		/* what has come */
};

enum exchange_state {
	EXCHANGE_WAITING,
	EXCHANGE_ANSWERED,	/* exchange_message is the answer */
	EXCHANGE_FAILED,	/* nobody listens, connection lost */
};

/* Before the first exchange_begin. */
void exchange_init(struct exchange *x);

/* False: the server cannot be reached from here; *why is 4.4.3. */
bool exchange_begin(struct exchange *x, const struct netaddr *server,
    struct span query, bool stream, struct dsn *why) MUST_USE;

/*
 * Goes on as far as it can. A datagram that is no answer to the query is
 * passed over, whoever it seems to be from (RFC 5452 section 9.1);
 * in a stream it is a failure.
 */
enum exchange_state exchange_step(struct exchange *x);

/* The answer, without the length that stands before it in a stream; good
 * until the next exchange_begin. */
struct span exchange_message(const struct exchange *x);

/* What to wait for. */
struct net_watch exchange_watch(const struct exchange *x);

/* Closes what is open and keeps the answer. */
void exchange_end(struct exchange *x);

/* Ends it and releases the memory. */
void exchange_clear(struct exchange *x);

#endif
