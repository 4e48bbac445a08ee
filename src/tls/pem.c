/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls/pem.h"

static const struct span dashes = SPAN_INIT("-----");
static const struct span begins = SPAN_INIT("-----BEGIN ");
static const struct span ends = SPAN_INIT("-----END ");

/* label_of - of a line "-----BEGIN X-----", blanks behind it; else empty */

static struct span
label_of(struct span line, struct span with)
{
	struct span rest;

	line = span_trim(line);
	if (!span_starts(line, with) || line.len < with.len + dashes.len)
		return (struct span){ 0 };
	rest = span_from_octet(line, with.len);
	if (!span_equal(span_from_octet(rest, rest.len - dashes.len), dashes))
		return (struct span){ 0 };
	return span_first(rest, rest.len - dashes.len);
}

bool
pem_next(struct span *rest, struct pem *pem)
{
	struct span label = { 0 };
	const char *from = NULL;

	while (rest->len > 0) {
		struct span line = span_cut(rest, '\n');
		struct span begun = label_of(line, begins);
		struct span ended = label_of(line, ends);

		if (begun.len > 0) {
			label = begun;
			from = line.at;
		} else if (ended.len > 0 && span_equal(ended, label)) {
			pem->label = label;
			pem->block = span_from(from,
			    (size_t)(line.at + line.len - from));
			return true;
		} else if (ended.len > 0)
			label.len = 0;
	}
	return false;
}

static bool
is_one_of(struct span label, const char *const *words)
{
	for (; *words != NULL; words++)
		if (span_equal(label, span_of(*words)))
			return true;
	return false;
}

bool
pem_is_certificate(const struct pem *pem)
{
	static const char *const words[] = { "CERTIFICATE",
	    "X509 CERTIFICATE", NULL };

	return is_one_of(pem->label, words);
}

bool
pem_is_key(const struct pem *pem)
{
	static const char *const words[] = { "PRIVATE KEY",
	    "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY",
	    "DSA PRIVATE KEY", NULL };

	return is_one_of(pem->label, words);
}

bool
pem_is_public_key(const struct pem *pem)
{
	static const char *const words[] = { "PUBLIC KEY", NULL };

	return is_one_of(pem->label, words);
}
