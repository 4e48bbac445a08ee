/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Questions whose answers are validated here, many in flight at a time: the
 * same queries as those of query_all, answered by libunbound. May be used by
 * several threads at a time, each with flights of its own.
 */
#ifndef DNS_VALIDATOR_H
#define DNS_VALIDATOR_H

#include <stddef.h>

#include "dns/anchor.h"
#include "dns/query.h"

struct validator;

/* The servers are borrowed. False: 4.3.5, it does not work here. */
bool validator_new(struct servers *servers, const struct anchor *anchor,
    struct validator **validator, struct dsn *why) MUST_USE;

/* No flight may be on its way. */
void validator_free(struct validator **validator);

/* Some queries in flight. */
struct validation;

/*
 * Asks them all, and returns at once. The run is copied, the queries are
 * borrowed. One query may take as long as all rounds through the servers;
 * while none of them has been heard of since one was silent, as one round.
 */
struct validation *validator_ask(struct validator *validator,
    const struct query_run *run, struct query *queries, size_t len);

/* Returns when the last is over; run->heard is called as by query_all, in
 * this thread. */
void validation_finish(struct validation **validation);

/* Drops what is on its way; run->heard is not called. */
void validation_drop(struct validation **validation);

#endif
