/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines both ways over any transport. What is said is queued and goes out in
 * one write when flushed; what is heard comes one line at a time.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"
#include "net/transport.h"
#include "trace/trace.h"

enum { WIRE_LINES = 8192 };	/* octets of lines that are always taken
				 * between two flushes */

struct wire;

struct wire_setup {
	struct transport *transport;	/* becomes the wire's */
	size_t line_max;	/* octets of a line that are used; up to as
	    many again are skipped, a longer line ends the
	    input (behaviour 66) */
	const struct halt *halt;
	struct teller teller;
};

struct wire *wire_new(const struct wire_setup *setup);

/* Closes at once; nothing is flushed. */
void wire_free(struct wire **wire);

/*
 * Queues a line and its CRLF, behind whatever wire_put has queued; all lines
 * of a flight together have WIRE_LINES octets at most. False: it holds CR, LF
 * or NUL, 5.5.2; nothing was queued.
 */
bool wire_say(struct wire *wire, struct span line, struct dsn *why) MUST_USE;

/* Queues octets as they are; what does not fit goes out meanwhile. */
enum io wire_put(struct wire *wire, struct span octets, struct deadline *by)
    MUST_USE;

/* Octets that are queued and not yet handed to the system. */
size_t wire_queued(const struct wire *wire);

/* Sends as much of what is queued (which is something) as the system takes in
 * one go, waiting until it takes any; that earns time, where *by is of that
 * sort. */
enum io wire_push(struct wire *wire, struct deadline *by) MUST_USE;

/* Sends all that is queued. On failure what was not sent stays queued. */
enum io wire_flush(struct wire *wire, struct deadline *by) MUST_USE;

/* Forgets what is queued: the other side cannot hear it any more. */
void wire_forget(struct wire *wire);

/*
 * Sends a line that is a secret, of any length, and its CRLF. Nothing is
 * queued before it and nothing stays behind, in memory or in events: its
 * length would tell something too. It holds no line end.
 */
enum io wire_send_hidden(struct wire *wire, struct span line,
    struct deadline *by) MUST_USE;

/*
 * The next line, without its LF and the CRs before it, cut at line_max; it
 * lives until the next call. grace: how long a signal is not obeyed
 * (HALT_GRACE while the answer to the end of data is due), else 0. *by is
 * renewed as input comes, if it is of that sort; once it has passed nothing
 * more is read, even if something is there.
 */
enum io wire_hear(struct wire *wire, struct span *line, struct deadline *by,
    msec_t grace) MUST_USE;

/* What waits to be heard, found without waiting. */
enum input wire_input(struct wire *wire);

/* It stays the wire's. */
struct transport *wire_transport(struct wire *wire);

/*
 * For who puts another transport over the one that the wire has: takes it
 * away. What was read and not yet heard is thrown away; gives how many octets
 * that is. Nothing may be queued. Without a transport a wire is good for
 * wire_free only.
 */
size_t wire_release(struct wire *wire, struct transport **transport);

/* The one that is inside TLS becomes the wire's. */
void wire_secure(struct wire *wire, struct transport *transport);

/* Does nothing for a while. IO_TIMEOUT: the while is over. */
enum io wire_pause(struct wire *wire, msec_t how_long) MUST_USE;

#endif
