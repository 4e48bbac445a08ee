/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One conversation with one server: greeting, EHLO, the transaction, QUIT.
 * What the answers mean for whom is settled on the way, in the recipients:
 * whoever runs a session looks at them, not at return values.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/dsn.h"
#include "mail/envelope.h"
#include "message/generic.h"
#include "message/survey.h"
#include "net/wire.h"
#include "os/halt.h"
#include "os/source.h"
#include "param/params.h"
#include "policy/policy.h"
#include "proto/capability.h"
#include "route/candidate.h"
#include "session/facts.h"
#include "tls/engine.h"
#include "trace/trace.h"

/* What is to be handed over: the message, and for whom. All borrowed. */
struct letter {
	const struct envelope *envelope;
	const struct source *source;
	const char *const *omit;	/* names of header fields that are not
				 * sent, NULL at the end; NULL: none */
	const struct survey *survey;	/* of what is sent */
	struct batch batch;	/* those who are open are dealt with; once the
				 * session is open it may become smaller */
};

struct session_setup {
	const struct params *params;
	const struct policy *policy;
	const struct candidate *candidate;
	const struct remote *remote;	/* what its words are about; of this
					 * session only, outlives every
					 * recipient */
	const struct letter *letter;
	struct engine *engine;		/* NULL: TLS cannot be had */
	const struct anchors *anchors;	/* of the policy's files; NULL: it
					 * names none */
	enum stage quit_after;		/* of CONNECT, BANNER, HELLO, TLS, AUTH,
					 * MAIL, RCPT, DATA; INPUT: deliver */
	bool show_secrets;		/* of a login: see dialogue.h */
	struct wire *wire;		/* becomes the session's */
	struct session_facts *facts;	/* kept up to date; security as it is
					 * before anything was said */
	struct arena *arena;		/* for the words */
	const struct halt *halt;
	struct teller teller;
	/* Called as soon as a recipient is settled. */
	void (*settled)(void *self, struct recipient *recipient);
	void *self;
};

/* smtp_generic_maps, and what belongs to them. */
struct generic session_generic(const struct params *params);

struct session;

struct session *session_new(const struct session_setup *setup);

/*
 * Greeting, EHLO or HELO, TLS and login, as far as quit_after lets it. False:
 * this server is no use; every open recipient has been told why.
 */
bool session_open(struct session *session) MUST_USE;

/* It was TLS that failed, or the connection inside it that was lost: without
 * TLS it might go better (behaviours 134, 135). */
bool session_failed_in_tls(const struct session *session);

/* What the server says it can take, once the session is open. Whoever runs the
 * session keeps to it. */
const struct server_limits *session_limits(const struct session *session);

/*
 * One transaction, as far as quit_after lets it, for a part of the letter's
 * recipients: those of it who are open. Parts follow one another, and nobody
 * is in two of them; the last one says so. Afterwards every recipient of the
 * part is settled, or has heard a word about this server. False: this was the
 * last one, or there can be no other, and every recipient of the letter is or
 * has. With quit_after = DATA the first part is the last.
 */
bool session_deliver(struct session *session, const struct batch *part,
    bool last);

/* QUIT where it is due (behaviours 220, 221), and the end of it. */
void session_free(struct session **session);

#endif
