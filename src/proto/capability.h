/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a server offered in its EHLO or LHLO reply (behaviours 86 to 94).
 */
#ifndef PROTO_CAPABILITY_H
#define PROTO_CAPABILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/str.h"

enum {
	CAP_8BITMIME = 1 << 0,
	CAP_PIPELINING = 1 << 1,
	CAP_XFORWARD = 1 << 2,
	CAP_SIZE = 1 << 3,
	CAP_STARTTLS = 1 << 4,
	CAP_REQUIRETLS = 1 << 5,
	CAP_AUTH = 1 << 6,
	CAP_DSN = 1 << 7,
	CAP_SMTPUTF8 = 1 << 8,
	CAP_CHUNKING = 1 << 9,
	CAP_LIMITS = 1 << 10,
};

/* XFORWARD attributes (behaviour 91). */
enum {
	XFORWARD_NAME = 1 << 0,
	XFORWARD_ADDR = 1 << 1,
	XFORWARD_PORT = 1 << 2,
	XFORWARD_PROTO = 1 << 3,
	XFORWARD_HELO = 1 << 4,
	XFORWARD_IDENT = 1 << 5,
	XFORWARD_SOURCE = 1 << 6,
};

/* LIMITS (RFC 9422 section 5); 0: the server does not say. */
struct server_limits {
	uint64_t mails;		/* MAILMAX: transactions of a session */
	uint64_t rcpts;		/* RCPTMAX: recipients of a transaction */
	uint64_t rcpt_domains;	/* RCPTDOMAINMAX: their domains in a session */
};

struct capabilities {
	unsigned offered;	/* CAP_ bits */
	unsigned xforward;	/* XFORWARD_ bits */
	uint64_t size;		/* SIZE limit in octets, 0: none */
	struct server_limits limits;
	struct str name;	/* the server's own name: the first word of
				 * the first line that has one */
	struct str auth;	/* mechanisms of all AUTH lines, each once,
				 * blank-separated (behaviour 90) */
};

void capabilities_init(struct capabilities *caps);
void capabilities_clear(struct capabilities *caps);

/* Everything forgotten: the state before EHLO, and after HELO. */
void capabilities_reset(struct capabilities *caps);

/*
 * Reads the text of an EHLO reply (struct reply's: lines with codes joined
 * by LF), in place of all that was known. discard: CAP_ bits to be treated
 * as not offered. SMTPUTF8 implies 8BITMIME (behaviour 94), even where that
 * is to be discarded.
 */
void capabilities_read(struct capabilities *caps, struct span reply_text,
    unsigned discard);

/*
 * CAP_ bits of a keyword list as in smtp_discard_ehlo_keywords (comma or
 * blank separated, any case, unknown ones ignored). *silent: whether
 * silent-discard is among them.
 */
unsigned capabilities_from_list(struct span list, bool *silent);

/* The keywords of CAP_ bits, blank-separated, in the order of the bits: for
 * messages. */
void capabilities_add_names(struct str *to, unsigned bits);

static inline bool
capabilities_has(const struct capabilities *caps, unsigned bit)
{
	return (caps->offered & bit) != 0;
}

#endif
