/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A session from the inside: what the files of this room share.
 */
#ifndef SESSION_SESSION_INTERNAL_H
#define SESSION_SESSION_INTERNAL_H

#include "message/content.h"
#include "proto/capability.h"
#include "session/dialogue.h"
#include "session/session.h"

/* What was said about one recipient. */
struct refusal {
	struct recipient *about;
	struct dsn word;
};

struct session {
	struct session_setup setup;
	struct dialogue talk;
	struct capabilities caps;
	struct dsn blank;	/* no word yet, about this server */
	msec_t dot_pause;	/* PIX: wait before the dot, milliseconds */
	bool quit_said;		/* or must not be said */
	bool parted;		/* its answer was heard, or is not wanted */
	const struct authorities *trusted;	/* NULL: nobody, or nobody
						 * need be */
	bool shake_failed;	/* the TLS handshake did */
	struct span agreed;	/* in TLS: what was, in words */
	bool identified;	/* in TLS: the server asked who we are, and
				 * got a certificate */

	struct dsn farewell;	/* why there will be no further transaction;
				 * class '\0': there may be one */

	/* The transaction. */
	struct batch part;	/* of the letter's: who it is for */
	bool last;		/* no other one is wanted */
	struct span added;	/* fields that are put before the message */
	uint64_t size;		/* of the message, as SIZE means it, and of
				 * these fields */
	struct recipient **accepted;	/* in the order of RCPT */
	size_t accepted_len;
	bool refused;		/* MAIL was; the rest are echoes */
	bool chunks;		/* the message goes in chunks, not behind
				 * DATA */
	bool at_once;		/* in one, in a flight with MAIL and RCPT */
	struct str chunk;	/* the one that is gathered */
	bool go_ahead;		/* DATA was answered with 3xx */
	struct dsn no_data;	/* or not: so; class '\0': not yet */
	bool done;		/* the end of data was answered */
	struct refusal *held;	/* to RCPT, see verdict_hold */
	size_t held_len;
	struct dsn *answers;	/* so, to the end of data: LMTP in the order of
				 * accepted, SMTP one for all of them */
	size_t answers_len;
};

/* What stands behind the words about an end of data without an answer. */
#define MAYBE_TWICE	" -- message may be sent more than once"

/* session.c: another transaction is to follow this one, as things are. */
bool session_goes_on(const struct session *s);

/* session.c: queues QUIT, unless it was said before or must not be. */
void session_say_quit(struct session *s);

/*
 * session.c: QUIT, and its answer where that is waited for. Whatever becomes
 * of them changes nothing (behaviours 186, 218, 220), but in LMTP for who has
 * not been told yet: false says that what came is no answer to QUIT.
 */
bool session_part(struct session *s);

/* A 421 is an ordinary 4xx to this transaction (behaviour 188), but the server
 * says that it is going (RFC 5321 section 3.8): no other one follows. */
static inline void
note_421(struct session *s, const struct dsn *word)
{
	if (word->code == 421)
		s->farewell = *word;
}

static inline bool
session_is_lmtp(const struct session *s)
{
	return s->setup.params->protocol == PROTOCOL_LMTP;
}

/* greet.c: greeting, EHLO, HELO. False: everybody was told why. */
bool greet(struct session *s) MUST_USE;

/* greet.c: who is not wanted after all may finish its greeting, if that does
 * not take long: it would not hear our QUIT before. */
void greet_hear_out(struct session *s);

/*
 * starttls.c: TLS. The first one before the greeting, where policy has it so
 * (behaviour 137); the second one after EHLO, in the clear: true, and the
 * session may go on, inside TLS or not, as facts->security says. False:
 * everybody was told why.
 */
bool starttls_wrap(struct session *s) MUST_USE;
bool starttls_ask(struct session *s) MUST_USE;

/* secure.c: what TLS needs of us is there; *why is 4.7.5 if it is not (107).
 * Only who must be trusted by somebody makes us fetch those. */
bool secure_is_ready(struct session *s, struct dsn *why) MUST_USE;

/* secure.c: the handshake, once all is ready. False: everybody was told why;
 * QUIT may be said only if it is the certificate that is wrong (128, 129). */
