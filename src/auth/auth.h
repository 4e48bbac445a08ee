/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One login: what the client says in a SASL exchange (RFC 4954), line by
 * line. It knows no wire: a caller sends the command of auth_first, and
 * answers each 3xx reply with the line of auth_step, until another reply
 * comes. Whether that is a success is the caller's to say (behaviour 163).
 *
 * Lines are secrets. A caller shows nothing of them but the name of the
 * mechanism, and calls str_wipe on them.
 *
 * Known limits: with a ticket, GSSAPI may ask a key server over the network,
 * and the library knows no deadline.
 */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include <stdbool.h>

#include "auth/mechanism.h"
#include "base/dsn.h"
#include "base/span.h"
#include "base/str.h"
#include "os/secret.h"

struct auth;

enum binding_kind {
	BINDING_NONE,
	BINDING_EXPORTER,	/* tls-exporter, RFC 9266 */
	BINDING_UNIQUE,		/* tls-unique, RFC 5929; only of a session
				 * with the extended master secret, RFC 7627 */
};

/* Borrowed until auth_free. */
struct auth_setup {
	enum mechanism mechanism;
	struct span user;
	const struct secret *password;	/* NULL: there is none */
	const struct secret *token;	/* NULL: there is none */
	bool authzid;		/* send_cyrus_sasl_authzid (behaviour 165) */
	struct span service;	/* "smtp" or "lmtp" (behaviour 167) */
	struct span host;	/* the server's name */
	unsigned port;
	enum binding_kind binding;
	struct span bound_to;	/* its octets */
	struct span peer;	/* "host[address]:port": for texts */
};

enum {
	AUTH_COMMAND_MAX = 510,	/* octets of a command, without CR LF
				 * (behaviour 160) */
	AUTH_LINE_MAX = 131072,	/* octets of a line: room for any token */
	AUTH_CHALLENGE_MAX = 12288,	/* octets of base64 that a server may
				 * send at a time (RFC 4954 section 4) */
	AUTH_ROUNDS = 100,	/* challenges (behaviour 162) */
};

/*
 * Makes the client's first move. False: *why is 4.7.0; nothing was sent, and
 * another mechanism may be tried (D15).
 */
bool auth_new(const struct auth_setup *setup, struct auth **auth,
    struct dsn *why) MUST_USE;
void auth_free(struct auth **auth);

/*
 * Adds the command: "AUTH PLAIN AHUAcA==", or "AUTH PLAIN" when there is
 * nothing to say yet, or too much for one command: that is kept for the first
 * empty challenge then (behaviours 160, 161). Called once.
 */
void auth_first(struct auth *auth, struct str *command);

/*
 * Sets *line to the answer, which may be empty. challenge: the text of the
 * 3xx reply, base64. The line is born with AUTH_LINE_MAX. False: no base64, an
 * answer is not to be had, the server asks for more than there is to say, or
 * does not prove that it knows the secret: 4.7.0; too many rounds: 4.3.0
 * (behaviour 162). The session is over then. The text shows no octet that
 * we or the server said (D19).
 */
bool auth_step(struct auth *auth, struct span challenge, struct str *line,
    struct dsn *why) MUST_USE;

/* The mechanism has all it wants: for one of mutual authentication, the
 * server has proven that it knows the secret. */
bool auth_is_done(const struct auth *auth);

#endif
