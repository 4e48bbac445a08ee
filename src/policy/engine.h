/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all TLS sessions of a run share, as the parameters have it: our
 * certificates, and whom we trust. No file is opened here.
 */
#ifndef POLICY_ENGINE_H
#define POLICY_ENGINE_H

#include "base/arena.h"
#include "param/params.h"
#include "policy/tls_policy.h"
#include "tls/engine.h"

/*
 * For engine_new; lives as long as the parameters and the arena. The system's
 * certificates are trusted if tls_append_default_CA is yes and, in Postfix
 * mode, somebody else is named for whom they are an addition.
 */
struct engine_setup engine_setup_for(const struct params *params,
    struct arena *arena);

/* Whether the engine is there and can start for a session by this policy.
 * False: 4.7.5 (107). */
bool engine_is_ready(struct engine *engine, const struct tls_policy *tls,
    struct dsn *why) MUST_USE;

#endif
