/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blocks of a PEM file (RFC 7468): what stands between them is skipped.
 * Nothing is decoded.
 */
#ifndef TLS_PEM_H
#define TLS_PEM_H

#include <stdbool.h>

#include "base/span.h"

struct pem {
	struct span label;	/* "CERTIFICATE" */
	struct span block;	/* from the dashes before BEGIN to those
				 * behind END */
};

/*
 * The next block of *rest, which goes on behind it. A block that does not
 * end before the next begins, or ends with another label, is none. False:
 * there are no more.
 */
bool pem_next(struct span *rest, struct pem *pem);

/* Whether it holds a certificate; a private key, which may be encrypted; a
 * bare public key. */
bool pem_is_certificate(const struct pem *pem);
bool pem_is_key(const struct pem *pem);
bool pem_is_public_key(const struct pem *pem);

#endif
