/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/challenge.h"

#include "base/num.h"

enum { NTLM_HEADER = 32 };	/* octets that every challenge has */

/* scram - server-first-message and server-final-message, RFC 5802 section 7:
 * attributes with commas between them */

static const char *
scram(struct span message)
{
	while (message.len > 0) {
		struct span attribute = span_cut(&message, ',');
		uint64_t n;

		if (!span_starts(attribute, SPAN("i=")))
			continue;
		if (!num_unsigned(span_from_octet(attribute, 2), &n))
			return "its number of iterations is none";
		if (n > ITERATIONS_MAX)
			return "it wants more than a million iterations";
	}
	return NULL;
}

static size_t
little_endian(const char *at, size_t octets)
{
	size_t n = 0;

	while (octets-- > 0)
		n = n << 8 | (unsigned char)at[octets];
	return n;
}

/* ntlm - CHALLENGE_MESSAGE, [MS-NLMP] section 2.2.1.2: the library takes its
 * length and where the name of the target is on trust */

static const char *
ntlm(struct span message)
{
	size_t len, offset;

	if (message.len < NTLM_HEADER || !span_starts(message,
	    SPAN("NTLMSSP\0\2\0\0\0")))
		return "its challenge is not one of NTLM";
	len = little_endian(message.at + 12, 2);
	offset = little_endian(message.at + 16, 4);
	return len == 0 || (offset <= message.len &&
	    len <= message.len - offset) ? NULL :
	    "its challenge points behind its own end";
}

const char *
challenge_objection(enum mechanism mechanism, struct span challenge)
{
	if (mechanism_is_scram(mechanism))
		return scram(challenge);
	if (mechanism == MECHANISM_NTLM)
		return ntlm(challenge);
	if (mechanism != MECHANISM_CRAM_MD5)
		return NULL;
	if (challenge.len == 0)
		return "its challenge is empty";
	return challenge.len <= CRAM_CHALLENGE_MAX ? NULL :
	    "its challenge is too long";
}
