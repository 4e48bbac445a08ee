/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/wire.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "net/plain.h"

enum {			/* octets */
	OUT_SIZE = 65536,	/* that wire_put queues at most */
	IN_SIZE = 4096,
};

struct wire {
	struct transport *transport;
	const struct halt *halt;
	struct teller teller;
	struct str line;	/* the line that is being heard */
	size_t line_max;
	size_t in_from, in_to;	/* what was read and not yet heard */
	size_t out_from, out_to;	/* what is queued */
	bool ended;		/* no more input is taken */
	char in[IN_SIZE];
	char out[OUT_SIZE + WIRE_LINES];	/* lines fit behind content */
};

struct wire *
wire_new(const struct wire_setup *setup)
{
	struct wire *wire = mem_new(1, sizeof(*wire));

	must(setup->line_max > 0);
	wire->transport = setup->transport;
	wire->line_max = setup->line_max;
	wire->halt = setup->halt;
	wire->teller = setup->teller;
	str_init(&wire->line, setup->line_max);
	return wire;
}

void
wire_free(struct wire **wire)
{
	if (*wire == NULL)
		return;
	transport_free(&(*wire)->transport);
	str_clear(&(*wire)->line);
	mem_free(wire);
}

size_t
wire_queued(const struct wire *wire)
{
	return wire->out_to - wire->out_from;
}

void
wire_forget(struct wire *wire)
{
	wire->out_from = wire->out_to = 0;
}

enum io
wire_push(struct wire *wire, struct deadline *by)
{
	const struct wait wait = { .by = *by, .halt = wire->halt };
	size_t len = 0;
	enum io io;

	if (deadline_left(*by) == 0)	/* even if the system would take it */
		return IO_TIMEOUT;
	io = wire->transport->ops->send(wire->transport,
	    span_from(wire->out + wire->out_from, wire_queued(wire)), &len,
	    &wait);
	if (io != IO_DONE)
		return io;
	wire->out_from += len;
	if (wire_queued(wire) == 0)
		wire_forget(wire);
	deadline_earn(by, len);
	tell(wire->teller, EVENT_OCTETS_SENT, (struct span){ 0 }, (long)len);
	return IO_DONE;
}

enum io
wire_flush(struct wire *wire, struct deadline *by)
{
	enum io io = IO_DONE;

	while (io == IO_DONE && wire_queued(wire) > 0)
		io = wire_push(wire, by);
	return io;
}

enum io
wire_put(struct wire *wire, struct span octets, struct deadline *by)
{
	while (octets.len > 0) {
		size_t room = wire->out_to < OUT_SIZE ?
		    OUT_SIZE - wire->out_to : 0;
		size_t n = octets.len < room ? octets.len : room;
		enum io io;

		memcpy(wire->out + wire->out_to, octets.at, n);
		wire->out_to += n;
		octets = span_from_octet(octets, n);
		if (octets.len == 0)
			break;
		io = wire_flush(wire, by);
		if (io != IO_DONE)
			return io;
	}
	return IO_DONE;
}

enum io
wire_send_hidden(struct wire *wire, struct span line, struct deadline *by)
{
	const struct teller teller = wire->teller;
	enum io io;

	must(wire_queued(wire) == 0 && span_find(line, '\n') == line.len);
	wire->teller = (struct teller){ .trace = NULL };
	io = wire_put(wire, line, by);
	if (io == IO_DONE)
		io = wire_put(wire, SPAN("\r\n"), by);
	if (io == IO_DONE)
		io = wire_flush(wire, by);
	wire->teller = teller;
	mem_wipe(wire->out, sizeof(wire->out));
	wire_forget(wire);
	return io;
}

bool
wire_say(struct wire *wire, struct span line, struct dsn *why)
{
	static const char forbidden[] = { '\r', '\n', '\0' };

	for (size_t i = 0; i < sizeof(forbidden); i++)
		if (span_find(line, forbidden[i]) < line.len)
			return dsn_fail(why, "5.5.2", "a command may not hold "
			    "a line end or NUL");
	must(sizeof(wire->out) - wire->out_to >= line.len + 2);
	memcpy(wire->out + wire->out_to, line.at, line.len);
	memcpy(wire->out + wire->out_to + line.len, "\r\n", 2);
	wire->out_to += line.len + 2;
	return true;
}

/* fill - waits for input; only when all that was read has been heard */

static enum io
fill(struct wire *wire, struct deadline *by, msec_t grace)
{
	const struct wait wait = { .by = *by, .halt = wire->halt,
	    .grace = grace };
	size_t len = 0;
	enum io io;

	if (wire->ended)
		return IO_END;
	if (deadline_left(*by) == 0)	/* even if octets keep coming */
		return IO_TIMEOUT;
	io = wire->transport->ops->receive(wire->transport, wire->in, IN_SIZE,
	    &len, &wait);
	wire->in_from = 0;
	wire->in_to = len;
	if (io != IO_DONE)
		return io;
	deadline_renew(by);
	tell(wire->teller, EVENT_OCTETS_READ, (struct span){ 0 }, (long)len);
	return IO_DONE;
}

/*
 * end_input - behaviour 66: a line beyond all measure. What was read is
 * thrown away, and nothing more is read; the cut line still counts.
 */

static void
end_input(struct wire *wire)
{
	wire->ended = true;
	wire->in_from = wire->in_to = 0;
}

/* take - moves input into the line, up to an LF; true: the line is whole */

static bool
take(struct wire *wire, size_t *skipped)
{
	struct span in = span_from(wire->in + wire->in_from,
	    wire->in_to - wire->in_from);
	size_t n = span_find(in, '\n');
	bool whole = n < in.len;
	size_t room = wire->line_max - wire->line.len;
	size_t keep = n < room ? n : room;

	str_add(&wire->line, span_first(in, keep));
	*skipped += n - keep;
	wire->in_from += n + (whole ? 1 : 0);
	if (*skipped < wire->line_max)
		return whole;
	end_input(wire);
	return true;
}

enum io
wire_hear(struct wire *wire, struct span *line, struct deadline *by,
    msec_t grace)
{
	size_t skipped = 0;

	str_reset(&wire->line);
	for (;;) {
		if (wire->in_from == wire->in_to) {
			enum io io = fill(wire, by, grace);

			if (io != IO_DONE)
				return io;
		}
		if (take(wire, &skipped))
			break;
	}
	*line = str_span(&wire->line);
	while (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return IO_DONE;
}

enum input
wire_input(struct wire *wire)
{
	if (wire->in_from < wire->in_to)
		return INPUT_OCTETS;
	if (wire->ended)
		return INPUT_END;
	return wire->transport->ops->input(wire->transport);
}

struct transport *
wire_transport(struct wire *wire)
{
	return wire->transport;
}

size_t
wire_release(struct wire *wire, struct transport **transport)
{
	size_t unheard = wire->in_to - wire->in_from;

	must(wire->transport != NULL && wire_queued(wire) == 0);
	*transport = wire->transport;
	wire->transport = NULL;
	wire->in_from = wire->in_to = 0;
	return unheard;
}

void
wire_secure(struct wire *wire, struct transport *transport)
{
	must(wire->transport == NULL);
	wire->transport = transport;
	wire->teller.secured = true;
}

enum io
wire_pause(struct wire *wire, msec_t how_long)
{
	const struct wait wait = { .by = deadline_in(how_long),
	    .halt = wire->halt };

	return plain_wait(-1, 0, &wait);
}
