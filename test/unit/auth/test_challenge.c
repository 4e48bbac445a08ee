/* SPDX-License-Identifier: BSD-2-Clause */
#include "auth/challenge.h"

#include "unit/tap.h"

#define NTLM(rest)	SPAN_INIT("NTLMSSP\0\2\0\0\0" rest)

static const struct row {
	const char *name;
	enum mechanism mechanism;
	struct span challenge;
	const char *objection;
} rows[] = {
	{ "an ordinary server", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("r=abc,s=QSXCR+Q6sek8bf92,i=4096"), NULL },
	{ "D14: a million iterations", MECHANISM_SCRAM_SHA_1,
	    SPAN_INIT("r=abc,s=QSXC,i=1000000"), NULL },
	{ "D14: and one more", MECHANISM_SCRAM_SHA_1,
	    SPAN_INIT("r=abc,s=QSXC,i=1000001"),
	    "it wants more than a million iterations" },
	{ "D14: with a binding", MECHANISM_SCRAM_SHA_256_PLUS,
	    SPAN_INIT("r=abc,s=QSXC,i=2000000000"),
	    "it wants more than a million iterations" },
	{ "D14: more than a number can hold", MECHANISM_SCRAM_SHA_1_PLUS,
	    SPAN_INIT("r=abc,s=QSXC,i=99999999999999999999999"),
	    "its number of iterations is none" },
	{ "D14: a sign", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("r=abc,s=QSXC,i=+2000000000"),
	    "its number of iterations is none" },
	{ "D14: a blank", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("r=abc,s=QSXC,i= 4096"),
	    "its number of iterations is none" },
	{ "D14: none", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("r=abc,s=QSXC,i="),
	    "its number of iterations is none" },
	{ "D14: a second one", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("r=abc,s=QSXC,i=4096,i=2000000"),
	    "it wants more than a million iterations" },
	{ "D14: a NUL behind it", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("r=abc,s=QSXC,i=4096\0"),
	    "its number of iterations is none" },
	{ "the last word of a server", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
	    NULL },
	{ "nothing: for the library to refuse", MECHANISM_SCRAM_SHA_256,
	    SPAN_INIT(""), NULL },
	{ "other mechanisms do not count", MECHANISM_PLAIN,
	    SPAN_INIT("i=2000000000"), NULL },
	{ "behaviour 162: CRAM-MD5", MECHANISM_CRAM_MD5,
	    SPAN_INIT("<1@mx.test>"), NULL },
	{ "behaviour 162: an empty challenge", MECHANISM_CRAM_MD5,
	    SPAN_INIT(""), "its challenge is empty" },
	{ "an empty one of LOGIN", MECHANISM_LOGIN, SPAN_INIT(""), NULL },
	{ "NTLM: no target", MECHANISM_NTLM,
	    NTLM("\0\0\0\0\0\0\0\0" "\1\2\0\0" "12345678"), NULL },
	{ "NTLM: a target at the end", MECHANISM_NTLM,
	    NTLM("\2\0\2\0\40\0\0\0" "\1\2\0\0" "12345678" "MX"), NULL },
	{ "NTLM: a target behind it", MECHANISM_NTLM,
	    NTLM("\3\0\3\0\40\0\0\0" "\1\2\0\0" "12345678" "MX"),
	    "its challenge points behind its own end" },
	{ "NTLM: a target far behind it", MECHANISM_NTLM,
	    NTLM("\2\0\2\0\377\377\377\377" "\1\2\0\0" "12345678" "MX"),
	    "its challenge points behind its own end" },
	{ "NTLM: an octet is missing", MECHANISM_NTLM,
	    NTLM("\0\0\0\0\0\0\0\0" "\1\2\0\0" "1234567"),
	    "its challenge is not one of NTLM" },
	{ "NTLM: another message", MECHANISM_NTLM,
	    SPAN_INIT("NTLMSSP\0\3\0\0\0\0\0\0\0\0\0\0\0\1\2\0\0" "12345678"),
	    "its challenge is not one of NTLM" },
	{ "NTLM: nothing", MECHANISM_NTLM, SPAN_INIT(""),
	    "its challenge is not one of NTLM" },
};

int
main(void)
{
	char text[CRAM_CHALLENGE_MAX + 1];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = challenge_objection(rows[i].mechanism,
		    rows[i].challenge);

		is_text(span_of(got), rows[i].objection, rows[i].name);
	}
	memset(text, 'x', sizeof(text));
	ok(challenge_objection(MECHANISM_CRAM_MD5, span_from(text,
	    CRAM_CHALLENGE_MAX)) == NULL, "behaviour 162: 1024 octets");
	is_text(span_of(challenge_objection(MECHANISM_CRAM_MD5,
	    span_from(text, sizeof(text)))), "its challenge is too long",
	    "behaviour 162: and one more");
	return tap_done();
}
