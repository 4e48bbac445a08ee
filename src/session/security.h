/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How safe a session is from all but its server: the TLS level that policy
 * asks for, and what became of it.
 */
#ifndef SESSION_SECURITY_H
#define SESSION_SECURITY_H

#include <stdbool.h>

#include "base/span.h"
#include "param/params.h"
#include "tls/peer.h"

/* Behaviour 229. */
enum security_state {
	SECURITY_UNKNOWN,	/* the zero value: no policy could be had */
	SECURITY_UNDECIDED,	/* it did not come so far */
	SECURITY_KEPT,
	SECURITY_VIOLATED,	/* the server does not give what is asked for */
};

/* Texts live in the arena of the session. */
struct security {
	enum security_state state;
	enum tls_level asked;	/* by policy, for this server */
	enum tls_level level;	/* in force: the same, but NONE once the
				 * session goes on in the clear, and ENCRYPT
				 * where no TLSA record can be used (118) */
	bool on;		/* inside TLS; else nothing is below */
	bool matched;		/* the server has proved what was asked for;
				 * never so at may and encrypt */
	struct span version, cipher;	/* as tls_facts has them */
	enum standing peer;	/* at half-dane TRUSTED at most (119) */
	struct span match;	/* by which name, fingerprint or TLSA record;
				 * empty: by none */
};

/* Before anything was said to the server. */
struct security security_of(enum tls_level asked);

#endif
