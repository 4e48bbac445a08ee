/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a server may ask at all: looked at before the library sees it. Pure.
 */
#ifndef AUTH_CHALLENGE_H
#define AUTH_CHALLENGE_H

#include <stdbool.h>

#include "auth/mechanism.h"
#include "base/attr.h"

enum {
	ITERATIONS_MAX = 1000000,	/* of SCRAM (D14) */
	CRAM_CHALLENGE_MAX = 1024,	/* octets (behaviour 162) */
};

/*
 * The octets of a challenge, no base64. NULL, or why it is not answered: a
 * SCRAM server that wants more iterations than ITERATIONS_MAX, or a number
 * that is none; a CRAM-MD5 challenge that is empty or too long: an answer to
 * an empty one could be worked out from the password once and for all; an NTLM
 * challenge that is cut short.
 */
const char *challenge_objection(enum mechanism mechanism,
    struct span challenge) MUST_USE;

#endif
