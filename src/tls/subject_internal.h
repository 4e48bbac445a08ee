/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whom a certificate is about. For this room only.
 */
#ifndef TLS_SUBJECT_INTERNAL_H
#define TLS_SUBJECT_INTERNAL_H

#include <gnutls/x509.h>
#include <stdbool.h>

#include "base/vec.h"
#include "tls/match.h"
#include "tls/notes.h"

struct subject {
	VEC(struct span) names;	/* octets as they stand in it */
	VEC(struct span) addresses;
};

/*
 * The DNS names and addresses of subjectAltName; if that holds no DNS name,
 * the subject's CNs are the names. One that cannot be read has neither. The
 * octets live in the arena; subject_clear is due.
 */
void subject_read(struct arena *arena, gnutls_x509_crt_t crt,
    struct subject *subject);
void subject_clear(struct subject *subject);

/*
 * peer_check_names says what must fit. *by becomes the name or the address
 * that did.
 */
bool subject_fits(struct arena *arena, const struct subject *subject,
    const struct references *references, struct span *by,
    struct notes *notes);

#endif
