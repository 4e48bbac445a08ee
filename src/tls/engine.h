/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all TLS sessions of a run share: the library, our identity, and whom
 * we trust. Each is fetched when it is first needed, once, whichever thread
 * needs it first; and what could not be had then cannot be had later
 * (behaviour 107).
 */
#ifndef TLS_ENGINE_H
#define TLS_ENGINE_H

#include <stdbool.h>

#include "base/dsn.h"
#include "tls/identity.h"
#include "tls/authorities.h"

struct engine;

struct engine_setup {
	struct identity_setup identity;
	struct authorities_setup trust;
};

/* What the setup borrows must outlive the engine. Opens no file. */
struct engine *engine_new(const struct engine_setup *setup);
void engine_free(struct engine **engine);

/*
 * Needed before any session: starts the library, reads our identity, and has
 * a quick look at the trusted certificates, which a session that trusts
 * nobody does not load. False: 4.7.5, the same reason every time.
 */
bool engine_start(struct engine *engine, struct dsn *why) MUST_USE;

/* Ours, once the engine has been started; may be an empty one. */
const struct identity *engine_identity(const struct engine *engine);

/* *authorities may become NULL: nothing is named. False: 4.7.5. */
bool engine_authorities(struct engine *engine,
    const struct authorities **authorities, struct dsn *why) MUST_USE;

#endif
