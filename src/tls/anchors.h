/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trust anchors that a policy names in the place of all authorities. Const
 * once loaded, and may be used by several threads.
 */
#ifndef TLS_ANCHORS_H
#define TLS_ANCHORS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dsn.h"
#include "base/span.h"

struct anchors;

/*
 * Those of smtp_tls_trust_anchor_file and of tafile= (behaviour 131):
 * certificates, also intermediate ones and that of the server itself, whose
 * dates do not matter, and bare public keys. Other PEM blocks are skipped.
 * False: 4.7.5; a file cannot be read, or holds no anchor (D23).
 */
bool anchors_load(const struct span *files, size_t len,
    struct anchors **anchors, struct dsn *why) MUST_USE;
void anchors_free(struct anchors **anchors);

#endif
