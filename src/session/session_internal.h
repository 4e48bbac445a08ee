/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A session from the inside: what the files of this room share.
 */
#ifndef SESSION_SESSION_INTERNAL_H
#define SESSION_SESSION_INTERNAL_H

#include "proto/capability.h"
#include "session/dialogue.h"
#include "session/session.h"

struct session {
	struct session_setup setup;
	struct dialogue talk;
	struct capabilities caps;
	struct dsn blank;	/* no word yet, about this server */
	msec_t dot_pause;	/* PIX: wait before the dot, milliseconds */
	bool quit_said;		/* or must not be said */

	struct dsn farewell;	/* why there will be no further transaction;
				 * class '\0': there may be one */

	/* The transaction. */
	struct batch part;	/* of the letter's: who it is for */
	bool last;		/* no other one is wanted */
	struct recipient **accepted;	/* in the order of RCPT */
	size_t accepted_len;
	bool refused;		/* MAIL was; the rest are echoes */
	bool go_ahead;		/* DATA was answered with 3xx */
	bool done;		/* the end of data was answered */
};

/* What stands behind the words about an end of data without an answer. */
#define MAYBE_TWICE	" -- message may be sent more than once"

/* session.c: another transaction is to follow this one, as things are. */
bool session_goes_on(const struct session *s);

/* session.c: queues QUIT, unless it was said before or must not be. */
void session_say_quit(struct session *s);

/* greet.c: greeting, EHLO, HELO. False: everybody was told why. */
bool greet(struct session *s) MUST_USE;

/* payload.c: the message up to and without the final dot. */
enum payload {
	PAYLOAD_SENT,
	PAYLOAD_UNREADABLE,	/* the message, not the server: no dot */
	PAYLOAD_LOST,		/* the connection, while writing */
	PAYLOAD_STOPPED,	/* timeout, halt, an early answer: *why */
};

enum payload payload_send(struct session *s, const struct question *content,
    struct dsn *why) MUST_USE;

/*
 * ending.c: the message, the dot, and its answer, which settles who was
 * accepted. False: *why is for them; they are in doubt if the last octet may
 * have left.
 */
bool ending_send(struct session *s, struct dsn *why) MUST_USE;

/* probe.c: a session that is to end early (session_setup.quit_after). */

/* Nothing of this stage, or of a later one, is to be said. */
bool probe_ends_before(const struct session *s, enum stage stage);

/* The connection stands, and nothing was said. */
void probe_connected(struct session *s);

/*
 * A good reply came at this stage. If it is the one to end after, it settles
 * as deliverable whom it is about; NULL: everybody who is open and has heard
 * no word yet. At STAGE_DATA that is who was accepted, and nothing more may
 * be said (behaviour 223).
 */
void probe_heard(struct session *s, enum stage stage,
    struct recipient *about, const struct reply *reply);

/* verdict.c: what is said about whom. */

/*
 * A server's word about one recipient, or everybody of the letter or of the
 * transaction who is open and has heard none yet: it settles by its class, or
 * is remembered if temporary. With soft_bounce every permanent word is a
 * temporary one (63). In a session that is to end early a word of class 2
 * says deliverable.
 */
void verdict_judge(struct session *s, struct recipient *r,
    const struct dsn *word);
void verdict_judge_all(struct session *s, const struct dsn *word);
void verdict_judge_part(struct session *s, const struct dsn *word);
void verdict_judge_accepted(struct session *s, const struct dsn *word);

/* Trouble that is nobody's fault: everybody of the letter who is open and has
 * heard no word yet goes to the next host with this one, whatever its class.
 * MAYBE_TWICE is said only to who is in doubt. */
void verdict_remember_all(struct session *s, const struct dsn *why);

/*
 * The reply to a command as a word: "host N[A] said: ... (in reply to C
 * command)"; a 2xx that is no success here becomes 5.5.0 with "Protocol
 * error: " before it (behaviours 73, 74).
 */
struct dsn verdict_of(const struct session *s, enum stage stage,
    const struct reply *reply, const char *command, bool may_succeed);

/* "host N[A] refused to talk to me: ..." (77, 84, 85). */
struct dsn verdict_refusal(const struct session *s, const struct reply *reply);

#endif
