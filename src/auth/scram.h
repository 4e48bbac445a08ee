/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The client's side of SCRAM-SHA-512 and SCRAM-SHA-512-PLUS: RFC 5802, with
 * the hash of draft-melnikov-scram-sha-512. GNU SASL (2.2) knows SCRAM with
 * lesser hashes only. Messages are octets here, no base64 yet.
 */
#ifndef AUTH_SCRAM_H
#define AUTH_SCRAM_H

#include <stdbool.h>

#include "auth/auth.h"
#include "auth/gsasl_door.h"
#include "base/str.h"

struct scram;

/*
 * For a setup with a password, borrowed until scram_free. nonce: printable
 * US-ASCII without a comma that was never used before. False: there is no
 * password that can be said, no user that can, or nothing to be bound to:
 * *problem says which.
 */
bool scram_new(const struct auth_setup *setup, struct span nonce,
    struct scram **scram, const char **problem) MUST_USE;
void scram_free(struct scram **scram);

/*
 * Adds the answer to the server's message, for the first move to none, to
 * *message. STEP_DONE: the server has proven that it knows the password, and
 * there is nothing to add. STEP_FAILED: *problem says what is wrong, without
 * a word of the server's. How many iterations the server wants is for the
 * caller to limit (auth/challenge.h).
 */
enum step scram_step(struct scram *scram, struct span said,
    struct str *message, const char **problem) MUST_USE;

#endif
