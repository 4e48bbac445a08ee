/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Octets both ways over one connection, by a deadline. What is behind it is
 * hidden: a descriptor (plain.h), TLS over another transport, or a script of
 * a test. Whoever has a transport owns it, and all that it stands on.
 */
#ifndef NET_TRANSPORT_H
#define NET_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "os/clock.h"
#include "os/halt.h"

/* What became of it. */
enum io {
	IO_DONE,		/* at least one octet moved */
	IO_END,			/* the other side has closed or reset */
	IO_TIMEOUT,		/* nothing moved by the deadline */
	IO_HALTED,		/* the run must stop */
};

/* How long to wait. */
struct wait {
	struct deadline by;
	const struct halt *halt;	/* NULL: nothing stops it */
	msec_t grace;		/* how long a signal's halt is not obeyed */
};

/* What waits to be read, found without waiting. */
enum input {
	INPUT_NONE,
	INPUT_OCTETS,
	INPUT_END,		/* closed or reset, nothing to read before */
};

struct transport;

struct transport_ops {
	/* Waits for input and reads what is there, at most size octets. */
	enum io (*receive)(struct transport *t, char *room, size_t size,
	    size_t *len, const struct wait *wait);
	/* Sends a part of the octets, waiting if it must. */
	enum io (*send)(struct transport *t, struct span octets, size_t *len,
	    const struct wait *wait);
	enum input (*input)(struct transport *t);
	/* Closes and releases. */
	void (*free)(struct transport *t);
};

struct transport {
	const struct transport_ops *ops;
};

static inline void
transport_free(struct transport **transport)
{
	if (*transport != NULL)
		(*transport)->ops->free(*transport);
	*transport = NULL;
}

#endif
