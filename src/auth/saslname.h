/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A name as a mechanism of the GS2 family says it (RFC 5801 section 4): its
 * commas and equals signs would end it.
 */
#ifndef AUTH_SASLNAME_H
#define AUTH_SASLNAME_H

#include "base/str.h"

void saslname_add(struct span name, struct str *to);

#endif
