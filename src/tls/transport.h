/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A transport inside TLS; handshake.h makes it. As every transport it says
 * IO_END when the other side is gone: after its farewell (close_notify),
 * without one, after a fatal alert, and when what came is no TLS. Freeing it
 * says our farewell if that takes no wait, and does not wait for theirs.
 */
#ifndef TLS_TRANSPORT_H
#define TLS_TRANSPORT_H

#include "base/arena.h"
#include "base/span.h"
#include "net/transport.h"

/*
 * Says our farewell and waits for theirs (tls_fast_shutdown_enable=no); what
 * else comes is thrown away. The transport is for freeing only then.
 */
void tls_transport_close(struct transport *transport,
    const struct wait *wait);

/*
 * What both sides know and nobody between them can (RFC 9266, RFC 5929): for
 * mechanisms that bind a login to the session. Empty: this session has none
 * of that sort.
 */
enum tls_binding {
	TLS_BINDING_EXPORTER,	/* TLS 1.3, or with an extended secret */
	TLS_BINDING_UNIQUE,	/* before TLS 1.3 */
};

struct span tls_transport_binding(struct arena *arena,
    struct transport *transport, enum tls_binding binding);

#endif
