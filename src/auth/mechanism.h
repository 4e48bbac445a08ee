/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which SASL mechanism, and why not another (behaviours 157 to 159): one that
 * the server offers, the filter lets through, that is as safe as the security
 * options want it on this connection, and for which we have what it takes
 * (D15). An order of our own, the strongest first.
 */
#ifndef AUTH_MECHANISM_H
#define AUTH_MECHANISM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/dsn.h"
#include "base/span.h"

/* In the order in which they are tried, but for what a token is given to. */
enum mechanism {
	MECHANISM_SCRAM_SHA_512_PLUS,
	MECHANISM_SCRAM_SHA_256_PLUS,
	MECHANISM_SCRAM_SHA_1_PLUS,
	MECHANISM_SCRAM_SHA_512,
	MECHANISM_SCRAM_SHA_256,
	MECHANISM_SCRAM_SHA_1,
	MECHANISM_EXTERNAL,
	MECHANISM_GSSAPI,
	MECHANISM_DIGEST_MD5,
	MECHANISM_CRAM_MD5,
	MECHANISM_OAUTHBEARER,
	MECHANISM_XOAUTH2,
	MECHANISM_NTLM,
	MECHANISM_PLAIN,
	MECHANISM_LOGIN,
	MECHANISM_ANONYMOUS,
	MECHANISMS
};

/* As it stands in the AUTH command. */
const char *mechanism_name(enum mechanism mechanism);

/* The client has something to say before the server asks for it. */
bool mechanism_speaks_first(enum mechanism mechanism);

static inline bool
mechanism_is_plus(enum mechanism mechanism)
{
	return mechanism <= MECHANISM_SCRAM_SHA_1_PLUS;
}

static inline bool
mechanism_is_scram(enum mechanism mechanism)
{
	return mechanism <= MECHANISM_SCRAM_SHA_1;
}

/* SCRAM with SHA-512, which the library lacks. */
static inline bool
mechanism_is_sha512(enum mechanism mechanism)
{
	return mechanism == MECHANISM_SCRAM_SHA_512_PLUS ||
	    mechanism == MECHANISM_SCRAM_SHA_512;
}

static inline bool
mechanism_is_bearer(enum mechanism mechanism)
{
	return mechanism == MECHANISM_OAUTHBEARER ||
	    mechanism == MECHANISM_XOAUTH2;
}

/* What smtp_sasl_security_options and its like want of a mechanism. */
enum {
	SECURITY_NOANONYMOUS = 1 << 0,
	SECURITY_NOPLAINTEXT = 1 << 1,
	SECURITY_NOACTIVE = 1 << 2,
	SECURITY_NODICTIONARY = 1 << 3,
	SECURITY_MUTUAL_AUTH = 1 << 4,
	SECURITY_FORWARD_SECRECY = 1 << 5,
};

/* The words of such a list, in lower case. False: *why is 4.3.5 and names
 * the first that is none (D24: 78 where it is found before anything is
 * tried). */
bool security_read(struct span list, unsigned *options, struct dsn *why)
    MUST_USE;

/* The lists, by what is known of the server (behaviour 157, D6). */
struct security_lists {
	unsigned plain;		/* no TLS */
	unsigned tls;
	unsigned matched;	/* TLS, and its certificate matched */
};

static inline unsigned
security_lists_for(const struct security_lists *lists, bool tls, bool matched)
{
	if (!tls)
		return lists->plain;
	return matched ? lists->matched : lists->tls;
}

/* What there is to log in with. */
enum {
	HAVE_PASSWORD = 1 << 0,	/* and its user */
	HAVE_TOKEN = 1 << 1,	/* and its user */
	HAVE_CERTIFICATE = 1 << 2,	/* the server has asked for ours, and
					 * got it */
	HAVE_TICKET = 1 << 3,	/* perhaps: see os/ticket.h; auth_new is sure */
	HAVE_BINDING = 1 << 4,	/* something unique to the TLS session */
};

/* smtp_sasl_mechanism_filter, as somebody else reads it. */
struct mechanism_filter {
	/* NULL: the parameter is empty, and everything passes. */
	bool (*passes)(const void *self, struct span name);
	/* It does not only pass: it is there by its name. */
	bool (*names)(const void *self, struct span name);
	const void *self;
};

struct mechanism_wish {
	struct span offered;	/* names, blank-separated, in any case */
	struct mechanism_filter filter;
	unsigned options;	/* SECURITY_ bits: what is wanted */
	unsigned have;		/* HAVE_ bits */
	bool ntlm;		/* NTLM may be used without a filter that names
				 * it */
};

enum { REMARKS_MAX = 32 };

struct mechanism_choice {
	enum mechanism candidates[MECHANISMS];
	size_t len;		/* 0: there is none that will do */
	struct mechanism_remark {
		struct span name;	/* borrowed from what was offered */
		const char *reason;	/* why it is none: "needs a token" */
	} remarks[REMARKS_MAX];
	size_t remarks_len;
};

/*
 * The candidates, in the order in which they are to be tried; and for the
 * others that were offered (REMARKS_MAX of them), why not.
 */
void mechanism_choose(const struct mechanism_wish *wish,
    struct mechanism_choice *choice);

#endif
