/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * OAUTHBEARER (RFC 7628) and Google's and Microsoft's XOAUTH2: one message
 * with a token, and if the server does not like it, one more to let it say
 * so in its reply. Pure text; the messages are no base64 yet.
 */
#ifndef AUTH_BEARER_H
#define AUTH_BEARER_H

#include "auth/auth.h"
#include "base/str.h"

/* Adds the message; the string does not grow meanwhile. It is full, and
 * nothing was added, if there is no room. token: the octets of the setup's. */
void bearer_add(const struct auth_setup *setup, struct span token,
    struct str *message);

/* What the client says to the server's complaint. */
struct span bearer_answer(enum mechanism mechanism);

#endif
