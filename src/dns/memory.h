/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was asked in this run, and the answers, which live as long as the
 * memory. Each question is asked once: who comes first finds the answer, and
 * whoever comes meanwhile, from another thread, waits for it.
 */
#ifndef DNS_MEMORY_H
#define DNS_MEMORY_H

#include <stdbool.h>

#include "base/span.h"
#include "dns/rrset.h"

struct memory;

/* A question and, in time, its answer. */
struct memo;

struct memory *memory_new(void);

/* Nobody may be waiting. */
void memory_free(struct memory **memory);

/* What makes two questions the same; names that differ in case are one. */
struct memory_key {
	struct span name;
	enum rr_type type;
	bool dnssec;		/* with its status */
	bool search;		/* in the domains of a search list, too */
	bool probe;		/* asked only to see whether DNSSEC works */
};

/*
 * The memo of a question. True: it is new, and the caller must find the
 * answer and memory_keep it, whatever happens, before it waits for anything
 * else here but a probe, whose answer depends on no other.
 */
bool memory_claim(struct memory *memory, const struct memory_key *key,
    struct memo **memo);

/* Keeps a copy. */
void memory_keep(struct memory *memory, struct memo *memo,
    const struct answer *answer);

/* The answer, once it is there. */
const struct answer *memory_await(struct memory *memory,
    const struct memo *memo);

#endif
