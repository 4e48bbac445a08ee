/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only file that knows GNU SASL: the client's side of one mechanism,
 * SASLprep and base64. What it gives out may hold secrets; what it lets the
 * library have of them is overwritten before the library frees it.
 */
#ifndef AUTH_GSASL_DOOR_H
#define AUTH_GSASL_DOOR_H

#include <stdbool.h>

#include "auth/auth.h"
#include "base/str.h"

struct client;

/* What a step came to. */
enum step {
	STEP_FAILED,
	STEP_MORE,		/* the server's turn, and then ours again */
	STEP_DONE,		/* nothing more to say */
};

/* A mechanism that is no bearer's, nor SCRAM with SHA-512. The setup is
 * borrowed until client_free. False: the library does not have it; 4.7.0. */
bool client_new(const struct auth_setup *setup, struct client **client,
    struct dsn *why) MUST_USE;
void client_free(struct client **client);

/* Adds the answer in base64 to *line. STEP_FAILED: *problem is the library's
 * word for it, and *line is untouched. */
enum step client_step(struct client *client, struct span challenge,
    struct str *line, const char **problem) MUST_USE;

/*
 * Adds what a user or a password is to the other side (SASLprep, RFC 4013): a
 * user may have characters that were assigned since. False: it is no UTF-8,
 * or has characters that cannot be said.
 */
bool saslprep_user(struct span user, struct str *to) MUST_USE;
bool saslprep_password(const struct secret *password, struct str *to)
    MUST_USE;

enum { DIGEST_LEN = 44 };	/* octets of a digest */

/*
 * Adds a text by which the same secret is known again, and which costs
 * somebody who found it some time for each guess. False: there is none for
 * this secret, because it is no text.
 */
bool secret_digest(const struct secret *secret, struct span salt,
    struct str *to) MUST_USE;

/* Adds base64, in one piece. */
void base64_encode(struct span octets, struct str *to);

/* Adds the octets of base64, in one piece. False: it is none. */
bool base64_decode(struct span text, struct str *to) MUST_USE;

#endif
