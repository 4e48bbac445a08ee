/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns/exchange.h"

#include "dns/packet.h"

enum {
	LENGTH = 2,		/* octets before a message in a stream (RFC
				 * 1035 section 4.2.2) */
	ROOM = 4096,		/* more than servers send in a datagram */
	PATIENCE = 64,		/* datagrams that are looked at in one step */
};

void
exchange_init(struct exchange *x)
{
	*x = (struct exchange){ .fd = -1 };
	str_init(&x->out, LENGTH + PACKET_QUERY_MAX);
	str_init(&x->in, LENGTH + PACKET_MAX);
}

void
exchange_end(struct exchange *x)
{
	net_close(&x->fd);
}

void
exchange_clear(struct exchange *x)
{
	exchange_end(x);
	str_clear(&x->out);
	str_clear(&x->in);
}

static bool
begin_stream(struct exchange *x, const struct netaddr *server,
    struct dsn *why)
{
	str_add_char(&x->out, (char)(x->query.len >> 8));
	str_add_char(&x->out, (char)(x->query.len & 0xff));
	str_add(&x->out, x->query);
	return stream_open(server, &x->fd, why);
}

/* begin_datagram - one that cannot be sent now is as good as lost */

static bool
begin_datagram(struct exchange *x, const struct netaddr *server,
    struct dsn *why)
{
	struct span text;
	size_t len;

	if (!datagram_open(server, &x->fd, why))
		return false;
	if (net_send(x->fd, x->query, &len) != NET_IO_FAILED)
		return true;
	exchange_end(x);
	text = netaddr_text(why->arena, server);
	return dsn_fail(why, "4.4.3", "ask the name server %.*s: it cannot "
	    "be sent to", SPAN_ARG(text));
}

bool
exchange_begin(struct exchange *x, const struct netaddr *server,
    struct span query, bool stream, struct dsn *why)
{
	exchange_end(x);
	str_reset(&x->out);
	str_reset(&x->in);
	x->stream = stream;
	x->query = query;
	return stream ? begin_stream(x, server, why) :
	    begin_datagram(x, server, why);
}

static enum exchange_state
step_datagram(struct exchange *x)
{
	char room[ROOM];
	size_t len;

	for (int i = 0; i < PATIENCE; i++) {
		switch (net_receive(x->fd, room, sizeof(room), &len)) {
		case NET_IO_WAIT:
			return EXCHANGE_WAITING;
		case NET_IO_FAILED:
			return EXCHANGE_FAILED;
		case NET_IO_END:
			continue;
		case NET_IO_DONE:
			break;
		}
		if (!packet_answers(x->query, span_from(room, len)))
			continue;
		str_add(&x->in, span_from(room, len));
		return EXCHANGE_ANSWERED;
	}
	return EXCHANGE_WAITING;
}

static enum exchange_state
send_rest(struct exchange *x)
{
	enum net_io io = NET_IO_DONE;
	size_t len;

	while (x->out.len > 0 && io == NET_IO_DONE) {
		io = net_send(x->fd, str_span(&x->out), &len);
		if (io == NET_IO_DONE)
			str_drop(&x->out, len);
	}
	return io == NET_IO_FAILED ? EXCHANGE_FAILED : EXCHANGE_WAITING;
}

/* is_whole - the length has come, and as many octets as it says */

static bool
is_whole(const struct exchange *x)
{
	const unsigned char *at = (const unsigned char *)x->in.at;

	return x->in.len >= LENGTH &&
	    x->in.len - LENGTH >= (size_t)(at[0] << 8 | at[1]);
}

static enum exchange_state
step_stream(struct exchange *x)
{
	char room[ROOM];
	size_t len;

	if (x->out.len > 0)
		return send_rest(x);
	while (!is_whole(x)) {
		switch (net_receive(x->fd, room, sizeof(room), &len)) {
		case NET_IO_WAIT:
			return EXCHANGE_WAITING;
		case NET_IO_FAILED:
		case NET_IO_END:
			return EXCHANGE_FAILED;
		case NET_IO_DONE:
			break;
		}
		str_add(&x->in, span_from(room, len));
		if (x->in.full)
			return EXCHANGE_FAILED;
	}
	return packet_answers(x->query, exchange_message(x)) ?
	    EXCHANGE_ANSWERED : EXCHANGE_FAILED;
}

enum exchange_state
exchange_step(struct exchange *x)
{
	return x->stream ? step_stream(x) : step_datagram(x);
}

struct span
exchange_message(const struct exchange *x)
{
	const unsigned char *at = (const unsigned char *)x->in.at;

	if (!x->stream)
		return str_span(&x->in);
	return span_from(x->in.at + LENGTH, (size_t)(at[0] << 8 | at[1]));
}

struct net_watch
exchange_watch(const struct exchange *x)
{
	return (struct net_watch){ .fd = x->fd, .write = x->out.len > 0 };
}
