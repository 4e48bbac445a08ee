/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much to insist on, and how to treat one candidate. Built once for each
 * attempt. TLS levels, names, pins and credentials join it with their rooms.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include <stdbool.h>

#include "base/dsn.h"
#include "param/params.h"
#include "route/candidate.h"
#include "trace/trace.h"

struct policy {
	unsigned discard;	/* CAP_ bits treated as not offered (92) */
	struct dsn trouble;	/* a table could not say which: no EHLO reply
				 * can be read; no word: all is well */
	bool discard_silently;	/* silent-discard is among the keywords */
	unsigned pix;		/* PIX_ bits, if the greeting looks like it */
};

/* False: this candidate must not be tried; *why says why. */
bool policy_for(const struct params *params,
    const struct candidate *candidate, struct policy *policy,
    struct dsn *why) MUST_USE;

#endif