bool secure(struct session *s) MUST_USE;

/*
 * outgoing.c: what becomes of the message and of addresses on their way out.
 */

/* The message may be converted to 7 bit, whatever its octets are (behaviours
 * 89, 170, 193). */
bool outgoing_converts(const struct session *s);

/* What an address of the envelope is called outside (smtp_generic_maps).
 * False: a table cannot say; 4.3.0 as of dialogue_stuck. */
bool outgoing_address(struct session *s, const struct address *in,
    struct address *out, struct dsn *why) MUST_USE;

/* Finds s->added and s->size for a transaction. False: as outgoing_address. */
bool outgoing_prepare(struct session *s, const struct batch *part,
    struct dsn *why) MUST_USE;

/* Behaviour 98: a message that is too large is not even begun. False: it is,
 * and everybody was told. */
bool outgoing_fits(struct session *s) MUST_USE;

/* The filters that the message goes through; only sink, note, self and stuff
 * of what is given count. */
struct content *outgoing_content(const struct session *s,
    const struct content_setup *sinks);

/* introduce.c: XFORWARD, if it is wanted and offered. */
bool introduce(struct session *s, struct dsn *why) MUST_USE;

/* login.c: AUTH, where it is wanted. False: everybody was told why. */
bool login(struct session *s) MUST_USE;

/* payload.c: the message up to and without the final dot. */
enum payload {
	PAYLOAD_SENT,
	PAYLOAD_UNREADABLE,	/* the message, not the server: no dot */
	PAYLOAD_LOST,		/* the connection, while writing */
	PAYLOAD_STOPPED,	/* timeout, halt, an early answer: *why */
	PAYLOAD_UNWANTED,	/* nobody is accepted any more, and everybody
				 * was told why */
};

/* How long the message, or a part of it, may take to leave: with
 * smtp_per_request_deadline that depends on its size. */
struct deadline payload_deadline(const struct session *s,
    const struct question *question);

/* What it means that writing a part of the message ended so. Unless it is SENT
 * or LOST *why is what dialogue_lost makes it. */
enum payload payload_after(struct session *s, const struct question *question,
    enum io io, struct dsn *why);

enum payload payload_send(struct session *s, const struct question *content,
    struct dsn *why) MUST_USE;

/*
 * chunk.c: whether the transaction that begins uses chunks; the memory of
 * that; octets into a chunk, which goes out once others follow it; and the
 * last one, on the wire but for the octets that are queued still.
 */
void chunk_begin(struct session *s);
void chunk_end(struct session *s);
enum payload chunk_put(struct session *s, struct span octets,
    struct dsn *why);
enum payload chunk_queue_last(struct session *s, struct dsn *why);

/*
 * ending.c: the message, its end (the dot, or the last chunk), and the answer
 * to that, which settles who was accepted. True: it came, or there was nobody
 * left. False: *why is for them; they are in doubt if the last octet may have
 * left.
 */
bool ending_send(struct session *s, struct dsn *why) MUST_USE;

/* probe.c: a session that is to end early (session_setup.quit_after). */

/* Nothing of this stage, or of a later one, is to be said. */
bool probe_ends_before(const struct session *s, enum stage stage);

/* The connection stands, and nothing was said. */
void probe_connected(struct session *s);

/* The session is inside TLS, as the words say, and the server has proved what
 * it must. */
void probe_secured(struct session *s);

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

/* Everybody of the transaction who was not refused may have the message from
 * now on; or it has not left after all. */
void verdict_doubt_part(struct session *s);
void verdict_undoubt_part(struct session *s);

/*
 * A refused RCPT counts at once where each command waits for its answer. In a
 * flight it is held until it is certain that none of the answers is one too
 * many, which would make the refusal somebody else's (deviation D16). Then it
 * is judged, or forgotten.
 */
void verdict_hold(struct session *s, struct recipient *r,
    const struct dsn *word);
void verdict_judge_held(struct session *s);
void verdict_forget_held(struct session *s);

/* Keeps the answer to the end of data, in LMTP about the next one who was
 * accepted; and settles whom it has an answer about. */
void verdict_keep(struct session *s, const struct dsn *word);
void verdict_judge_answered(struct session *s);

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
