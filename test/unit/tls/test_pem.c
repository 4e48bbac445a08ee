/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/pem.h"

#include "unit/tap.h"

#define BEGIN(x)	"-----BEGIN " x "-----\n"
#define END(x)		"-----END " x "-----\n"
#define BLOCK(x)	BEGIN(x) "AAAA\n" END(x)

static void
blocks(void)
{
	struct span rest = SPAN("some words\n" BLOCK("CERTIFICATE")
	    "more words\r\n-----BEGIN EC PRIVATE KEY-----\r\nBBBB\r\n"
	    "-----END EC PRIVATE KEY----- \r\n" BLOCK("PUBLIC KEY"));
	struct pem pem;

	ok(pem_next(&rest, &pem) && pem_is_certificate(&pem),
	    "a certificate behind some words");
	is_text(pem.block, "-----BEGIN CERTIFICATE-----\nAAAA\n"
	    "-----END CERTIFICATE-----", "with its dashes");
	ok(pem_next(&rest, &pem) && pem_is_key(&pem) &&
	    !pem_is_certificate(&pem), "a key, lines ending in CR and LF");
	ok(pem_next(&rest, &pem) && pem_is_public_key(&pem) &&
	    !pem_is_key(&pem), "a public key is no key of ours");
	ok(!pem_next(&rest, &pem), "then there are no more");
	ok(!pem_next(&rest, &pem), "and there still are none");
}

static void
none(const char *text, const char *name)
{
	struct span rest = span_of(text);
	struct pem pem;

	ok(!pem_next(&rest, &pem), name);
}

static void
labels(void)
{
	static const char *const keys[] = { "PRIVATE KEY",
	    "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY",
	    "DSA PRIVATE KEY" };
	struct pem pem;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		pem.label = span_of(keys[i]);
		ok(pem_is_key(&pem) && !pem_is_public_key(&pem), keys[i]);
	}
	pem.label = SPAN("X509 CERTIFICATE");
	ok(pem_is_certificate(&pem), "the old label of certificates");
	pem.label = SPAN("DH PARAMETERS");
	ok(!pem_is_key(&pem) && !pem_is_certificate(&pem) &&
	    !pem_is_public_key(&pem), "other labels");
}

int
main(void)
{
	struct span rest = SPAN(BEGIN("A") "x\n" BLOCK("B"));
	struct pem pem;

	blocks();
	none("", "no text");
	none(BEGIN("CERTIFICATE") "AAAA\n", "a block that does not end");
	none(END("CERTIFICATE"), "one that does not begin");
	none(BEGIN("A") END("B"), "one that ends with another label");
	none(BEGIN("A") END("B") END("A"), "which ends it");
	none("-----BEGIN A\n-----END A\n", "dashes are missing");
	none("-----BEGIN -----\n-----END -----\n", "no label");
	none("-----BEGIN ----\n-----END ----\n", "too few dashes");
	ok(pem_next(&rest, &pem), "a block in the place of one that was cut");
	is_text(pem.label, "B", "is the inner one");
	labels();
	return tap_done();
}
