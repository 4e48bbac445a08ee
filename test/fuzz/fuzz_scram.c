/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server of SCRAM-SHA-512: a line is what it says first, the next one what
 * it says at last. What is answered to the first has its nonce, which goes on
 * behind ours, and a proof of 64 octets; to whatever is no proof nothing is,
 * and it is not taken for one. Complaints hold no octet of the server's.
 */
#include <stdint.h>
#include <stdlib.h>

#include "auth/challenge.h"
#include "auth/scram.h"

#define BEGINS	"c=biws,r=abc"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PROOF_LEN = 88 };	/* octets of base64 */

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_final(struct span said, struct span first)
{
	struct span proof = span_from_octet(said,
	    span_find_text(said, SPAN(",p=")));
	struct str octets;

	check(span_starts(said, SPAN(BEGINS)));
	check(proof.len == 3 + PROOF_LEN);
	said.len -= proof.len;
	/* "r=" and the nonce stand in both */
	said = span_from_octet(said, SPAN("c=biws,").len);
	check(span_starts(first, said) && first.at[said.len] == ',');
	str_init(&octets, PROOF_LEN);
	check(base64_decode(span_from_octet(proof, 3), &octets));
	check(octets.len == 64);
	str_clear(&octets);
}

static void
converse(struct scram *scram, struct span first, struct span last)
{
	const char *problem = NULL;
	struct str said;

	str_init(&said, AUTH_LINE_MAX);
	check(scram_step(scram, SPAN(""), &said, &problem) == STEP_MORE);
	check(span_equal(str_span(&said), SPAN("n,,n=user,r=abc")));
	str_reset(&said);
	if (scram_step(scram, first, &said, &problem) == STEP_MORE) {
		check_final(str_span(&said), first);
		str_reset(&said);
		/* Nobody finds it by trying. */
		check(scram_step(scram, last, &said, &problem) ==
		    STEP_FAILED);
	}
	check(said.len == 0 && problem != NULL);
	str_clear(&said);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data, size);
	struct span first = span_cut(&text, '\n');
	struct secret *secret = secret_copy(SPAN("pencil"));
	const struct auth_setup setup = { .user = SPAN("user"),
	    .mechanism = MECHANISM_SCRAM_SHA_512, .password = secret };
	const char *problem;
	struct scram *scram;

	if (challenge_objection(setup.mechanism, first) == NULL &&
	    span_find_text(first, SPAN("0000")) == first.len) {
		check(scram_new(&setup, SPAN("abc"), &scram, &problem));
		converse(scram, first, text);
		scram_free(&scram);
	}
	secret_free(&secret);
	return 0;
}
