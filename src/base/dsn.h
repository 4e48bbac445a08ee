/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why mail did or did not move: a delivery status (RFC 3463), the stage at
 * which it was found, the server's words if a server spoke, and one line of
 * English. It is the only error value of this program: a function that can
 * fail returns a bool and takes `struct dsn *why` last. False means that
 * *why is filled and complete; true means that *why is untouched.
 *
 * A dsn is copied by assignment. Its texts are borrowed from the arena that
 * it was made with, and live as long as that.
 */
#ifndef BASE_DSN_H
#define BASE_DSN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/num.h"
#include "base/span.h"

/* How far a delivery had come. The names are those of the results. */
enum stage {
	STAGE_INPUT,		/* the zero value: nothing was tried */
	STAGE_DNS,
	STAGE_POLICY,
	STAGE_CONNECT,
	STAGE_BANNER,
	STAGE_HELLO,
	STAGE_STARTTLS,
	STAGE_TLS,
	STAGE_AUTH,
	STAGE_XFORWARD,
	STAGE_MAIL,
	STAGE_RCPT,
	STAGE_DATA,
	STAGE_MESSAGE,
	STAGE_END_OF_DATA,
	STAGE_QUIT,
};

enum {
	DSN_TEXT_MAX = 2048,	/* octets of text and of reply */
	DSN_STATUS_MAX = 9,	/* "5.123.456" */
};

/* The server that a word is about (RFC 3464 section 2.3.5, Remote-MTA). */
struct remote {
	struct span name;	/* host name; for a socket $myhostname */
	struct span address;	/* numeric, or the path of the socket */
	unsigned port;		/* 0 for a socket */
};

struct dsn {
	struct arena *arena;	/* where its texts live */
	const struct remote *remote;	/* NULL: no session was open */
	msec_t at;		/* when it was found, 0: not yet said */
	char status[DSN_STATUS_MAX + 1];	/* "4.4.2"; "" is no word */
	short code;		/* the reply's number, 0: no server spoke */
	bool softened;		/* permanent, but for soft_bounce */
	bool final;		/* of class 2: who said so was the last server
				 * (RFC 3464: delivered, not relayed) */
	bool reports;		/* of class 2: who said so announced DSN, and
				 * reports what was asked for (RFC 3461) */
	enum stage stage;
	struct span text;	/* one printable line of English */
	struct span reply;	/* the reply, lines joined by LF, or empty */
};

/* No word yet; texts will live in the arena. */
#define DSN_IN(where)	((struct dsn){ .arena = (where) })

/*
 * Fills *why with a decision of our own (no server's reply); the text is
 * what printf makes, its control characters replaced, cut at DSN_TEXT_MAX.
 * Stage, remote and time are kept as they are. Always false.
 */
bool dsn_fail(struct dsn *why, const char *status, const char *format, ...)
    PRINTF_LIKE(3, 4);

/*
 * Fills *why with what a server said: its code, the status of its reply
 * (RFC 3463 form; corrected to class.0.0 if it is none, or if its class is
 * not that of the code: the three digits win), its text, and our sentence
 * about it. Codes of no class 2, 4 or 5 become 5.5.0 (behaviour 72).
 */
void dsn_hear(struct dsn *why, int code, struct span status,
    struct span reply, const char *format, ...) PRINTF_LIKE(5, 6);

/* The class: '2', '4' or '5'; 0 when there is no word yet. */
static inline char
dsn_class(const struct dsn *dsn)
{
	return dsn->status[0];
}

static inline bool
dsn_is_said(const struct dsn *dsn)
{
	return dsn_class(dsn) != '\0';
}

/* The same with another class digit ('4' or '5'). */
struct dsn dsn_as(struct dsn dsn, char class);

/* A permanent failure as a temporary one, which knows that it was one
 * (soft_bounce, behaviour 63); anything else as it is. */
struct dsn dsn_soften(struct dsn dsn);

/* status is d.d{1,3}.d{1,3} with a class of 2, 4 or 5. */
bool dsn_status_is_good(struct span status);

/* As the results name it: "end-of-data". */
const char *stage_name(enum stage stage);

#endif
