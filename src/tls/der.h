/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The little DER (X.690) that GnuTLS does not give away. Pure.
 */
#ifndef TLS_DER_H
#define TLS_DER_H

#include <stdbool.h>

#include "base/span.h"

/*
 * What the signature of a certificate is about (TBSCertificate, RFC 5280
 * section 4.1), with its tag and length. False: these octets begin with no
 * certificate.
 */
bool der_signed_part(struct span certificate, struct span *part);

#endif
