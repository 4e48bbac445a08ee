/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the checks of this room see of those whom we trust.
 */
#ifndef TLS_AUTHORITIES_INTERNAL_H
#define TLS_AUTHORITIES_INTERNAL_H

#include "tls/anchors.h"
#include "tls/authorities.h"
#include "tls/chain_internal.h"

gnutls_x509_trust_list_t authorities_list(
    const struct authorities *authorities);

/* The chain leads to one of the anchors, which may be the leaf itself, as
 * chain_leads_to has it, but for the anchors' dates. False: *reason says why
 * not. */
bool anchors_hold(const struct anchors *anchors, const struct chain *chain,
    unsigned between, const char **reason);

#endif
