/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ask, expect, settle: the only code that knows pipelining (RFC 2920). The
 * rest of the room asks its questions in the order of the protocol and is
 * called back with the answers, in the same order, sooner or later.
 */
#ifndef SESSION_DIALOGUE_H
#define SESSION_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/veil.h"
#include "base/dsn.h"
#include "base/vec.h"
#include "mail/recipient.h"
#include "net/wire.h"
#include "param/params.h"
#include "proto/reply.h"
#include "trace/trace.h"

/* What is asked, and who hears the answer: a const row. */
struct question {
	enum stage stage;
	const char *doing;	/* "sending MAIL FROM" (behaviour 214) */
	size_t limit;		/* offset of a msec_t in struct params */
	bool last;		/* nothing may follow it unanswered */
	bool hidden;		/* of a 3xx answer only the code is shown */
	msec_t grace;		/* see wire_hear */
	/* about is the recipient that the question was about, or NULL. The
	 * callee does not use the dialogue. NULL: nobody hears it. */
	void (*heard)(void *self, struct recipient *about,
	    const struct reply *reply);
};

struct due {
	const struct question *question;
	struct recipient *about;
};

struct dialogue {
	struct wire *wire;
	const struct params *params;
	struct teller teller;
	const struct halt *halt;	/* why a wait was given up */
	struct span peer;	/* "host[address]": for texts */
	void *self;		/* given to heard */
	bool show_secrets;	/* nothing is hidden */
	struct veil veil;	/* what is, wherever a server repeats it; the
				 * owner clears it */
	bool pipelining;	/* the server offers it */
	bool broken;		/* lost, or out of step: say nothing more */
	bool lost;		/* by the server or the network, while
				 * something was still to be decided */
	bool timed_out;		/* lost so: it may still be there */
	bool leaving;		/* everything is decided: what is heard before
				 * it was asked for does not matter */
	struct reply reply;	/* the last one that was heard */
	VEC(struct due) due;	/* asked and not yet answered */
};

enum { FLIGHT_MAX = 4096 };	/* octets queued at most (behaviour 179) */

/*
 * Puts a command on the wire and queues its question. Answers are heard now
 * if the server does not pipeline, if the question is the last of its group,
 * or before the command if FLIGHT_MAX would be passed. False: the session is
 * over, *why says how (4.4.2, 4.5.0, ...), and broken is set.
 */
bool dialogue_ask(struct dialogue *d, const struct question *question,
    struct recipient *about, struct span command, struct dsn *why) MUST_USE;

/*
 * The same for a line that nobody may see: it may be of any length, `shown_as`
 * is told in its place, and no copy of it stays behind but in the veil. No
 * question is due before it, and none follows it unanswered.
 */
bool dialogue_ask_hidden(struct dialogue *d, const struct question *question,
    struct span line, struct span shown_as, struct dsn *why) MUST_USE;

/* Queues a question that needs no command: the greeting. */
void dialogue_expect(struct dialogue *d, const struct question *question,
    struct recipient *about);

/* Flushes, and hears every answer that is due, in order. */
bool dialogue_settle(struct dialogue *d, struct dsn *why) MUST_USE;

/* Hears the answer that is due first; nothing is flushed. */
bool dialogue_hear_first(struct dialogue *d, struct dsn *why) MUST_USE;

/*
 * Deviation D16: nothing may wait to be heard while no question is due, or
 * those that are wait to be sent, all of them. The question is the one that
 * comes next, for the text. False: something does; 4.5.0, or the code of an
 * unasked 421; broken is set.
 */
bool dialogue_is_quiet(struct dialogue *d, const struct question *next,
    struct dsn *why) MUST_USE;

/* How long an answer to this question may take, beginning now. */
struct deadline dialogue_deadline(const struct dialogue *d,
    const struct question *question);

/* A table of ours could not say, as *why->text has it: that is told, and *why
 * becomes what is said of it to others (4.3.0, behaviour 219). Always false. */
bool dialogue_stuck(struct dialogue *d, struct dsn *why);

/* Fills *why with what an io that is not IO_DONE means here; sets broken.
 * Always false. */
bool dialogue_lost(struct dialogue *d, const struct question *question,
    enum io io, struct dsn *why);

/* Hears one reply, without a look at what is due. */
bool dialogue_hear(struct dialogue *d, const struct question *question,
    struct deadline by, struct dsn *why) MUST_USE;

#endif
